"""Loads the lists of words that the rules go by; knows nothing of the rules.

One file a language in `words/`, and `shared.toml` for what needs no translation. A phrase (see
`phrases`) matches a whole line, whatever its case and its final punctuation.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pressrun.readers.plain.phrases import (
    NEVER,
    UNPARTED,
    UNPARTED_RANGES,
    Phrases,
    edge,
    is_weak,
    prepare,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

SHARED = "shared"
# A site's buttons are often English whatever its articles are in.
FALLBACK = "en"
# Languages near enough to be served by one file.
SAME = {
    "no": "nb",
    "nn": "nb",
    "sk": "cs",
    "gl": "pt",
    "ca": "es",
    "af": "nl",
    "lb": "de",
    "ms": "id",
}

# Languages that a detector takes for one another on short texts.
NEIGHBOURS = {"nb": ("da",), "da": ("nb",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """The phrases of one kind: those that tell anywhere, and those that tell outside sentences."""

    kind: str
    strong: Phrases
    weak: Phrases

    def matches(self, folded: str, *, surely: bool) -> bool:
        """Tell whether a folded line is of this kind, `surely` where weak phrases do not count."""
        return self.strong.match(folded) or (not surely and self.weak.match(folded))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words of one language, with those of English and those that all share."""

    by: re.Pattern[str]
    joints: re.Pattern[str]
    roles: re.Pattern[str]
    desks: re.Pattern[str]
    places: re.Pattern[str]
    published: re.Pattern[str]
    updated: re.Pattern[str]
    until: re.Pattern[str]
    relative: Phrases
    credit: re.Pattern[str]
    picture: re.Pattern[str]
    caption: re.Pattern[str]
    agency: re.Pattern[str]
    source: re.Pattern[str]
    sign_off: Phrases
    correction: re.Pattern[str]
    section: Phrases
    furniture: tuple[Furniture, ...]
    buttons: frozenset[str]
    particles: frozenset[str]
    articles: frozenset[str]
    papers: frozenset[str]
    paper_endings: tuple[str, ...]
    suspended: frozenset[str]


@cache
def load(language: str | None) -> Lexicon:
    """Join the lists of `language`, of its neighbours, of English and of `shared.toml`."""
    own = SAME.get(language or FALLBACK, language or FALLBACK)
    names = (own, *NEIGHBOURS.get(own, ()), FALLBACK, SHARED)
    tables = [_table(name) for name in dict.fromkeys(names)]
    return Lexicon(
        by=_prefix(_gather(tables, "byline", "labels")),
        joints=_between(_gather(tables, "byline", "joints")),
        roles=_words(_gather(tables, "byline", "roles")),
        desks=_words(_gather(tables, "byline", "desks")),
        places=_words(_gather(tables, "byline", "places")),
        published=_words(_gather(tables, "dates", "published")),
        updated=_words(_gather(tables, "dates", "updated")),
        until=_words(_gather(tables, "dates", "until")),
        relative=prepare(_gather(tables, "dates", "relative")),
        credit=_prefix(_gather(tables, "pictures", "credits")),
        picture=_inside(_gather(tables, "pictures", "credits")),
        caption=_prefix(_gather(tables, "pictures", "captions")),
        agency=_words(_gather(tables, "agencies", "names")),
        source=_prefix(_gather(tables, "source", "labels")),
        sign_off=prepare(_gather(tables, "source", "phrases")),
        correction=_prefix(_gather(tables, "source", "corrections")),
        section=prepare(_gather(tables, "sections", "names")),
        furniture=_furniture(tables),
        buttons=_buttons(tables),
        particles=frozenset(_gather(tables, "byline", "particles")),
        articles=frozenset(_gather(tables, "byline", "articles")),
        papers=frozenset(_gather(tables, "byline", "papers")),
        paper_endings=tuple(_gather(tables, "byline", "paper_endings")),
        suspended=frozenset(_gather(tables, "byline", "joints")),
    )


@cache
def _table(name: str) -> dict[str, Any]:
    resource = files("pressrun.readers.plain") / "words" / f"{name}.toml"
    return tomllib.loads(resource.read_text("utf-8")) if resource.is_file() else {}


def _gather(tables: Iterable[dict[str, Any]], section: str, key: str) -> list[str]:
    return [word for table in tables for word in table.get(section, {}).get(key, ())]


def _furniture(tables: list[dict[str, Any]]) -> tuple[Furniture, ...]:
    kinds = dict.fromkeys(kind for table in tables for kind in table.get("furniture", {}))
    return tuple(_kind(kind, _gather(tables, "furniture", kind)) for kind in kinds)


def _kind(kind: str, phrases: list[str]) -> Furniture:
    weak = [phrase for phrase in phrases if is_weak(phrase)]
    strong = [phrase for phrase in phrases if not is_weak(phrase)]
    return Furniture(kind=kind, strong=prepare(strong), weak=prepare(weak))


def _buttons(tables: list[dict[str, Any]]) -> frozenset[str]:
    """Give the words that are a button each, and often stand in a row."""
    kinds = ("share", "platforms", "comments")
    phrases = (word for kind in kinds for word in _gather(tables, "furniture", kind))
    return frozenset(word.casefold().strip("*") for word in phrases if " " not in word)


def _words(words: Iterable[str]) -> re.Pattern[str]:
    """Compile words that may stand anywhere in a line, longest first."""
    chosen = sorted(set(words), key=_longest)
    choices = "|".join(re.escape(word) + edge(word) for word in chosen)
    start = "" if any(UNPARTED.search(word) for word in chosen) else r"(?<!\w)"
    return re.compile(rf"{start}(?:{choices})", re.IGNORECASE) if choices else NEVER


def _prefix(words: Iterable[str]) -> re.Pattern[str]:
    """Compile labels that begin a line, with the colon that may follow."""
    chosen = sorted(set(words), key=_longest)
    choices = "|".join(re.escape(word) + edge(word) for word in chosen)
    return re.compile(rf"(?:{choices})\s*", re.IGNORECASE) if choices else NEVER


def _inside(words: Iterable[str]) -> re.Pattern[str]:
    """Compile labels that may stand anywhere in a line, with the sign or the “by” after them."""
    chosen = sorted(set(words), key=_longest)
    choices = "|".join(re.escape(word) for word in chosen)
    short = "|".join(re.escape(word) + r"\s" for word in chosen if word.endswith("."))
    signs = r"\.?\s?(?:[/:=\uff1a\uff1d]|\.{3}|\u2026|by\b)"
    return re.compile(
        rf"(?<![^\W{UNPARTED_RANGES}])(?:(?:{choices}){signs}" + (f"|{short})" if short else ")"),
        re.IGNORECASE,
    )


def _between(words: Iterable[str]) -> re.Pattern[str]:
    """Compile what stands between two names: a word for “and”, or a sign."""
    choices = "|".join(re.escape(word) for word in sorted(set(words), key=_longest))
    signs = r"\s*[,;/|&\u2022\u00b7\u3001\u060c\uff0c\uff1b]\s*(?:(?:" + choices + r")\s)?"
    return re.compile(rf"{signs}|\s+(?:{choices})\s+", re.IGNORECASE)


def _longest(word: str) -> tuple[int, str]:
    return -len(word), word
