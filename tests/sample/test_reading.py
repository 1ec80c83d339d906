"""Reading systems open the sample, and a reader notices nothing amiss."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pymupdf
import pytest

from tests.editions.book import build
from tests.editions.manuscript_words import signs
from tests.inspectors.epub import Epub
from tests.reading.reader import PHONE, SYSTEMS, Device, Reading, View, open_views
from tests.sample.conftest import SOURCE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.editions.book import Book

# WCAG 2.2, 1.4.4 and 1.4.10: text at twice the size, a screen of 320 CSS pixels.
NARROW = Device(name="narrow", width=320, height=568)
# MuPDF 1.28 knows no EPUB 3 by number, and no cells without a row (CSS 2.2, 17.2.1).
OWN_NOISE = re.compile(r"unknown epub version|table-cell not inside|\.\.\. repeated")
DAY = [View(system=system, device=NARROW, text_size=2) for system in SYSTEMS]
VIEWS = [*DAY, *(replace(view, device=PHONE, text_size=1, night=True) for view in DAY)]
NAMES = [view.name for view in VIEWS]


@pytest.fixture(scope="module")
def readings(sample: Book) -> dict[str, Reading]:
    """Open the sample on a narrow screen with large text, and on a telephone by night."""
    return {reading.view.name: reading for reading in open_views(sample.epub_path, VIEWS)}


@pytest.mark.parametrize("view", NAMES)
def test_nothing_is_cut_off_broken_or_complained_of_and_every_link_arrives(
    readings: dict[str, Reading], view: str
) -> None:
    assert readings[view].faults == ()


@pytest.mark.parametrize("view", NAMES)
def test_every_document_of_the_spine_is_shown(
    readings: dict[str, Reading], sample: Book, view: str
) -> None:
    shown = [document.href.rpartition("/")[2] for document in readings[view].documents]
    assert shown == [place.item.path.rpartition("/")[2] for place in sample.epub.spine]


@pytest.mark.parametrize("view", NAMES)
def test_every_jump_to_a_printed_page_lands_on_its_words(
    readings: dict[str, Reading], sample: Book, view: str
) -> None:
    places = {page.label: page.href or "" for page in sample.epub.page_list}
    landed = {page.label: signs(page.text)[:20] for page in readings[view].pages}
    wanted = {label: signs(sample.epub.text_after(href, 80))[:20] for label, href in places.items()}
    assert landed == wanted


def test_a_publication_in_arabic_has_its_pages_from_right_to_left(tmp_path: Path) -> None:
    for folder in ("articles", "figures"):
        (tmp_path / "source" / folder).mkdir(parents=True)
    for name in ("articles/mina.md", "figures/light.png"):
        (tmp_path / "source" / name).write_bytes((SOURCE / name).read_bytes())
    book = build("mina", tmp_path / "out", tmp_path / "source")
    assert book.epub.direction == "rtl"
    for reading in open_views(book.epub_path, [View(system=system) for system in SYSTEMS]):
        assert reading.faults == ()
        assert {document.direction for document in reading.documents} == {"rtl"}


def test_mupdf_lays_out_every_word_and_follows_every_line_of_the_contents(sample: Book) -> None:
    with pymupdf.open(sample.epub_path) as book:  # type: ignore[no-untyped-call]
        pages = [page.get_text() for page in book]
        contents = book.get_toc(simple=True)
        said = pymupdf.TOOLS.mupdf_warnings()  # type: ignore[no-untyped-call]
    assert [line for line in said.splitlines() if not OWN_NOISE.match(line)] == []
    with Epub(sample.epub_path) as epub:
        latin = next(d for d in epub.documents if d.path.endswith("harbour.xhtml"))
    # Letters of formulas it sets side by side.
    words = {word for word in latin.words if word.isalpha() and len(word) > 3}
    assert words - set(" ".join(pages).split()) == set()
    labels = [label for _, label, _ in contents]
    assert len(labels) == 17
    assert all(page > 0 for _, _, page in contents)
