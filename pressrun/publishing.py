"""Put finished files where readers find them, all of a set at once; knows bytes and names only.

Two names cannot be renamed in one step. So the whole folder is made anew beside its place, with
links to what else is in it, and the two folders change places, which is one step. That is for a
folder of editions alone. In any other, or one that somebody stands in, or where the system has no
such step, a journal changes the names one by one, and a change that was broken off is ended by the
next build. A lock on the folder, which ends with its process, orders builds that meet.

What a build was not told to make is not of its set: after `-f epub`, an earlier PDF is there still,
and that is told. What it was told to make and could not is withdrawn, since an earlier one beside
the new EPUB would say something else.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import stat
import time
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun.errors import MachineError
from pressrun.interrupts import heed, unstoppable
from pressrun.journal import BrokenOffError, change, discard, end_broken_change, is_broken
from pressrun.regular import flush, write
from pressrun.swapping import exchange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_EDITIONS = (".epub", ".pdf", ".onix.xml")
_FEW = 1_000  # links are made to so many files
# What an exchange may meet where nothing is wrong: a folder of another file system, a file that may
# not be linked, a system that cannot.
_NO_EXCHANGE = {
    errno.EACCES, errno.EBUSY, errno.EINVAL, errno.EMLINK, errno.ENAMETOOLONG, errno.ENOSYS,
    errno.ENOTSUP, errno.EPERM, errno.EROFS, errno.EXDEV,
}  # fmt: skip
_NO_LOCK = {errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOTSUP}  # as over some networks
_PART = 1 << 16  # bytes that are compared at once: memory for more is fetched anew each time
_PATIENCE = 60.0  # seconds; who publishes is done in one


def publish(
    files: Mapping[str, bytes], folder: Path, withdrawn: Sequence[str] = ()
) -> tuple[Path, ...]:
    """Put `files` (name → content) into `folder` as one set; return their paths in order.

    Names of an earlier set that are `withdrawn` go with the same step. A name may lead into a
    folder below, which is made. A set that is there already is left alone. Raises MachineError when
    something cannot be written; what was there before is then still there.
    """
    real = Path(os.path.realpath(folder))
    try:
        with _alone_in(real):
            _clear(real)
            if withdrawn or not all(_is(data, real / name) for name, data in files.items()):
                _put(files, withdrawn, real)
    except OSError as error:
        raise _told(error, folder) from error
    return tuple(folder / name for name in files)


def present(names: Iterable[str], folder: Path) -> tuple[Path, ...]:
    """Return the paths of those `names` that are in `folder`; raises MachineError as above."""
    try:
        return tuple(folder / name for name in names if (folder / name).is_file())
    except OSError as error:
        raise _told(error, folder) from error


def clear(folder: Path) -> None:
    """End and clear what a build that was killed had begun in `folder`.

    Raises MachineError when that cannot be done.
    """
    real = Path(os.path.realpath(folder))
    try:
        if real.is_dir() and (is_broken(real) or _stage(real).exists()):
            with _alone_in(real):
                _clear(real)
    except OSError as error:
        raise _told(error, folder) from error


def _told(error: OSError, folder: Path) -> MachineError:
    state = error.state if isinstance(error, BrokenOffError) else "nothing was published"
    return MachineError(f"{state}: {error.strerror}", path=folder)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Make the folder, and keep other builds out of it; their turn comes when this process ends."""
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder) as descriptor:
            # While this one waited, another may have taken the folder's place.
            if _is_still(folder, os.fstat(descriptor)):
                yield
                return


def _is_still(folder: Path, locked: os.stat_result) -> bool:
    try:
        return os.path.samestat(folder.stat(), locked)
    except FileNotFoundError:
        return False


@contextmanager
def _locked(folder: Path) -> Iterator[int]:
    """Hold flock(2) of a folder; raises TimeoutError when another keeps it for ever."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        end = time.monotonic() + _PATIENCE
        while not _is_free(descriptor):
            if time.monotonic() > end:
                raise TimeoutError(errno.ETIMEDOUT, "another program keeps it locked", str(folder))
            time.sleep(0.02)
        yield descriptor
    finally:
        with suppress(OSError):  # it was only read
            os.close(descriptor)


def _is_free(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _NO_LOCK:
            raise
    return True


def _stage(folder: Path) -> Path:
    return folder.parent / f".pressrun-{folder.name}"


def _clear(folder: Path) -> None:
    end_broken_change(folder)
    if _stage(folder).exists():
        shutil.rmtree(_stage(folder))


def _is(data: bytes, path: Path) -> bool:
    """Tell whether a file holds that already."""
    try:
        state = path.lstat()
        if not stat.S_ISREG(state.st_mode) or state.st_size != len(data):
            return False
        with path.open("rb") as file:
            parts = (data[begin : begin + _PART] for begin in range(0, len(data), _PART))
            return all(file.read(_PART) == bytes(part) for part in parts)
    except OSError:  # it is written, or that says what is wrong
        return False


def _put(files: Mapping[str, bytes], withdrawn: Sequence[str], folder: Path) -> None:
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    if _holds_editions_alone(folder) and not any("/" in name for name in files):
        try:
            _exchange(files, withdrawn, folder)
        except OSError as error:
            if error.errno not in _NO_EXCHANGE or isinstance(error, BrokenOffError):
                raise
        else:
            return
    change(files, withdrawn, folder)


def _holds_editions_alone(folder: Path) -> bool:
    """Tell whether a folder is ours to exchange: editions alone, and nobody stands in it."""
    with os.scandir(folder) as entries:
        first = list(islice(entries, _FEW + 1))
    there, above = folder.stat(), folder.parent.stat()
    return (
        len(first) <= _FEW
        and all(entry.is_file(follow_symlinks=False) for entry in first)
        and all(entry.name.startswith(".") or entry.name.endswith(_EDITIONS) for entry in first)
        and (there.st_dev, there.st_uid) == (above.st_dev, os.geteuid())
        and not os.path.ismount(folder)
        and not _is_stood_in(there)
    )


def _is_stood_in(folder: os.stat_result) -> bool:
    """Tell whether it is the working folder of a process, such as a shell or a server.

    Only Linux tells of other processes, those of this user.
    """
    for place in (Path(), *Path("/proc").glob("[0-9]*/cwd")):
        with suppress(OSError):  # a process that is gone, or another's
            if os.path.samestat(place.stat(), folder):
                return True
    return False


def _exchange(files: Mapping[str, bytes], withdrawn: Sequence[str], folder: Path) -> None:
    """Make the folder anew, with links to what else is in it, and exchange it for the old one."""
    stage = _stage(folder)
    try:
        stage.mkdir(mode=0o700)
        gone = _fill(stage, files, withdrawn, folder)
        heed()
        # Who comes after the exchange finds the new folder, and waits too.
        with unstoppable(), _locked(stage):
            exchange(stage, folder)
            _finish(stage, folder, gone)
    except BaseException:
        discard(stage)
        raise


def _fill(
    stage: Path, files: Mapping[str, bytes], withdrawn: Sequence[str], folder: Path
) -> set[str]:
    """Make what shall be in `folder`; return the names of what is not to be there any more."""
    for name, data in files.items():
        write(stage / name, data)
    there = set(os.listdir(folder))  # noqa: PTH208 - names
    # A name may be there already in other letters, where the system takes them for the same.
    others = {name for name in there - set(withdrawn) if not (stage / name).exists()}
    for name in others:
        (stage / name).hardlink_to(folder / name)
    if stage.stat().st_gid != folder.stat().st_gid:
        os.chown(stage, -1, folder.stat().st_gid)
    shutil.copystat(folder, stage)
    flush(stage)
    return there - others | set(files)


def _finish(old: Path, folder: Path, gone: set[str]) -> None:
    """See the exchange onto the disk; keep what others put into the old folder meanwhile."""
    try:
        flush(folder.parent)
        for name in set(os.listdir(old)) - gone:  # noqa: PTH208 - names
            if not (folder / name).exists() or not (folder / name).samefile(old / name):
                (old / name).replace(folder / name)
    except OSError as error:
        raise BrokenOffError(error, "all is published, but perhaps not kept") from error
    finally:
        discard(old)
