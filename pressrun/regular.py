"""Read and write regular files, and nothing else that has a name; knows not what is in them."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path, most: int | None = None) -> bytes:
    """Return the bytes of a file, no more than `most` and one.

    Raises OSError for what is no regular file, so that no pipe is waited for and no device read.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is no file, but a folder, pipe or device", str(path))
    with open(descriptor, "rb") as file:  # noqa: PTH123 - it is open already
        return file.read(-1 if most is None else most + 1)


def write(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, readable as any new file, and see it onto the disk."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        _settle(file.fileno())


def flush(folder: Path) -> None:
    """See the names in a folder onto the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _settle(descriptor)
    finally:
        os.close(descriptor)


def _settle(descriptor: int) -> None:
    """Wait for the disk, and on macOS, whose fsync(2) does not, for what the disk has in hand."""
    os.fsync(descriptor)
    if hasattr(fcntl, "F_FULLFSYNC"):
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
