"""Reads the names of authors out of a line; knows nothing of the lines around it.

A name is told by its shape (two to five capitalised words, particles allowed); agencies, roles and
labels are lists in `words/`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressrun.readers.plain.lexicon import Lexicon

MOST_WORDS = 5
LONGEST = 60
# Scripts without capitals give no shape: there a name is short, and only a label makes it one.
CASELESS = re.compile(
    "[\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
# Words glued to a name by a page's layout: “Sarah LazareTwitter”, “André KleinRedakteur”.
SEAM = re.compile(r"(?<=[^\W\d_])(?<![A-Z])(?=[A-Z])")
MC = re.compile(r"(?:Mc|Mac|De|Di|Da|La|Le|Van|O|Fitz)$")
WORD = re.compile(r"\w+")
HANDLE = re.compile(r"\s@\w+")
# What parts a name from a place: “Jane Doe (à Paris)”, “Jane Doe — São Paulo”.
APART = re.compile(r"\s(?:\(|[\u2013\u2014-]\s)")
LEAST_CHARACTERS, MOST_CHARACTERS = 2, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """The authors of an article, and the agency that stands beside them."""

    names: tuple[str, ...] = ()
    agency: str | None = None

    @property
    def kept(self) -> tuple[str, ...]:
        """Give every text that was taken from the line."""
        return self.names if self.agency is None else (*self.names, self.agency)


def read_byline(text: str, words: Lexicon, *, labelled: bool) -> Byline | None:
    """Read the names in `text`, its label already removed, or give None where it holds none."""
    if post := with_post(text, words):
        return Byline(names=(post,))
    segments = [bare(part, words) for part in words.joints.split(unglue(text, words))]
    if not labelled and len(segments) == 2 and ", " in text:  # noqa: PLR2004
        segments = segments[:1]  # “Charlie Wood, Business Insider”: the second is a paper or a post
    names: list[str] = []
    agency: str | None = None
    for segment in filter(None, segments):
        name, own = _without_agency(segment, words)
        agency = agency or own
        if name and is_name(name, words, labelled=labelled) and not _elsewhere(name, names, words):
            names.append(name)
        elif name and not names:
            return None
    if names:
        return Byline(names=tuple(names), agency=agency)
    return Byline(names=(agency,)) if agency else None


def with_post(text: str, words: Lexicon) -> str | None:
    """Give the name before a post, as “山田太郎記者” and “홍길동 기자” are signed."""
    for match in words.roles.finditer(text):
        name = text[: match.start()].strip()
        whole = match.end() == len(text) and LEAST_CHARACTERS <= len(name) <= MOST_CHARACTERS
        if whole and all(CASELESS.match(character) for character in name):
            return name
    return None


def bare(segment: str, words: Lexicon) -> str:
    """Leave out the place, the paper and the handle that follow a name; an agency stays."""
    if any(match.end() >= len(segment.rstrip(")")) for match in words.agency.finditer(segment)):
        return segment.strip(" .:()")
    name = APART.split(HANDLE.sub("", segment))[0]
    for match in words.places.finditer(name):
        if match.start() and name[match.end() :].strip()[:1].isupper():
            name = name[: match.start()]
            break
    return name.strip(" .:()\u2013\u2014-")


def is_name(text: str, words: Lexicon, *, labelled: bool = False) -> bool:
    """Tell whether `text` has the shape of a person's name."""
    if not labelled and text.split(" ", 1)[0].casefold() in words.articles:
        return False
    if len(text) > LONGEST or any(c.isdigit() for c in text) or words.roles.search(text):
        return False
    parts = text.split()
    if CASELESS.search(text):
        return labelled and len(parts) <= MOST_WORDS
    least = 1 if labelled else 2
    return least <= len(parts) <= MOST_WORDS and all(
        _shaped(part) or (n > 0 and part.casefold() in words.particles)
        for n, part in enumerate(parts)
    )


def unglue(text: str, words: Lexicon) -> str:
    """Part a role or a platform from the name that it was glued to."""
    for seam in SEAM.finditer(text):
        tail = text[seam.end() :]
        word = WORD.match(tail)
        if MC.search(text[: seam.start()]) or word is None:
            continue
        known = words.roles.match(tail) or word[0].casefold() in words.buttons
        if known:
            return f"{text[: seam.start()]}, {tail}"
    return text


def _without_agency(segment: str, words: Lexicon) -> tuple[str, str | None]:
    """Part an agency from the end of a segment: “Vasilisa Stepanenko The Associated Press”."""
    for match in words.agency.finditer(segment):
        if match.end() == len(segment):
            return segment[: match.start()].strip(" (/-"), match[0]
        if match.start() == 0 and words.roles.fullmatch(segment[match.end() :].strip()):
            return "", match[0]
    return segment, None


def _elsewhere(segment: str, names: list[str], words: Lexicon) -> bool:
    """Tell a place or a paper from a second name: one word after a name of several, or “The …”."""
    if not names:
        return False
    return (" " not in segment and " " in names[0]) or segment.split(maxsplit=1)[
        0
    ].casefold() in words.articles


def _shaped(part: str) -> bool:
    core = part.strip(".'\u2019\"\u201c\u201d")
    if (
        not core
        or not core[0].isalpha()
        or not all(c.isalpha() or c in ".'\u2019-\u00ad" for c in core)
    ):
        return False
    return core[0].isupper() or (core[:2] in ("d'", "d\u2019", "al") and not core.islower())
