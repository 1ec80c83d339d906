"""Look at picture files: what they are, and whether a book may carry them; draws nothing.

Only what every reading system shows passes: PNG, JPEG, GIF and SVG (EPUB 3.3, 3.2, core media
types).
"""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from pressrun.errors import MarkupError
from pressrun.model import Picture

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lxml import etree

_FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}
# Kinds that browsers and word processors keep pictures in, and not every reading system shows.
_RECODED = ("WEBP", "AVIF", "TIFF", "BMP")
_LOSSY = frozenset({"WEBP", "AVIF"})
_PNG_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
_MOST_PIXELS = 80_000_000
_SVG = "{http://www.w3.org/2000/svg}svg"
# Whatever its namespace: a reader that knows it would run it, or fetch what it names.
_ACTIVE = frozenset({"script", "foreignobject", "handler", "listener", "iframe", "object", "embed"})
_MOVING = frozenset({"set", "animate"})
_PARTS = ("#", "data:image/png", "data:image/jpeg", "data:image/gif")
_URL = re.compile(r"url\(\s*[\"']?\s*([^)\"']*)|@import\s*[\"']?([^;\"']*)", re.IGNORECASE)
_URL_OF_INSTRUCTION = re.compile(r"href\s*=\s*[\"']([^\"']*)")
_BEGINNINGS = (b"<", b"\xff\xfe<", b"\xfe\xff\x00<")
_NO_PICTURE = "is no PNG, JPEG, GIF or SVG; save it as one of these"


def identify(data: bytes, href: str, *, path: Path, line: int | None) -> Picture:
    """Return the picture in `data`, judged by its bytes, never by its name.

    Raises MarkupError at `path`:`line` for a file that is no picture, is damaged, has over 80
    million pixels, or is an SVG with scripts or references to other files.
    """
    try:
        is_text = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_BEGINNINGS)
        media_type = _svg(data) if is_text else _raster(data)
    except ValueError as error:
        raise MarkupError(f"the picture “{href}” {error}", path=path, line=line) from None
    return Picture(href=href, media_type=media_type, data=data)


def recode(data: bytes) -> bytes | None:
    """Return a picture of another kind (WebP, AVIF, TIFF, BMP) as PNG or JPEG, None if it is none.

    What was stored with loss becomes JPEG unless it is transparent; the same bytes give the same
    bytes.
    """
    from PIL import Image  # noqa: PLC0415 - as in `_raster`

    try:
        with Image.open(BytesIO(data), formats=_RECODED) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            written = BytesIO()
            if image.format in _LOSSY and image.mode == "RGB" and b"VP8L" not in data[:16]:
                image.save(written, "JPEG", quality=92, subsampling=0)
            else:
                still = image if image.mode in _PNG_MODES else image.convert("RGBA")
                still.save(written, "PNG")
            return written.getvalue()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None


def _svg(data: bytes) -> str:
    from lxml import etree  # noqa: PLC0415 - most pictures are photographs

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if b"<svg" not in data:
            raise ValueError(_NO_PICTURE) from None
        raise ValueError(f"is not well-formed SVG: {error.msg}") from None
    if root.tag != _SVG:
        raise ValueError(_NO_PICTURE)
    document = root.getroottree().docinfo
    if document.internalDTD is not None and list(document.internalDTD.iterentities()):
        raise ValueError("declares entities, which few readers know; save it as plain SVG")
    for node in root.xpath("//node()[self::* or self::processing-instruction()]"):
        _refuse_active(node)
    return "image/svg+xml"


def _refuse_active(node: etree._Element) -> None:
    """Raise ValueError for what would run, move what a link names, or fetch another file."""
    if not isinstance(node.tag, str):
        return _refuse_outside(_URL_OF_INSTRUCTION.findall(str(node.text)))
    name = node.tag.rpartition("}")[2].lower()
    handlers = [key for key in node.attrib if str(key).lower().startswith("on")]
    moves_link = name in _MOVING and "href" in node.get("attributeName", "")
    if name in _ACTIVE or handlers or moves_link:
        raise ValueError("holds a script, which no reader may run")
    _refuse_outside(
        str(value)
        for key, value in node.attrib.items()
        if str(key).endswith(("href", "}base", "src"))
    )
    texts = [str(value) for value in node.attrib.values()]
    texts += ["".join(node.itertext())] if name == "style" else []
    for text in texts:
        _refuse_outside("".join(found) for found in _URL.findall(text))
    return None


def _refuse_outside(addresses: Iterable[str]) -> None:
    for address in addresses:
        if not address.strip().lower().startswith(_PARTS):
            raise ValueError(f"draws on another file, “{address.strip()}”")


def _raster(data: bytes) -> str:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - an article may have no picture

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our limit is lower
            with Image.open(BytesIO(data), formats=tuple(_FORMATS)) as image:
                _refuse_large(image.width * image.height)
                image.load()
                return _FORMATS[str(image.format)]
    except UnidentifiedImageError:
        raise ValueError(_NO_PICTURE) from None
    except Image.DecompressionBombError:
        raise ValueError(_too_large("too many")) from None
    except (OSError, SyntaxError) as error:
        raise ValueError(f"is damaged: {error}") from None


def _refuse_large(pixels: int) -> None:
    if pixels > _MOST_PIXELS:
        raise ValueError(_too_large(f"{pixels:,}"))


def _too_large(pixels: str) -> str:
    return f"has {pixels} pixels; the limit is {_MOST_PIXELS:,}"
