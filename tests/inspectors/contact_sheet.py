"""Lay pictures side by side on one sheet, for people to look at; it knows nothing of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_GAP = 24
_TABLE = "#777777"


def write_contact_sheet(
    pictures: Sequence[Path], sheet: Path, *, columns: int = 4, width: int = 480
) -> Path:
    """Write `pictures` in rows of `columns`, each `width` pixels wide, to `sheet` and return it.

    Raises `ValueError` where there is no picture.
    """
    tiles = [_tile(picture, width) for picture in pictures]
    if not tiles:
        message = f"{sheet}: no picture to lay out"
        raise ValueError(message)
    rows = [tiles[start : start + columns] for start in range(0, len(tiles), columns)]
    heights = [max(tile.height for tile in row) for row in rows]
    across = min(columns, len(tiles))
    size = (across * (width + _GAP) + _GAP, sum(heights) + _GAP * (len(rows) + 1))
    table = Image.new("RGB", size, _TABLE)
    top = _GAP
    for row, height in zip(rows, heights, strict=True):
        for place, tile in enumerate(row):
            table.paste(tile, (_GAP + place * (width + _GAP), top))
        top += height + _GAP
    sheet.parent.mkdir(parents=True, exist_ok=True)
    table.save(sheet)
    return sheet


def _tile(picture: Path, width: int) -> Image.Image:
    with Image.open(picture) as image:
        height = round(image.height * width / image.width)
        return image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
