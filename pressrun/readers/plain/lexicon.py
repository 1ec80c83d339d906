"""Loads the lists of words that the rules go by; knows nothing of the rules.

One file a language in `words/`, and `shared.toml` for what needs no translation. A phrase matches a
whole line, whatever its case, its quotes and its final punctuation; in it `*` stands for any words
and `#` for a number.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

SHARED = "shared"
# A site's buttons are often English whatever its articles are in.
FALLBACK = "en"
# Languages near enough to be served by one file.
SAME = {"no": "nb", "nn": "nb", "sk": "cs", "gl": "pt", "ca": "es", "af": "nl", "lb": "de"}
# Chinese, Japanese, Korean and Thai put no space, or a particle, after a word.
UNPARTED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]$")
NEVER = re.compile(r"(?!)")
# How many characters a `*` may stand for: a short phrase is weak evidence, so it must be most of
# the line; a long one is found in no sentence of an article.
SHORT_PHRASE = 12
AFTER_SHORT, AFTER_LONG = 60, 300
NUMBER = r"\d[\d.,]*\s?k?"
APOSTROPHES = str.maketrans("\u2018\u2019\u02bc`\u00b4", "'" * 5)
EDGES = " \t.:!?\u2026\u00bb\u203a>|\u2192\u2190+\u2022\u00b7*-\u2013\u2014\uff1a\u3002[]()<\u00ab\u2039\u25bc\u25ba\u25b6#\u00d7"


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """The phrases of one kind: those that tell anywhere, and those that tell unless in a sentence."""

    kind: str
    strong: re.Pattern[str]
    weak: re.Pattern[str]

    def matches(self, folded: str, *, sentence: bool) -> bool:
        """Tell whether a folded line is of this kind."""
        return bool(self.strong.match(folded) or (not sentence and self.weak.match(folded)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words of one language, with those of English and those that all share."""

    by: re.Pattern[str]
    joints: re.Pattern[str]
    roles: re.Pattern[str]
    published: re.Pattern[str]
    updated: re.Pattern[str]
    until: re.Pattern[str]
    relative: re.Pattern[str]
    credit: re.Pattern[str]
    caption: re.Pattern[str]
    agency: re.Pattern[str]
    source: re.Pattern[str]
    sign_off: re.Pattern[str]
    correction: re.Pattern[str]
    section: re.Pattern[str]
    furniture: tuple[Furniture, ...]
    buttons: frozenset[str]
    suspended: frozenset[str]


def fold(text: str) -> str:
    """Reduce a line to what phrases are compared by."""
    return text.translate(APOSTROPHES).casefold().strip(EDGES)


@cache
def load(language: str | None) -> Lexicon:
    """Join the lists of `language`, of English and of `shared.toml`."""
    own = SAME.get(language or FALLBACK, language or FALLBACK)
    tables = [_table(name) for name in dict.fromkeys((own, FALLBACK, SHARED))]
    return Lexicon(
        by=_prefix(_gather(tables, "byline", "labels")),
        joints=_between(_gather(tables, "byline", "joints")),
        roles=_words(_gather(tables, "byline", "roles")),
        published=_words(_gather(tables, "dates", "published")),
        updated=_words(_gather(tables, "dates", "updated")),
        until=_words(_gather(tables, "dates", "until")),
        relative=_phrases(_gather(tables, "dates", "relative")),
        credit=_prefix(_gather(tables, "pictures", "credits")),
        caption=_prefix(_gather(tables, "pictures", "captions")),
        agency=_words(_gather(tables, "agencies", "names")),
        source=_prefix(_gather(tables, "source", "labels")),
        sign_off=_phrases(_gather(tables, "source", "phrases")),
        correction=_prefix(_gather(tables, "source", "corrections")),
        section=_phrases(_gather(tables, "sections", "names")),
        furniture=_furniture(tables),
        buttons=_buttons(tables),
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
    weak = [phrase for phrase in phrases if "*" in phrase and len(phrase.strip("*")) < SHORT_PHRASE]
    strong = [phrase for phrase in phrases if phrase not in weak]
    return Furniture(kind=kind, strong=_phrases(strong), weak=_phrases(weak))


def _buttons(tables: list[dict[str, Any]]) -> frozenset[str]:
    """Give the words that are a button each, and often stand in a row."""
    kinds = ("share", "platforms", "comments")
    phrases = (word for kind in kinds for word in _gather(tables, "furniture", kind))
    return frozenset(word.casefold().strip("*") for word in phrases if " " not in word)


def _phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    """Compile phrases that stand for a whole folded line."""
    choices = "|".join(_phrase(fold_phrase) for fold_phrase in phrases)
    return re.compile(rf"(?:{choices})\Z") if choices else NEVER


def _phrase(phrase: str) -> str:
    folded = phrase.translate(APOSTROPHES).casefold()
    core = folded.strip("*").strip()
    reach = AFTER_SHORT if len(core) < SHORT_PHRASE else AFTER_LONG
    start = rf".{{0,{reach}}}" if folded.startswith("*") else ""
    end = rf"{_edge(core)}.{{0,{reach}}}" if folded.endswith("*") else ""
    inner = re.escape(core).replace(r"\*", rf".{{0,{reach}}}").replace(r"\#", NUMBER)
    return start + inner + end


def _edge(word: str) -> str:
    """Keep a word from matching the beginning of a longer one, in scripts that part words."""
    return "" if UNPARTED.search(word) else r"(?!\w)"


def _words(words: Iterable[str]) -> re.Pattern[str]:
    """Compile words that may stand anywhere in a line, longest first."""
    chosen = sorted(set(words), key=_longest)
    choices = "|".join(re.escape(word) + _edge(word) for word in chosen)
    start = "" if any(UNPARTED.search(word) for word in chosen) else r"(?<!\w)"
    return re.compile(rf"{start}(?:{choices})", re.IGNORECASE) if choices else NEVER


def _prefix(words: Iterable[str]) -> re.Pattern[str]:
    """Compile labels that begin a line, with the colon that may follow."""
    chosen = sorted(set(words), key=_longest)
    choices = "|".join(re.escape(word) + _edge(word) for word in chosen)
    return re.compile(rf"(?:{choices})\s*", re.IGNORECASE) if choices else NEVER


def _between(words: Iterable[str]) -> re.Pattern[str]:
    """Compile what stands between two names: a word for “and”, or a sign."""
    choices = "|".join(re.escape(word) for word in sorted(set(words), key=_longest))
    signs = r"\s*[,;/|&\u2022\u00b7\u3001\u060c\uff0c\uff1b]\s*(?:(?:" + choices + r")\s)?"
    return re.compile(rf"{signs}|\s+(?:{choices})\s+", re.IGNORECASE)


def _longest(word: str) -> tuple[int, str]:
    return -len(word), word
