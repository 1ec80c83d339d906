"""Find the pictures that were saved with a page: in its folder, in the archive, in the page itself.

Never looks at the network.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pressrun.model import Picture
    from pressrun.readers.album import Album
    from pressrun.readers.web.dom import Element

_SOURCES = (
    "src", "data-src", "data-original", "data-lazy-src", "data-hi-res-src", "data-noscript-src",
    "data-url", "poster",
)  # fmt: skip
_SETS = ("srcset", "data-srcset", "data-lazy-srcset", "data-noscript-srcset")
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|\S)(?:\s+([\d.]+)[wx])?\s*(?:,|\Z)")
# What browsers call the folder beside NAME.html, whatever their language.
_FOLDERS = (
    "_files",
    "-files",
    ".files",
    "_Dateien",
    "-Dateien",
    "_fichiers",
    "_archivos",
    "_file",
    "_bestanden",
)
# A picture of one point, with which pages hold a place, has 43 (GIF) to 70 bytes (PNG).
_FEWEST_BYTES = 72


@dataclass(slots=True)
class SavedPictures:
    """The pictures beside the page at `path`; `parts` are those of an archive, by address."""

    path: Path
    album: Album
    address: str | None = None
    parts: Mapping[str, bytes] = field(default_factory=dict)

    def find(self, image: Element, line: int) -> Picture | None:
        """Return the picture that an `img` or a `video` shows, None if it was not saved."""
        for source in _sources(image):
            data = self._data(source)
            if (
                data is not None
                and len(data) >= _FEWEST_BYTES
                and (found := self.album.take(data, _name_of(source), line))
            ):
                return found
        return None

    def _data(self, source: str) -> bytes | None:
        if source.startswith("data:"):
            return _inline(source)
        for name in (source, source.removeprefix("cid:"), urljoin(self.address or "", source)):
            if name in self.parts:
                return self.parts[name]
        return self._file(source)

    def _file(self, source: str) -> bytes | None:
        """Read a file below the page's own folder, by its path or, for an address, by its name."""
        parts = urlsplit(source)
        name = unquote(parts.path)
        if "\0" in name or not name:
            return None
        folder = self.path.parent
        places = (
            [folder / name] if not (parts.scheme or parts.netloc or name.startswith("/")) else []
        )
        places += [
            folder / f"{self.path.stem}{ending}" / name.rsplit("/", 1)[-1] for ending in _FOLDERS
        ]
        return next((data for place in places if (data := _read(place, folder)) is not None), None)


def _name_of(source: str) -> str:
    return "" if source.startswith("data:") else unquote(urlsplit(source).path).rsplit("/", 1)[-1]


def _sources(image: Element) -> Iterator[str]:
    """Yield the addresses that an image may have, the one that browsers would show first."""
    around = image.getparent()
    sets = [image.get(name, "") for name in _SETS]
    if around is not None and around.tag == "picture":
        sets += [s.get(name, "") for s in around.iter("source") for name in _SETS]
    plain = [image.get(name, "").strip() for name in _SOURCES]
    yield from dict.fromkeys(filter(None, (*plain, *_largest_first(sets))))


def _largest_first(sets: Iterable[str]) -> list[str]:
    found = [match for value in sets for match in _CANDIDATE.finditer(value)]
    return [
        m[1]
        for m in sorted(
            found, key=lambda m: -float(m[2]) if (m[2] or "").replace(".", "", 1).isdigit() else 0
        )
    ]


def _inline(source: str) -> bytes | None:
    """Decode a `data:` address (RFC 2397)."""
    head, _, data = source.partition(",")
    raw = unquote_to_bytes(data)
    if not head.endswith(";base64"):
        return raw
    try:
        return base64.b64decode(re.sub(rb"\s", b"", raw), validate=False)
    except (binascii.Error, ValueError):
        return None


def _read(place: Path, folder: Path) -> bytes | None:
    try:
        if place.resolve().is_relative_to(folder.resolve()) and place.is_file():
            return place.read_bytes()
    except (OSError, ValueError):  # a name that no file system takes
        return None
    return None
