"""Number the lines of text in the margin, page by page; knows layout boxes, not what is in them.

WeasyPrint 70.0 numbers no lines, and CSS has no way to ask for it. So a theme's margin box
`@left-top` that is hidden says how the numbers look, and they are drawn beside its page's lines,
as artifacts, since they are the page's and not the text's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PATTERN = "@left-top"
_DISTANCE = 1.5  # from the text, in sizes of the number
# What is not read line by line: an editor names a figure, or a table's row, by what it says.
_APART = frozenset({"figure", "table"})


def numbered(weasyprint: Any, draw_page: Callable[..., None], every: int) -> Callable[..., None]:  # noqa: ANN401 - no types
    """Let WeasyPrint’s `draw_page` show the number of each line that `every` divides."""

    def draw(page: Any, stream: Any) -> None:  # noqa: ANN401
        draw_page(page, stream)
        pattern = _pattern(page)
        if pattern is None:
            return
        with stream.artifact():
            for number, line in enumerate(_lines(page), start=1):
                if number % every == 0:
                    _draw(weasyprint, stream, pattern.copy_with_text(str(number)), line)

    return draw


def _pattern(page: Any) -> Any:  # noqa: ANN401
    """Return the text in the margin that says how numbers look, None on a page without."""
    for child in page.children:
        if getattr(child, "at_keyword", None) == _PATTERN:
            return next((box for box in child.descendants() if hasattr(box, "text")), None)
    return None


def _lines(page: Any) -> list[tuple[float, float, float | None]]:  # noqa: ANN401
    """Return each line’s baseline, once for what stands side by side, and the edges of its text.

    The second number is where the text begins on the left; the third where it ends on the right,
    in an article that runs from there, else None.
    """
    found: dict[int, tuple[float, float, float | None]] = {}
    for text in (box for child in page.children for box in _texts(child)):
        left = text.content_box_x()
        right = left + text.width if text.style["direction"] == "rtl" else None
        for line in _lines_below(text):
            baseline = line.position_y + line.baseline
            found.setdefault(round(baseline), (baseline, left, right))
    return [found[place] for place in sorted(found)]


def _texts(box: Any) -> Iterator[Any]:  # noqa: ANN401
    if box.element is not None and box.element.get("class") == "text":
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def _lines_below(box: Any) -> Iterator[Any]:  # noqa: ANN401
    for child in getattr(box, "children", ()):
        child = getattr(child, "_box", child)  # noqa: PLW2901 - what a placeholder stands for
        if type(child).__name__ == "LineBox":
            yield child
        elif child.element_tag not in _APART:
            yield from _lines_below(child)


def _draw(weasyprint: Any, stream: Any, box: Any, line: tuple[float, float, float | None]) -> None:  # noqa: ANN401
    baseline, left, right = line
    box.style = box.style.copy()
    box.style["visibility"] = "visible"
    box.pango_layout, _, _, box.width, _, box.baseline = (
        weasyprint.text.line_break.split_first_line(box.text, box.style, None, None, 0)
    )
    distance = _DISTANCE * box.style["font_size"]
    box.position_x = left - distance - box.width if right is None else right + distance
    box.position_y = baseline - box.baseline
    weasyprint.draw.text.draw_text(stream, box, 0, "clip", "none")
