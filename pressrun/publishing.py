"""Put finished files where readers find them: whole, or not at all; knows bytes and names only.

Each file is written beside its place, flushed to the disk, and renamed over what was there before,
after all of them have been written (rename(2) is atomic; fsync(2) of file and folder makes it
last).
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Mapping


def publish(files: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write `files` (name → content) into `folder`; return their paths in order.

    Raises MachineError when the folder cannot be written; what was there before is then still
    there.
    """
    written: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            written.append((_write(data, folder), folder / name))
        for temporary, path in written:
            temporary.replace(path)
        _flush(folder)
    except OSError as error:
        raise MachineError(f"nothing was published: {error.strerror}", path=folder) from error
    finally:
        for temporary, _ in written:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    return tuple(path for _, path in written)


def _write(data: bytes, folder: Path) -> Path:
    """Write a temporary file in `folder`, readable as any new file would be."""
    descriptor, name = tempfile.mkstemp(prefix=".pressrun-", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o666 & ~_umask())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
