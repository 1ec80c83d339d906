"""Read the text of the articles out of a PDF by its tags: lines, pages, blocks, notes apart.

It knows nothing of fonts and measures; what it leaves out is told by tag alone: markers of lists,
notes, and all that belongs to no article.
"""

from __future__ import annotations

import subprocess
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final

from tests.inspectors.pdf_objects import Content, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from tests.inspectors.pdf import Line, Pdf

HEADINGS: Final = frozenset(f"H{level}" for level in range(1, 7))
# What holds lines of its own.
_BLOCKS: Final = HEADINGS | {"P", "LBody", "Lbl", "TD", "TH", "Caption", "Note"}

# What may wait for a page with room.
_LATE: Final = frozenset({"Caption", "BlockQuote", "Table"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of marked content, the roles of the tags around it and the number of its block."""

    content: Content
    roles: tuple[str, ...]
    block: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one block shows on one page; `roles` are those of the tags around it."""

    page: int
    block: int
    roles: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def is_heading(self) -> bool:
        """Tell whether it belongs to a heading."""
        return not HEADINGS.isdisjoint(self.roles)


class Printed:
    """The articles of a finished PDF, as they are printed."""

    def __init__(self, pdf: Pdf) -> None:
        """Sort the content of every article: text, notes."""
        self._pdf: Final = pdf
        walk = _Walk()
        found = [p for root in pdf.objects.structure for p in walk.pieces(root, (), None)]
        self._notes: Final = tuple(p for p in found if "Note" in p.roles)
        self.pieces: Final = tuple(p for p in found if _is_article(p))

    @cached_property
    def pages(self) -> Mapping[int, tuple[Line, ...]]:
        """Give the articles' lines by page, which counts from 0, in the order of drawing.

        Those of what waited for its page are not among them.
        """
        found: dict[int, list[Line]] = defaultdict(list)
        for part in self.parts:
            if part not in self.late:
                found[part.page] += part.lines
        return {page: tuple(lines) for page, lines in found.items()}

    @property
    def lines(self) -> tuple[Line, ...]:
        """Give all lines of the articles, page by page, in the order of drawing.

        Those of what waited stand where the text has them, with what follows there.
        """
        parts = [part for part in self.parts if part not in self.late]
        for part in self.late:
            place = next(n for n, other in enumerate(parts) if other.block > part.block)
            parts.insert(place, part)
        return tuple(line for part in parts for line in part.lines)

    @cached_property
    def late(self) -> tuple[Part, ...]:
        """Give what is drawn after what follows it in the order of the tags, if it may be."""
        found: list[Part] = []
        last = 0
        for part in self.parts:
            if not _LATE.isdisjoint(part.roles) and part.block < last:
                found.append(part)
            last = max(last, part.block)
        return tuple(found)

    @property
    def read_aloud(self) -> tuple[Line, ...]:
        """Give all lines of the articles in the order of the tags."""
        return self._in_order(self.pieces)

    @property
    def notes(self) -> tuple[Line, ...]:
        """Give the lines of the notes in the order of the tags."""
        return self._in_order(self._notes)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Give each block's lines page by page, in the order of drawing."""
        contents: dict[tuple[int, int], list[Content]] = defaultdict(list)
        roles: dict[int, tuple[str, ...]] = {}
        for piece in self.pieces:
            contents[piece.content.page, piece.block].append(piece.content)
            roles.setdefault(piece.block, piece.roles)
        places = sorted(contents, key=lambda key: (key[0], min(c.mcid for c in contents[key])))
        parts = (
            Part(
                page=page, block=block, roles=roles[block], lines=self._lines(contents[page, block])
            )
            for page, block in places
        )
        return tuple(part for part in parts if part.lines)

    def _in_order(self, pieces: Iterable[Piece]) -> tuple[Line, ...]:
        """Give lines block by block, so that cells side by side are not taken for one line."""
        blocks = groupby(pieces, key=lambda piece: piece.block)
        return tuple(line for _, found in blocks for line in self._lines(p.content for p in found))

    def _lines(self, contents: Iterable[Content]) -> tuple[Line, ...]:
        return self._pdf.lines_of(Tag(role="Document", children=tuple(contents)))


class _Walk:
    """Number the blocks of a structure tree."""

    def __init__(self) -> None:
        self._blocks = 0

    def pieces(self, tag: Tag, above: tuple[str, ...], block: int | None) -> Iterator[Piece]:
        """Give the content of a tag in reading order, each run with the roles around it."""
        marker = tag.role == "Lbl" and above[-1:] == ("LI",) and "Numbered" in above
        numbered = ("Numbered",) if "ListNumbering" in tag.attributes else ()
        roles = (*above, "Marker" if marker else tag.role, *numbered)
        if tag.role in _BLOCKS or block is None:
            self._blocks += 1
            block = self._blocks
        for child in tag.children:
            if isinstance(child, Tag):
                yield from self.pieces(child, roles, block)
            else:
                yield Piece(content=child, roles=roles, block=block)


def lines_by_poppler(path: Path) -> list[str]:
    """Give the lines of all pages as they stand, with their markers, spaces collapsed."""
    command = ["pdftotext", "-layout", "-nopgbrk", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _is_article(piece: Piece) -> bool:
    return "Art" in piece.roles and not {"Marker", "Note"}.intersection(piece.roles)
