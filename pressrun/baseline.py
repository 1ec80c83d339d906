"""Keep the text on its grid below whatever is not made of lines; knows trees and boxes, no paper.

WeasyPrint 70.0 has no grid to snap to. So the blocks whose height is no whole number of lines,
pictures first among them, are set once on one endless page, and each gets what it lacks below it.
They are few, and the text around them is not set twice.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OFF_GRID = frozenset(
    {
        "figure",
        "formula",
        "listing",
        "opener",
        "picture-note",
        "pull-quote",
        "sidebar",
        "table",
        "table long-table",
    }
)
# Of a page's width, and a column's.
ENDLESS_PAGE = "@page { size: %.4fpt 14000pt } .text { column-count: auto; width: %.4fpt }"
_MARK = "data-block"
_PX = 96 / 72


def snap(root: Any, line: float, boxes_of: Callable[[Any], Iterator[Any]]) -> None:  # noqa: ANN401 - no types
    """Give each block of `OFF_GRID` below `root` the margin that brings the text back to its grid.

    `line` is the distance of two baselines in points. `boxes_of` lays a tree out on an endless page
    and yields its boxes. A block's own `margin-bottom` is the least that it gets; its `margin-top`
    must be a whole number of lines, since it falls away at the head of a page.
    """
    blocks = [block for article in root.iter("article") for block in _blocks(article)]
    if not blocks:
        return
    for number, block in enumerate(blocks):
        block.set(_MARK, str(number))
    waiting = {str(number): block for number, block in enumerate(blocks)}
    for box in boxes_of(_excerpt(root)):
        mark = None if box.element is None else box.element.get(_MARK)
        # An element's own box comes first; anonymous ones inside it bear its name too.
        if mark not in waiting or box.element_tag != box.element.tag:
            continue
        block = waiting.pop(mark)
        height = (box.border_height() + box.margin_bottom) / _PX
        lacking = -height % line
        if lacking > 0.01:  # noqa: PLR2004 - a hundredth of a point is the arithmetic's
            margin = box.margin_bottom / _PX + lacking
            block.set("style", f"margin-bottom: {margin:.4f}pt")
    for block in blocks:
        del block.attrib[_MARK]


def aligned(
    split_text_box: Callable[..., tuple[Any, ...]], strut: Callable[[Any], tuple[float, float]]
) -> Callable[..., tuple[Any, ...]]:
    """Let WeasyPrint’s `split_text_box` hang every text on the baseline of its first font.

    WeasyPrint 70.0 takes the fonts that stand in for it into account, so that a line with a foreign
    word is higher. What `strut` says counts alone (https://www.w3.org/TR/css-inline-3/#line-height).
    """

    def split(*arguments: Any, **options: Any) -> tuple[Any, ...]:  # noqa: ANN401 - no types
        box, *rest = split_text_box(*arguments, **options)
        if box is not None:
            _, box.baseline = strut(box.style)
        return box, *rest

    return split


def _blocks(article: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the blocks that stand between lines of text; what is inside them is theirs."""
    for part in article:
        for block in part if part.get("class") == "text" else (part,):
            if block.get("class") in OFF_GRID or block.tag == "pre":
                yield block


def _excerpt(root: Any) -> Any:  # noqa: ANN401
    """Return a copy of the tree of the blocks alone, each where the sheet's selectors find it."""
    copy = _shell(root)
    body = _shell(root.find("body"))
    copy.append(body)
    for article in root.iter("article"):
        shell = _shell(article)
        body.append(shell)
        for part in article:
            kept = _shell(part) if part.get("class") == "text" else None
            if kept is not None:
                kept.extend(deepcopy(block) for block in part if block.get(_MARK))
            elif part.get(_MARK):
                kept = deepcopy(part)
            if kept is not None:
                shell.append(kept)
    return copy


def _shell(element: Any) -> Any:  # noqa: ANN401
    return element.makeelement(element.tag, dict(element.attrib))
