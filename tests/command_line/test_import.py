"""`import` writes manuscripts as Markdown, says what it wrote, and refuses to write over any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.editions.commands import press

if TYPE_CHECKING:
    from pathlib import Path


def test_import_writes_into_source_articles_and_gives_the_paths(
    paste: Path, story: Path, tmp_path: Path
) -> None:
    ran = press("import", story, paste, folder=tmp_path)
    assert (ran.code, ran.out) == (0, "source/articles/story.md\nsource/articles/paste.md\n")
    assert f"{paste}:7: left out “Share this article”" in ran.err
    assert press("-f", "epub", folder=tmp_path).code == 0


def test_import_takes_a_paste_from_a_pipe(paste: Path, tmp_path: Path) -> None:
    text = paste.read_text("utf-8")
    ran = press("import", "-", "-q", "-o", "new", folder=tmp_path, text=text)
    assert (ran.code, ran.out, ran.err) == (0, "new/the-tide-turns.md\n", "")


def test_import_writes_what_read_shows(paste: Path, tmp_path: Path) -> None:
    shown = press("read", paste).out
    ran = press("import", paste, "-o", tmp_path / "new")
    assert ran.paths[0].read_text("utf-8") == shown


def test_import_refuses_to_write_over_a_file_that_differs(story: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    (new / "story.md").write_text("mine", "utf-8")
    ran = press("import", story, "-o", new)
    assert (ran.code, ran.out) == (1, "")
    complaint = f"{new / 'story.md'}: is there already, and differs"
    assert ran.err == f"{complaint}\nhint: --force writes over it\n"
    assert (new / "story.md").read_text("utf-8") == "mine"
    assert press("import", story, "-o", new, "--force").code == 0


def test_a_manuscript_that_is_left_beside_its_copy_is_told(paste: Path, tmp_path: Path) -> None:
    ran = press("import", paste, "-o", tmp_path)
    assert ran.code == 0
    assert f"{paste} is still there, and would be an article besides; move it away" in ran.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "the following arguments are required: FILE"),
        (["lost.txt"], "there is no “lost.txt”"),
    ],
)
def test_import_of_nothing_is_wrong_usage(tmp_path: Path, words: list[str], message: str) -> None:
    ran = press("import", *words, folder=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_read_shows_the_one_page_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()
    text = "<article><h1>The tide</h1><p>" + "It turned at noon again. " * 20 + "</p></article>"
    page = f"<html lang='en'><head><title>The tide</title></head><body>{text}</body></html>"
    (tmp_path / "page" / "index.html").write_text(page, "utf-8")
    assert "title: The tide" in press("read", tmp_path / "page").out
    (tmp_path / "page" / "other.md").write_text("# Other\n\nText\n", "utf-8")
    assert "holds several manuscripts" in press("read", tmp_path / "page").err
