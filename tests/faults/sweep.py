"""Let a process fail, or be killed, at each system call that touches a folder; judge the folder.

strace(1) lists the calls of a process that nothing disturbs, then spoils one of them at a time.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.editions.commands import PATIENCE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

FAULTS = {"ENOSPC": "error=ENOSPC", "EIO": "error=EIO", "kill": "signal=SIGKILL"}
_CALL = re.compile(r"(\w+)\(")
_KILLED = -9

# What is in a folder: each file's bytes by its name.
Contents = dict[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The `nth` call of that name, in a process, that touches the folder."""

    call: str
    nth: int
    fault: str


@dataclass(slots=True, kw_only=True)
class Sweep:
    """A command that publishes into `place`/dist, and what may be there before and after it.

    `other` is a file that lies there and is in no set. `steps` tells that the folder has to be
    changed in steps, so that a part may be there until the next build begins, which is `again`.
    """

    command: Sequence[object]
    again: Sequence[object]
    place: Path
    old: Contents
    new: Contents
    other: Contents
    steps: bool = False
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def folder(self) -> Path:
        """Where the editions are."""
        return self.place / "dist"

    def points(self, *faults: str) -> list[Point]:
        """Let the command run in peace; list its calls, with each fault."""
        self.lay_out()
        log = self.place / "calls"
        self._run(f"--output={log}", "--trace=all")
        calls = [found[1] for line in log.read_text().splitlines() if (found := _CALL.match(line))]
        log.unlink()
        nth: Counter[str] = Counter()
        numbered = [(call, _next(nth, call)) for call in calls]
        return [Point(call=c, nth=n, fault=fault) for fault in faults for c, n in numbered]

    def lay_out(self) -> None:
        """Put the old set where the new one shall be."""
        subprocess.run(["rm", "-rf", self.place], check=True)
        self.folder.mkdir(parents=True)
        for name, data in {**self.old, **self.other}.items():
            (self.folder / name).write_bytes(data)

    def complaints(self, points: Iterable[Point]) -> Iterator[str]:
        """Yield what is wrong after each point, and after the next build."""
        for point in points:
            self.lay_out()
            found = [*self._judged(point), *self._judged_again()]
            self.counts["points"] += 1
            for word in {complaint.partition(":")[0] for complaint in found}:
                self.counts[word] += 1
            yield from (f"{point.fault} at {point.call} {point.nth}: {each}" for each in found)

    def _judged(self, point: Point) -> Iterator[str]:
        inject = f"--inject={point.call}:{FAULTS[point.fault]}:when={point.nth}"
        done = self._run("--output=/dev/null", "--trace=all", inject)
        there, whole = contents(self.folder), (self.old | self.other, self.new | self.other)
        killed = done.returncode == _KILLED
        self.counts[f"ended with {done.returncode}"] += 1
        if there not in whole and not (killed and self.steps and self._is_a_part(there)):
            yield f"mixed: {sorted(there)}"
        if "Traceback" in done.stderr:
            yield f"a traceback: {done.stderr.splitlines()[-1]}"
        if not killed and done.returncode != 0 and not done.stderr.strip():
            yield "unreported: it failed and said nothing"
        if done.returncode == 0 and there != whole[1]:
            yield "unreported: it ended well, and published nothing"
        if "nothing was published" in done.stderr and there != whole[0]:
            yield "untrue: it was published"

    def _is_a_part(self, there: Contents) -> bool:
        kept = there.items() - self.other.items()
        return kept <= self.old.items() or kept <= self.new.items()

    def _judged_again(self) -> Iterator[str]:
        again = [str(word) for word in self.again]
        subprocess.run(again, capture_output=True, check=False, cwd=ROOT, timeout=PATIENCE)
        if contents(self.folder) != self.new | self.other:
            yield f"unmended: the next build left {sorted(contents(self.folder))}"
        left = {path.name for folder in (self.place, self.folder) for path in folder.iterdir()}
        if left := left - {"dist", *self.new, *self.other}:
            yield f"uncleared: the next build left {sorted(left)}"

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        stages = [self.place / ".pressrun-dist", self.folder / ".pressrun-set"]
        names = [*self.old, *self.new, *self.other]
        steps = ["draft", "forward", "back"]
        steps += [f"{n}.{state}" for n in range(len(self.new)) for state in ("new", "old")]
        paths = [self.place, self.folder, *stages]
        paths += [folder / name for folder in (self.folder, stages[0]) for name in names]
        paths += [stages[1] / name for name in steps]
        traced = [word for path in paths for word in ("-P", str(path))]
        command = ["strace", "-qqq", *words, *traced, *map(str, self.command)]
        return subprocess.run(
            command, capture_output=True, check=False, cwd=ROOT, text=True, timeout=PATIENCE
        )


def _next(nth: Counter[str], call: str) -> int:
    nth[call] += 1
    return nth[call]


def contents(folder: Path) -> Contents:
    """Return what is in a folder, hidden files too, and of a stage in it that there is one."""
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()}


_PUBLISH = """
import sys
from pathlib import Path
from pressrun.errors import MachineError
from pressrun.publishing import clear, publish
folder, new = map(Path, sys.argv[1:3])
try:
    clear(folder)
    publish({name: (new / name).read_bytes() for name in sys.argv[3:]}, folder)
except MachineError as error:
    sys.exit(str(error))
"""


def publishing(place: Path, new: Path, other: str, command: Sequence[object] = ()) -> Sweep:
    """Return the sweep of what publishes the files of `new` in place/dist, beside a file `other`.

    Without a `command`, it is publishing alone.
    """
    names = sorted(path.name for path in new.iterdir())
    alone = [sys.executable, "-c", _PUBLISH, place / "dist", new, *names]
    return Sweep(
        command=command or alone,
        again=alone,
        place=place,
        old=dict.fromkeys(names, b"old"),
        new=contents(new),
        other={other: b"another"},
        steps=not other.endswith((".epub", ".pdf")),
    )
