"""What a screen reader is told of the print edition in every theme, counted against the EPUB."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.editions.commands import press
from tests.editions.faults import THEMES, faults_in
from tests.editions.manuscript_words import signs
from tests.editions.test_parity import difference, epub_words, known_words, printed_words
from tests.editions.themed import SAMPLE, printed
from tests.editions.told import untold
from tests.inspectors.epub import Epub
from tests.inspectors.tree import elements, string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pressrun.preflight.finding import Validator
    from tests.editions.book import Book
    from tests.editions.themed import Themed
    from tests.inspectors.epub import Document
    from tests.inspectors.pdf import Pdf
    from tests.inspectors.pdf_objects import Tag

PARAGRAPHS = ".//html:article//html:p[not(ancestor::html:*[@role='doc-footnote'])]|.//html:pre"
PHRASES = ".//html:a[@lang]|.//html:span[@lang]|.//html:i[@lang]|.//html:em[@lang]"


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Document, ...]]:
    """Return the articles of the sample's EPUB."""
    ran = press(SAMPLE, "-o", tmp_path_factory.mktemp("told"), "-f", "epub")
    assert ran.code == 0, ran.err
    with Epub(ran.paths[0]) as epub:
        yield tuple(d for d in epub.documents if elements(d.body, ".//html:article"))


def told(pdf: Pdf) -> Iterator[Tag]:
    """Give what is below the articles' tags."""
    for root in pdf.objects.structure:
        for article in root.walk():
            if article.role == "Art":
                yield from (tag for tag in article.walk() if tag is not article)


def paragraphs(documents: Iterable[Document]) -> int:
    return sum(len(elements(document.body, PARAGRAPHS)) for document in documents)


def test_there_are_as_many_paragraphs_as_the_text_has(
    themed: Themed, articles: tuple[Document, ...]
) -> None:
    assert sum(tag.role == "P" for tag in told(themed.pdf)) == paragraphs(articles) > 50


def test_every_foreign_phrase_is_told_in_its_language(
    themed: Themed, articles: tuple[Document, ...]
) -> None:
    given = [
        (phrase.get("lang"), signs(string(phrase, "string()")))
        for document in articles
        for phrase in elements(document.body, PHRASES)
    ]
    lines = themed.pdf.lines_of
    found = [
        (tag.lang, signs("".join(line.text for line in lines(tag))))
        for tag in told(themed.pdf)
        if tag.lang
    ]
    assert [lang for lang, _ in found] == [lang for lang, _ in given]
    # Print says the page of a place besides.
    assert all(
        words.startswith(phrase) for (_, words), (_, phrase) in zip(found, given, strict=True)
    )
    assert len(given) >= 3


def test_nothing_is_painted_outside_tags_and_every_note_is_reached_and_left(
    themed: Themed,
) -> None:
    assert untold(themed.path) == []


def test_what_is_not_told_is_found(themed: Themed, tmp_path: Path) -> None:
    if themed.theme != "journal":
        return
    with pikepdf.open(themed.path) as pdf:
        for page in pdf.pages:
            data = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page))
            page.Contents = pdf.make_stream(data.replace(b"/Artifact", b"/Span"))
            kept = [a for a in page.get("/Annots", []) if "--noteref-" not in str(a.get("/Dest"))]
            page.Annots = pikepdf.Array(kept)
        pdf.save(tmp_path / "broken.pdf")
    found = untold(tmp_path / "broken.pdf")
    assert any("in ['/Span']" in each for each in found)
    assert any("0 that lead back" in each for each in found)


@pytest.mark.parametrize("theme", THEMES)
def test_an_article_of_twenty_pages_is_told_and_set_as_it_should_be_in_every_theme(
    long_book: Book, theme: str, ready: Callable[[str], Validator], tmp_path: Path
) -> None:
    source = long_book.manuscripts[0].parent.parent
    path = long_book.pdf_path if theme == "journal" else printed(source, tmp_path, theme)
    book = replace(long_book, name=theme, pdf_path=path)
    words = printed_words(book.printed.read_aloud, known_words(book))
    assert difference(epub_words(book), words) == ""
    assert sum(tag.role == "P" for tag in told(book.pdf)) == paragraphs(book.articles) > 80
    assert untold(path) == []
    assert faults_in(path, theme).grave == []
    for name in ("veraPDF", "page-validation"):
        assert ready(name).findings(path) == ()
