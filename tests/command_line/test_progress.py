"""A line on a terminal tells how far the work has come, and is gone in the end."""

from __future__ import annotations

import io
import os
import pty
import select
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from pressrun.progress import Progress, remaining
from tests.editions.commands import BUILD, PATIENCE, press

if TYPE_CHECKING:
    from pathlib import Path

CLEAR = "\r\x1b[K"


class Terminal(io.StringIO):
    """Takes what is drawn, as a terminal that somebody watches."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("pressrun.progress._PATIENCE", 0.0)
    monkeypatch.setattr("pressrun.progress._EVERY", 0.01)
    return Terminal()


def test_a_terminal_shows_what_is_done_of_how_much_and_then_nothing(watched: Terminal) -> None:
    with Progress(stream=watched) as progress:
        progress.step("reading", 3, 1500)
        wait_for("reading 3 of 1,500 (0 s)", watched)
        progress.step("laying out")
        wait_for("laying out (0 s)", watched)
    assert screen(watched.getvalue()) == ""


@pytest.mark.parametrize(
    ("seconds", "done", "left", "told"),
    [
        (10, 5, 5, ", about 10 s more"),
        (4, 100, 1400, ", about 56 s more"),
        (60, 10, 100, ", about 10 min more"),
        (1.9, 100, 100, ""),
        (10, 2, 2, ""),
        (10, 4, 196, ""),
        (10, 5, 0, ""),
        (10, 0, 0, ""),
    ],
)
def test_how_long_it_takes_yet_is_told_where_it_is_no_guess(
    seconds: float, done: int, left: int, told: str
) -> None:
    assert remaining(seconds, done, left) == told


def test_the_line_is_never_wider_than_the_terminal(watched: Terminal) -> None:
    with Progress(stream=watched) as progress:
        progress.step("reading " * 20)
        wait_for("reading", watched)
    drawn = watched.getvalue().split(CLEAR)
    assert max(map(len, drawn)) == 39


def test_what_is_over_at_once_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    with Progress(stream=terminal) as progress:
        progress.step("reading", 1, 2)
    assert terminal.getvalue() == ""


@pytest.mark.parametrize(
    ("term", "quiet", "terminal"),
    [("dumb", False, True), ("xterm", True, True), ("xterm", False, False)],
)
def test_nothing_is_drawn_where_it_would_disturb(
    monkeypatch: pytest.MonkeyPatch, watched: Terminal, term: str, *, quiet: bool, terminal: bool
) -> None:
    monkeypatch.setenv("TERM", term)
    stream = watched if terminal else io.StringIO()
    with Progress(quiet=quiet, stream=stream) as progress:
        progress.step("reading", 1, 2)
        time.sleep(0.1)  # time enough to draw, were it drawn
    assert stream.getvalue() == ""


def test_verbose_says_each_step_once() -> None:
    stream = io.StringIO()
    with Progress(verbose=True, stream=stream) as progress:
        for number in range(3):
            progress.step("reading", number, 3)
        progress.step("laying out")
    assert stream.getvalue() == "reading\nlaying out\n"


def test_a_terminal_that_goes_away_ends_no_work(watched: Terminal) -> None:
    with Progress(stream=watched) as progress:
        watched.close()
        progress.step("reading", 1, 2)


def test_a_real_terminal_shows_it_too(watched: Terminal) -> None:
    ours, theirs = pty.openpty()
    with open(theirs, "w", encoding="utf-8") as stream:  # noqa: PTH123 - it has no path
        with Progress(stream=stream) as progress:
            progress.step("reading", 3, 1500)
            watched.write(os.read(ours, 65536).decode())
        stream.write("done\n")
    while not watched.getvalue().endswith("\n"):
        watched.write(os.read(ours, 65536).decode())
    os.close(ours)
    assert "reading 3 of 1,500" in watched.getvalue()
    assert screen(watched.getvalue().replace("\r\n", "\n")) == "done\n"


def test_a_real_terminal_is_left_with_messages_alone(paste: Path, tmp_path: Path) -> None:
    drawn = on_a_terminal(paste, "-o", tmp_path / "out")
    lines = screen(drawn).splitlines()
    assert lines
    assert all(line.startswith(f"{paste}:") for line in lines)


def test_a_fault_stands_alone_on_a_real_terminal(tmp_path: Path) -> None:
    for number in range(30):
        text = "---\ntitel: x\n---\n" if number == 9 else f"# T{number}\n\n" + "Words. " * 900
        (tmp_path / f"{number:02}.md").write_text(text, "utf-8")
    drawn = on_a_terminal(tmp_path, "-f", "epub", "-o", tmp_path / "out")
    complaint = [
        f"\x1b[1m{tmp_path}/09.md:2:\x1b[0m unknown field “titel”",
        "\x1b[2m   2 | \x1b[0mtitel: x",
        "\x1b[2m     | \x1b[0m\x1b[31;1m^^^^^\x1b[0m",
        "\x1b[36mhint:\x1b[0m did you mean “title”?",
    ]
    assert screen(drawn).splitlines() == complaint


def test_a_pipe_gets_no_progress(paste: Path, tmp_path: Path) -> None:
    assert "\x1b" not in press(paste, "-o", tmp_path / "out").err


def on_a_terminal(*words: object) -> str:
    """Run the press with a terminal for its standard error; return all that was written there."""
    ours, theirs = pty.openpty()
    command = [sys.executable, str(BUILD), *map(str, words)]
    environment = os.environ | {"TERM": "xterm"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env=environment):
        os.close(theirs)
        written = b"".join(iter(lambda: read_from(ours), b""))
    os.close(ours)
    return written.decode().replace("\r\n", "\n")


def read_from(terminal: int) -> bytes:
    """Return what was written, nothing once nobody can write any more (Linux says so by EIO)."""
    ready, _, _ = select.select([terminal], [], [], PATIENCE)
    try:
        return os.read(terminal, 65536) if ready else b""
    except OSError:
        return b""


def screen(written: str) -> str:
    """Return what is left to be seen: what stands before a line is cleared is gone."""
    return "\n".join(line.rpartition(CLEAR)[2] for line in written.split("\n"))


def wait_for(text: str, terminal: Terminal) -> None:
    """Wait until it is drawn, which other work on the machine may delay."""
    end = time.monotonic() + PATIENCE
    while text not in terminal.getvalue():
        assert time.monotonic() < end, terminal.getvalue()
        time.sleep(0.01)
