"""What the machine lacks, or does to a build, ends with 3: no file is lost, no traceback shown."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pressrun.preflight.judging import findings_in
from tests.editions.commands import BUILD, PATIENCE, press
from tests.inspectors.epub import Epub

if TYPE_CHECKING:
    from collections.abc import Iterator

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the loader and /proc are Linux’s")


@pytest.fixture
def without_pango(tmp_path: Path) -> dict[str, str]:
    """Let the loader find files that are no libraries where Pango's are looked for first."""
    folder = tmp_path / "libraries"
    folder.mkdir()
    for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0"):
        (folder / name).touch()
    return {"LD_LIBRARY_PATH": str(folder)}


@ON_LINUX
def test_without_pango_the_epub_is_kept_without_page_list_and_one_sentence_tells_the_cure(
    story: Path, tmp_path: Path, without_pango: dict[str, str]
) -> None:
    earlier = earlier_print(tmp_path / "out")
    ran = press(story, "-o", tmp_path / "out", env=without_pango)
    assert (ran.code, ran.paths) == (3, (tmp_path / "out/story.epub",))
    message, hint, withdrawn = ran.err.splitlines()
    assert withdrawn == f"{earlier}, of an earlier build, is withdrawn"
    assert not earlier.exists()
    assert message.startswith("there is no PDF, and no page-list in the EPUB: ")
    assert "Pango" in message
    assert re.search(r"run “make”, or: (apt|brew|see)", hint)
    assert_sound_without_pages(ran.paths[0])


@ON_LINUX
def test_without_pango_a_pdf_alone_is_not_made(
    story: Path, tmp_path: Path, without_pango: dict[str, str]
) -> None:
    ran = press(story, "-o", tmp_path / "out", "-f", "pdf", env=without_pango)
    assert (ran.code, ran.out) == (3, "")
    assert "Pango" in ran.err
    assert "Traceback" not in ran.err
    assert not (tmp_path / "out").exists()


@ON_LINUX
def test_without_pango_an_epub_alone_lacks_nothing(
    story: Path, tmp_path: Path, without_pango: dict[str, str]
) -> None:
    earlier = earlier_print(tmp_path / "out")
    ran = press(story, "-o", tmp_path / "out", "-f", "epub", env=without_pango)
    assert (ran.code, ran.err) == (0, f"{earlier}, of an earlier build, is still there\n")
    assert earlier.read_bytes() == b"an earlier print"


def earlier_print(folder: Path) -> Path:
    """Put a PDF of an earlier build where editions go."""
    folder.mkdir()
    (folder / "story.pdf").write_bytes(b"an earlier print")
    return folder / "story.pdf"


@ON_LINUX
@pytest.mark.parametrize("name", ["SIGKILL", "SIGSEGV"])
def test_a_layout_that_is_killed_takes_no_epub_with_it(
    story: Path, tmp_path: Path, name: str
) -> None:
    build = subprocess.Popen(
        [sys.executable, str(BUILD), str(story), "-o", str(tmp_path / "out"), "--no-cache"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.kill(layout_of(build), signal.Signals[name])
    out, err = build.communicate(timeout=PATIENCE)
    assert (build.returncode, out) == (3, f"{tmp_path}/out/story.epub\n")
    told = f"there is no PDF, and no page-list in the EPUB: {story}: the layout was ended by"
    assert err.startswith(f"{told} {name}: ")
    assert "Traceback" not in err
    assert_sound_without_pages(tmp_path / "out/story.epub")


def layout_of(build: subprocess.Popen[str]) -> int:
    """Wait for the process that lays out and return its id; LookupError when none ever was."""
    while build.poll() is None:
        for child in children_of(build.pid):
            if b"pressrun.press" in Path(f"/proc/{child}/cmdline").read_bytes():
                return child
        time.sleep(0.005)
    message = "the build ended without a layout"
    raise LookupError(message)


def children_of(process: int) -> Iterator[int]:
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        yield from map(int, children.read_text().split())


def assert_sound_without_pages(path: Path) -> None:
    with Epub(path) as epub:
        assert epub.page_list == ()
        assert epub.ncx_page_list == ()
        assert "pageBreakSource" not in epub.metadata
        assert "pageBreakMarkers" not in epub.metadata["schema:accessibilityFeature"]
        assert epub.dangling == ()
    assert findings_in(path, quick=True) == ()


def test_a_folder_that_takes_no_file_is_the_machine_s_fault(story: Path, tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("in the way")
    ran = press(story, "-o", place, "-f", "epub")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"{place}: nothing was published: ")
    assert place.read_text() == "in the way"


def test_nothing_but_the_editions_is_left_in_the_folder(story: Path, tmp_path: Path) -> None:
    press(story, "-o", tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["story.epub", "story.pdf"]
