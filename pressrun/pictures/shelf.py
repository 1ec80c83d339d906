"""Keep prepared pictures in the user's cache, under the hash of what they were made from."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from pressrun.cache import Cache, key_of
from pressrun.installed import version
from pressrun.model import Picture

if TYPE_CHECKING:
    from collections.abc import Callable

_FORMAT = "8"  # change it whenever the same bytes should give another picture
_LIBRARIES = ("pillow", "pyoxipng", "pi-heif", "lxml")
SHELF = Cache(name="pictures", most=500_000_000)


def kept(data: bytes, purpose: str, make: Callable[[bytes], Picture]) -> Picture:
    """Return what `make` gives for `data`, from the cache where it was made before.

    `purpose` tells apart what is made of the same bytes.
    """
    key = key_of((_makers(), purpose.encode(), data))
    found = SHELF.found(key)
    if found is not None:
        return _read(found, data)
    made = make(data)
    SHELF.keep(key, _written(made, data))
    if key.startswith("0"):  # one in sixteen, since it looks at all that is kept
        SHELF.tidy()
    return made


@cache
def _makers() -> bytes:
    return " ".join((_FORMAT, *(f"{name}={version(name)}" for name in _LIBRARIES))).encode()


def _read(stored: bytes, given: bytes) -> Picture:
    head, _, data = stored.partition(b"\n")
    return Picture(href="", data=data or given, **json.loads(head))


def _written(picture: Picture, given: bytes) -> bytes:
    """Return a picture as bytes; what is as it was given is not written again."""
    head = json.dumps({"media_type": picture.media_type, "changes": picture.changes})
    return head.encode() + b"\n" + (b"" if picture.data == given else picture.data)
