"""Run a command as a whole and tell what it cost; knows processes, not what they make."""

from __future__ import annotations

import ctypes
import os
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_LOOK: Final = 0.02  # seconds between two looks at the memory, which hold up who is looked at
_SELDOM: Final = 0.3  # and between two of a long run
_MIB: Final = 2**20
_SET_CHILD_SUBREAPER: Final = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds on the clock, seconds of CPU, MiB at the peak: of a process and all below it."""

    wall: float
    cpu: float
    memory: float


def run(commands: Sequence[Sequence[str]], folder: Path, *, watched: bool = False) -> Cost:
    """Run commands one after another in `folder`; times add up, of memory the highest counts.

    The memory is known of what is `watched`, which takes longer. Raises CalledProcessError, with
    what it said, when one fails.
    """
    costs = [_run(command, folder, watched=watched) for command in commands]
    return Cost(
        wall=sum(cost.wall for cost in costs),
        cpu=sum(cost.cpu for cost in costs),
        memory=max(cost.memory for cost in costs),
    )


def middle(costs: Sequence[Cost], watched: Cost) -> Cost:
    """Return the median of each time, and the memory of a run that was watched."""
    return Cost(
        wall=median(cost.wall for cost in costs),
        cpu=median(cost.cpu for cost in costs),
        memory=watched.memory,
    )


def _run(command: Sequence[str], folder: Path, *, watched: bool) -> Cost:
    """Run one command.

    CPU time is what the kernel has added up for ended children, which includes theirs, and those
    that outlived them.
    """
    log = folder / "said.txt"
    before, start, peak = os.times(), time.perf_counter(), 0.0
    with _adopting(), log.open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)  # noqa: S603 - ours
        while watched and process.poll() is None:
            peak = max(peak, _memory_of(process.pid))
            with suppress(subprocess.TimeoutExpired):
                passed = time.perf_counter() - start
                process.wait(min(max(_LOOK, passed / 20), _SELDOM))
        process.wait()
        wall = time.perf_counter() - start
    after = os.times()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, log.read_bytes())
    cpu = (
        after.children_user - before.children_user + after.children_system - before.children_system
    )
    return Cost(wall=wall, cpu=cpu, memory=peak)


@contextmanager
def _adopting() -> Iterator[None]:
    """Take on the processes that outlive what is run inside, and wait for them (Linux alone)."""
    if not psutil.LINUX:
        yield
        return
    prctl, me = ctypes.CDLL(None).prctl, psutil.Process()
    before = {*me.children()}
    prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
        while orphans := {*me.children()} - before:
            for orphan in orphans:
                with suppress(ChildProcessError):
                    os.waitpid(orphan.pid, 0)
    finally:
        prctl(_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def _memory_of(pid: int) -> float:
    """Add up what a process and all below it hold now; what they share is counted once."""
    total = 0
    with suppress(psutil.Error):
        top = psutil.Process(pid)
        for process in (top, *top.children(recursive=True)):
            with suppress(psutil.Error):
                total += _held_by(process)
    return total / _MIB


def _held_by(process: psutil.Process) -> int:
    """Return its share of memory (Linux), else all that it holds, in bytes."""
    held = process.memory_full_info() if psutil.LINUX else process.memory_info()
    return int(getattr(held, "pss", held.rss))
