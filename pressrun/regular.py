"""Read regular files, and nothing else that has a name; knows not what is in them."""

from __future__ import annotations

import errno
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
