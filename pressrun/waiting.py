"""Let a figure that has no room wait for the next page, or column; knows boxes, not pictures.

And bring the text back to its grid below what was parted.

Instead of the hole that it would leave, the text behind it comes first, and the figure heads the
next page. WeasyPrint 70.0 has no such float (https://www.w3.org/TR/css-page-floats-3/). Where the
text ends meanwhile, nothing waits. Which figures wait is said along with where the text goes on, so
that a page may be laid out any number of times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    # WeasyPrint ships no types. A figure is its place among the text's blocks, and its box.
    Box = Any
    Figure = tuple[int, Box]

TALL = "data-tall"  # how high a figure is, in CSS pixels
WIDE = "text wide"  # what is as wide as the page, among columns
TEXTS = frozenset({"text", WIDE})
_HAIR = 0.01
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
            return lay_out(context, box, index, child, children, *given)  # type: ignore[no-any-return]
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
        below = (laid.top + margin - self._box.content_box_y()) % line
        if child.element is None or child.element.tag == "p" or min(below, line - below) < _HAIR:
            return laid
        return laid._replace(margins=[margin + line - below])

    def _set(self, index: int, child: Box, children: list[Box], given: _Given) -> _Laid:
        return _Laid(*self._lay_out(self._context, self._box, index, child, children, *given))

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
            head = self._heading(figure, 0 if begun else _margin(after, "top"), first=not number)
            head.position_x, head.position_y = child.position_x, fresh.top
            laid = self._set(index, head, laid.children, fresh)
            if laid.abort:
                return laid, ()
            laid.children[-1].floated = True
            fresh = fresh._replace(top=laid.top, margins=laid.margins)
        return laid, ()

    def _heading(self, figure: Box, below: float, *, first: bool) -> Box:
        """Return a figure to set at a page's head, `below` which is another's margin.

        It stays with the figure before it; and it keeps the text on the grid.
        """
        head = figure.copy()
        head.style = figure.style.copy()
        if first:
            head.style["margin_top"] = self._length(head, "margin_top", 0)
        else:
            head.style["break_before"] = "avoid"
        own = _margin(figure, "bottom")
        if own < below:
            head.style["margin_bottom"] = self._length(head, "margin_bottom", own + self._line())
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
        tall = _tall(child)
        last = index == len(self._box.children) - 1
        if tall is None or last or not children or tall > _SHARE * self._context.page_bottom:
            return False
        block = self._layout.block
        before = block.find_last_class_a_break_point_child(children)
        if before is None or block.avoid_page_break(
            block.block_level_page_break(before, child), self._context
        ):
            return False
        room = self._context.page_bottom - given.space - given.top
        hole = room >= _LINES * self._line() and not self._fits(child, given)
        return bool(waiting) or hole

    def _fits(self, figure: Box, given: _Given) -> bool:
        margins = [*given.margins, _margin(figure, "top")]
        top = given.top + self._layout.block.collapse_margin(margins)
        bottom = top + (_tall(figure) or 0.0)
        return not self._context.overflows_page(given.space, bottom)

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


def _tall(box: Box) -> float | None:
    tall = None if box.element is None else box.element.get(TALL)
    return None if tall is None else float(tall)


def _margin(box: Box, side: str) -> float:
    margin = box.style[f"margin_{side}"]
    return 0.0 if margin == "auto" else float(margin.value)
