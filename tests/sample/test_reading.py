"""Every reading system opens the sample, and a reader notices nothing amiss."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.editions.book import build
from tests.editions.manuscript_words import fold, signs
from tests.inspectors.tree import elements, string
from tests.reading.reader import open_views
from tests.reading.seen import LEAST_CONTRAST, seen_signs
from tests.reading.sheets import with_lines_across, with_sheets, without_styles
from tests.reading.view import ALL_SYSTEMS, NARROW, SYSTEMS, View
from tests.sample.conftest import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.editions.book import Book
    from tests.reading.seen import Reading
# WCAG 2.2, 1.4.4 and 1.4.10: text at twice the size, a screen of 320 CSS pixels.
ENLARGED = [View(system=system, device=NARROW, text_size=2) for system in SYSTEMS]
NIGHT = [View(system=system, light="night", walk=True) for system in SYSTEMS]
WALKED = [*NIGHT, View(system="mupdf", walk=True)]
SEPIA = [View(system="foliate-js", light="sepia")]
# Readium's navigator 2.10.3 opens lines that run downwards at their end, and its jumps go astray.
DOWNWARDS = [system for system in ALL_SYSTEMS if system != "readium"]
# In a text that runs to the left they do as well: it takes a place beyond the left edge for one
# beyond the right (ColumnSnapper.ts, go_id).
VIEWS = [*ENLARGED, *WALKED, *SEPIA]


def names(views: list[View]) -> list[str]:
    return [view.name for view in views]


@pytest.fixture(scope="module")
def readings(sample: Book, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    """Open the sample in every view, all its lines across where they cannot run downwards."""
    across = tmp_path_factory.mktemp("across") / "across.epub"
    with_sheets(sample.epub_path, across, with_lines_across)
    seen = open_views(sample.epub_path, [view for view in VIEWS if view.system in DOWNWARDS])
    seen += open_views(across, [view for view in VIEWS if view.system not in DOWNWARDS])
    return {reading.view.name: reading for reading in seen}


@pytest.mark.parametrize("view", names(VIEWS))
def test_nothing_is_cut_off_pale_broken_or_complained_of_and_every_link_arrives(
    readings: dict[str, Reading], view: str
) -> None:
    assert readings[view].faults == ()


@pytest.mark.parametrize("view", names(VIEWS))
def test_every_document_of_the_spine_is_shown_with_its_own_words(
    readings: dict[str, Reading], sample: Book, view: str
) -> None:
    documents = readings[view].documents
    assert [name(d.href) for d in documents] == [name(p.item.path) for p in sample.epub.spine]
    for shown, document in zip(documents, sample.epub.documents, strict=True):
        lost = Counter(signs("".join(document.blocks))) - Counter(signs("".join(shown.blocks)))
        assert not lost, shown.href


def name(path: str) -> str:
    return path.rpartition("/")[2]


@pytest.mark.parametrize("view", names(WALKED))
def test_every_jump_to_a_printed_page_lands_on_the_words_at_which_that_page_begins(
    readings: dict[str, Reading], sample: Book, view: str
) -> None:
    landed = readings[view].pages
    assert [page.label for page in landed] == [page.label for page in sample.epub.page_list]
    for page, entry in zip(landed, sample.epub.page_list, strict=True):
        wanted = signs(sample.epub.text_after(entry.href or "", 80))[:20]
        text = signs(page.text)
        # Vivliostyle tells of a page, and what opens a section has one that may say a word alone.
        wanted = wanted[: max(len(text), len("Abroad"))]
        # MuPDF knows a place by its line alone.
        assert wanted in text if readings[view].view.system == "mupdf" else text.startswith(wanted)


@pytest.mark.parametrize("view", names(WALKED))
def test_every_line_of_the_contents_leads_to_the_heading_that_it_names(
    readings: dict[str, Reading], sample: Book, view: str
) -> None:
    headings = list(headings_of_the_contents(sample))
    landed = readings[view].contents
    assert len(headings) == len(landed) == 19
    for entry, heading in zip(landed[1:], headings[1:], strict=True):
        assert signs(entry.label).startswith(signs(heading))
        assert signs(heading) in signs(entry.text)


def headings_of_the_contents(sample: Book) -> Iterator[str]:
    """Give the lines of the contents without their bylines."""
    nav = next(d for d in sample.epub.documents if d.path.endswith("nav.xhtml"))
    for link in elements(nav.root, "//html:nav[@id='toc']//html:a"):
        yield link.text or ""


@pytest.mark.parametrize("view", names(WALKED))
def test_a_call_brings_its_note_once_and_whole_and_the_reader_back(
    readings: dict[str, Reading], sample: Book, view: str
) -> None:
    wanted = list(note_texts(sample))
    read = readings[view].notes
    assert len(wanted) == 9
    assert [note.returned for note in read] == [True] * len(wanted)
    for note, text in zip(read, wanted, strict=True):
        read_there, wanted_there = seen_signs([note.text]), seen_signs([text])
        # A window holds that note alone; a page shows what stands below it as well, MuPDF the line.
        assert read_there == wanted_there if note.popped else wanted_there in read_there


def note_texts(sample: Book) -> Iterator[str]:
    """Give the words of the note that each call calls, in the order of the calls."""
    for document in sample.articles:
        for call in elements(document.root, "//html:a[@role='doc-noteref']"):
            note = string(call, "@href").removeprefix("#")
            yield string(document.root, "string(//*[@id=$note])", note=note)


@pytest.mark.parametrize("view", names(WALKED))
def test_notes_pop_up_where_the_system_lets_them(readings: dict[str, Reading], view: str) -> None:
    popped = {note.popped for note in readings[view].notes}
    assert popped == {readings[view].view.system == "foliate-js"}


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_publication_in_arabic_turns_its_pages_from_right_to_left(
    arabic: dict[str, Reading], system: str
) -> None:
    reading = arabic[system]
    if system == "readium":
        assert all(link.found for link in (*reading.contents, *reading.pages, *reading.links))
        reading = replace(reading, contents=(), pages=(), links=(), notes=())
    assert reading.faults == ()
    assert len(reading.leaves) > len(reading.documents)


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_publication_in_arabic_is_told_to_run_from_right_to_left(
    arabic: dict[str, Reading], system: str
) -> None:
    reading = arabic[system]
    assert reading.direction == "rtl"
    assert {document.direction for document in reading.documents} == {"rtl"}


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    """Open an article in Arabic that stands alone, so that the whole book is right-to-left."""
    folder = tmp_path_factory.mktemp("arabic")
    for part in ("articles", "figures"):
        (folder / "source" / part).mkdir(parents=True)
    for path in ("articles/mina.md", "figures/light.png"):
        (folder / "source" / path).write_bytes((SOURCE / path).read_bytes())
    book = build("mina", folder / "out", folder / "source")
    views = [View(system=system, device=NARROW, text_size=2, walk=True) for system in SYSTEMS]
    return {reading.view.system: reading for reading in open_views(book.epub_path, views)}


def test_with_the_publisher_s_styles_off_all_is_there_and_nothing_pale(
    sample: Book, tmp_path: Path
) -> None:
    bare = with_sheets(sample.epub_path, tmp_path / "bare.epub", without_styles)
    for reading in open_views(bare, [replace(SEPIA[0], light="night"), *SEPIA]):
        inks = [ink for document in reading.documents for ink in document.inks]
        assert [ink for ink in inks if ink.contrast < LEAST_CONTRAST] == []
        assert [image for d in reading.documents for image in d.broken_images] == []
        assert fold(reading.words) == fold(sample.epub.words)
