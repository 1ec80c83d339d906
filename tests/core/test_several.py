"""Many manuscripts are read side by side, and give what one process gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pressrun.errors import Complaints
from pressrun.manuscript import gather
from pressrun.progress import silence
from pressrun.readers.several import read_all

if TYPE_CHECKING:
    from pathlib import Path

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
    alone, wrong_alone = read_all(files, silence, processes=1)
    manuscripts, wrong = read_all(files, silence, processes=processes)
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


def test_a_process_that_breaks_down_loses_nothing(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, _ = read_all(files, silence, processes=1)
    monkeypatch.setattr("sys.executable", "/bin/false")
    assert read_all(files, silence, processes=2)[0] == alone


def test_the_faults_of_hundreds_are_told_in_order(tmp_path: Path) -> None:
    for number in range(300):
        text = "---\ntitel: a\n---\n" if number % 100 == 7 else "# Tide\n\nText.\n"
        (tmp_path / f"{number:03}.md").write_text(text, "utf-8")
    with pytest.raises(Complaints) as caught:
        gather([tmp_path])
    assert [str(error.path)[-6:] for error in caught.value.errors] == ["007.md", "107.md", "207.md"]
