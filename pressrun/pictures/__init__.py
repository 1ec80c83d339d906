"""Take picture files into a publication: what they are, and what every reading system shows.

`take` gives the picture of the EPUB, `for_print` makes of it what a printed column can show; both
keep what they made (`shelf`). `raster` decodes, `colour` and `containers` serve it, `svg` makes
drawings safe. Nothing is fetched, and no file is opened but by `read_file`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pressrun import regular
from pressrun.errors import MarkupError
from pressrun.pictures import shelf, svg
from pressrun.pictures.fault import FaultError

if TYPE_CHECKING:
    from pathlib import Path

    from pressrun.model import Picture

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/svg+xml": "svg"}
_KNOWN_ENDINGS = frozenset(
    {"png", "apng", "jpg", "jpeg", "jpe", "jfif", "gif", "svg", "webp", "avif", "avifs", "heic",
     "heif", "hif", "tif", "tiff", "bmp", "dib", "jp2", "j2k", "jpx", "jpf", "mpo"}
)  # fmt: skip
_MOST_BYTES = 200_000_000


def read_file(path: Path, name: str, *, manuscript: Path, line: int | None) -> bytes:
    """Return the bytes of a picture's file, which the manuscript calls `name`.

    Raises MarkupError for what is no regular file, so that no pipe is waited for and no device
    read; for one of over 200 MB; and for one that cannot be read.
    """
    try:
        data = regular.read(path, _MOST_BYTES)
    except OSError as error:
        fault, hint = f"cannot be read: {error.strerror}", "put the picture’s own file there"
    else:
        if len(data) <= _MOST_BYTES:
            return data
        fault, hint = f"has over {_MOST_BYTES:,} bytes", "make it smaller"
    raise MarkupError(f"the picture “{name}” {fault}", path=manuscript, line=line, hint=hint)


def take(data: bytes, href: str, *, path: Path, line: int | None) -> Picture:
    """Return the picture in `data`, judged by its bytes, as both editions may have it.

    Its ending becomes that of its kind. Raises MarkupError at `path`:`line` for a file that is no
    picture, is damaged, has over 80 million pixels, or is a drawing that cannot be made safe.
    """
    try:
        found = shelf.kept(data, "epub", _prepared)
    except FaultError as fault:
        message = f"the picture “{href}” {fault}"
        raise MarkupError(message, path=path, line=line, hint=fault.hint) from None
    return replace(found, href=with_ending(href, found.media_type))


def for_print(picture: Picture, width: float, height: float) -> bytes:
    """Return a picture's bytes for print, with what 300 points to the inch need at the most.

    `width` and `height` are what a page has room for, in points.
    """
    if picture.media_type not in {"image/png", "image/jpeg"}:
        return picture.data
    purpose = f"print {width:.0f}x{height:.0f}"

    def shrunk(data: bytes) -> Picture:
        from pressrun.pictures import raster  # noqa: PLC0415 - not where all was kept

        return replace(picture, href="", data=raster.for_print(data, width, height))

    return shelf.kept(picture.data, purpose, shrunk).data


def with_ending(href: str, media_type: str) -> str:
    """Name a file after its kind, and keep what follows a dot that no ending does."""
    stem, dot, last = href.rpartition(".")
    known = dot and last.lower() in _KNOWN_ENDINGS
    ending = _ENDINGS[media_type]
    if known and last.lower() in {ending, "jpeg" if ending == "jpg" else ending}:
        return href
    return f"{stem if known else href}.{ending}"


def words_in(picture: Picture) -> str:
    """Return the words that a drawing has as words; the reader's fonts draw them."""
    return svg.words_in(picture.data) if picture.media_type == "image/svg+xml" else ""


def _prepared(data: bytes) -> Picture:
    from pressrun.pictures import raster  # noqa: PLC0415 - not where all was kept

    return svg.prepared(data, raster.prepared) if svg.is_markup(data) else raster.prepared(data)
