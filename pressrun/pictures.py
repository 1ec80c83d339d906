"""Look at picture files: what they are, and whether a book may carry them; draws nothing.

Only what every reading system shows passes: PNG, JPEG, GIF and SVG (EPUB 3.3, 3.2, core media
types).
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from pressrun.errors import MarkupError
from pressrun.model import Picture

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

_FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}
_MOST_PIXELS = 80_000_000
_SVG = "{http://www.w3.org/2000/svg}"
_ACTIVE = frozenset({f"{_SVG}script", f"{_SVG}foreignObject", f"{_SVG}handler", f"{_SVG}iframe"})


def identify(data: bytes, href: str, *, path: Path, line: int | None) -> Picture:
    """Return the picture in `data`, judged by its bytes, never by its name.

    Raises MarkupError at `path`:`line` for a file that is no picture, is damaged, has over 80
    million pixels, or is an SVG with scripts or references to other files.
    """
    try:
        media_type = _svg(data) if _looks_like_svg(data) else _raster(data)
    except ValueError as error:
        raise MarkupError(f"the picture “{href}” {error}", path=path, line=line) from None
    return Picture(href=href, media_type=media_type, data=data)


def _looks_like_svg(data: bytes) -> bool:
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and b"<svg" in data[:4000]


def _svg(data: bytes) -> str:
    from lxml import etree  # noqa: PLC0415 - most pictures are photographs

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        message = f"is not well-formed SVG: {error.msg}"
        raise ValueError(message) from None
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in _ACTIVE or any(name.startswith("on") for name in element.attrib):
            message = "holds a script, which no reader may run"
            raise ValueError(message)
        _refuse_outside(element.attrib)
    return "image/svg+xml"


def _refuse_outside(attributes: etree._Attrib) -> None:
    for name, value in attributes.items():
        if name.endswith("href") and not value.startswith(("#", "data:image/")):
            message = f"draws on another file, “{value}”"
            raise ValueError(message)


def _raster(data: bytes) -> str:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - an article may have no picture

    try:
        with Image.open(BytesIO(data), formats=tuple(_FORMATS)) as image:
            if image.width * image.height > _MOST_PIXELS:
                message = (
                    f"has {image.width} × {image.height} pixels; the limit is {_MOST_PIXELS:,}"
                )
                raise ValueError(message)
            image.load()
            return _FORMATS[str(image.format)]
    except UnidentifiedImageError:
        message = "is no PNG, JPEG, GIF or SVG; save it as one of these"
        raise ValueError(message) from None
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        message = f"is damaged: {error}"
        raise ValueError(message) from None
