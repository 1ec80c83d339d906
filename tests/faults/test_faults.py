"""A disk that fails and a process that is killed leave the old editions or the new ones, whole.

`make faults` tries every point; here are some.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.editions.commands import BUILD, PATIENCE, ROOT
from tests.faults.machines import (
    FOLDERS,
    STORY,
    faults_of_folder,
    faults_of_machine,
    faults_of_signal,
)
from tests.faults.sweep import FAULTS, Point, contents, publishing

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not shutil.which("strace"), reason="strace, which lets system calls fail, is not here"
)
_EACH = 41  # one point of so many, another of each fault


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Make a set of small files."""
    (tmp_path / "new").mkdir()
    for name in ("tide.epub", "tide.pdf"):
        (tmp_path / "new" / name).write_bytes(b"new " * 2_000)
    return tmp_path / "new"


@pytest.mark.parametrize("other", ["ebb.pdf", "notes.txt"])
def test_at_any_call_a_failing_disk_or_a_kill_leaves_a_whole_set(
    tmp_path: Path, new: Path, other: str
) -> None:
    sweep = publishing(tmp_path / "place", new, other)
    points = sweep.points(*FAULTS)
    assert len(points) > 200
    assert list(sweep.complaints(points[3::_EACH])) == []


def test_a_build_that_is_killed_as_it_publishes_leaves_a_whole_set(tmp_path: Path) -> None:
    (tmp_path / "story.md").write_text(STORY, encoding="utf-8")
    build: list[str | Path] = [sys.executable, BUILD, tmp_path / "story.md", "-o"]
    subprocess.run([*build, tmp_path / "new", "-f", "epub"], check=True, capture_output=True)
    command = [*build, tmp_path / "place/dist", "-f", "epub"]
    sweep = publishing(tmp_path / "place", tmp_path / "new", "ebb.pdf", command)
    assert list(sweep.complaints([Point(call="renameat2", nth=1, fault="kill")])) == []
    assert sweep.counts["ended with -9"] == 1


def test_a_file_and_its_folder_are_on_the_disk_before_they_are_in_their_place(
    tmp_path: Path, new: Path
) -> None:
    sweep = publishing(tmp_path / "place", new, "ebb.pdf")
    calls = [point.call for point in sweep.points("EIO")]
    step = calls.index("renameat2")
    assert (calls[:step].count("fsync"), calls[step:].count("fsync")) == (len(sweep.new) + 1, 1)
    assert contents(sweep.folder) == sweep.new | sweep.other


@pytest.mark.parametrize("signal", ["INT", "TERM", "KILL"])
def test_a_signal_at_any_moment_leaves_a_whole_set(tmp_path: Path, signal: str) -> None:
    chance = random.Random(signal)  # noqa: S311 - a moment, no secret
    assert list(faults_of_signal(signal, tmp_path, chance)) == []


def test_a_machine_that_lacks_nearly_everything_builds_both_editions(tmp_path: Path) -> None:
    assert list(faults_of_machine("all at once", tmp_path)) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a disk that takes nothing")
@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_that_takes_nothing_keeps_its_editions_and_is_told(
    tmp_path: Path, name: str
) -> None:
    assert list(faults_of_folder(name, tmp_path)) == []


_STUCK = """
import _imp, os, signal, threading
from pressrun import interrupts
interrupts._GRACE = 0.2
_imp.acquire_lock()  # as an exception leaves it that meets an import halfway
waiting = threading.Thread(target=_imp.acquire_lock, daemon=True)
waiting.start()
with interrupts.stoppable():
    try:
        os.kill(os.getpid(), signal.SIGTERM)
    finally:
        waiting.join()
"""


def test_a_signal_that_meets_an_import_halfway_ends_the_build_all_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _STUCK], capture_output=True, check=False, cwd=ROOT, timeout=PATIENCE
    )
    assert (done.returncode, done.stderr) == (143, b"interrupted; nothing was published\n")


_LOST = """
import os, signal, sys, time
from pressrun import interrupts
class Last:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0)  # the signal is taken here, where no exception is heeded
try:
    with interrupts.stoppable():
        Last()
        if sys.argv[1:]:
            interrupts.heed()
        else:
            time.sleep(5)
except interrupts.Stopped as stop:
    sys.exit(stop.number)
"""


@pytest.mark.parametrize("words", [[], ["heed"]], ids=["a moment later", "where it is heeded"])
def test_a_signal_that_comes_where_nothing_is_heeded_stops_the_build(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOST, *words], capture_output=True, check=False, cwd=ROOT,
        timeout=PATIENCE,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (15, b"")


_WHOLE = """
import os, signal, sys
from pressrun import interrupts
done = 0
try:
    with interrupts.stoppable(), interrupts.in_one_go():
        os.kill(os.getpid(), signal.SIGTERM)
        done = 100
    done += 1
except interrupts.Stopped as stop:
    sys.exit(done + stop.number)
"""


def test_a_signal_is_heeded_behind_what_is_done_in_one_go() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WHOLE], capture_output=True, check=False, cwd=ROOT, timeout=PATIENCE
    )
    assert (done.returncode, done.stderr) == (115, b"")
