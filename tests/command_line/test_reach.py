"""A build connects to nothing, and its layout reads no file of the publication by itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest

from tests.editions.commands import BUILD, PATIENCE, ROOT, press

SYSTEM = ("/usr", "/etc", "/lib", "/proc", "/dev", "/sys")

# Every Python process of a build writes what it opens and whom it calls (PEP 578).
WATCH = """import os, sys
place = os.environ.get("PRESSRUN_WATCH")
def note(event, arguments):
    if event == "open" or event.startswith("socket."):
        layout = any("pressrun.press" in word for word in sys.orig_argv)
        line = f"{layout:d} {event} {arguments[0]}\\n".encode()
        os.write(descriptor, line)
if place is None:
    folder = os.path.dirname(os.path.abspath(__file__))
    place = os.path.join(folder, "noted")
descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
sys.addaudithook(note)
"""


@pytest.fixture
def noted(publication: Path, tmp_path: Path) -> list[tuple[str, str, str]]:
    """Build with every Python process watched; return process kind, event and argument."""
    folder = tmp_path / "watch"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    ran = press(publication, "-o", tmp_path / "out", env={"PYTHONPATH": str(folder)})
    assert (ran.code, ran.err) == (0, "")
    lines = (folder / "noted").read_text("utf-8", "replace").splitlines()
    return [(kind, event, word) for kind, event, word in (line.split(" ", 2) for line in lines)]


def test_a_build_opens_no_connection_and_asks_no_name(noted: list[tuple[str, str, str]]) -> None:
    calls = [event for _, event, _ in noted if event.startswith("socket.")]
    assert [event for event in calls if event not in {"socket.__new__", "socket.gethostname"}] == []


def test_the_press_reads_the_publication_and_the_layout_does_not(
    noted: list[tuple[str, str, str]], publication: Path
) -> None:
    opened = {
        kind: {word for k, event, word in noted if event == "open" and k == kind} for kind in "01"
    }
    ours = {
        kind: {w for w in words if w.startswith(str(publication))} for kind, words in opened.items()
    }
    assert len(ours["0"]) >= 3
    assert ours["1"] == set()
    assert len(opened["1"]) > 10


def test_the_layout_opens_only_code_fonts_its_own_drafts_and_what_is_the_system_s(
    noted: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    code = (sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"), ROOT / "pressrun")
    cache = os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")
    allowed = (*map(str, code), str(cache), str(tmp_path / "watch"), *SYSTEM)
    drafts = Path(tempfile.gettempdir())
    opened = {word for kind, event, word in noted if kind == "1" and event == "open"}
    named = [Path(word) for word in opened if not word.isdigit()]
    others = [path for path in named if not str(path).startswith(allowed)]
    assert [path for path in others if drafts not in (path, path.parent)] == []


@pytest.mark.skipif(not shutil.which("unshare"), reason="unshare is of Linux")
def test_a_build_works_where_there_is_no_network(publication: Path, tmp_path: Path) -> None:
    command = ["unshare", "-rn", sys.executable, str(BUILD), str(publication), "-o", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, "")
