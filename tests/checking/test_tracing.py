"""What a validator names in an edition is traced to the line of the manuscript."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pressrun.building import Order, made
from pressrun.checking.tracing import Tracer
from pressrun.manuscript import gather
from pressrun.preflight.finding import Finding

if TYPE_CHECKING:
    from pressrun.building import Made

ARTICLE = f"""---
title: The tide turns
standfirst: It turned at last.
lang: en
---

Boats came in at dusk, "as they do", and the *harbourmaster* waved from the quay.

{"Nobody counted the crates that stood there, and nobody asked. " * 40}

## At the quay

The pilot's wife counted[^1] them again, and then
she counted the gulls.

- ropes that nobody needs
- lamps without oil

The heron left before the light came.

[^1]: Twice, as it turned out later.
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("traced") / "tide.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def editions(source: Path) -> Made:
    return made(Order(sources=(source,), output=Path("dist")))


def traced(source: Path, editions: Made, name: str, place: str | None) -> Finding:
    finding = Finding(
        validator="Eye",
        severity="error",
        number="N-1",
        message="is wrong",
        path=Path("elsewhere") / name,
        place=place,
    )
    return Tracer(gather([source]), editions.files).traced(finding, name)


def place_of(editions: Made, words: str, *, before: str = "") -> str:
    """Return where words stand in the EPUB, or the tag `before` them begins, as EPUBCheck does."""
    with zipfile.ZipFile(BytesIO(editions.files["tide.epub"])) as book:
        text = book.read("tide.xhtml").decode()
    at = text.index(words)
    at = text.rindex(before, 0, at) if before else at
    return f"tide.xhtml:{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"


@pytest.mark.parametrize(
    ("words", "before"),
    [
        ("The tide turns</h1>", "<h1"),
        ("It turned at last", "<p"),
        ("Boats came in", ""),
        ("harbourmaster", "<em"),
        ("At the quay</h2>", "<h2"),
        ("wife counted", "<p"),
        ("she counted the gulls", ""),
        ("lamps without oil", "<li"),
        ("The heron left", "<p"),
        ("Twice, as it", "<p"),
    ],
)
def test_a_place_in_the_epub_is_the_line_of_the_same_words(
    source: Path, editions: Made, words: str, before: str
) -> None:
    place = place_of(editions, words, before=before)
    found = traced(source, editions, "tide.epub", place)
    bare = words.partition("<")[0]
    lines = [n for n, line in enumerate(ARTICLE.split("\n"), 1) if bare in line]
    assert (found.path, [found.line]) == (source, lines[-1:])
    assert found.place == f"tide.epub, {place}"


def test_a_page_of_the_pdf_is_the_line_that_it_begins_in(source: Path, editions: Made) -> None:
    found = traced(source, editions, "tide.pdf", "page 2, object 27")
    assert (found.path, found.line) == (source, 9)
    assert found.place == "tide.pdf, page 2, object 27"


@pytest.mark.parametrize("place", [None, "object 27", "content.opf:3:1", "nav.xhtml:9:1"])
def test_what_belongs_to_no_manuscript_stays_in_the_edition(
    source: Path, editions: Made, place: str | None
) -> None:
    found = traced(source, editions, "tide.epub", place)
    assert (found.path, found.line, found.place) == (Path("tide.epub"), None, place)
