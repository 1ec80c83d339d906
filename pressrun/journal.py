"""Change several names of a folder as one, step by step, so that a broken change can be ended.

All new files are whole on the disk before a journal says so. Then the old ones are put aside, and
only then do the new ones come: files of two sets never stand side by side. Whoever comes after a
process that was killed, or after a loss of power, ends what the journal began.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from pressrun.interrupts import heed, unstoppable
from pressrun.regular import flush, write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_STAGE = ".pressrun-set"
_FORWARD, _BACK = "forward", "back"
_SIDE_BY_SIDE = 16  # files that are written at a time, of more than so many


class BrokenOffError(OSError):
    """Say, in `state`, that a folder is not as it was before the error."""

    def __init__(self, error: OSError, state: str) -> None:
        super().__init__(error.errno, error.strerror, error.filename)
        self.state = state


def change(files: Mapping[str, bytes], withdrawn: Sequence[str], folder: Path) -> None:
    """Put `files` (name → content) into `folder`, and take away what is `withdrawn`.

    A single name is replaced by one rename. When a step fails, those before it are taken back, and
    its OSError is raised, as BrokenOffError where they could not be. Call it alone in the folder.
    """
    for path in (folder / name for name in (*files, *withdrawn)):
        if path.is_dir() and not path.is_symlink():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    stage = folder / _STAGE
    names = [*files, *(name for name in withdrawn if _is_there(folder / name))]
    try:
        _prepare(files, names, stage)
        heed()
    except BaseException:
        discard(stage)
        raise
    with unstoppable():
        _commit(folder, stage)


def is_broken(folder: Path) -> bool:
    """Tell whether a change was begun in `folder` that did not end."""
    return _is_there(folder / _STAGE)


def end_broken_change(folder: Path) -> None:
    """Complete what a process that was killed began in `folder`, or clear what it had prepared."""
    stage = folder / _STAGE
    if _is_there(stage / _BACK):
        _go_back(folder, stage)
    elif _is_there(stage / _FORWARD):
        _go_forward(folder, stage)
        _settle(folder, stage)
    elif _is_there(stage):
        shutil.rmtree(stage)


def discard(folder: Path) -> None:
    """Delete a folder that nobody needs; what cannot be is left to the next build."""
    with suppress(OSError):
        shutil.rmtree(folder)


def _prepare(files: Mapping[str, bytes], names: Sequence[str], stage: Path) -> None:
    """Write all that is new, then the journal, which is there whole or not at all."""
    stage.mkdir(mode=0o700)
    for place in dict.fromkeys((stage.parent / name).parent for name in files):
        place.mkdir(parents=True, exist_ok=True)
    if len(files) > _SIDE_BY_SIDE:
        _write_side_by_side(files, stage)
    else:
        for number, data in enumerate(files.values()):
            write(stage / f"{number}.new", data)
    write(stage / "draft", json.dumps([len(files), names]).encode())
    flush(stage)
    flush(stage.parent)
    (stage / "draft").rename(stage / _FORWARD)
    flush(stage)


def _write_side_by_side(files: Mapping[str, bytes], stage: Path) -> None:
    """Write many files, and wait for the disk once for several: it takes no longer than for one."""
    contents = enumerate(files.values())
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        while several := list(islice(contents, 4 * _SIDE_BY_SIDE)):
            places = [stage / f"{number}.new" for number, _ in several]
            list(pool.map(write, places, (data for _, data in several)))


def _commit(folder: Path, stage: Path) -> None:
    try:
        _go_forward(folder, stage)
    except OSError:
        _turn_back(folder, stage)
        raise
    _settle(folder, stage)


def _go_forward(folder: Path, stage: Path) -> None:
    """Put the old files aside, then the new ones in place; what is done already stays done."""
    count, names = json.loads((stage / _FORWARD).read_bytes())
    for number, name in enumerate(names if len(names) > 1 else ()):
        waits = number >= count or _is_there(stage / f"{number}.new")
        if waits and not _is_there(stage / f"{number}.old"):
            _move(folder / name, stage / f"{number}.old")
    for number, name in enumerate(names[:count]):
        _move(stage / f"{number}.new", folder / name)


def _settle(folder: Path, stage: Path) -> None:
    """See the change onto the disk, then end it."""
    try:
        _, names = json.loads((stage / _FORWARD).read_bytes())
        for place in sorted({(folder / name).parent for name in names}):
            flush(place)
        _end(stage / _FORWARD)
    except OSError as error:
        raise BrokenOffError(error, "all is published, but perhaps not kept") from error


def _turn_back(folder: Path, stage: Path) -> None:
    try:
        (stage / _FORWARD).rename(stage / _BACK)
        _go_back(folder, stage)
    except OSError as error:
        raise BrokenOffError(error, "a part is published, and the next build ends it") from error


def _go_back(folder: Path, stage: Path) -> None:
    """Take the new files away, then put the old ones back."""
    count, names = json.loads((stage / _BACK).read_bytes())
    for number, name in enumerate(names[:count]):
        if not _is_there(stage / f"{number}.new"):
            _move(folder / name, stage / f"{number}.new")
    for number, name in enumerate(names):
        _move(stage / f"{number}.old", folder / name)
    flush(folder)
    _end(stage / _BACK)


def _move(path: Path, to: Path) -> None:
    with suppress(FileNotFoundError):
        path.rename(to)


def _is_there(path: Path) -> bool:
    """Tell whether something has that name; what the disk cannot say is no “no”."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    return True


def _end(journal: Path) -> None:
    """Clear the stage, the journal first: without one, all that is left is worth nothing."""
    journal.unlink()
    flush(journal.parent)
    discard(journal.parent)
