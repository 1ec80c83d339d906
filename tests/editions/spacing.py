"""Measure the spaces between the words of set lines, in points; judges nothing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, median
from typing import TYPE_CHECKING

from tests.inspectors.pdf_glyphs import glyphs_by_page
from tests.inspectors.pdf_objects import Content

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from pathlib import Path

    from tests.inspectors.pdf_glyphs import Glyph


# A figure of a note is raised so far, in sizes of the text, and is on its line all the same.
_RAISED = 0.5
# A line of another column begins so far away; kerning goes back less.
_BACK = 2.0


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


def spacings(
    path: Path, font: str, size: float, apart: Container[Content] = ()
) -> tuple[Spacing, ...]:
    """Measure every line of two words or more that is set in `font` at `size`, but what is `apart`.

    Pdfium tells the width of a space in lines that nothing stretched. In the others it tells where
    the ink of the words ends; what ink leaves free beside itself is what it leaves free there.
    """
    lines = [line for page in glyphs_by_page(path) for line in _lines(page, font, size, apart)]
    gaps = [list(_gaps(line)) for line in lines]
    # The median, since among words from right to left pdfium's spaces are elsewhere.
    bearing = median(
        gap.ink - gap.width for found in gaps for gap in found if gap.width is not None
    )
    return tuple(
        Spacing(
            page=line[0].page,
            text="".join(glyph.character for glyph in line),
            space=mean(gap.ink for gap in found) - bearing,
        )
        for line, found in zip(lines, gaps, strict=True)
        if found
    )


def _lines(
    page: Sequence[Glyph], font: str, size: float, apart: Container[Content]
) -> Iterator[list[Glyph]]:
    """Give the glyphs of each line that begins in `font`, spaces that pdfium inferred included.

    What stands between its words in another font, or a little higher, belongs to it.
    """
    line: list[Glyph] = []
    for glyph in page:
        if glyph.drawn:
            content = None if glyph.mcid is None else Content(page=glyph.page, mcid=glyph.mcid)
            # What is no content is the page's furniture, such as a table's head printed again.
            told = content is not None and content not in apart
            begins = glyph.font.startswith(font) and glyph.size == size and told
            away = not line or abs(glyph.baseline - line[0].baseline) > _RAISED * size
            if away or glyph.left < line[-1].left - _BACK * size:
                yield line
                line = [glyph] if begins else []
                continue
        if line:
            line.append(glyph)
    yield line


def _gaps(line: Sequence[Glyph]) -> Iterator[_Gap]:
    for (before, space), (_, after) in pairwise(pairwise(line)):
        code = not {before.font, after.font} & {line[0].font}  # all its signs are as wide
        if space.character == " " and not code and " " not in {before.character, after.character}:
            width = after.x - space.x if space.drawn else None
            yield _Gap(ink=after.left - before.right, width=width)
