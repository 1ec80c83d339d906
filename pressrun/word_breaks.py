"""Let the space be drawn at which a line ends; knows lines and their texts.

Who reads a PDF by its tags looks at no line, and two words that only a line’s end parts are one to
them: ISO 32000-1, 14.8.2.5 wants the space. WeasyPrint 70.0 drops it.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# Elsewhere a line may end in spaces that mean something, such as in code.
_COLLAPSING = frozenset({"normal", "nowrap", "pre-line"})


def remembered(_: Any, lay_out: Callable[..., Any]) -> Callable[..., Any]:  # noqa: ANN401 - WeasyPrint ships no types
    """Let WeasyPrint’s `get_next_linebox` remember of a line’s last text that a space follows."""

    def next_line(context: Any, box: Any, *rest: Any) -> tuple[Any, Any]:  # noqa: ANN401 - as above
        line, end = lay_out(context, box, *rest)
        if line is not None and end is not None and _is_space_before(box, end):
            last = _innermost(line, -1)
            if hasattr(last, "text") and last.style["white_space"] in _COLLAPSING:
                last.before_space = True
        return line, end

    return next_line


def is_before_space(textbox: Any) -> bool:  # noqa: ANN401 - as above
    """Tell whether a text ends its line, and a space follows it."""
    return getattr(textbox, "before_space", False)


def drawn(weasyprint: Any, draw: Callable[..., None]) -> Callable[..., None]:  # noqa: ANN401 - as above
    """Let WeasyPrint’s `draw_text` draw that space."""
    line_break = weasyprint.text.line_break

    def draw_with_space(stream: Any, textbox: Any, *rest: Any) -> None:  # noqa: ANN401 - as above
        layout = textbox.pango_layout
        if not is_before_space(textbox) or layout.text.endswith(" "):
            draw(stream, textbox, *rest)
        elif textbox.style["direction"] == "ltr":
            text, layout.text = layout.text, f"{layout.text} "
            draw(stream, textbox, *rest)
            layout.text = text
        else:
            # To the left of it, and so before it: who reads it turns it round.
            space = copy(textbox)
            space.text = "."  # for a space alone it draws nothing
            space.pango_layout = line_break.create_layout(" ", textbox.style, None, None, 0)
            first, _ = space.pango_layout.get_first_line()
            space.position_x -= line_break.line_size(first, textbox.style)[0]
            draw(stream, space, *rest)
            draw(stream, textbox, *rest)

    return draw_with_space


def _is_space_before(box: Any, place: dict[int, Any]) -> bool:  # noqa: ANN401 - as above
    """Tell whether a space stands before that place in the box of a whole paragraph, or there."""
    before = None
    while True:
        ((index, inner),) = place.items()
        if hasattr(box, "text"):
            found = box.text if box.text.isascii() else box.text.encode()
            return found[index - 1 : index].isspace() if index else _ends_in_space(before)
        before = box.children[index - 1] if index else before
        if inner is None:
            there = box.children[index] if index < len(box.children) else None
            return _ends_in_space(before) or _text_at(there, 0)[:1].isspace()
        box, place = box.children[index], inner


def _ends_in_space(box: Any) -> bool:  # noqa: ANN401 - as above
    return _text_at(box, -1)[-1:].isspace()


def _text_at(box: Any, end: int) -> str:  # noqa: ANN401 - as above
    """Return the text that a box begins (0) or ends (-1) with, if it does."""
    return getattr(_innermost(box, end), "text", "")


def _innermost(box: Any, end: int) -> Any:  # noqa: ANN401 - as above
    """Return what a box begins (0) or ends (-1) with, and holds nothing."""
    while getattr(box, "children", ()):
        box = box.children[end]
    return box
