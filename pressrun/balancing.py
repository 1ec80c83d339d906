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
    inline = weasyprint.layout.inline

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

        def tried(width: float) -> list[float]:
            if text and (widths := _widths(inline.split_text_box, context, text, width)):
                return widths
            trial = box.copy()
            trial.width = width
            set_, resume_at, *_ = laid(trial, [], [], [*margins])
            if set_ is None:
                return []
            take_back(context, [set_], [], [])
            return [] if resume_at else [line.width for line in set_.children if _is_line(line)]

        margins = adjoining_margins if adjoining_margins is not None else []
        width, text = box.width, None
        if _is_headline(box) and skip_stack is None:
            text = None if context.excluded_shapes else _text_of(box)
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


def _text_of(box: Box) -> Box | None:
    """Return the text of a headline that is nothing else, and begins at the edge."""
    plain = box.first_letter_style is None and box.first_line_style is None
    if not plain or box.style["text_indent"].value or box.style["white_space"] != "normal":
        return None
    (line, *others) = box.children or (None,)
    if line is None or others or not _is_line(line) or len(line.children) != 1:
        return None
    return line.children[0] if hasattr(line.children[0], "text") else None


def _widths(
    split: Callable[..., tuple[Any, ...]],
    context: Any,  # noqa: ANN401
    text: Box,
    width: float,
) -> list[float]:
    """Return how wide the lines of a text are, without setting them; none where that is not known.

    What is `split` is WeasyPrint's `split_text_box`; places in a text are bytes.
    """
    data = text.text.encode()
    widths: list[float] = []
    place: int | None = len(data) - len(data.lstrip(b" "))
    while place is not None and len(widths) <= _MOST:
        line, place, broken = split(context, text, width, place)
        if line is None or broken or line.text.endswith(" "):
            return []
        widths.append(line.width)
        if place is not None:
            place = len(data) - len(data[place:].lstrip(b" "))
            place = place if place < len(data) else None
    return widths


def _narrowest(tried: Callable[[float], list[float]], width: float) -> float:
    """Return the least width at which there are as many lines, and none is wider.

    What is `tried` gives how wide the lines are at a width; nothing where it is not set as a whole.
    Each try is narrower by a hair than the widest line of the one before.
    """
    lines = tried(width)
    count = len(lines)
    if not 1 < count <= _MOST:
        return width
    while True:
        widest = max(lines)
        lines = tried(widest - _HAIR)
        # A word may be wider than its line.
        if len(lines) != count or max(lines) >= widest:
            return min(widest + _HAIR, width)


def _widen(box: Box, width: float) -> None:
    """Give a box its own width back, its lines beginning where they would."""
    if box.style["direction"] == "rtl":
        for child in box.children:
            child.translate(width - box.width, 0)
    box.width = width
