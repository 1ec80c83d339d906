"""A distribution that is installed beside the press brings readers and checks of its own.

It is a real one, built and installed into a folder; its code is what the documentation shows.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.editions.commands import Ran, press

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/how-to/use-from-python.md").read_text("utf-8")
PROJECT = """\
[build-system]
build-backend = "hatchling.build"
requires = ["hatchling"]

[project]
name = "harbour-feed"
version = "1.2.0"

"""
FAULTY = """\

def faulty(data, path):
    return {"none": 3}["such"]

def nothing(data, path):
    return None
"""
NAMES = """\
broken = "harbour_feed:faulty"
empty = "harbour_feed:nothing"
lost = "harbour_nowhere:read"
md = "harbour_feed:faulty"
"""


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install what the page shows, and readers that break down, into a folder of their own."""
    folder = tmp_path_factory.mktemp("distribution")
    code = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    named = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert (len(code), len(named)) == (2, 2)
    (folder / "harbour_feed.py").write_text("\n".join((*code, FAULTY)), "utf-8")
    readers, checks = named
    (folder / "pyproject.toml").write_text(f"{PROJECT}{readers}{NAMES}{checks}", "utf-8")
    uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    target = folder / "beside"
    subprocess.run(
        [
            uv, "-q", "pip", "install", "--offline", "--no-deps", "--no-build-isolation",
            "--python", sys.executable, "--target", str(target), str(folder),
        ],
        check=True,
    )  # fmt: skip
    return target


def run(beside: Path, folder: Path, *words: str) -> Ran:
    return press(*words, folder=folder, env={"PYTHONPATH": str(beside)})


def test_its_reader_makes_manuscripts_of_its_files_and_no_more_trusted_ones(
    beside: Path, tmp_path: Path
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "publication.yaml").write_text("title: Feed\narticles: [tide]\n", "utf-8")
    (tmp_path / "articles/tide.feed").write_text("Ebb & flow\n\nThe <b>sea</b>\n", "utf-8")
    shown = run(beside, tmp_path, "read", "articles/tide.feed")
    assert (shown.code, shown.err) == (0, "")
    assert "title: Ebb & flow" in shown.out
    built = run(beside, tmp_path, ".", "-f", "epub", "-o", "out")
    assert (built.code, built.out, built.err) == (0, "out/feed.epub\n", "")
    without = press(".", "-f", "epub", "-o", "out", folder=tmp_path)
    assert (without.code, without.out) == (1, "")


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        (
            "a.broken",
            1,
            "a.broken: “harbour_feed:faulty” breaks down: KeyError: 'such'\nhint: tell",
        ),
        ("a.empty", 1, "a.empty: “harbour_feed:nothing” breaks down: it gives a NoneType, no Manu"),
        ("a.lost", 3, "harbour-feed 1.2.0 cannot be loaded: ModuleNotFoundError: No module named"),
        ("a.feed", 1, "a.feed: “harbour_feed:read” breaks down: ValueError: not enough values"),
        ("a.other", 2, "“a.other” is no manuscript\nhint: a manuscript is one of .md, .txt"),
    ],
)
def test_a_reader_that_breaks_down_is_told_as_its_makers_and_not_by_a_traceback(
    beside: Path, tmp_path: Path, name: str, code: int, told: str
) -> None:
    (tmp_path / name).write_text("", "utf-8")
    ran = run(beside, tmp_path, "read", name)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(told)


def test_it_cannot_take_an_ending_of_ours_and_its_check_finds_what_it_looks_for(
    beside: Path, tmp_path: Path
) -> None:
    text = "---\ntitle: Ebb\nlang: en\n---\n\nThe harbour master waits.\n"
    (tmp_path / "ebb.md").write_text(text, "utf-8")
    find = (
        "from pathlib import Path; from pressrun.lint import lint; from pressrun.manuscript import"
        " gather; print(*(f'{f.validator}|{f.number}|{f.severity}|{f.line}|{f.message}|{f.hint}'"
        " for f in lint(gather([Path('ebb.md')]))), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", find], capture_output=True, check=True, cwd=tmp_path, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(beside)))},
    )  # fmt: skip
    expected = (
        "harbour-feed 1.2.0|house-style|warning|1|the harbour master is named|say “the office”"
    )
    assert expected in done.stdout.splitlines()
