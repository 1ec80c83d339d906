"""Pastes whose every line is marked with its part: `tests/cases/pastes/*.txt`, a file a language.

A case begins with `== title`, then the fields that are expected, a blank line, and the paste. Each
line of it begins with a mark and a space: H headline, K kicker, S standfirst, D dateline, P
paragraph, X crosshead, L item of a list, Q quotation, C caption, R credit, O source, and - for what
is dropped, or read for its byline or date.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOLDER = Path(__file__).resolve().parents[1] / "cases" / "pastes"
BLOCKS = {"P": "p", "X": "h2", "L": "li", "Q": "p", "C": "caption", "R": "credit"}
COLUMNS = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """A paste: its fields, and its lines as pairs of mark and text."""

    title: str
    fields: dict[str, str]
    lines: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Give the lines as they are pasted."""
        return tuple(text for _, text in self.lines)

    def marked(self, mark: str) -> tuple[str, ...]:
        """Give the lines that have a mark."""
        return tuple(text for own, text in self.lines if own == mark)

    @property
    def blocks(self) -> list[tuple[str, str]]:
        """Give the blocks of the body, the dateline taken from the first paragraph."""
        return [(BLOCKS[mark], text) for mark, text in self.lines if mark in BLOCKS]


def specimens() -> Iterator[Specimen]:
    """Give every case of every file, by name."""
    for path in sorted(FOLDER.glob("*.txt")):
        for case in path.read_text("utf-8").removeprefix("== ").split("\n== "):
            yield _parse(path.stem, case)


def _parse(language: str, case: str) -> Specimen:
    head, paste = case.split("\n\n", 1)
    title, *fields = head.split("\n")
    lines = tuple((line[0], line[2:]) for line in paste.split("\n") if line)
    return Specimen(
        title=f"{language}: {title}",
        fields=dict(field.split(": ", 1) for field in fields),
        lines=lines,
    )


def apart(lines: tuple[str, ...]) -> str:
    """Leave a blank line between all lines."""
    return "\n\n".join(lines)


def single(lines: tuple[str, ...]) -> str:
    """Leave no blank line."""
    return "\n".join(lines)


def wrapped(lines: tuple[str, ...]) -> str:
    """Break at 72 columns and leave a blank line between paragraphs."""
    return "\n\n".join(textwrap.fill(line, COLUMNS) for line in lines)


def indented(lines: tuple[str, ...]) -> str:
    """Break at 72 columns, indent paragraphs, and leave no blank line."""
    return "\n".join(textwrap.fill(line, COLUMNS, initial_indent="   ") for line in lines)


def solid(lines: tuple[str, ...]) -> str:
    """Break at 72 columns with neither indents nor blank lines."""
    return "\n".join(textwrap.fill(line, COLUMNS) for line in lines)


FORMS: dict[str, Callable[[tuple[str, ...]], str]] = {
    "apart": apart,
    "single": single,
    "wrapped": wrapped,
    "indented": indented,
    "solid": solid,
}
