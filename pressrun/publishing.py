"""Put finished files where readers find them: whole, or not at all; knows bytes and names only.

Each file is written beside its place, flushed to the disk, and renamed over what was there before,
after all of them have been written (rename(2) is atomic; fsync(2) of file and folder makes it
last).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def publish(files: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write `files` (name → content) into `folder`; return their paths in order.

    A name may lead into a folder below it, which is made. Raises MachineError when something cannot
    be written; what was there before is then still there.
    """
    written: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            written.append((_write(data, folder), folder / name))
        with tempfile.TemporaryDirectory(prefix=".pressrun-", dir=folder) as old:
            _replace(written, Path(old))
        for place in {path.parent for _, path in written} | {folder}:
            _flush(place)
    except OSError as error:
        raise MachineError(f"nothing was published: {error.strerror}", path=folder) from error
    finally:
        for temporary, _ in written:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    return tuple(path for _, path in written)


def _replace(written: Sequence[tuple[Path, Path]], old: Path) -> None:
    """Rename every file into its place; when one cannot be, put back what the others replaced."""
    done: list[tuple[Path, Path]] = []
    try:
        for number, (temporary, path) in enumerate(written):
            before = old / str(number)
            if path.is_file():
                _keep(path, before)
            temporary.replace(path)
            done.append((before, path))
    except OSError:
        for before, path in done:
            if before.exists():
                before.replace(path)
            else:
                path.unlink()
        raise


def _keep(path: Path, old: Path) -> None:
    try:
        os.link(path, old)
    except OSError:  # not every file system has links
        shutil.copy2(path, old)


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
