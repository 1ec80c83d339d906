"""Measure the spaces between the words of set lines, in points; judges nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean
from typing import TYPE_CHECKING

from tests.inspectors.pdf_glyphs import glyphs_by_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.inspectors.pdf_glyphs import Glyph


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    """One line's text and the mean width of the spaces between its words."""

    page: int
    text: str
    space: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    """A space: from ink to ink, and its own width where pdfium knows it."""

    ink: float
    width: float | None


def spacings(path: Path, font: str, size: float) -> tuple[Spacing, ...]:
    """Measure every line of two words or more that is set in `font` at `size`.

    Pdfium tells the width of a space in lines that nothing stretched. In the others it tells where
    the ink of the words ends; what ink leaves free beside itself is what it leaves free there.
    """
    lines = [line for page in glyphs_by_page(path) for line in _lines(page, font, size)]
    gaps = [list(_gaps(line)) for line in lines]
    bearing = mean(gap.ink - gap.width for found in gaps for gap in found if gap.width is not None)
    return tuple(
        Spacing(
            page=line[0].page,
            text="".join(glyph.character for glyph in line),
            space=mean(gap.ink for gap in found) - bearing,
        )
        for line, found in zip(lines, gaps, strict=True)
        if found
    )


def _lines(page: Sequence[Glyph], font: str, size: float) -> Iterator[list[Glyph]]:
    """Give the glyphs of each line, spaces that pdfium inferred included."""
    lines: dict[float, list[Glyph]] = defaultdict(list)
    last: float | None = None
    for glyph in page:
        if glyph.drawn:
            fits = glyph.font.startswith(font) and glyph.size == size
            last = round(glyph.baseline, 1) if fits else None
        if last is not None:
            lines[last].append(glyph)
    yield from lines.values()


def _gaps(line: Sequence[Glyph]) -> Iterator[_Gap]:
    for (before, space), (_, after) in pairwise(pairwise(line)):
        if space.character == " " and " " not in {before.character, after.character}:
            width = after.x - space.x if space.drawn else None
            yield _Gap(ink=after.left - before.right, width=width)
