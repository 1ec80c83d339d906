"""Read the names of authors out of what a file gives as its author; knows no kind of file.

The rules are those of the reader of pasted copy (`pressrun.readers.plain`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun.readers.decoding import Line
from pressrun.readers.plain.bylines import Byline, read_byline
from pressrun.readers.plain.parts import remainder
from pressrun.readers.plain.signs import Sign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pressrun.readers.plain.lexicon import Lexicon

_LONGEST_NAME = 100
# Others than the authors, who stand after them.
_OTHER_WORK = re.compile(
    r"\b(?:edited|illustrat\w+|photograph\w*|translated|(?:medically )?reviewed|fact[- ]checked)"
    r" by\b",
    re.IGNORECASE,
)
# Signs after which a paper, a post or a place may stand.
_PARTED = re.compile(r"[,;|(/•·–—]|\s-\s")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+\.\w+|@\w+")


def read_names(
    authors: Iterable[str], words: Lexicon, language: str | None
) -> tuple[tuple[str, ...], str | None]:
    """Return the names in what a page gives as its authors, and the agency beside them."""
    names: list[str] = []
    agency: str | None = None
    for author in authors:
        found, own = _names_of(author, words, language)
        names += found
        agency = agency or own
    return tuple(dict.fromkeys(names)), agency


def _names_of(author: str, words: Lexicon, language: str | None) -> tuple[list[str], str | None]:
    text = " ".join(_ADDRESS.sub("", author).split()).strip(" ,|-–—·•")
    if not text:
        return [], None
    sign = sign_of(text, words, language)
    label = sign.label.end() if sign.label else 0
    rest = _OTHER_WORK.split(sign.undated_from(label))[0].strip(" :：,;")
    if _inverted(rest):
        return [rest], None
    byline = read_byline(rest, words, labelled=True)
    if byline and (_PARTED.search(rest) or _only_joints(rest, byline, words)):
        return list(byline.names), byline.agency
    return [rest] if rest and len(rest) < _LONGEST_NAME else [], None


def _only_joints(text: str, byline: Byline, words: Lexicon) -> bool:
    """Tell whether nothing but a word for “and” stands between the names."""
    left = remainder(text, *byline.kept).casefold().split()
    return all(word in words.suspended for word in left)


def _inverted(text: str) -> bool:
    """Tell “Jong, Michiel de”, as catalogues have it."""
    family, comma, given = text.partition(", ")
    return (
        bool(comma)
        and " " not in family
        and bool(re.fullmatch(r"[^\s,]+(?: (?:de|van|von|der|[A-Z]\.?))*", given))
    )


def sign_of(text: str, words: Lexicon, language: str | None, line: int = 1) -> Sign:
    """Look at a line as the reader of pasted copy does."""
    return Sign(Line(number=line, text=text, width=len(text)), words, language)
