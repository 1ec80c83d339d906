"""One text, two editions: the words of manuscript, EPUB and PDF are the same words, in order."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from tests.editions.manuscript_words import fold
from tests.inspectors.rejoin import Vocabulary, rejoin
from tests.inspectors.tree import blocks, elements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.editions.book import Book
    from tests.inspectors.epub import Document
    from tests.inspectors.pdf import Line

NOTES = "//html:section[@role='doc-endnotes']"


def text_of(document: Document) -> tuple[str, ...]:
    """Give the words of an article's document without its notes."""
    body = deepcopy(document.body)
    for notes in elements(body, NOTES.replace("//", ".//")):
        notes.getparent().remove(notes)  # type: ignore[union-attr]
    return fold(blocks(body))


def notes_of(document: Document) -> tuple[str, ...]:
    """Give the words of an article's notes, each behind its number."""
    return fold(
        block
        for notes in elements(document.root, NOTES)
        for note in elements(notes, "*[@role='doc-footnote']")
        for block in blocks(note)
    )


def epub_words(book: Book) -> tuple[str, ...]:
    return tuple(word for document in book.articles for word in text_of(document))


def manuscript_words(book: Book) -> tuple[str, ...]:
    return tuple(word for copy in book.copies for word in copy.words)


def printed_words(lines: Iterable[Line], known: Iterable[str]) -> tuple[str, ...]:
    return fold(rejoin((line.text for line in lines), Vocabulary(known)))


def known_words(book: Book) -> tuple[str, ...]:
    """Give the EPUB's words as they are spelt there, to put words cut by a line together by.

    At the foot of a page a point follows a note's number.
    """
    numbers = tuple(f"{number}." for number in range(1, 100))
    return (*numbers, *(word for document in book.articles for word in document.words))


def difference(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """Say where two texts part, empty where they do not."""
    for place, (left, right) in enumerate(zip((*one, None), (*other, None), strict=False)):
        if left != right:
            here = slice(max(0, place - 4), place + 4)
            return f"{' '.join(one[here])} ≠ {' '.join(other[here])}"
    return ""


def test_the_epub_says_what_the_manuscripts_say(book: Book) -> None:
    assert difference(manuscript_words(book), epub_words(book)) == ""


def test_the_pdf_says_what_the_epub_says_in_the_order_of_drawing(book: Book) -> None:
    printed = printed_words(book.printed.lines, known_words(book))
    assert difference(epub_words(book), printed) == ""


def test_the_pdf_says_what_the_epub_says_in_the_order_of_its_tags(book: Book) -> None:
    read_aloud = printed_words(book.printed.read_aloud, known_words(book))
    assert difference(epub_words(book), read_aloud) == ""


def test_the_notes_of_manuscript_and_epub_are_the_same(book: Book) -> None:
    manuscript = tuple(word for copy in book.copies for word in copy.notes)
    epub = tuple(word for document in book.articles for word in notes_of(document))
    assert difference(manuscript, epub) == ""


def test_the_notes_of_epub_and_pdf_are_the_same_with_the_same_numbers(book: Book) -> None:
    epub = tuple(word for document in book.articles for word in notes_of(document))
    printed = printed_words(book.printed.notes, known_words(book))
    unpointed = tuple(word.rstrip(".") if word.rstrip(".").isdigit() else word for word in printed)
    assert difference(epub, unpointed) == ""


def test_the_issue_has_notes_in_every_article_and_the_long_article_over_4000_words(
    issue_book: Book, long_book: Book
) -> None:
    assert all(copy.notes for copy in issue_book.copies)
    assert len(manuscript_words(long_book)) > 4000
