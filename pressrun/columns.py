"""Fill the columns of a page one after the other; knows boxes and heights, not what is in them.

WeasyPrint 70.0 sets a page's columns at least twice, and where the text ends as often as it takes
to make them even, a little higher each time: minutes for a book, as it says itself
(https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/layout/column.py). Here a full page is
set once, once more where notes stand at its foot, and the last by halving what is in question.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_TRIES = 4  # notes that call for the height of the text they are called in change places
_HAIR = 0.01


def filled(weasyprint: Any, _: Callable[..., Any]) -> Callable[..., tuple[Any, ...]]:  # noqa: ANN401 - no types
    """Take the place of WeasyPrint’s `columns_layout`; no block spans columns."""

    def columns_layout(  # noqa: PLR0913, PLR0917 - as the original
        context: Any,  # noqa: ANN401
        box: Any,  # noqa: ANN401
        bottom_space: float,
        skip_stack: Any,  # noqa: ANN401
        containing_block: Any,  # noqa: ANN401
        page_is_empty: bool,  # noqa: FBT001
        absolute_boxes: list[Any],
        fixed_boxes: list[Any],
        adjoining_margins: list[Any],
        first_letter_style: Any,  # noqa: ANN401
        first_line_style: Any,  # noqa: ANN401
    ) -> tuple[Any, ...]:
        block = weasyprint.layout.block
        box = box.copy_with_children(box.children)
        box.position_y += block.collapse_margin(adjoining_margins)
        block.block_level_width(box, containing_block)
        page = _Page(
            context=context, block=block, line=weasyprint.layout.inline.strut(box.style)[0],
            box=box, around=containing_block,
            space=bottom_space, empty=page_is_empty, start=skip_stack,
            styles=(first_letter_style, first_line_style),
        )  # fmt: skip
        context.in_column = True
        try:
            filling = page.fill()
        finally:
            context.in_column = False
        if not filling.columns:
            return None, None, {"break": "any", "page": None}, [], False
        absolute_boxes += filling.absolute
        fixed_boxes += filling.fixed
        return page.finished(filling), filling.resume_at, filling.next_page, [], False

    return columns_layout


def ruled(_: Any, draw: Callable[..., None]) -> Callable[..., None]:  # noqa: ANN401
    """Take the place of WeasyPrint’s `draw_column_rules`, which draws left of all but the first."""

    def draw_column_rules(stream: Any, box: Any) -> None:  # noqa: ANN401
        if box.style["direction"] == "rtl":
            box = box.copy_with_children(box.children[::-1])
        draw(stream, box)

    return draw_column_rules


@dataclass(slots=True, kw_only=True)
class _Filling:
    """The columns of a page at some height, and where the text goes on, None where it ends."""

    columns: list[Any] = field(default_factory=list)
    resume_at: Any = None
    next_page: Any = None
    absolute: list[Any] = field(default_factory=list)
    fixed: list[Any] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class _Page:
    """What is to be filled: a box on a page, from where the last page ended."""

    context: Any
    block: Any
    line: float
    box: Any
    around: Any
    space: float
    empty: bool
    start: Any
    styles: tuple[Any, Any]
    notes_before: float = 0.0

    def fill(self) -> _Filling:
        """Fill the page, so that its notes have room; make its columns even where the text ends."""
        self.notes_before = notes = self._notes()
        for _ in range(_TRIES):
            height = self._room() - (notes - self.notes_before)
            filling = self._filled(height)
            if self._notes() <= notes + _HAIR:
                break
            notes = self._notes()
            self._take_back(filling)
        else:
            filling = self._filled(height)
            self._put_off_notes(notes)
        if filling.resume_at is None and filling.columns:
            filling = self._even(filling, height)
        return filling

    def finished(self, filling: _Filling) -> Any:  # noqa: ANN401
        """Return the box around its columns, all as high as the rule between them."""
        height = max(column.margin_height() for column in filling.columns)
        for column in filling.columns:
            column.height = height
        self.box.children = filling.columns
        if self.box.height == "auto":
            self.box.height = height
        self.context.page_bottom += self.notes_before - self._notes()
        return self.box

    def _even(self, filling: _Filling, height: float) -> _Filling:
        """Set the text anew at the least height, in lines, at which it still ends on this page."""
        line = self.line
        used = sum(_used(column) for column in filling.columns)
        least = ceil(used / self._count() / line - _HAIR)
        most = ceil(min(height, max(map(_used, filling.columns))) / line - _HAIR)
        while least < most:
            self._take_back(filling)
            middle = (least + most) // 2
            filling = self._filled(middle * line + _HAIR, forced=False)
            least, most = (least, middle) if self._fits(filling) else (middle + 1, most)
        self._take_back(filling)
        filling = self._filled(min(height, most * line + _HAIR), forced=False)
        if not self._fits(filling):
            self._take_back(filling)
            filling = self._filled(height)
        return filling

    @staticmethod
    def _fits(filling: _Filling) -> bool:
        return bool(filling.columns) and filling.resume_at is None

    def _filled(self, height: float, *, forced: bool = True) -> _Filling:
        """Fill columns of a height until the text or the page ends, or nothing more has room.

        On an empty page something has to be set, if that is `forced`, wherever it must be parted,
        and what was parted goes on.
        """
        filling = _Filling(resume_at=self.start)
        for number in range(self._count()):
            begin = filling.resume_at
            first = forced and (self.empty or _goes_on(begin))
            column, resume_at, next_page, *_ = self.block.block_box_layout(
                self.context, self._column(number, begin), self._below(height), begin, self.around,
                first, filling.absolute, filling.fixed, [], *self.styles,
                discard=False, max_lines=None,
            )  # fmt: skip
            if column is None:
                break
            filling.columns.append(column)
            filling.resume_at, filling.next_page = resume_at, next_page
            if resume_at is None:
                break
        return filling

    def _column(self, number: int, begin: Any) -> Any:  # noqa: ANN401
        """Return an empty column in its place, from the side where lines begin."""
        box, width, gap = self.box, self._width(), self._gap()
        column = box.anonymous_from(box, children=self._children(begin))
        self.block.resolve_percentages(column, self.around)
        column.is_column = True
        column.width = width
        column.position_x = box.content_box_x()
        column.position_y = box.content_box_y()
        if box.style["direction"] == "rtl":
            column.position_x += box.width - (number + 1) * width - number * gap
        else:
            column.position_x += number * (width + gap)
        return column

    def _children(self, begin: Any) -> list[Any]:  # noqa: ANN401
        """Return what is to be set, the first without the margin that a break takes from it."""
        children = self.box.children
        if not begin:
            return list(children)
        ((place, inside),) = begin.items()
        first = children[place]
        if inside is not None or first.style["margin_break"] != "discard":
            return list(children)
        first = first.copy()
        first.style = first.style.copy()
        first.style["margin_top"] = self.box.style["margin_top"]
        return [*children[:place], first, *children[place + 1 :]]

    def _take_back(self, filling: _Filling) -> None:
        self.block.remove_placeholders(self.context, filling.columns, [], [])

    def _put_off_notes(self, height: float) -> None:
        """Leave to the next page the last notes, which have no room on this one."""
        late = []
        while self._notes() > height + _HAIR and self.context.current_page_footnotes:
            late.append(self.context.current_page_footnotes[-1])
            self.context.report_footnote(late[-1])
        if late:
            self.context.reported_footnotes[-len(late) :] = late[::-1]

    def _below(self, height: float) -> float:
        """Return the space that is left below columns of a height."""
        return float(self.context.page_bottom - self.box.content_box_y() - height)

    def _room(self) -> float:
        return float(self.context.page_bottom - self.box.content_box_y() - self.space)

    def _notes(self) -> float:
        area = self.context.current_footnote_area
        return 0.0 if area.height == "auto" else float(area.margin_height())

    def _count(self) -> int:
        return int(self.box.style["column_count"])

    def _gap(self) -> float:
        return float(self.box.style["column_gap"].value)

    def _width(self) -> float:
        return float((self.box.width + self._gap()) / self._count() - self._gap())


def _goes_on(begin: Any) -> bool:  # noqa: ANN401
    """Tell whether text goes on within a block."""
    return bool(begin) and any(inside is not None for inside in begin.values())


def _used(column: Any) -> float:  # noqa: ANN401
    """Return how far down a column the text reaches."""
    blocks = [child for child in column.children if child.is_in_normal_flow()]
    if not blocks:
        return 0.0
    last = blocks[-1]
    return float(last.position_y + last.margin_height() - last.margin_bottom - column.position_y)
