"""What a compositor would measure on the printed pages, as numbers."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import pytest

from pressrun import themes
from pressrun.stylesheets import geometry
from tests.editions.faults import faults_in
from tests.editions.manuscript_words import fold, signs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.editions.book import Book
    from tests.editions.printed import Part
    from tests.inspectors.pdf import Line

FAMILIES = ("Source-Serif-4-", "Source-Sans-3", "Source-Code-Pro")
TEXT_FONT = "Source-Serif-4-Text"
PAGE = geometry(themes.usual())

# The books of ordinary prose; the long article is made of words that no line is wide enough for.
PROSE = ("source", "pasted", "issue")

# Half the distance at which two baselines side by side are seen to differ.
GRID_TOLERANCE = 0.1
# Round letters and italics reach over the edge that the eye sees, by so much of their size.
OVERHANG = 0.2
# Of Source Serif 4 Text, in ems.
NORMAL_SPACE = 0.238


def text_lines(book: Book) -> Iterator[Line]:
    """Give the lines of running text, in the size that is on the grid."""
    for line in book.printed.lines:
        if line.font.startswith(TEXT_FONT) and line.size == PAGE.text:
            yield line


def is_right_hand(page: int) -> bool:
    return page % 2 == 0


def test_every_font_is_embedded_and_subset_and_of_our_families(book: Book) -> None:
    fonts = book.pdf.objects.fonts
    assert len(fonts) >= 4
    assert [font for font in fonts if not (font.embedded and font.subset)] == []
    assert [font.name for font in fonts if not font.name.startswith(FAMILIES)] == []


def test_headlines_text_captions_and_folios_are_set_in_their_own_faces(
    source_book: Book,
) -> None:
    """A family that is not found is replaced by another of ours, in silence."""
    faces = {
        "H1": "Source-Serif-4-Display-Semi-Bold",
        "H2": "Source-Sans-3-Semi-Bold",
        "Caption": "Source-Sans-3,",
    }
    for role, face in faces.items():
        parts = [part for part in source_book.printed.parts if role in part.roles]
        assert {line.font for part in parts for line in part.lines} == {face}
    fonts = Counter(line.font for line in source_book.printed.lines if line.size == PAGE.text)
    assert fonts.most_common(1)[0][0] == TEXT_FONT
    folios = {line.font for page in source_book.pdf.lines for line in page if line.furniture}
    assert all(font.startswith("Source-Sans-3") for font in folios)


def test_the_lines_of_all_pages_lie_on_one_grid(book: Book) -> None:
    lines = list(text_lines(book))
    offsets = Counter(round(line.baseline % PAGE.line, 2) for line in lines)
    grid = offsets.most_common(1)[0][0]
    off = [line for line in lines if distance(line.baseline, grid) > GRID_TOLERANCE]
    assert [(line.page + 1, line.text) for line in off] == []
    assert len(lines) >= 40


def distance(baseline: float, grid: float) -> float:
    """Give how far a baseline is from the grid's nearest line."""
    over = (baseline - grid) % PAGE.line
    return min(over, PAGE.line - over)


def test_lines_of_a_paragraph_are_one_line_apart(book: Book) -> None:
    steps = {
        round(above.baseline - below.baseline, 1)
        for part in paragraphs(book)
        for above, below in pairwise(part.lines)
    }
    assert steps == {PAGE.line}


def paragraphs(book: Book) -> list[Part]:
    return [
        part
        for part in book.printed.parts
        if part.roles[-1] == "P" and all(in_text_type(line) for line in part.lines)
    ]


def in_text_type(line: Line) -> bool:
    return line.font.startswith(TEXT_FONT) and line.size == PAGE.text


def test_some_paragraph_of_the_long_article_is_cut_by_a_page(long_book: Book) -> None:
    blocks = Counter(part.block for part in long_book.printed.parts)
    assert max(blocks.values()) == 2


def test_facing_pages_that_a_paragraph_leaves_end_on_the_same_line(source_book: Book) -> None:
    """A hair too much below a figure or a pull quote cost each of them its last lines."""
    pages: dict[object, set[int]] = {}
    for part in source_book.printed.parts:
        pages.setdefault(part.block, set()).update(line.page for line in part.lines)
    left = {min(over) for over in pages.values() if len(over) > 1}
    ends = {
        page: min(line.baseline for line in text_lines(source_book) if line.page == page)
        for page in left
    }
    assert len(ends) >= 2
    assert max(ends.values()) - min(ends.values()) < GRID_TOLERANCE


def test_every_figure_of_the_manuscript_is_printed_with_its_description(
    source_book: Book, issue_book: Book, long_book: Book
) -> None:
    for book, at_least in ((source_book, 1), (issue_book, 1), (long_book, 2)):
        tags = [tag for root in book.pdf.objects.structure for tag in root.walk()]
        figures = [tag for tag in tags if tag.role == "Figure"]
        assert len(figures) >= at_least
        assert all(figure.alt for figure in figures)


def edges(page: int) -> tuple[float, float]:
    """Give the left and the right edge of a page's text area."""
    left, right = (PAGE.inner, PAGE.outer) if is_right_hand(page) else (PAGE.outer, PAGE.inner)
    return left, PAGE.width - right


@pytest.mark.parametrize("name", PROSE)
def test_justified_lines_end_at_the_edge(book_called: Callable[[str], Book], name: str) -> None:
    """A line inside a paragraph fills the measure, or its spaces would be rivers."""
    ends = [
        line.right - edges(line.page)[1]
        for part in paragraphs(book_called(name))
        for line in part.lines[:-1]
        if part.roles.count("P") == 1 and not {"LBody", "BlockQuote", "TD"}.intersection(part.roles)
    ]
    short = [end for end in ends if end < -2.5]
    assert len(short) <= len(ends) / 100
    assert len(ends) > 30


@pytest.mark.parametrize("name", PROSE)
def test_no_more_than_three_lines_running_end_in_a_hyphen(
    book_called: Callable[[str], Book], name: str
) -> None:
    runs = [
        len(list(found))
        for part in book_called(name).printed.parts
        for hyphenated, found in groupby(part.lines, key=lambda line: line.hyphenated)
        if hyphenated
    ]
    assert 1 <= max(runs) <= 3


def test_text_goes_on_where_a_figure_waits_for_the_next_page(long_book: Book) -> None:
    late = long_book.printed.late
    assert len(late) >= 2
    for caption in late:
        before = [line for line in long_book.pdf.lines[caption.page - 1] if not line.furniture]
        assert min(line.baseline for line in before) < PAGE.bottom + 5 * PAGE.line


def furniture(book: Book, page: int) -> list[Line]:
    """Give what stands in the margins; the head of a table that goes on is furniture too."""
    return [line for line in book.pdf.lines[page] if line.furniture and in_margin(line)]


def in_margin(line: Line) -> bool:
    return not PAGE.bottom <= line.baseline <= PAGE.height - PAGE.top


def openers(book: Book) -> set[int]:
    """Give the pages on which an article begins."""
    return {part.page for part in book.printed.parts if "H1" in part.roles}


def test_an_opener_has_a_folio_and_no_running_head(book: Book) -> None:
    found = {page: [line.text for line in furniture(book, page)] for page in openers(book)}
    assert found == {page: [book.pdf.objects.labels[page]] for page in openers(book)}


def test_every_other_page_of_text_has_running_head_and_folio(book: Book) -> None:
    headlines = fold(d.title for d in book.articles)
    title = signs(str(book.epub.metadata["dc:title"][0]))
    for page in set(book.printed.pages) - openers(book):
        head, folio = sorted(furniture(book, page), key=lambda line: -line.baseline)
        assert folio.text == book.pdf.objects.labels[page]
        if is_right_hand(page):
            assert signs(head.text) in "".join(headlines)
        else:
            assert signs(head.text) == title


def test_head_and_folio_stand_at_the_outer_edge(book: Book) -> None:
    for page in set(book.printed.pages) - openers(book):
        for line in furniture(book, page):
            if is_right_hand(page):
                assert line.right == pytest.approx(PAGE.width - PAGE.outer, abs=1.5)
            else:
                assert line.left == pytest.approx(PAGE.outer, abs=1.5)


def test_the_outline_leads_to_every_headline_and_crosshead(book: Book) -> None:
    """Crossheads of the first level alone; titles of front and end matter stand beside."""
    flat = [
        (signs(mark.title), mark.page) for top in book.pdf.objects.outline for mark in top.walk()
    ]
    for level in ("H1", "H2"):
        for part in (part for part in heads(book) if level in part.roles):
            assert any(page == part.page and title.startswith(first(part)) for title, page in flat)
    assert all(page is not None for _, page in flat)
    assert len(flat) >= len({part.block for part in heads(book)})


def heads(book: Book) -> list[Part]:
    return [part for part in book.printed.parts if part.is_heading]


def first(part: Part) -> str:
    return signs(part.lines[0].text)


def wide_share(book: Book) -> float:
    """Give the share of lines whose spaces are over two and a half times the normal."""
    found = faults_in(book.pdf_path)
    sys.stdout.write(f"{book.name}: {found.row}\n")
    return len(found.wide) / found.lines


def test_no_page_has_what_a_compositor_would_be_ashamed_of(book: Book) -> None:
    assert faults_in(book.pdf_path).grave == []


@pytest.mark.parametrize("name", PROSE)
def test_under_one_line_in_200_has_spaces_over_two_and_a_half_times_the_normal(
    book_called: Callable[[str], Book], name: str
) -> None:
    assert wide_share(book_called(name)) < 1 / 200


def test_even_words_too_long_for_any_line_make_no_rivers(long_book: Book) -> None:
    """Four words of five in that article are long: lines end before the edge instead."""
    assert wide_share(long_book) < 1 / 200


def test_an_article_begins_on_a_page_of_its_own(issue_book: Book) -> None:
    assert len(openers(issue_book)) == 3


def test_the_contents_give_each_article_s_page(issue_book: Book) -> None:
    (contents,) = [
        p for p in issue_book.pdf.body if p and any(line.text == "Contents" for line in p)
    ]
    said = {line.text for line in contents if line.text.isdigit()}
    assert said == {issue_book.pdf.objects.labels[page] for page in openers(issue_book)}
