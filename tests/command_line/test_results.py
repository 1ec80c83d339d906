"""Standard output holds the paths of what was made, and nothing else ever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.editions.commands import BUILD, PATIENCE, press
from tests.inspectors.epub import Epub
from tests.inspectors.pdf_objects import objects
from tests.inspectors.tree import elements

if TYPE_CHECKING:
    from pathlib import Path

POINT = 25.4 / 72


def test_both_paths_are_printed_in_the_order_epub_pdf_and_nothing_else(
    story: Path, tmp_path: Path
) -> None:
    ran = press(story, "-o", "out", folder=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "out/story.epub\nout/story.pdf\n"
    assert all((tmp_path / path).is_file() for path in ran.paths)


def test_one_format_can_be_ordered_alone(story: Path, tmp_path: Path) -> None:
    assert press(story, "-o", "a", "-f", "pdf", folder=tmp_path).out == "a/story.pdf\n"
    assert press(story, "-o", "b", "-f", "EPUB", folder=tmp_path).out == "b/story.epub\n"
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["story.epub"]


def test_the_default_is_source_into_dist(publication: Path, tmp_path: Path) -> None:
    publication.rename(tmp_path / "source")
    assert press("-f", "epub", folder=tmp_path).out == "dist/the-staithe-review.epub\n"


def test_a_folder_is_one_publication_in_the_order_of_its_settings(
    publication: Path, tmp_path: Path
) -> None:
    ran = press(publication, "-o", "out", "-f", "epub", folder=tmp_path)
    with Epub(tmp_path / ran.paths[0]) as epub:
        assert headlines(epub) == ["The second tide", "The first tide"]


def test_several_files_are_one_publication_in_the_order_given(
    publication: Path, tmp_path: Path
) -> None:
    files = [publication / f"articles/{name}.md" for name in ("first", "second")]
    ran = press(*files, "-o", "out", "-f", "epub", folder=tmp_path)
    assert len(ran.paths) == 1
    with Epub(tmp_path / ran.paths[0]) as epub:
        assert headlines(epub) == ["The first tide", "The second tide"]


def headlines(epub: Epub) -> list[str]:
    articles = [document for document in epub.documents if elements(document.body, "html:article")]
    return [article.title for article in articles]


@pytest.mark.parametrize(
    ("size", "width", "height"),
    [("A5", 148, 210), ("A4", 210, 297), ("letter", 215.9, 279.4), ("6x9in", 152.4, 228.6)],
)
def test_every_page_has_the_size_ordered(
    story: Path, tmp_path: Path, size: str, width: float, height: float
) -> None:
    ran = press(story, "-o", tmp_path, "-f", "pdf", "--page-size", size)
    for boxes in objects(ran.paths[0]).boxes:
        left, bottom, right, top = boxes["MediaBox"]
        assert (right - left) * POINT == pytest.approx(width, abs=0.1)
        assert (top - bottom) * POINT == pytest.approx(height, abs=0.1)


def test_what_was_left_out_is_told_with_its_line_unless_quiet(paste: Path, tmp_path: Path) -> None:
    said = press(paste, "-o", tmp_path / "a", "-f", "epub")
    assert f"{paste}:7: left out “Share this article”" in said.err
    assert len(said.paths) == 1
    assert press(paste, "-o", tmp_path / "b", "-f", "epub", "-q").err == ""


def test_verbose_tells_each_step(story: Path, tmp_path: Path) -> None:
    lines = press(story, "-o", tmp_path / "out", "-v").err.splitlines()
    assert lines == [
        "reading", "composing", "laying out", "numbering pages", "joining", "packaging", "checking"
    ]  # fmt: skip


def test_read_shows_markdown_that_reads_back_to_the_same(paste: Path, tmp_path: Path) -> None:
    shown = press("read", paste)
    assert (shown.code, shown.err) == (0, "")
    again = tmp_path / "again.md"
    again.write_text(shown.out, encoding="utf-8")
    first, second = (json.loads(press("read", path, "--json").out) for path in (paste, again))
    assert first.pop("dropped") != []
    assert second.pop("dropped") == []
    assert first == second


def test_read_takes_a_paste_from_a_pipe(paste: Path) -> None:
    piped = press("read", "-", "--json", text=paste.read_text("utf-8"))
    assert (piped.code, piped.err) == (0, "")
    assert piped.out == press("read", paste, "--json").out


def test_json_has_every_promised_field(paste: Path) -> None:
    fields = json.loads(press("read", paste, "--json").out)
    names = (
        "headline kicker standfirst byline dateline date updated language direction source body "
        "pictures dropped"
    )
    assert list(fields) == names.split()
    assert {name for block in fields["body"] for name in block} == {"type", "text"}
    assert {name for entry in fields["dropped"] for name in entry} == {"line", "text", "why"}


@pytest.mark.parametrize(
    "words", [["--help"], ["read", "--help"], ["import", "--help"], ["check", "--help"]]
)
def test_help_is_given_on_standard_output(words: list[str]) -> None:
    ran = press(*words)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("usage: python build.py")


def test_help_names_commands_exit_codes_and_examples() -> None:
    said = press("--help").out
    for words in (
        "read FILE|-",
        "check [FILE…]",
        "0  done",
        "3  something is missing",
        "examples:",
    ):
        assert words in said


def test_a_reader_that_went_away_ends_nothing_in_a_traceback(story: Path, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = run_with(writing, story, "-o", tmp_path, "-f", "epub")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "story.epub").is_file()


def test_a_full_device_is_told_in_a_sentence(story: Path, tmp_path: Path) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    done = run_with(full, story, "-o", tmp_path, "-f", "epub")
    message = "standard output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (3, message)


def run_with(out: int, *words: object) -> subprocess.CompletedProcess[str]:
    """Run the press with a descriptor as its standard output, which is closed here afterwards."""
    command = [sys.executable, str(BUILD), *map(str, words)]
    try:
        return subprocess.run(
            command, stdout=out, stderr=subprocess.PIPE, check=False, text=True, timeout=PATIENCE
        )
    finally:
        os.close(out)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_closed_stream_stops_no_build(story: Path, tmp_path: Path, closed: str) -> None:
    command = f'"{sys.executable}" "{BUILD}" "{story}" -o "{tmp_path}" {closed}'
    done = subprocess.run(
        ["sh", "-c", command],
        capture_output=True,
        check=False,
        text=True,
        timeout=PATIENCE,
    )
    paths = f"{tmp_path}/story.epub\n{tmp_path}/story.pdf\n"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == ("" if closed == ">&-" else paths)


def test_the_c_locale_loses_no_letter(tmp_path: Path) -> None:
    path = tmp_path / "Größe.txt"
    path.write_text("Größe — die Tide\n\nBoote kamen am Abend.\n", encoding="utf-8")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    ran = press(path, "-o", tmp_path / "out", "-f", "epub", env=plain)
    assert (ran.code, ran.paths) == (0, (tmp_path / "out/Größe.epub",))
    assert "Größe — die Tide" in press("read", path, env=plain).out


def test_what_lies_in_the_working_folder_is_not_imported(story: Path, tmp_path: Path) -> None:
    for name in ("pickle.py", "pressrun.py", "weasyprint.py"):
        (tmp_path / name).write_text("raise SystemExit('imported')\n", encoding="utf-8")
    ran = press(story, "-o", "out", folder=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert len(ran.paths) == 2
