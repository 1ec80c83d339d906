"""“Turn to page 12” means the same place in both editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.editions.commands import press
from tests.editions.manuscript_words import signs
from tests.inspectors.epub import Epub
from tests.inspectors.rejoin import HYPHENS
from tests.inspectors.tree import elements, string

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.editions.book import Book
    from tests.inspectors.pdf import Line
    from tests.inspectors.tree import Element

MARK = "//*[@role='doc-pagebreak']"
# Enough of the text after a mark to hold a printed line.
FAR = 400


def labels_of_pages(book: Book) -> list[str]:
    pages = sorted({part.page for part in book.printed.parts})
    return [book.pdf.objects.labels[page] for page in pages]


def without_cut(line: Line) -> str:
    """Give a line's signs without the hyphen at its end, which may be the typesetter's."""
    return signs(line.text.rstrip("".join(HYPHENS)))


def beginnings(book: Book) -> Iterator[tuple[str, str, str]]:
    """Give for each page its label, its first line's signs and those after its mark in the EPUB."""
    places = {entry.label: entry.href for entry in book.epub.page_list}
    for page, lines in book.printed.pages.items():
        label = book.pdf.objects.labels[page]
        after = book.epub.text_after(places[label] or "", FAR)
        yield label, without_cut(lines[0]), signs(after)


def text_before(book: Book, label: str) -> str:
    """Give the signs of the article up to the mark of a page."""
    href = next(entry.href for entry in book.epub.page_list if entry.label == label) or ""
    path, _, anchor = href.partition("#")
    document = book.epub.document(path)
    whole = signs(" ".join(document.blocks))
    return whole.removesuffix(signs(document.text_after(anchor, 10**7)))


def test_every_page_of_an_article_has_one_entry_in_order(book: Book) -> None:
    labels = [entry.label for entry in book.epub.page_list]
    assert labels == labels_of_pages(book)
    assert len(set(labels)) == len(labels)


def test_the_ncx_lists_the_same_pages_at_the_same_places(book: Book) -> None:
    nav = [(entry.label, entry.href) for entry in book.epub.page_list]
    assert [(entry.label, entry.href) for entry in book.epub.ncx_page_list] == nav
    assert {entry.kind for entry in book.epub.ncx_page_list} == {"normal"}


def test_the_text_after_each_mark_is_the_first_line_of_its_page(book: Book) -> None:
    wrong = [
        (label, line, text) for label, line, text in beginnings(book) if not text.startswith(line)
    ]
    assert wrong == []


def test_the_text_before_each_mark_is_the_last_line_of_the_page_before(book: Book) -> None:
    labels = book.pdf.objects.labels
    pages = book.printed.pages
    wrong = []
    for page in pages:
        before = text_before(book, labels[page])
        if page - 1 in pages and before:
            last = without_cut(pages[page - 1][-1])
            if not before.rstrip("-").endswith(last):
                wrong.append((labels[page], last, before[-60:]))
    assert wrong == []


def test_every_mark_has_role_label_and_an_id_of_its_own_in_reading_order(book: Book) -> None:
    found = []
    for document in book.articles:
        for mark in elements(document.root, MARK):
            assert string(mark, "@epub:type") == "pagebreak"
            found.append((string(mark, "@aria-label"), f"{document.path}#{mark.get('id')}"))
    assert found == [(entry.label, entry.href) for entry in book.epub.page_list]
    assert len({anchor for _, anchor in found}) == len(found)


def test_the_package_says_which_edition_the_pages_are_of(book: Book) -> None:
    assert len(book.epub.metadata["pageBreakSource"]) == 1


def test_the_long_article_has_over_twenty_pages_and_every_hard_beginning(long_book: Book) -> None:
    assert len(long_book.printed.pages) > 20
    cut = [page for page in long_book.printed.pages if is_inside_a_word(long_book, page)]
    assert len(cut) >= 2, (
        "too few pages begin inside a word to prove anything of them; choose another seed"
    )
    assert any(parent_of_mark(long_book, page) == "em" for page in cut)
    assert len(long_book.printed.late) >= 2, "too few pages begin with a figure that waited"


def test_a_mark_inside_a_word_parts_it_where_the_line_did(long_book: Book) -> None:
    cut = [page for page in long_book.printed.pages if is_inside_a_word(long_book, page)]
    for page in cut:
        before, after = words_around(long_book, page)
        above = long_book.printed.pages[page - 1][-1].text.split()[-1]
        below = long_book.printed.pages[page][0].text.split()[0]
        assert (signs(before), signs(after)) == (signs(above[:-1]), signs(below))


def mark_of(book: Book, page: int) -> Element:
    label = book.pdf.objects.labels[page]
    for document in book.articles:
        for mark in elements(document.root, f"{MARK}[@aria-label=$label]", label=label):
            return mark
    raise LookupError(label)


def words_around(book: Book, page: int) -> tuple[str, str]:
    """Give what stands before and after a page's mark up to the next spaces, empty at a space."""
    mark = mark_of(book, page)
    before = string_before(mark)
    after = mark.tail or ""
    if not before or before[-1].isspace() or not after or after[0].isspace():
        return "", ""
    return before.split()[-1], after.split()[0]


def string_before(mark: Element) -> str:
    """Give the text just before a mark, in the same element."""
    previous, parent = mark.getprevious(), mark.getparent()
    if previous is not None:
        return previous.tail or ""
    return (parent.text if parent is not None else None) or ""


def is_inside_a_word(book: Book, page: int) -> bool:
    before, after = words_around(book, page)
    return before[-1:].isalpha() and after[:1].isalpha()


def parent_of_mark(book: Book, page: int) -> str:
    return string(mark_of(book, page), "local-name(..)")


TALL = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 420" width="300" height="420">'
    '<rect width="300" height="420" fill="#999" /></svg>'
)
BOXED = "\n\n".join(["A box that no page may part goes on for some lines, and for some more."] * 13)
LINE = "The harbour was quiet, and nobody spoke of the boat that had not come in. "
# What shows a page that no text of the article begins, by what follows on its last page, if any.
APART = {
    "a figure that waited, before a box without room": (
        f"{LINE * 20}\n\n![](a.svg 'Grey')\n\n{LINE * 3}\n\n::: sidebar\n{BOXED}\n:::\n",
        ["1", "2", "3"],
        "A box that no page",
    ),
    "the end of a note that ends the article": (
        f"{LINE * 20}\n\nIt was said[^1].\n\n[^1]: {LINE * 30}",
        ["1", "2"],
        "1 The harbour was ",
    ),
    "a list of addresses at the article’s end": (
        f"{LINE * 15}\n\n{' '.join(f'[w](https://example.org/{n})' for n in range(40))}",
        ["1", "2"],
        "",
    ),
}


@pytest.mark.parametrize("what", APART)
def test_a_page_on_which_no_text_begins_stands_where_the_text_goes_on(
    tmp_path: Path, what: str
) -> None:
    text, labels, after = APART[what]
    (tmp_path / "a.svg").write_text(TALL, encoding="utf-8")
    (tmp_path / "a.md").write_text(f"---\ntitle: Apart\nlang: en\n---\n\n{text}\n", "utf-8")
    links = ("--links", "list") if "addresses" in what else ()
    ran = press(tmp_path / "a.md", "-o", tmp_path, *links)
    assert ran.code == 0, ran.err
    with Epub(tmp_path / "a.epub") as epub:
        assert [entry.label for entry in epub.page_list] == labels
        marks = [
            string(mark, "@aria-label") for mark in elements(epub.document("a.xhtml").root, MARK)
        ]
        assert marks == labels
        found = {epub.text_after(entry.href or "", 18) for entry in epub.page_list[1:]}
    assert found == {after}
