"""A table’s columns have their widths."""

from __future__ import annotations

import pytest

from pressrun.tables import lowered


@pytest.mark.parametrize(
    ("widths", "room", "given"),
    [
        ([30.0, 40.0], 80, [30, 40]),
        ([30.0, 90.0], 80, [30, 50]),
        ([90.0, 20.0, 60.0, 70.0], 140, [40, 20, 40, 40]),
        ([50.0, 50.0], 40, [20, 20]),
    ],
)
def test_the_widest_columns_give_way_alone(
    widths: list[float], room: float, given: list[float]
) -> None:
    assert lowered(widths, room) == given
