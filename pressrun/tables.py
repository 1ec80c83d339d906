"""Give a table’s columns their widths; knows numbers, not what is in the cells.

Where words have no room as a whole, WeasyPrint 70.0 lets a table be wider than its page, or, told
to break words anywhere, breaks most those of the narrowest column: “Op-era-tor”
(https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/layout/table.py). Here words are whole
while there is room, if need be by less space between columns, and then those are broken that ask
for most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_TIGHT = 0.4  # of the space between columns, where there is no room for more


def within(_: Any, layout: Callable[..., None]) -> Callable[..., None]:  # noqa: ANN401 - no types
    """Take the place of WeasyPrint’s `auto_table_layout`; no table is wider than what is around.

    A table whose words have no room as a whole is `cramped`.
    """

    def auto_table_layout(context: Any, wrapper: Any, around: Any) -> None:  # noqa: ANN401
        table = wrapper.get_wrapped_table()
        width = table.width
        layout(context, wrapper, around)
        room = _room(wrapper, table, around)
        if table.width > room and _tighten(table):
            table.width = width
            layout(context, wrapper, around)
        between = table.width - sum(table.column_widths)
        table.cramped = bool(table.width > room > between and table.column_widths)
        if table.cramped:
            widths = lowered(table.column_widths, room - between)
            _hyphenate(table, [w < was for w, was in zip(widths, table.column_widths, strict=True)])
            table.column_widths = widths
            table.width = room

    return auto_table_layout


def _room(wrapper: Any, table: Any, around: Any) -> float:  # noqa: ANN401
    beside = table.padding_left + table.padding_right
    beside += table.border_left_width + table.border_right_width
    margins = wrapper.margin_left, wrapper.margin_right
    return float(around[0] - beside - sum(margin for margin in margins if margin != "auto"))


def _cells(table: Any) -> Iterator[Any]:  # noqa: ANN401
    for group in table.children:
        for row in group.children:
            yield from row.children


def _tighten(table: Any) -> bool:  # noqa: ANN401
    """Put less between columns; tell whether that was done."""
    found = [cell for cell in _cells(table) if not hasattr(cell, "tight")]
    for cell in found:
        cell.tight = True
        for side in ("padding_left", "padding_right"):
            if padding := cell.style[side].value:
                _restyle(
                    cell, side, type(cell.style[side])(padding * _TIGHT, cell.style[side].unit)
                )
    return bool(found)


def _hyphenate(table: Any, narrow: Sequence[bool]) -> None:  # noqa: ANN401
    """Divide words of narrow columns where their language does, before they are broken anywhere."""
    for cell in _cells(table):
        if not any(narrow[cell.grid_x : cell.grid_x + cell.colspan]):
            continue
        for box in cell.descendants():
            if (
                box.style["hyphens"] == "manual"
                and box.style["font_family"] == cell.style["font_family"]
            ):
                _restyle(box, "hyphens", "auto")


def _restyle(box: Any, name: str, value: Any) -> None:  # noqa: ANN401
    box.style = box.style.copy()
    box.style[name] = value


def lowered(widths: Sequence[float], room: float) -> list[float]:
    """Lower the widest of some widths to one measure, so that all of them take up a room."""
    rest = sorted(widths)
    for place, width in enumerate(rest):
        most = (room - sum(rest[:place])) / (len(rest) - place)
        if width > most:
            return [min(each, most) for each in widths]
    return list(widths)
