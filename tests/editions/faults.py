"""Count what a compositor would be ashamed of on the pages of a finished PDF.

    python -m tests.editions.faults SOURCE OUT [THEME…]

builds SOURCE in every theme, prints a row of counts for each, with what a screen reader is not told
and what validators find, and ends with 1 where there is a fault. It reads the file alone, so that
it cannot share a mistake with the layout; of the theme it knows the page and its columns.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unicodedata import bidirectional

from pressrun import themes
from pressrun.building import Order, build
from pressrun.preflight.page_validation import PageValidation
from pressrun.preflight.verapdf import VeraPdf
from pressrun.stylesheets import Geometry, geometry
from tests.editions.printed import HEADINGS, Printed
from tests.editions.spacing import spacings
from tests.editions.told import untold
from tests.inspectors.pdf import Pdf
from tests.inspectors.pdf_objects import Content, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tests.inspectors.pdf import Line

JUDGES: Final = (VeraPdf(), PageValidation())
THEMES: Final = ("journal", "broadsheet", "large-print", "manuscript")
# Of each theme's text: its font, and in it the width of a space in ems.
_TEXT = {"large-print": ("Source-Sans-3", 0.2)}
_SERIF: Final = ("Source-Serif-4-Text", 0.238)
_WIDE: Final = 2.5
# Round letters and italics reach over the edge that the eye sees, by so much of their size.
_OVERHANG: Final = 0.2
_APART: Final = frozenset({"TD", "TH", "Caption"})
# What stands apart has lines of its own; below it text is back on the grid.
_BOXED: Final = _APART | {"BlockQuote", "Div", "LI"}
# Half the distance at which two baselines side by side are seen to differ, in points.
_SEEN: Final = 0.1
Place = tuple[int, int]  # a page and a column of it, which count from 0


@dataclass(slots=True, kw_only=True)
class Faults:
    """What is wrong, each as a page and a few words, and how many lines are `wide` of `lines`.

    A line is wide whose spaces are over two and a half times the normal.
    """

    stranded: list[str] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)
    parted: list[str] = field(default_factory=list)
    overfull: list[str] = field(default_factory=list)
    off_grid: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    lines: int = 0

    @property
    def grave(self) -> list[str]:
        """Give what there must be none of."""
        named = ("stranded", "alone", "parted", "overfull", "off_grid")
        return [f"{name}: {words}" for name in named for words in getattr(self, name)]

    @property
    def row(self) -> str:
        """Give the counts in one line."""
        said = (
            f"{len(self.stranded)} headings stranded, {len(self.alone)} lines alone, "
            f"{len(self.parted)} captions parted, {len(self.overfull)} overfull, "
            f"{len(self.off_grid)} off the grid"
        )
        share = 1000 * len(self.wide) / max(1, self.lines)
        return f"{said}, {len(self.wide)} of {self.lines} lines wide ({share:.1f} ‰)"


def faults_in(path: Path, theme: str = "journal", size: str | None = None) -> Faults:
    """Count the faults of the PDF at `path`, which was made in `theme` on a page of that size."""
    page = geometry(themes.chosen(theme, None, Path()), size)
    inspection = _Inspection(Pdf(path), page)
    found = Faults(
        stranded=list(inspection.stranded()),
        alone=list(inspection.alone()),
        parted=list(inspection.parted()),
        overfull=list(inspection.overfull()),
    )
    font, normal = _TEXT.get(theme, _SERIF)
    found.off_grid = list(inspection.off_grid(font))
    measured = spacings(path, font, page.text, inspection.apart)
    spaces = [s for s in measured if not any(map(_runs_left, s.text))]
    found.lines = len(spaces)
    limit = _WIDE * normal * page.text
    found.wide = [f"{s.page + 1}: {s.text}" for s in spaces if s.space > limit]
    return found


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of an article, and its lines from the first to the last, wherever they stand."""

    roles: tuple[str, ...]
    lines: tuple[Line, ...]


class _Inspection:
    """The pages of one PDF under the eye."""

    def __init__(self, pdf: Pdf, page: Geometry) -> None:
        self._pdf, self._page = pdf, page
        self._printed = Printed(pdf)
        self._tags = [tag for root in pdf.objects.structure for tag in root.walk()]
        # What stands behind a number, or before one, is parted from it, and by no word space.
        numbers = (tag for tag in self._tags if tag.role in {"Lbl", "TOC"})
        numbered = {content for tag in numbers for content in tag.contents()}
        self.apart: Final = numbered.union(
            piece.content for piece in self._printed.pieces if not _APART.isdisjoint(piece.roles)
        )
        self._openers = {content for tag in self._tags for content in _opener(tag)}
        self._across = self._openers | {
            content for tag in self._tags for content in self._contents_across(tag)
        }
        self._blocks = [
            _Block(parts[0].roles, tuple(line for part in parts for line in part.lines))
            for _, found in groupby(
                sorted(self._printed.parts, key=lambda part: part.block), lambda part: part.block
            )
            for parts in [list(found)]
        ]

    def stranded(self) -> Iterator[str]:
        """Give headings that stand in another place than what they head."""
        pieces = self._printed.pieces
        for piece, following in pairwise(pieces):
            heads = not HEADINGS.isdisjoint(piece.roles)
            if heads and piece.block != following.block and "Art" in following.roles:
                here, there = self._places(piece.content), self._places(following.content)
                if here[-1:] != there[:1]:
                    yield _said(self._lines(piece.content))

    def alone(self) -> Iterator[str]:
        """Give lines that a page's or column's end leaves alone: widows and orphans."""
        for block in self._blocks:
            if not _APART.isdisjoint(block.roles):
                continue
            stretches = list(self._stretches(block.lines))
            if len(stretches) > 1:
                yield from (_said(found) for found in stretches if len(_rows(found)) == 1)

    def parted(self) -> Iterator[str]:
        """Give captions that stand in another place than the end of theirs next to them."""
        for tag in self._tags:
            for place, child in enumerate(tag.children):
                if not (isinstance(child, Tag) and child.role == "Caption"):
                    continue
                captions = [p for c in child.contents() for p in self._places(c, child)]
                beside = tag.children[place - 1] if place else tag.children[1:2]
                others = self._beside(tag, beside, first=not place)
                if others and {*captions} != {others[0] if not place else others[-1]}:
                    yield _said(self._pdf.lines_of(child))

    def overfull(self) -> Iterator[str]:
        """Give lines and pictures that leave their column, or the page's text area."""
        for piece in self._printed.pieces:
            across = piece.content in self._across
            for line in self._lines(piece.content):
                if self._leaves(line, across=across):
                    yield _said([line])
        for line in self._printed.notes:
            if self._leaves(line, across=True):
                yield _said([line])
        yield from self._pictures_too_wide()
        yield from self._rows_too_wide()

    def off_grid(self, font: str) -> Iterator[str]:
        """Give lines of text whose baseline is not on the grid of most."""
        texts = [
            line
            for part in self._printed.parts
            for line in part.lines
            if line.font.startswith(font) and line.size == self._page.text
            if part.roles[-1] == "P" and _BOXED.isdisjoint(part.roles)
        ]
        step = self._page.line
        places = Counter(round(line.baseline % step, 2) for line in texts)
        grid = places.most_common(1)[0][0] if places else 0.0
        for line in texts:
            over = (line.baseline - grid) % step
            if min(over, step - over) > _SEEN:
                yield _said([line])

    def _pictures_too_wide(self) -> Iterator[str]:
        for tag in self._tags:
            for content in tag.contents():
                if "BBox" not in tag.attributes or tag.role == "Formula":
                    continue
                left, bottom, right, _ = map(float, tag.attributes["BBox"].split())
                start, end = self._edges(content.page, self._column(content.page, left))
                if left < start - 1 or right > end + 1 or bottom < self._page.bottom - 1:
                    yield f"{content.page + 1}: {tag.alt}"

    def _rows_too_wide(self) -> Iterator[str]:
        for tag in self._tags:
            contents = [*tag.contents()] if tag.role == "TR" else []
            parted = len({content.page for content in contents}) > 1
            if parted or any(map(self._beside_another, contents)):
                yield _said(self._pdf.lines_of(tag))

    def _contents_across(self, tag: Tag) -> Iterator[Content]:
        """Give the content of a table that is as wide as the page, with the caption."""
        rows = [row for row in tag.walk() if row.role == "TR"] if tag.role == "Table" else []
        for row in rows:
            columns = {self._place(line)[1] for line in self._pdf.lines_of(row)}
            if len(columns) > 1:
                yield from tag.contents()
                return

    def _beside_another(self, content: Content) -> bool:
        """Tell whether something else stands beside a line of a table as wide as the page."""
        if content not in self._across:
            return False
        return any(
            abs(other.baseline - line.baseline) < other.size
            for line in self._lines(content)
            for piece in self._printed.pieces
            if piece.content.page == content.page and piece.content not in self._across
            for other in self._lines(piece.content)
        )

    def _leaves(self, line: Line, *, across: bool) -> bool:
        over = _OVERHANG * line.size
        first, last = 0, self._page.columns - 1
        if not across:
            first = last = self._column(line.page, line.left)
        left, right = self._edges(line.page, first)[0], self._edges(line.page, last)[1]
        if line.left < left - over or line.right > right + over:
            return True
        top = self._page.height - self._page.top
        return line.baseline < self._page.bottom - over or line.top > top + over

    def _edges(self, page: int, column: int) -> tuple[float, float]:
        """Give the left and the right edge of a column."""
        left = (self._page.inner if page % 2 == 0 else self._page.outer) + column * (
            self._page.column + self._page.gap
        )
        return left, left + self._page.column

    def _column(self, page: int, left: float) -> int:
        """Tell in which column stands what begins there."""
        across = left - self._edges(page, 0)[0] + self._page.gap / 2
        column = int(across // (self._page.column + self._page.gap))
        return min(max(column, 0), self._page.columns - 1)

    def _place(self, line: Line) -> Place:
        return line.page, self._column(line.page, line.left)

    def _places(self, content: Content, tag: Tag | None = None) -> list[Place]:
        """Give where content stands, by its lines, or by the box of a picture."""
        if content in self._across:
            return [(content.page, 0)]
        if lines := self._lines(content):
            return [self._place(line) for line in lines]
        if tag is None or "BBox" not in tag.attributes:
            return []
        left = float(tag.attributes["BBox"].split()[0])
        return [(content.page, self._column(content.page, left))]

    def _beside(self, tag: Tag, beside: object, *, first: bool) -> list[Place]:
        found: Iterable[object] = beside if first and isinstance(beside, tuple) else [beside]
        places: list[Place] = []
        for child in found:
            if isinstance(child, Tag):
                places += chain.from_iterable(self._places(c, child) for c in child.contents())
            elif isinstance(child, Content):
                places += self._places(child, tag)
        return places

    def _lines(self, content: Content) -> tuple[Line, ...]:
        return self._pdf.lines_of(Tag(role="Span", children=(content,)))

    def _stretches(self, lines: Sequence[Line]) -> Iterator[list[Line]]:
        for _, found in groupby(lines, self._place):
            yield list(found)


def _runs_left(char: str) -> bool:
    return bidirectional(char) in {"R", "AL"}


def _opener(tag: Tag) -> Iterator[Content]:
    """Give the content of an article’s opener, which is as wide as the page."""
    for child in tag.children if tag.role == "Art" else ():
        if isinstance(child, Tag) and any(below.role == "H1" for below in child.walk()):
            yield from child.contents()


def _rows(lines: Sequence[Line]) -> list[float]:
    """Give the baselines of lines, once for what stands side by side, raised or lowered."""
    found: list[float] = []
    for line in lines:
        if not any(abs(line.baseline - other) < line.size * 0.7 for other in found):
            found.append(line.baseline)
    return found


def _said(lines: Sequence[Line]) -> str:
    return f"{lines[0].page + 1}: {lines[0].text}" if lines else "?"


def main() -> int:
    """Build what is named in every theme and count."""
    source, out, *named = sys.argv[1:]
    grave = 0
    for theme in named or THEMES:
        order = Order(sources=(Path(source),), output=Path(out, theme), formats=("pdf",),
                      theme=theme, incomplete=True)  # fmt: skip
        (path,) = build(order).paths
        found, silent = faults_in(path, theme), untold(path)
        judged = [each for judge in JUDGES for each in judge.findings(path) if each.failing]
        grave += len(found.grave) + len(silent) + len(judged)
        sys.stdout.write(f"{theme}: {found.row}; {len(silent)} untold, {len(judged)} findings\n")
        sys.stdout.writelines(f"  {each}\n" for each in [*found.grave, *silent, *judged])
    return 1 if grave else 0


if __name__ == "__main__":
    sys.exit(main())
