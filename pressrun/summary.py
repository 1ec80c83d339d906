"""Read an mdBook's SUMMARY.md: which chapters a book has, in what order, and which belong to which.

https://rust-lang.github.io/mdBook/format/summary.html. Reads no chapter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pressrun import readers, regular
from pressrun.errors import ManuscriptError
from pressrun.readers.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "SUMMARY.md"
_TITLE = re.compile(r"\s*# (.+)")
_CHAPTER = re.compile(r"([ \t]*)([-*+]\s+)?\[.*\]\(<?(?:\./)?([^)#>]*)")
_TAB = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A file that the summary names, at the line (from 1) where it does.

    `level` is 1 for a chapter, 2 for one that belongs to the last of these, and so on.
    """

    path: Path
    level: int
    line: int


def title_in(text: str) -> str:
    """Return the words of the heading that a summary begins with; none, if it has none."""
    heading = _TITLE.match(text)
    return heading[1].strip() if heading else ""


def read(path: Path) -> str:
    """Return a summary; nothing, if it is not there."""
    return decode(regular.read(path), path) if path.is_file() else ""


def chapters(text: str, folder: Path) -> Iterator[Chapter]:
    """Yield the chapters, those among them that are not there.

    A draft, which has a title and no file, is none; what is below it stays as deep as it is.
    """
    outer: list[int] = []  # how far the chapters are indented that the next may belong to
    for line, written in enumerate(text.split("\n"), start=1):
        found = _CHAPTER.match(written)
        if not found:
            continue
        indent = len(found[1].expandtabs(_TAB)) if found[2] else -1
        while outer and outer[-1] >= indent:
            outer.pop()
        if found[2]:
            outer.append(indent)
        path = Path(normpath(folder / unquote(found[3].strip())))
        if path.suffix.lower() in readers.suffixes():
            yield Chapter(path=path, level=max(1, len(outer)), line=line)


def faults(named: tuple[Chapter, ...], path: Path) -> Iterator[ManuscriptError]:
    """Yield a complaint for each chapter of the summary `path` that it names twice."""
    first: dict[Path, int] = {}
    for chapter in named:
        before = first.setdefault(chapter.path, chapter.line)
        if before != chapter.line:
            yield ManuscriptError(
                f"“{chapter.path.name}” is listed twice", path=path, line=chapter.line,
                hint=f"it was first listed on line {before}; take one of the two out",
            )  # fmt: skip
