"""Turns the bytes of a pasted text into clean lines; knows nothing of what the lines mean."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressrun import limits
from pressrun.errors import ManuscriptError

if TYPE_CHECKING:
    from pathlib import Path

# Longest mark first: the mark of UTF-32-LE begins with that of UTF-16-LE.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# XML 1.0 production [2] allows none of these, so no edition could carry them.
# Of what it allows, noncharacters mean nothing to anybody (Unicode 16, section 23.7).
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(1 << 16, 17 << 16, 1 << 16)
    )
    + "]"
)
_RARE_LINE_END = re.compile("[\x85\u2028\u2029]")
IDEOGRAPHIC_SPACE = "\u3000"
# U+FEFF within a text is deprecated in favour of U+2060 (Unicode 16, section 23.8).
INNER_MARK = re.compile("\ufeff")
TAB_WIDTH = 4
_SAVE_AGAIN = "save it again as UTF-8, which every editor offers when saving"
# Shorter, or fewer than one sign in so many, and it is chance.
_SHORT, _SELDOM = 10, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the paste: its number from 1, its words, and how they stood.

    `indent` and `width` are columns, `gap` the blank lines above, `head` the length of the first
    word as a program that wraps text sees it, for which a non-breaking space is a letter.
    """

    number: int
    text: str
    indent: int = 0
    gap: int = 0
    width: int = 0
    head: int = 0


def decode(data: bytes, path: Path) -> str:
    """Decode UTF-8, or UTF-16 or 32 that begins with its mark, to NFC with newlines alone.

    Raise ManuscriptError with the line of the first byte that is in no such encoding, and for a
    text that is larger than an article may be.
    """
    size = f"this has {len(data):,} bytes"
    limits.refuse_large("article", len(data), size, "divide it into several articles", path)
    mark, encoding = next((m for m in MARKS if data.startswith(m[0])), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, len(mark) + error.start) + 1
        name = encoding[:6].rstrip("-").upper()
        raise ManuscriptError(
            f"the text is not in {name}", path=path, line=line, hint=_SAVE_AGAIN
        ) from error
    if _has_every_second_sign_empty(text):
        raise ManuscriptError(
            "this is no text, or one in UTF-16 without its mark",
            path=path, line=1, hint=_SAVE_AGAIN,
        )  # fmt: skip
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")


def _has_every_second_sign_empty(text: str) -> bool:
    """Tell whether a text is UTF-16 taken for UTF-8: one half of it is NULs, the other has few."""
    half = len(text) // 2
    few, many = sorted((text[::2].count("\0"), text[1::2].count("\0")))
    return len(text) >= _SHORT and few * _SELDOM < half < many * 1.2


def printable(text: str) -> str:
    """Remove what no edition can carry; a NUL becomes U+FFFD (CommonMark 0.31.2, 2.3).

    Line ends that only Unicode knows become spaces, so that lines keep their numbers; no font
    draws them.
    """
    return _with_printable(_RARE_LINE_END.sub(" ", text.replace("\0", "\ufffd")), "")


def _with_printable(text: str, sign: str) -> str:
    """Put a sign in the place of each that no edition can carry; a text has few kinds of signs."""
    if text.isprintable():
        return text
    wrong = [ord(char) for char in frozenset(text) if _UNPRINTABLE.match(char)]
    return text.translate(dict.fromkeys(wrong, sign)) if wrong else text


def split_lines(text: str) -> tuple[Line, ...]:
    """Split at newlines, leave out blank lines, and count the gap that they made."""
    lines: list[Line] = []
    gap = 0
    for number, raw in enumerate(text.split("\n"), start=1):
        words = tidy(raw)
        if words:
            lines.append(_line(number, raw, words, gap))
        gap = 0 if words else gap + 1
    return tuple(lines)


def tidy(raw: str) -> str:
    """Reduce spaces of every kind to single ones and remove what no edition can carry."""
    printable = _with_printable(raw, " ").strip("\ufeff\u200b\u200e\u200f \t")
    return INNER_MARK.sub("\u2060", " ".join(printable.split()).strip("\ufeff"))


def _line(number: int, raw: str, words: str, gap: int) -> Line:
    placed = raw.expandtabs(TAB_WIDTH).rstrip(" ")
    return Line(
        number=number,
        text=words,
        indent=_indent(placed),
        gap=gap,
        width=len(placed),
        head=len(placed.lstrip(" ").split(" ", 1)[0]),
    )


def _indent(placed: str) -> int:
    """Count the columns of the margin; one space, unless an em wide, is an accident."""
    margin = len(placed) - len(placed.lstrip())
    return margin if margin > 1 or placed.startswith(IDEOGRAPHIC_SPACE) else 0
