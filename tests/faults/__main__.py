"""Break a build at every point, on every machine; print counts, and each point that is wrong.

`python -m tests.faults [WORD]` takes the parts whose name has the word.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.editions.commands import BUILD
from tests.faults.machines import (
    FOLDERS,
    MACHINES,
    STORY,
    faults_of_folder,
    faults_of_four,
    faults_of_machine,
    faults_of_signal,
)
from tests.faults.sweep import FAULTS, publishing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOMENTS = 30


def main(word: str = "") -> int:
    """Run the parts; return 1 when anything was wrong."""
    faulty = 0
    for name, part in PARTS.items():
        if word in name:
            with TemporaryDirectory() as folder:
                counts: Counter[str] = Counter()
                found = list(part(Path(folder), counts))
            told = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
            print(f"{name}: {told}; {len(found)} wrong", *found, sep="\n    ", flush=True)
            faulty += len(found)
    return min(1, faulty)


def _publishing(other: str) -> Callable[[Path, Counter[str]], Iterator[str]]:
    """Return the part that sweeps publishing alone."""

    def part(place: Path, counts: Counter[str]) -> Iterator[str]:
        (place / "new").mkdir()
        for name in ("tide.epub", "tide.pdf"):
            (place / "new" / name).write_bytes(b"new " * 2_000)
        sweep = publishing(place / "place", place / "new", other)
        yield from sweep.complaints(sweep.points(*FAULTS))
        counts |= sweep.counts

    return part


def _building(other: str) -> Callable[[Path, Counter[str]], Iterator[str]]:
    """Return the part that sweeps whole builds."""

    def part(place: Path, counts: Counter[str]) -> Iterator[str]:
        (place / "story.md").write_text(STORY, encoding="utf-8")
        build: list[str | Path] = [sys.executable, BUILD, place / "story.md", "-o"]
        subprocess.run([*build, place / "new"], check=True, capture_output=True)
        command = [*build, place / "place/dist"]
        sweep = publishing(place / "place", place / "new", other, command)
        yield from sweep.complaints(sweep.points(*FAULTS))
        counts |= sweep.counts

    return part


def _machines(place: Path, counts: Counter[str]) -> Iterator[str]:
    for name in MACHINES:
        counts["machines"] += 1
        yield from (f"{name}: {fault}" for fault in faults_of_machine(name, place / name))
    for name in FOLDERS if os.geteuid() == 0 else ():
        counts["folders"] += 1
        yield from (f"{name}: {fault}" for fault in faults_of_folder(name, place / name))
    counts["meetings of four builds"] += 1
    yield from (f"four at once: {fault}" for fault in faults_of_four(place / "four"))


def _signals(place: Path, counts: Counter[str]) -> Iterator[str]:
    chance = random.Random(7)  # noqa: S311 - moments, no secrets
    for signal in ("INT", "TERM", "HUP", "KILL"):
        for _ in range(_MOMENTS):
            counts[f"moments of SIG{signal}"] += 1
            yield from (f"{signal}: {fault}" for fault in faults_of_signal(signal, place, chance))


PARTS = {
    "publishing at once": _publishing("ebb.pdf"),
    "publishing in steps": _publishing("notes.txt"),
    "building at once": _building("ebb.pdf"),
    "building in steps": _building("notes.txt"),
    "machines": _machines,
    "signals": _signals,
}

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
