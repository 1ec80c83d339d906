"""What modules compile while they are imported is compiled once, and is ever after the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest

from pressrun.inventory import ours

ROOT = Path(__file__).parents[2]
SHAPES = r"""
import re
from dataclasses import dataclass

ASKED = [
    (r"(?P<day>\d+)\s(?P<month>[^\W\d_]+)|(\.)", 0),
    ("straße|[à-ý]+", re.IGNORECASE),
    (rb"(?s)<(/?)[a-z]+.*?>", 0),
    ("^ (?:x | y) $  # verbose", re.VERBOSE | re.MULTILINE),
    ("[\u3040-\u30ff\u3400-\u9fff]{2,}(?<!\u3042)", 0),
]
MADE = [re.compile(*each) for each in ASKED]

@dataclass(frozen=True, order=True)
class Point:
    across: int
    down: int = 0
"""
RUN = """
import json, re, sys

anew = re._compiler.compile
from pressrun import startup

startup.hasten()
parsed, parse, compiled = [], re._parser.parse, []
re._parser.parse = lambda text, *rest: parsed.append(text) or parse(text, *rest)
sys.addaudithook(lambda event, words: event == "compile" and compiled.append(words[0]))
import shapes

methods = [text for text in compiled if b"across" in (text or b"") and b"ASKED" not in text]
made = {"parsed": len(parsed), "compiled": len(methods)}
re.compile("what (somebody) wrote: " + sys.argv[1])
points = [shapes.Point(2), shapes.Point(1, 5), shapes.Point(1)]
print(json.dumps(made | {
    "same": [pattern == anew(*each) and pattern.groupindex == anew(*each).groupindex
        for each, pattern in zip(shapes.ASKED, shapes.MADE)],
    "groups": [match.groupdict() for match in shapes.MADE[0].finditer("3 May.")],
    "points": repr(sorted(points)), "distinct": len({*points, shapes.Point(1, 0)}),
}))
"""


@pytest.fixture
def run(tmp_path: Path) -> Any:
    """Return what imports the module in a new process, and says what that took and came to."""
    (tmp_path / "shapes.py").write_text(SHAPES, encoding="utf-8")
    path = os.pathsep.join((str(ROOT), str(tmp_path)))

    def ran(**environment: str) -> Any:
        plain = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        own = {"PYTHONPATH": path, "PYTHONPYCACHEPREFIX": str(tmp_path / "kept")}
        command = [sys.executable, "-c", RUN, "as it is"]
        result = subprocess.run(
            command, env=plain | own | environment, capture_output=True, text=True, check=False
        )
        assert (result.returncode, result.stderr) == (0, "")
        return json.loads(result.stdout)

    return ran


def kept(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "kept").rglob("*.startup*"))


def test_the_second_process_compiles_nothing_and_has_the_same(run: Any, tmp_path: Path) -> None:
    first = run()
    assert first["parsed"] == 5
    assert first["compiled"] > 0
    assert first["same"] == [True] * 5
    assert first["groups"] == [{"day": "3", "month": "May"}, {"day": None, "month": None}]
    assert first["points"] == repr_of((1, 0), (1, 5), (2, 0))
    assert first["distinct"] == 3
    assert run() == first | {"parsed": 0, "compiled": 0}
    assert len(kept(tmp_path)) == 1


def repr_of(*points: tuple[int, int]) -> str:
    return f"[{', '.join(f'Point(across={a}, down={d})' for a, d in points)}]"


def test_what_is_no_module_s_is_not_kept(run: Any, tmp_path: Path) -> None:
    run()
    assert b"across" in kept(tmp_path)[0].read_bytes()
    assert b"somebody" not in kept(tmp_path)[0].read_bytes()


def test_nothing_is_kept_where_no_bytecode_is_written(run: Any, tmp_path: Path) -> None:
    first = run(PYTHONDONTWRITEBYTECODE="1")
    assert run(PYTHONDONTWRITEBYTECODE="1") == first
    assert kept(tmp_path) == []


def test_a_folder_that_cannot_be_written_costs_time_alone(run: Any, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("no folder", encoding="utf-8")
    first = run()
    assert run() == first


@pytest.mark.parametrize("damage", [b"", b"not marshalled", b"\xe9\x00\x00\x00\x00", b"i\x01\x00"])
def test_a_damaged_file_is_written_anew(run: Any, tmp_path: Path, damage: bytes) -> None:
    first = run()
    (file,) = kept(tmp_path)
    sound = file.read_bytes()
    file.write_bytes(damage)
    assert run() == first
    assert len(file.read_bytes()) == len(sound)
    assert run()["parsed"] == 0


def test_what_another_python_kept_is_not_taken(run: Any, tmp_path: Path) -> None:
    first = run()
    (file,) = kept(tmp_path)
    version = sys.version.encode()
    assert version in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(version, version.swapcase()))
    assert run() == first


def test_every_process_of_a_build_keeps_what_it_compiled(tmp_path: Path) -> None:
    plain = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    own = {"PYTHONPYCACHEPREFIX": str(tmp_path / "kept")}
    command = [sys.executable, "build.py", "-o", str(tmp_path / "out"), "--no-cache", "-q"]
    subprocess.run(command, env=plain | own, cwd=ROOT, capture_output=True, check=True)
    said = kept(tmp_path)[0].read_bytes()
    assert b"self.keep_going" in said or b"'keep_going'" in said  # of the command line
    assert b"self.bookmarks" in said  # of the layout


def test_no_process_of_a_build_writes_bytecode_where_none_is_wanted(tmp_path: Path) -> None:
    own = {"PYTHONPYCACHEPREFIX": str(tmp_path / "kept"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "build.py", "-o", str(tmp_path / "out"), "--no-cache", "-q"]
    subprocess.run(command, env=os.environ | own, cwd=ROOT, capture_output=True, check=True)
    assert not (tmp_path / "kept").exists()


def test_what_python_keeps_is_no_part_of_what_names_a_build() -> None:
    before = ours.__wrapped__()
    folder = ROOT / "pressrun" / "__pycache__"
    folder.mkdir(exist_ok=True)
    with NamedTemporaryFile(dir=folder, suffix=".startup") as file:
        file.write(b"kept")
        file.flush()
        assert ours.__wrapped__() == before


LEAVE = """
import atexit, sys, threading, time
from pressrun import startup

def late():
    time.sleep(0.2)
    print("thread")

atexit.register(print, "last")
print("first")
if sys.argv[1] == "threads":
    threading.Thread(target=late).start()
startup.leave(3)
"""


@pytest.mark.parametrize(
    ("threads", "said"), [("none", "first\nlast\n"), ("threads", "first\nthread\nlast\n")]
)
def test_a_process_that_leaves_says_all_and_has_its_exit_code(threads: str, said: str) -> None:
    command = [sys.executable, "-c", LEAVE, threads]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, said, "")


def test_output_that_cannot_be_written_is_told_as_ever() -> None:
    buffered = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-c", LEAVE, "none"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = subprocess.run(
            command, cwd=ROOT, env=buffered, stdout=full, stderr=subprocess.PIPE,
            text=True, check=False,
        )  # fmt: skip
    assert ended.returncode == 120
    assert "No space left" in ended.stderr
