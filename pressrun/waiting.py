"""Let a figure that has no room wait for the next page, or column; knows boxes, not pictures.

And bring the text back to its grid below what was parted.

Instead of the hole that it would leave, the text behind it comes first, and the figure heads the
next page. WeasyPrint 70.0 has no such float (https://www.w3.org/TR/css-page-floats-3/). Where the
text ends meanwhile, nothing waits. Which figures wait is said along with where the text goes on, so
that a page may be laid out any number of times.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    # WeasyPrint ships no types. A figure is its place among the text's blocks, and its box.
    Box = Any
    Figure = tuple[int, Box]

GRID = "data-grid"  # of a block whose height is no whole number of lines: their distance, in points
KEEPS = "data-keeps"  # such a block has its own margin below it, at the least
TALL = "data-tall"  # how high a figure is, in CSS pixels; “” until that is known
WIDE = "text wide"  # what is as wide as the page, among columns
TEXTS = frozenset({"text", WIDE})
_PX = 96 / 72
_HAIR = 0.01  # of a point, or pixel: the arithmetic's
_LINES = 3  # less room than this is no hole
_SHARE = 0.75  # of a page: what is taller may have to be parted


class Resumption(dict[int, Any]):
    """Where a text goes on, as WeasyPrint has it, and the figures that come before that."""

    def __init__(self, place: dict[int, Any], waiting: tuple[Figure, ...]) -> None:
        super().__init__(place)
        self.waiting = waiting


class _Given(NamedTuple):
    """What WeasyPrint’s `_in_flow_layout` is given besides the block and those before it."""

    page_is_empty: bool
    absolute: list[Box]
    fixed: list[Box]
    margins: list[float]
    space: float
    top: float
    skip_stack: Any
    first_letter: Any
    first_line: Any
    discard: bool
    next_page: Any
    max_lines: Any


class _Laid(NamedTuple):
    """What it returns."""

    abort: bool
    stop: bool
    resume_at: Any
    top: float
    margins: list[float]
    next_page: Any
    children: list[Box]
    max_lines: Any


def beginning(_: Any, lay_out: Callable[..., Any]) -> Callable[..., Any]:  # noqa: ANN401
    """Let WeasyPrint’s `block_container_layout` tell a text what waits at its beginning."""

    def container_layout(
        context: Any,  # noqa: ANN401
        box: Box,
        bottom_space: float,
        skip_stack: Any,  # noqa: ANN401
        *rest: Any,  # noqa: ANN401
        **options: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        box.beginning = getattr(skip_stack, "waiting", ())
        return lay_out(context, box, bottom_space, skip_stack, *rest, **options)

    return container_layout


def parting(_: Any, find: Callable[..., Any]) -> Callable[..., Any]:  # noqa: ANN401
    """Let WeasyPrint’s `find_earlier_page_break` say which figures wait where it parts a text."""

    def find_break(context: Any, children: Sequence[Box], *rest: Any) -> Any:  # noqa: ANN401
        found = find(context, children, *rest)
        if not found or not found[0]:
            return found
        kept, resume_at = found
        ((place, inside),) = resume_at.items()
        if inside is None:  # before a block that began on another page, behind a figure
            behind = (c.resumed for c in children if _at(c) == place and hasattr(c, "resumed"))
            resume_at = {place: next(behind, None)}
        return kept, _resumption(resume_at, _waiting(kept))

    return find_break


def flowing(weasyprint: Any, lay_out: Callable[..., Any]) -> Callable[..., Any]:  # noqa: ANN401
    """Let WeasyPrint’s `_in_flow_layout` go on with the text where a figure has no room."""
    layout = weasyprint.layout

    def in_flow_layout(
        context: Any,  # noqa: ANN401
        box: Box,
        index: int,
        child: Box,
        children: list[Box],
        *given: Any,  # noqa: ANN401
    ) -> tuple[Any, ...]:
        if box.element is None or box.element.get("class") not in TEXTS:
            laid: tuple[Any, ...] = lay_out(context, box, index, child, children, *given)
            if not _is_marked(child, box):
                return laid
            return _on_grid(_Laid(*laid), box, index, _Given(*given).skip_stack)
        return _Text(layout, lay_out, context, box).lay(index, child, children, _Given(*given))

    return in_flow_layout


class _Text:
    """An article's text while its blocks are laid out on a page."""

    def __init__(self, layout: Any, lay_out: Callable[..., Any], context: Any, box: Box) -> None:  # noqa: ANN401
        self._layout, self._lay_out = layout, lay_out
        self._context, self._box = context, box

    def lay(self, index: int, child: Box, children: list[Box], given: _Given) -> _Laid:
        """Lay out a block, after the figures that waited for it, unless it is one that waits."""
        waiting, begins = _waiting(children), not children and bool(self._box.beginning)
        if begins:
            laid, waiting = self._head(child, given)
            if laid.abort:
                return laid
            children = laid.children
            given = given._replace(top=laid.top, margins=laid.margins)
            child.position_y = laid.top
        if self._waits(index, child, children, given, waiting):
            children[-1].waiting = (*waiting, (index, child))
            return self._nothing(given, children)
        laid = self._set(index, child, children, given)
        if laid.children and _at(laid.children[-1]) == index:
            laid.children[-1].waiting = waiting
            if begins:
                laid.children[-1].resumed = given.skip_stack
        if begins and laid.resume_at == {index: None}:
            laid = laid._replace(resume_at={index: given.skip_stack})
        if given.skip_stack is not None and not laid.stop and not laid.abort:
            laid = self._back_to_grid(child, laid)
        if laid.resume_at:
            waiting = _waiting(laid.children) or waiting
            return laid._replace(resume_at=_resumption(laid.resume_at, waiting))
        ends = index == len(self._box.children) - 1 and not laid.abort and not laid.stop
        return self._cut(laid, waiting, given) if ends and waiting else laid

    @staticmethod
    def _nothing(given: _Given, children: list[Box]) -> _Laid:
        """Return what there is while nothing more is laid out."""
        return _Laid(
            abort=False, stop=False, resume_at=None, top=given.top, margins=given.margins,
            next_page=given.next_page, children=children, max_lines=given.max_lines,
        )  # fmt: skip

    def _back_to_grid(self, child: Box, laid: _Laid) -> _Laid:
        """Put below a block that began on another page what its end lacks of whole lines."""
        line, margin = self._line(), self._layout.block.collapse_margin(laid.margins)
        if child.element is None or child.element.tag == "p":
            return laid
        if _is_marked(child, self._box) and child.element.get(KEEPS) is None:
            margin = max(margin, line)  # as of a whole one
        below = (laid.top + margin - self._box.content_box_y()) % line
        lacking = line - below if min(below, line - below) >= _HAIR else 0.0
        return laid._replace(margins=[margin + lacking])

    def _set(
        self, index: int, child: Box, children: list[Box], given: _Given, below: float = 0.0
    ) -> _Laid:
        """Lay out a block, which gets more than the margin that is `below` it."""
        laid = _Laid(*self._lay_out(self._context, self._box, index, child, children, *given))
        return _on_grid(laid, self._box, index, given.skip_stack, below)

    def _head(self, child: Box, given: _Given) -> tuple[_Laid, tuple[Figure, ...]]:
        """Set the figures that waited at the head of a page, and return those that still wait."""
        figures = self._box.beginning
        fresh = given._replace(skip_stack=None)
        laid = self._nothing(fresh, [])
        for number, (index, figure) in enumerate(figures):
            if number and not self._fits(figure, fresh):
                return laid, figures[number:]
            after = figures[number + 1][1] if number + 1 < len(figures) else child
            begun = given.skip_stack is not None and after is child
            head = self._heading(figure, first=not number)
            head.position_x, head.position_y = child.position_x, fresh.top
            below = 0.0 if begun else _margin(after, "top")
            laid = self._set(index, head, laid.children, fresh, below)
            if laid.abort:
                return laid, ()
            laid.children[-1].floated = True
            fresh = fresh._replace(top=laid.top, margins=laid.margins)
        return laid, ()

    def _heading(self, figure: Box, *, first: bool) -> Box:
        """Return a figure to set at a page's head; it stays with the figure before it."""
        head = figure.copy()
        head.style = figure.style.copy()
        if first:
            head.style["margin_top"] = self._length(head, "margin_top", 0)
        else:
            head.style["break_before"] = "avoid"
        return head

    @staticmethod
    def _length(box: Box, name: str, pixels: float) -> Any:  # noqa: ANN401
        return type(box.style[name])(pixels, "px")

    def _waits(
        self,
        index: int,
        child: Box,
        children: list[Box],
        given: _Given,
        waiting: tuple[Figure, ...],
    ) -> bool:
        """Tell whether a block is a figure that waits: behind another, or for want of room."""
        last = index == len(self._box.children) - 1
        if not _floats(child) or last or not children:
            return False
        block = self._layout.block
        before = block.find_last_class_a_break_point_child(children)
        if before is None or block.avoid_page_break(
            block.block_level_page_break(before, child), self._context
        ):
            return False
        room = self._context.page_bottom - given.space - given.top
        most = _SHARE * self._context.page_bottom
        if not waiting and (
            room < _LINES * self._line() or room > most + self._above(child, given)
        ):
            return False
        return self._tall(child) <= most and (bool(waiting) or not self._fits(child, given))

    def _fits(self, figure: Box, given: _Given) -> bool:
        bottom = given.top + self._above(figure, given) + self._tall(figure)
        return not self._context.overflows_page(given.space, bottom)

    def _above(self, figure: Box, given: _Given) -> float:
        margins = [*given.margins, _margin(figure, "top")]
        return float(self._layout.block.collapse_margin(margins))

    def _tall(self, figure: Box) -> float:
        """Return how high a figure is; one that was not set yet is, and taken back."""
        if not figure.element.get(TALL):
            block = self._layout.block
            absolute: list[Box] = []
            fixed: list[Box] = []
            trial, *_ = block.block_level_layout(
                self._context, figure.copy(), -inf, None, self._box,
                absolute_boxes=absolute, fixed_boxes=fixed,
            )  # fmt: skip
            block.remove_placeholders(self._context, [trial], absolute, fixed)
            figure.element.set(TALL, f"{trial.border_height():.4f}")
        return float(figure.element.get(TALL))

    def _line(self) -> float:
        return float(self._layout.inline.strut(self._box.style)[0])

    def _cut(self, laid: _Laid, waiting: tuple[Figure, ...], given: _Given) -> _Laid:
        """End the page where the first figure that waits belongs, since no text is left for it."""
        began = [child for child in laid.children if not getattr(child, "floated", False)]
        first = waiting[0][0]
        if first < _at(began[0]):  # it has come from the page before
            place = {_at(began[0]): getattr(began[0], "resumed", None)}
            kept, left = [c for c in laid.children if c not in began], waiting
        else:
            kept = [c for c in laid.children if c not in began or _at(c) < first]
            place, left = {first: None}, ()
        dropped = [child for child in laid.children if child not in kept]
        self._layout.block.remove_placeholders(self._context, dropped, given.absolute, given.fixed)
        resume_at = Resumption(place, left) if left else place
        return laid._replace(stop=True, resume_at=resume_at, children=kept)


def _waiting(children: Sequence[Box]) -> tuple[Figure, ...]:
    return getattr(children[-1], "waiting", ()) if children else ()


def _resumption(resume_at: dict[int, Any], waiting: tuple[Figure, ...]) -> dict[int, Any]:
    (place,) = resume_at
    left = tuple(figure for figure in waiting if figure[0] < place)
    return Resumption(resume_at, left) if left else resume_at


def _at(box: Box) -> int:
    """Return a block's place among the text's, -1 where it has none."""
    place = getattr(box, "index", None)
    return -1 if place is None else int(place)


def _floats(box: Box) -> bool:
    return box.element is not None and box.element.get(TALL) is not None


def _on_grid(laid: _Laid, box: Box, index: int, skip_stack: Any, below: float = 0.0) -> _Laid:  # noqa: ANN401
    """Give a block that was laid out as a whole what brings the text below it to its grid.

    That is more than the margin `below` it.
    """
    if laid.abort or laid.resume_at or skip_stack is not None or not laid.children:
        return laid
    block = laid.children[-1]
    if _at(block) != index or not _is_marked(block, box):
        return laid
    margin = _margin_below(block)
    if margin < below:
        margin += float(block.element.get(GRID)) * _PX
    block.margin_bottom = margin
    return laid._replace(margins=[*laid.margins[:-1], margin])


def _margin(box: Box, side: str) -> float:
    margin = box.style[f"margin_{side}"]
    return 0.0 if margin == "auto" else float(margin.value)


def _is_marked(box: Box, parent: Box) -> bool:
    """Tell whether a box is that of a marked block; anonymous ones inside it bear its name too."""
    element = box.element
    return element is not None and element is not parent.element and element.get(GRID) is not None


def _margin_below(block: Box) -> float:
    """Return the margin that brings the text below a marked block to its grid, in CSS pixels.

    A block's own `margin-bottom` is the least that it gets where a paragraph follows, which has no
    margin itself; else a line, since of two margins that meet the larger one holds. Its
    `margin-top` must be a whole number of lines, since it falls away at the head of a page.
    """
    line = float(block.element.get(GRID))
    least = line if block.element.get(KEEPS) is None else block.margin_bottom / _PX
    lacking = -(block.border_height() / _PX + least) % line
    margin = least + (lacking if _HAIR < lacking < line - _HAIR else 0)
    return margin * _PX
