"""Real reading systems in a real browser open the books, and a reader notices nothing amiss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.editions.manuscript_words import fold, signs
from tests.inspectors.rejoin import HYPHENS
from tests.reading.reader import open_views
from tests.reading.seen import LEAST_CONTRAST, Reading
from tests.reading.view import NIGHT, PHONE, SYSTEMS, TABLET, View

if TYPE_CHECKING:
    from tests.editions.book import Book
    from tests.reading.seen import Document

WALKED = [View(system=system, walk=True) for system in SYSTEMS]
BY_NIGHT = [View(system=system, light="night", text_size=2) for system in SYSTEMS]
WIDE = [View(system="foliate-js", device=TABLET, text_size=size) for size in (1, 2)]
SOURCE_VIEWS = [*WALKED, *BY_NIGHT, *WIDE]
PASTED_VIEWS = BY_NIGHT[:1]
ISSUE_VIEWS = WALKED[:2]


def names(views: list[View]) -> list[str]:
    return [view.name for view in views]


@pytest.fixture(scope="module")
def source_readings(source_book: Book) -> dict[str, Reading]:
    """Open source/'s EPUB in every system, by day and by night and at twice the size."""
    return opened(source_book, SOURCE_VIEWS)


@pytest.fixture(scope="module")
def pasted_readings(pasted_book: Book) -> dict[str, Reading]:
    """Open the pasted article's EPUB on a phone."""
    return opened(pasted_book, PASTED_VIEWS)


@pytest.fixture(scope="module")
def issue_readings(issue_book: Book) -> dict[str, Reading]:
    """Open the issue's EPUB on a phone by day."""
    return opened(issue_book, ISSUE_VIEWS)


def opened(book: Book, views: list[View]) -> dict[str, Reading]:
    return {reading.view.name: reading for reading in open_views(book.epub_path, views)}


@pytest.mark.parametrize("view", names(SOURCE_VIEWS))
def test_source_opens_without_fault_in_every_view(
    source_readings: dict[str, Reading], view: str
) -> None:
    assert source_readings[view].faults == ()


@pytest.mark.parametrize("view", names(PASTED_VIEWS))
def test_the_pasted_article_opens_without_fault(
    pasted_readings: dict[str, Reading], view: str
) -> None:
    assert pasted_readings[view].faults == ()


@pytest.mark.parametrize("view", names(ISSUE_VIEWS))
def test_the_issue_opens_without_fault(issue_readings: dict[str, Reading], view: str) -> None:
    assert issue_readings[view].faults == ()


@pytest.mark.parametrize("view", names(WALKED))
def test_every_page_leads_to_the_first_words_of_the_printed_page(
    source_readings: dict[str, Reading], source_book: Book, view: str
) -> None:
    landings = {page.label: signs(page.text) for page in source_readings[view].pages}
    assert list(landings) == [entry.label for entry in source_book.epub.page_list]
    for page, lines in source_book.printed.pages.items():
        line = signs(lines[0].text.rstrip("".join(HYPHENS)))
        after = landings[source_book.pdf.objects.labels[page]]
        assert len(after) > 5
        assert after.startswith(line[: len(after)])


@pytest.mark.parametrize("view", names(SOURCE_VIEWS))
def test_readers_see_the_words_of_the_book_in_order(
    source_readings: dict[str, Reading], source_book: Book, view: str
) -> None:
    linear = [p.item.path for p in source_book.epub.spine if p.linear]
    words = [word for d in source_book.epub.documents if d.path in linear for word in d.words]
    assert fold(source_readings[view].words) == fold(words)


@pytest.mark.parametrize("system", SYSTEMS)
def test_night_has_the_reader_s_own_colours_and_twice_the_size_is_twice_the_size(
    source_readings: dict[str, Reading], system: str
) -> None:
    day = reading_of_article(source_readings[f"{system}-{PHONE.name}-day"])
    night = reading_of_article(source_readings[f"{system}-{PHONE.name}-night-200"])
    assert (night.colour, night.background) == (NIGHT["colour"], NIGHT["background"])
    assert min(ink.contrast for ink in night.inks) >= LEAST_CONTRAST
    assert night.font_size == pytest.approx(2 * day.font_size, rel=0.01)


def reading_of_article(reading: Reading) -> Document:
    return max(reading.documents, key=lambda document: len(document.words))
