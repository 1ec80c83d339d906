"""Make the lines of a headline even; knows boxes and widths, not words.

WeasyPrint 70.0 has no `text-wrap: balance` (https://www.w3.org/TR/css-text-4/#text-wrap-style): of
a headline that is a little longer than its line it leaves one word alone on the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    # WeasyPrint ships no types.
    Box = Any

_HEADLINES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MOST = 6  # lines; what has more is text
_HAIR = 0.01


def balanced(weasyprint: Any, lay_out: Callable[..., Any]) -> Callable[..., Any]:  # noqa: ANN401
    """Let WeasyPrint’s `block_container_layout` set headlines as narrow as their lines allow."""
    take_back = weasyprint.layout.block.remove_placeholders  # of notes that are called in it

    def container_layout(  # noqa: PLR0913, PLR0917 - as the original
        context: Any,  # noqa: ANN401
        box: Box,
        bottom_space: float,
        skip_stack: Any,  # noqa: ANN401
        page_is_empty: bool,  # noqa: FBT001
        absolute_boxes: list[Box],
        fixed_boxes: list[Box],
        adjoining_margins: list[float] | None,
        *rest: Any,  # noqa: ANN401
        **options: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        def laid(box: Box, absolute: list[Box], fixed: list[Box], margins: list[float]) -> Any:  # noqa: ANN401
            return lay_out(
                context, box, bottom_space, skip_stack, page_is_empty, absolute, fixed, margins,
                *rest, **options,
            )  # fmt: skip

        def tried(width: float) -> list[Box]:
            trial = box.copy()
            trial.width = width
            set_, resume_at, *_ = laid(trial, [], [], [*margins])
            if set_ is None:
                return []
            take_back(context, [set_], [], [])
            return [] if resume_at else [*filter(_is_line, set_.children)]

        margins = adjoining_margins if adjoining_margins is not None else []
        width = box.width
        if _is_headline(box) and skip_stack is None:
            box.width = _narrowest(tried, width)
        result = laid(box, absolute_boxes, fixed_boxes, margins)
        if result[0] is not None and box.width != width:
            _widen(result[0], width)
        return result

    return container_layout


def _is_headline(box: Box) -> bool:
    return box.element_tag in _HEADLINES and box.style["text_align_all"] == "start"


def _is_line(box: Box) -> bool:
    return type(box).__name__ == "LineBox"


def _narrowest(tried: Callable[[float], list[Box]], width: float) -> float:
    """Return the least width at which there are as many lines, and none is wider.

    What is `tried` gives the lines at a width; none where it is not set as a whole. Each try is
    narrower by a hair than the widest line of the one before.
    """
    lines = tried(width)
    count = len(lines)
    if not 1 < count <= _MOST:
        return width
    while True:
        widest: float = max(line.width for line in lines)
        lines = tried(widest - _HAIR)
        # A word may be wider than its line.
        if len(lines) != count or max(line.width for line in lines) >= widest:
            return min(widest + _HAIR, width)


def _widen(box: Box, width: float) -> None:
    """Give a box its own width back, its lines beginning where they would."""
    if box.style["direction"] == "rtl":
        for child in box.children:
            child.translate(width - box.width, 0)
    box.width = width
