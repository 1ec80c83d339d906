"""Read a page of documentation as a script: files to write, commands to run, what they answer.

A block whose language is followed by a path is a file. In a block `console`, a line `$ …` is a
command, and what follows is all that it says, where `…` stands for anything, lines too. A command
that fails has to say so here.
"""

from __future__ import annotations

import io
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BUILD = re.compile(r"(?:\.venv/bin/)?(?:python build\.py|pressrun)(?:\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that a page shows."""

    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A line that a reader types, and all that answers it; None where the page shows nothing."""

    line: str
    answer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command said, on both streams, and its exit code."""

    text: str
    code: int


def steps(page: str) -> Iterator[File | Command]:
    """Yield what a page lets its reader do, in order."""
    for language, path, text in _BLOCK.findall(page):
        if path:
            yield File(path=path, text=text)
        elif language == "console":
            for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                line, _, answer = part.partition("\n")
                yield Command(line=line.split("  #")[0].rstrip(), answer=answer or None)


def run(line: str, folder: Path) -> Answer:
    """Run a command line in a folder, that of the press within this process.

    The working folder has to be `folder` already.
    """
    if not _BUILD.match(line):
        words = [sys.executable if word == "python" else word for word in shlex.split(line)]
        done = subprocess.run(
            words, capture_output=True, check=False, cwd=folder, env={"PYTHONPATH": str(ROOT)},
            text=True,
        )  # fmt: skip
        return Answer(text=done.stdout + done.stderr, code=done.returncode)
    said, target = io.StringIO(), None
    words = shlex.split(_BUILD.sub("", line, count=1))
    if ">" in words:
        target = words[words.index(">") + 1]
        words = words[: words.index(">")]
    out = io.StringIO() if target else said
    with redirect_stdout(out), redirect_stderr(said):
        code = main([name for word in words for name in _expanded(word, folder)])
    if target:
        (folder / target).write_text(out.getvalue(), "utf-8")
    return Answer(text=said.getvalue(), code=code)


def _expanded(word: str, folder: Path) -> list[str]:
    """Do a shell’s work on a star."""
    found = (
        sorted(str(path.relative_to(folder)) for path in folder.glob(word)) if "*" in word else []
    )
    return found or [word]


def fits(shown: str, said: str) -> bool:
    """Tell whether a page shows what was said."""
    lines = [re.escape(line).replace("…", ".*") for line in shown.rstrip("\n").split("\n")]
    pattern = "".join("(?:.*\n)*?" if line == ".*" else f"{line}\n" for line in lines)
    return re.fullmatch(pattern, said if said.endswith("\n") else f"{said}\n") is not None
