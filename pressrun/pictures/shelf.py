"""Keep prepared pictures in the user's cache, under the hash of what they were made from.

A kept file begins with the hash of the rest, so that a damaged one is seen and made again; files
appear whole, by rename, so that several builds may share the folder. The oldest go first when it
grows. A folder that cannot be written costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun import fonts
from pressrun.model import Picture

if TYPE_CHECKING:
    from collections.abc import Callable

_FORMAT = "5"  # change it whenever the same bytes should give another picture
_LIBRARIES = ("pillow", "pyoxipng", "pi-heif", "lxml")
_MOST_BYTES = 500_000_000
_DIGEST = hashlib.sha256().digest_size


def kept(data: bytes, purpose: str, make: Callable[[bytes], Picture]) -> Picture:
    """Return what `make` gives for `data`, from the cache where it was made before.

    `purpose` tells apart what is made of the same bytes.
    """
    path = _folder() / _key(data, purpose)
    found = _read(path)
    if found is None:
        found = make(data)
        with suppress(OSError):
            _write(path, found)
    return found


def _folder() -> Path:
    return fonts.cache_folder() / "pictures"


def _key(data: bytes, purpose: str) -> str:
    digest = hashlib.sha256(f"{_makers()} {purpose}\n".encode())
    digest.update(data)
    return digest.hexdigest()


@cache
def _makers() -> str:
    return " ".join((_FORMAT, *(f"{name}={version(name)}" for name in _LIBRARIES)))


def _read(path: Path) -> Picture | None:
    try:
        stored = path.read_bytes()
        os.utime(path)  # what is used stays
    except OSError:
        return None
    digest, rest = stored[:_DIGEST], stored[_DIGEST:]
    if hashlib.sha256(rest).digest() != digest:
        return None
    head, _, data = rest.partition(b"\n")
    fields = json.loads(head)
    return Picture(href="", data=data, **fields)


def _write(path: Path, picture: Picture) -> None:
    head = json.dumps({"media_type": picture.media_type, "changes": picture.changes})
    rest = head.encode() + b"\n" + picture.data
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(hashlib.sha256(rest).digest() + rest)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    _prune(path.parent)


def _prune(folder: Path) -> None:
    """Remove what was longest out of use, until the rest is within the limit."""
    with os.scandir(folder) as entries:
        files = []
        for entry in entries:
            with suppress(OSError):  # another build removed it
                files.append((entry.stat().st_mtime_ns, entry.stat().st_size, entry.path))
    excess = sum(size for _, size, _ in files) - _MOST_BYTES
    for _, size, path in sorted(files):
        if excess <= 0:
            return
        Path(path).unlink(missing_ok=True)
        excess -= size
