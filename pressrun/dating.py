"""Say when sources were last changed, from what they carry themselves; never from the clock.

https://reproducible-builds.org/specs/source-date-epoch/
"""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The zip format can name no earlier year, and no edition should differ for it.
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_AT_ONCE = 1_000  # names on one command line


def modified(files: Sequence[Path]) -> datetime:
    """Return the time, in UTC and whole seconds, at which the newest of `files` was changed.

    SOURCE_DATE_EPOCH decides where it is set; else the last commit of the files where git has them
    unchanged, so that a fresh clone gives the same bytes; else the newest file's own date. Raises
    UsageError when SOURCE_DATE_EPOCH is no number.
    """
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            moment = datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            raise UsageError(f"SOURCE_DATE_EPOCH is “{epoch}”, not a number of seconds") from None
    else:
        moment = _committed(files) or _touched(files)
    return max(moment, _EARLIEST)


def each_modified(groups: Sequence[Sequence[Path]]) -> list[datetime]:
    """Return of each group of files what `modified` does; git is asked once for them all."""
    if os.environ.get("SOURCE_DATE_EPOCH"):
        return [modified(group) for group in groups]
    folders = {os.path.dirname(os.path.realpath(file)) for group in groups for file in group}  # noqa: PTH120 - of many
    dates = _dates_by_git(Path(os.path.commonpath(folders)))
    moments = []
    for group in groups:
        known = [dates.get(os.path.realpath(file)) for file in group]
        told = [date for date in known if date is not None]
        whole = len(told) == len(known) and bool(told)
        moments.append(datetime.fromtimestamp(max(told), UTC) if whole else _touched(group))
    return [max(moment, _EARLIEST) for moment in moments]


def _dates_by_git(folder: Path) -> dict[str, int]:
    """Return the date of the last commit of each file that is as it was committed, by path."""
    root = _git(folder, "rev-parse", "--show-toplevel")
    if not root:
        return {}
    status = _git(
        folder, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", "."
    )
    log = _git(folder, "log", "--format=%x01%ct", "--name-only", "--no-renames", "-z", "--", ".")
    if status is None or log is None:
        return {}
    dates: dict[str, int] = {}
    for commit in log.split("\x01")[1:]:  # the newest first
        stamp, _, names = commit.partition("\n")
        for name in names.split("\0"):
            dates.setdefault(name, int(stamp.strip("\0")))
    for entry in status.split("\0"):
        dates.pop(entry[3:], None)
    return {os.path.join(root.rstrip("\n"), name): date for name, date in dates.items()}  # noqa: PTH118 - a path a file


def _touched(files: Sequence[Path]) -> datetime:
    newest = max((int(file.stat().st_mtime) for file in files), default=0)
    return datetime.fromtimestamp(newest, UTC)


def _committed(files: Sequence[Path]) -> datetime | None:
    """Return the date of the files' newest commit, None if any is not as it was committed."""
    folder = files[0].resolve().parent
    stamps = []
    for several in _batches([str(file.resolve()) for file in files]):
        status = _git(
            folder, "status", "--porcelain", "--untracked-files=all", "--ignored", "--", *several
        )
        if status is None or status.strip():
            return None
        stamp = _git(folder, "log", "-1", "--format=%ct", "--", *several)
        if not (stamp and stamp.strip()):
            return None
        stamps.append(int(stamp))
    return datetime.fromtimestamp(max(stamps), UTC)


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Divide names into what a command line takes."""
    for first in range(0, len(names), _AT_ONCE):
        yield names[first : first + _AT_ONCE]


def _git(folder: Path, *words: str) -> str | None:
    # A repository may name programs to run; none of them is wanted here.
    command = [
        "git",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "core.hooksPath=/dev/null",
        "-C",
        str(folder),
    ]
    try:
        done = subprocess.run(  # noqa: S603 - git alone, no shell
            [*command, *words], capture_output=True, check=False, text=True, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
