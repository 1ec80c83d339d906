"""Say when sources were last changed, from what they carry themselves; never from the clock.

https://reproducible-builds.org/specs/source-date-epoch/
"""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pressrun.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# The zip format can name no earlier year, and no edition should differ for it.
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)


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


def _touched(files: Sequence[Path]) -> datetime:
    newest = max((int(file.stat().st_mtime) for file in files), default=0)
    return datetime.fromtimestamp(newest, UTC)


def _committed(files: Sequence[Path]) -> datetime | None:
    """Return the date of the files' newest commit, None if any is not as it was committed."""
    folder = files[0].resolve().parent
    names = [str(file.resolve()) for file in files]
    status = _git(
        folder, "status", "--porcelain", "--untracked-files=all", "--ignored", "--", *names
    )
    if status is None or status.strip():
        return None
    stamp = _git(folder, "log", "-1", "--format=%ct", "--", *names)
    return datetime.fromtimestamp(int(stamp), UTC) if stamp and stamp.strip() else None


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
