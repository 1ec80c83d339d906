"""Keep the text on its grid below whatever is not made of lines; knows trees and boxes, no paper.

WeasyPrint 70.0 has no grid to snap to. So the blocks whose height is no whole number of lines,
pictures first among them, are marked, and each gets what it lacks below it when it is laid out.
"""

from __future__ import annotations

from copy import deepcopy
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from pressrun.waiting import GRID, KEEPS, TALL, TEXTS, WIDE

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
# What may hold others that are no whole number of lines.
_HOLDERS = frozenset({"blockquote", "details", "dl", "ol", "ul"})
_TABLES = frozenset({"table", "table long-table"})
_UNEVEN = frozenset({"figure", "pre", "table"})
# Of a page's width, and a column's.
ENDLESS_PAGE = """
@page { size: %.4fpt 14000pt } .text { column-count: auto; width: %.4fpt } .wide { width: auto }
"""
_MARK = "data-block"


def mark(root: Any, line: float) -> None:  # noqa: ANN401 - no types
    """Mark each block of `OFF_GRID` below `root`, and what may come later than it is written.

    `line` is the distance of two baselines in points.
    """
    for article in root.iter("article"):
        for block, keeps in _blocks(article):
            block.set(GRID, repr(line))
            if keeps:
                block.set(KEEPS, "")
            if _floats(block):
                block.set(TALL, "")


def widen(root: Any, boxes_of: Callable[[Any], Iterator[Any]]) -> None:  # noqa: ANN401 - as above
    """Let each table whose words have no room in a column part the text, as wide as the page.

    `boxes_of` lays a tree out on an endless page and yields its boxes: the tables are set there
    once (https://www.w3.org/TR/css-multicol-1/#column-span).
    """
    blocks = [block for article in root.iter("article") for block, _ in _blocks(article)]
    tables = {str(number): each for number, each in enumerate(blocks) if _is_table(each)}
    if not tables:
        return
    for number, table in tables.items():
        table.set(_MARK, number)
    cramped = []
    inside = None
    for box in boxes_of(_excerpt(root)):
        inside = tables.get("" if box.element is None else box.element.get(_MARK, ""), inside)
        if getattr(box, "cramped", False) and inside is not None and inside not in cramped:
            cramped.append(inside)
    for table in tables.values():
        del table.attrib[_MARK]
    for table in cramped:
        _part(table, root)


def _is_table(block: Any) -> bool:  # noqa: ANN401 - as above
    return block.get("class") in _TABLES


def _floats(block: Any) -> bool:  # noqa: ANN401
    """Tell whether a block may come later than it is written: it has a caption, or says it twice.

    Code is read where it stands; so is a table without a name that the text could call it by.
    """
    named = block.get("class") == "table" and block.find("table/caption") is not None
    return named or block.get("class") in {"figure", "pull-quote"}


def _part(block: Any, root: Any) -> None:  # noqa: ANN401
    """Part a text before and behind a block of it, which gets a part of its own."""
    for article in root.iter("article"):
        for text in article.findall("*[@class='text']"):
            if block not in [*text]:
                continue
            place, rest = [*article].index(text), _shell(text)
            number = [*text].index(block)
            wide = text.makeelement(text.tag, {"class": WIDE})
            for moved in [*text][number:]:
                text.remove(moved)
                (wide if moved is block else rest).append(moved)
            parts = [part for part in (text, wide, rest) if len(part)]
            article[place : place + 1] = parts
            return


def aligned(
    split_text_box: Callable[..., tuple[Any, ...]],
    inline: Any,  # noqa: ANN401 - no types
) -> Callable[..., tuple[Any, ...]]:
    """Let WeasyPrint’s `split_text_box` hang every text on the baseline of its first font.

    WeasyPrint 70.0 takes the fonts that stand in for it into account, so that a line with a foreign
    word is higher. What `inline.strut` says counts alone (https://www.w3.org/TR/css-inline-3/#line-height).
    """

    def split(*arguments: Any, **options: Any) -> tuple[Any, ...]:  # noqa: ANN401 - no types
        box, *rest = split_text_box(*arguments, **options)
        if box is not None:
            _, box.baseline = inline.strut(box.style)
        return box, *rest

    return split


def _blocks(article: Any) -> Iterator[tuple[Any, bool]]:  # noqa: ANN401
    """Yield the blocks that stand between lines of text; what is inside them is theirs.

    With each comes whether a plain paragraph follows, or the text.
    """
    for part in article:
        if part.get("class") not in TEXTS:
            if _is_off_grid(part):
                yield part, True
            continue
        for block, follower in zip_longest(part, part[1:]):
            if _is_off_grid(block):
                yield block, follower is not None and follower.tag == "p"


def _is_off_grid(block: Any) -> bool:  # noqa: ANN401
    if block.get("class") in OFF_GRID or block.tag == "pre":
        return True
    return block.tag in _HOLDERS and any(each.tag in _UNEVEN for each in block.iter())


def _excerpt(root: Any) -> Any:  # noqa: ANN401
    """Return a copy of the tree of the blocks alone, each where the sheet's selectors find it."""
    copy = _shell(root)
    body = _shell(root.find("body"))
    copy.append(body)
    for article in root.iter("article"):
        shell = _shell(article)
        body.append(shell)
        for part in article:
            kept = _shell(part) if part.get("class") in TEXTS else None
            if kept is not None:
                kept.extend(deepcopy(block) for block in part if block.get(_MARK))
            elif part.get(_MARK):
                kept = deepcopy(part)
            if kept is not None:
                shell.append(kept)
    return copy


def _shell(element: Any) -> Any:  # noqa: ANN401
    return element.makeelement(element.tag, dict(element.attrib))
