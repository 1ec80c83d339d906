"""Give a table’s columns their widths; knows numbers, not what is in the cells.

Where words have no room as a whole, WeasyPrint 70.0 lets a table be wider than its page, or, told
to break words anywhere, breaks most those of the narrowest column: “Op-era-tor”
(https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/layout/table.py). Here words are whole
while there is room, and then those are broken that ask for most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def within(_: Any, layout: Callable[..., None]) -> Callable[..., None]:  # noqa: ANN401 - no types
    """Take the place of WeasyPrint’s `auto_table_layout`; no table is wider than what is around."""

    def auto_table_layout(context: Any, wrapper: Any, around: Any) -> None:  # noqa: ANN401
        layout(context, wrapper, around)
        table = wrapper.get_wrapped_table()
        beside = table.padding_left + table.padding_right
        beside += table.border_left_width + table.border_right_width
        beside += sum(
            margin for margin in (wrapper.margin_left, wrapper.margin_right) if margin != "auto"
        )
        room = around[0] - beside
        between = table.width - sum(table.column_widths)
        if table.width > room > between and table.column_widths:
            table.column_widths = lowered(table.column_widths, room - between)
            table.width = room

    return auto_table_layout


def lowered(widths: Sequence[float], room: float) -> list[float]:
    """Lower the widest of some widths to one measure, so that all of them take up a room."""
    rest = sorted(widths)
    for place, width in enumerate(rest):
        most = (room - sum(rest[:place])) / (len(rest) - place)
        if width > most:
            return [min(each, most) for each in widths]
    return list(widths)
