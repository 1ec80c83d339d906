"""Run the command line as a person does: a process of its own, its output and its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT: Final = Path(__file__).parents[2]
BUILD: Final = ROOT / "build.py"
SOURCE: Final = ROOT / "source"

# A guard against a process that hangs, not a measure: a build takes two seconds.
PATIENCE: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command gave back; `paths` are the lines of its standard output."""

    code: int
    out: str
    err: str

    @property
    def paths(self) -> tuple[Path, ...]:
        """Give each line of standard output as a path."""
        return tuple(Path(line) for line in self.out.splitlines())


def press(
    *words: object,
    folder: Path = ROOT,
    env: Mapping[str, str] | None = None,
    text: str | None = None,
    umask: int = -1,
    patience: float = PATIENCE,
) -> Ran:
    """Run `python build.py WORDS` in `folder`.

    `env` is added to the environment, `text` given on standard input.
    """
    done = subprocess.run(
        [sys.executable, str(BUILD), *map(str, words)],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        errors="surrogateescape",
        env=os.environ | dict(env or {}),
        input=text,
        timeout=patience,
        umask=umask,
    )
    return Ran(code=done.returncode, out=done.stdout, err=done.stderr)
