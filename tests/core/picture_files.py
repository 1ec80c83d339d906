"""Make picture files to test with; knows nothing of where they go."""

from __future__ import annotations

from io import BytesIO

from PIL import Image


def raster(kind: str = "PNG", size: tuple[int, int] = (4, 4), mode: str = "RGB") -> bytes:
    """Return a picture of one colour."""
    file = BytesIO()
    Image.new(mode, size).save(file, kind)
    return file.getvalue()


def svg(inside: str = "", before: str = "") -> bytes:
    """Return an SVG that holds `inside`."""
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{before}<svg {names} viewBox="0 0 1 1">{inside}</svg>'.encode()
