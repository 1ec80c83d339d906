"""Show the line that a message is about, with a mark below the words; judges nothing."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun import regular
from pressrun.errors import PressError
from pressrun.readers.decoding import decode
from pressrun.terminal import PLAIN, harmless

if TYPE_CHECKING:
    from pressrun.terminal import Brush

# What is a text, so that a person may go to its line.
_TEXTS = frozenset(
    {".md", ".markdown", ".txt", ".text", ".html", ".htm", ".yaml", ".toml", ".css", ".jinja"}
)
_MOST_BYTES = 5_000_000
_WIDEST = 88
_QUOTED = re.compile("“([^”]+)”")
_TAB = "    "


def lines_of(path: Path) -> tuple[str, ...]:
    """Return the lines of a text, none where the file is no text or cannot be read."""
    if path.suffix.lower() not in _TEXTS:
        return ()
    try:
        data = regular.read(path, _MOST_BYTES)
        text = decode(data, path)
    except (OSError, PressError):
        return ()
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def excerpt(
    lines: tuple[str, ...], line: int, column: int | None = None, message: str = ""
) -> str | None:
    """Return a line with its number, and below it a mark; None where there is no such line.

    The mark is at `column` (from 1), else below the first words that the `message` quotes and the
    line has; without either there is none.
    """
    if not 0 < line <= len(lines) or not lines[line - 1].strip():
        return None
    text = lines[line - 1]
    start, end = _marked(text, column, message)
    text, start, end = _window(text, start, end)
    shown = _printable(text)
    number = f"{line:>4} | "
    if start == end:
        return f"{number}{shown}"
    before, marked = _width(text[:start]), max(1, _width(text[start:end]))
    return f"{number}{shown}\n     | {' ' * before}{'^' * marked}"


def painted(quoted: str, brush: Brush) -> str:
    """Return an excerpt with its number dim and its mark red."""
    parts = [line.partition("| ") for line in quoted.split("\n")]
    styles = [(), ("red", "bold")]
    return "\n".join(
        brush(number + bar, "dim") + brush(text, *style)
        for (number, bar, text), style in zip(parts, styles, strict=False)
    )


def told(error: PressError, brush: Brush = PLAIN) -> str:
    """Return what an error says, with the line that it is about."""
    place = "" if error.path is None else f"{error.path}:"
    place += f"{error.line}:" if place and error.line is not None else ""
    message = "\n".join(map(harmless, error.message.split("\n")))
    said = [f"{brush(harmless(place), 'bold')} {message}" if place else message]
    lines = lines_of(Path(error.path)) if error.path and error.line else ()
    quoted = excerpt(lines, error.line or 0, message=error.message)
    said += [painted(quoted, brush)] if quoted else []
    said += [f"{brush('hint:', 'cyan')} {harmless(error.hint)}"] if error.hint else []
    return "\n".join(said)


def _marked(text: str, column: int | None, message: str) -> tuple[int, int]:
    """Return where the mark begins and ends, the same place for none."""
    for words in _QUOTED.findall(message):
        for part in (words, words.rstrip(" …")):
            place = text.find(part, (column or 1) - 1)
            if place >= 0 and (column is None or place == column - 1):
                return place, place + len(part)
    if column is None or column > len(text):
        return 0, 0
    word = re.match(r"\S+", text[column - 1 :])
    return column - 1, column - 1 + (len(word[0]) if word else 1)


def _window(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Cut a long line to what stands around the mark."""
    if len(text) <= _WIDEST:
        return text, start, end
    first = max(0, min(start - _WIDEST // 3, len(text) - _WIDEST))
    part = text[first : first + _WIDEST]
    begin, close = ("…" if first else ""), ("…" if first + _WIDEST < len(text) else "")
    shift = len(begin) - first
    return f"{begin}{part}{close}", start + shift, min(end + shift, len(begin) + len(part))


def _printable(text: str) -> str:
    """Replace what would move a terminal’s cursor."""
    return "".join(
        _TAB if sign == "\t" else sign if unicodedata.category(sign)[0] != "C" else "\ufffd"
        for sign in text
    )


def _width(text: str) -> int:
    """Return the columns that a text takes on a terminal (Unicode Standard Annex 11)."""
    return sum(
        len(_TAB) if sign == "\t"
        else 0 if unicodedata.combining(sign)
        else 2 if unicodedata.east_asian_width(sign) in "WF"
        else 1
        for sign in text
    )  # fmt: skip
