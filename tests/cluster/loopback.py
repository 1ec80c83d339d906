"""Run a scheduler and workers of Dask on this machine, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Self

from tests.editions.commands import PATIENCE, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SCHEDULER, _WORKER = "distributed.cli.dask_scheduler", "distributed.cli.dask_worker"


class Loopback:
    """A scheduler, and the workers that are started; leaving the context ends them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self._all: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self._start(ROOT, _SCHEDULER, "--port", "0")
        wait_for(self._file.is_file)
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._all):
            process.kill()
            process.wait()

    @property
    def address(self) -> str:
        """Return where the scheduler listens."""
        return str(json.loads(self._file.read_bytes())["address"])

    def worker(self, pressrun: Path = ROOT) -> subprocess.Popen[bytes]:
        """Start a worker of one thread that imports Pressrun from a folder; it may be killed."""
        return self._start(pressrun, _WORKER, "--no-nanny", "--nthreads", "1")

    def log(self, process: subprocess.Popen[bytes]) -> bytes:
        """Return what a process has said."""
        return (self._folder / f"{self._all.index(process)}.log").read_bytes()

    def _start(self, place: Path, *words: str) -> subprocess.Popen[bytes]:
        number = len(self._all)
        paths = {
            "PYTHONPATH": str(place),
            "XDG_CACHE_HOME": str(self._folder / "far"),
            "DASK_TEMPORARY_DIRECTORY": str(self._folder / f"dask-{number}"),
        }
        with (self._folder / f"{number}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *words, "--host", "127.0.0.1", "--no-dashboard",
                 "--scheduler-file", str(self._file)],
                stdout=log, stderr=log, cwd=self._folder, env=os.environ | paths,
            )  # fmt: skip
        self._all.append(process)
        return process


def wait_for(come: Callable[[], object]) -> None:
    """Wait until something has come; the end of patience is a failure, and no measure."""
    end = time.monotonic() + PATIENCE
    while not come():
        assert time.monotonic() < end
        time.sleep(0.02)
