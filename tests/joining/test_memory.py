"""A process that lays out holds no more after many editions than after some."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from pressrun.manuscript import gather
from pressrun.presswork import PressRun
from pressrun.print_edition import print_design, print_parts
from pressrun.progress import silence
from pressrun.workers import Processes, Workers

if TYPE_CHECKING:
    from pathlib import Path

EDITIONS, SOME = 60, 20
# Without letting go, each edition leaves copies of the fonts that it is set in, of 3,000.
KIBIBYTES_EACH = 500
TEXT = "---\ntitle: The *tide*\nlang: en\n---\n\nThe **sea** keeps *its own* accounts, `all`.\n"


def held_by(pid: int) -> int:
    """Return the memory that a process holds, in KiB."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=True, text=True
    )
    return int(told.stdout)


def test_editions_leave_nothing_in_the_process_that_made_them(tmp_path: Path) -> None:
    (tmp_path / "tide.md").write_text(TEXT, encoding="utf-8")
    publication = gather([tmp_path / "tide.md"]).publication
    design, parts = print_design(publication), print_parts(publication)
    carrier = Processes(1)
    held: list[int] = []
    with Workers(carrier) as workers:
        for _ in range(EDITIONS):
            printed = PressRun(design, workers, kept=None).print(parts, silence)
            assert printed.pdf
            (worker,) = carrier._all  # noqa: SLF001 - nobody else asks which process it is
            held.append(held_by(worker._process.pid))  # noqa: SLF001 - as above
    assert held[-1] - held[SOME - 1] < (EDITIONS - SOME) * KIBIBYTES_EACH
