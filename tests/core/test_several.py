"""Many manuscripts are read side by side, and give what one process gives."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pressrun import cache, readers
from pressrun.errors import Complaints
from pressrun.manuscript import gather
from pressrun.markup import Composition, Copy, drafts, tree
from pressrun.progress import silence
from pressrun.readers.several import read_all
from pressrun.sharing import beside, processes_for, shared

if TYPE_CHECKING:
    from pressrun.model import Manuscript

PASTE = "The tide turns {}\n\nBy Ada Fenwick\n\nBoats came in at dusk, and all of them waved.\n"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Write sound manuscripts of two kinds, one with two faults, and name one that is not there."""
    for number in range(9):
        (tmp_path / f"{number}.txt").write_text(PASTE.format(number), "utf-8")
        (tmp_path / f"{number}.md").write_text(f"# T{number}\n\nText *of* it.\n", "utf-8")
    (tmp_path / "5.md").write_text("---\ntitel: a\nkikker: b\n---\n", "utf-8")
    return [*sorted(tmp_path.iterdir()), tmp_path / "lost.md"]


@pytest.mark.parametrize("processes", [2, 3])
def test_processes_side_by_side_read_what_one_reads(files: list[Path], processes: int) -> None:
    alone, wrong_alone, _ = read_all(files, silence, processes=1)
    manuscripts, wrong, _ = read_all(files, silence, processes=processes)
    assert manuscripts == alone
    assert list(map(str, wrong)) == list(map(str, wrong_alone))
    assert [error.line for error in wrong] == [2, 3, None]


def test_every_file_is_told(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # where nothing is kept yet
    told: list[tuple[str, int, int]] = []
    read_all(files, lambda step, done=0, total=0: told.append((step, done, total)), processes=2)
    assert told == [("reading", number, 19) for number in range(20)]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is a copy of this one")
def test_a_process_that_breaks_down_loses_nothing(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, _, _ = read_all(files, silence, processes=1)
    here, read = os.getpid(), readers.read

    def break_down(path: Path, *how: Any, **named: Any) -> Manuscript:
        if path.name == "3.txt" and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return read(path, *how, **named)

    monkeypatch.setattr("pressrun.readers.read", break_down)
    assert read_all(files, silence, processes=2)[0] == alone


def double(number: int) -> tuple[int, int]:
    return number * 2, os.getpid()


def double_but_three(number: int) -> tuple[int, int] | None:
    return None if number == 3 else double(number)


@pytest.mark.parametrize("processes", [1, 2, 3, 9])
def test_work_is_shared_and_comes_in_order(processes: int) -> None:
    made = [*shared(double, range(7), processes)]
    assert [number for number, _ in made] == [0, 2, 4, 6, 8, 10, 12]
    assert len({process for _, process in made}) == min(processes, 7)


def test_work_is_done_beside_what_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    with beside(os.getpid, 1) as result:
        assert result() == os.getpid()
    monkeypatch.setattr("pressrun.sharing.processes_for", lambda _: 2)
    with beside(os.getpid, 1) as result:
        assert result() != os.getpid()
        assert result() == os.getpid()  # done here, where there is no other answer


KILLED = """
import os, signal, sys
from pressrun.sharing import shared
results = shared(lambda _: bytes(1_000_000), range(99), 3)
print([len(next(results)) for _ in range(6)], flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere work that is pickled has a name")
def test_processes_end_with_one_that_is_killed() -> None:
    # Whoever is left has its standard output, and keeps this waiting.
    done = subprocess.run(
        [sys.executable, "-c", KILLED], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert done.stdout.decode() == f"{[1_000_000] * 6}\n"


def test_a_thread_has_no_copies_of_its_process_made() -> None:
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(processes_for, 1e6).result() == 1
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    assert processes_for(1e6) == min(cores, 8)
    assert processes_for(1) == 1


def test_nor_has_a_process_that_may_have_none() -> None:
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply(processes_for, (1e6,)) == 1


def test_what_another_process_makes_nothing_of_is_done_here() -> None:
    made = [*shared(double, range(7), 2, double_but_three)]
    assert [number for number, _ in made] == [0, 2, 4, 6, 8, 10, 12]
    here = [process == os.getpid() for _, process in made]
    assert here == [True, False, True, True, True, False, True]


def test_a_process_that_nobody_waits_for_ends() -> None:
    results = shared(double, range(10_000), 2)
    next(results)
    _, process = next(results)
    results.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_drafts_that_are_composed_side_by_side_are_those_of_one_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = "The tide turns, he said, and “all” of them waved. " * 9
    fragments = [f"<h2>{n}</h2><p>{words}<a href='#x{n}'>it</a></p>" for n in range(5)]
    fragments[3] = f"<p>{words}</p><table><tr><td>1</td></tr></table><bdo>odd</bdo>"
    copies = [
        Copy(fragment=each, slug=f"tide-{n}", language="en", path=Path("tide.md"), hrefs={})
        for n, each in enumerate(fragments)
    ]

    def written() -> list[tuple[str, object]]:
        found = [draft for draft in drafts(copies) if isinstance(draft, Composition)]
        return [(tree.write(draft.root), draft.crossheads) for draft in found]

    with cache.unused():
        alone = written()
        monkeypatch.setattr("pressrun.markup.body.processes_for", lambda _: 3)
        assert written() == alone
    assert len(alone) == 5


def test_the_faults_of_hundreds_are_told_in_order(tmp_path: Path) -> None:
    for number in range(300):
        text = "---\ntitel: a\n---\n" if number % 100 == 7 else "# Tide\n\nText.\n"
        (tmp_path / f"{number:03}.md").write_text(text, "utf-8")
    with pytest.raises(Complaints) as caught:
        gather([tmp_path])
    assert [str(error.path)[-6:] for error in caught.value.errors] == ["007.md", "107.md", "207.md"]
