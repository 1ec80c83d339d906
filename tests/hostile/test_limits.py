"""A limit that is met is told by its name, and costs the PDF alone where it is the layout's."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from pressrun.cli import main
from pressrun.limits import Limits
from tests.editions.commands import ROOT, press
from tests.hostile.cases import around
from tests.readers.word_specimens import blank, saved

if TYPE_CHECKING:
    from pathlib import Path

_WORDS = "Boats came in at dusk, and the harbourmaster waved to every one of them. " * 30


@pytest.mark.parametrize("suffix", [".html", ".docx", ".md", ".txt"])
def test_an_article_of_any_kind_is_bounded_in_size(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    path = tmp_path / f"story{suffix}"
    document = blank()
    document.add_heading("The tide turns", 0)
    document.add_paragraph(_WORDS)
    page = f"<html lang=en><body><article><h1>The tide turns</h1><p>{_WORDS}</p></article></body>"
    text = f"The tide turns\n\n{_WORDS}\n"
    data = {".docx": saved(document), ".html": page.encode()}.get(suffix, text.encode())
    path.write_bytes(data)
    words = ["-f", "epub", "-o", str(tmp_path / "out"), str(path)]
    assert main(["--limit", "article=2000", *words]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{path}:1: ")
    assert "bytes; the limit is 2,000" in said
    assert "--limit article=4000" in said
    assert not (tmp_path / "out").exists()


def test_an_article_that_takes_too_long_to_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "story.md"
    path.write_bytes(around("[" * 60_000 + "x" + "]" * 60_000))
    words = ["--limit", "seconds=1", "-f", "epub", "-o", str(tmp_path / "out"), str(path)]
    assert main(words) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{path}: this article takes over 1 seconds of computing\nhint: ")
    assert "--limit seconds=2" in said


@pytest.mark.parametrize("limit", ["layout", "memory"])
def test_a_layout_that_takes_too_much_costs_the_pdf_and_not_the_epub(
    tmp_path: Path, limit: str
) -> None:
    path = tmp_path / "story.md"
    path.write_bytes(around("| a | b |\n|---|---|\n" + "| x | y |\n" * 4000))
    number = {"layout": 1, "memory": 100}[limit]
    ran = press("--no-cache", "--limit", f"{limit}={number}", "-o", tmp_path / "out", path)
    assert (ran.code, ran.paths) == (3, (tmp_path / "out/story.epub",))
    assert ran.err.startswith("there is no PDF, and no page-list in the EPUB: ")
    assert "Traceback" not in ran.err
    if limit == "layout":  # what gets no memory may end in more than one way
        assert f"or raise the limit: --limit layout={number * 2}" in ran.err


def test_the_readme_names_every_limit_and_its_number() -> None:
    table = [
        line for line in (ROOT / "README.md").read_text("utf-8").split("\n") if line[:1] == "|"
    ]
    names = next(line for line in table if "`article`" in line).strip("| ").split(" | ")
    numbers = next(line for line in table if "5,000,000 bytes" in line).strip("| ").split(" | ")
    said = {
        name.strip("`"): int(number.split()[0].replace(",", ""))
        for name, number in zip(names, numbers, strict=True)
    }
    assert said == asdict(Limits())
