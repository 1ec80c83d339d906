"""Exchange two folders in one step, where the system can; knows nothing of what is in them."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HERE = -100  # AT_FDCWD: names are as for any other call
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS


def exchange(one: Path, other: Path) -> None:
    """Let two names of one file system change places, so that nobody ever sees one of them gone.

    Raises OSError, with ENOSYS where the system has no such call. See renameat2(2) of Linux 3.15
    and renamex_np(2) of macOS 10.12.
    """
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        status = library.renamex_np(*names, _EXCHANGE)
    elif hasattr(library, "renameat2"):
        status = library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE)
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(other))
    if status != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))
