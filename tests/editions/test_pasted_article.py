"""The pasted article becomes both editions with all that it says, and nothing said twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.editions.commands import press
from tests.editions.manuscript_words import fold, signs
from tests.inspectors.tree import elements, string, strings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.editions.book import Book
    from tests.inspectors.tree import Element

CREDIT = "Photo by: Reuters"
SOURCE = "TRTWorld and agencies"


@pytest.fixture(scope="module")
def pasted_lines(pasted_file: Path) -> list[str]:
    """Read the article's lines that say something."""
    return [line for line in pasted_file.read_text("utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def understood(pasted_file: Path) -> dict[str, Any]:
    """Run `read --json` on the article."""
    ran = press("read", pasted_file, "--json")
    assert (ran.code, ran.err) == (0, "")
    answer: dict[str, Any] = json.loads(ran.out)
    return answer


@pytest.fixture(scope="module")
def article(pasted_book: Book) -> Element:
    """Give the body of the article's document in the EPUB."""
    (document,) = pasted_book.articles
    return document.body


def of_class(article: Element, name: str) -> list[str]:
    path = f".//*[contains(concat(' ', @class, ' '), ' {name} ')]"
    return [signs("".join(e.itertext())) for e in elements(article, path)]


def test_read_gives_headline_standfirst_date_and_source(
    understood: dict[str, Any], pasted_lines: list[str]
) -> None:
    assert understood["headline"] == pasted_lines[0]
    assert understood["standfirst"] == [pasted_lines[1]]
    assert (understood["date"], understood["updated"]) == (None, "2015-10-13")
    assert understood["source"].rstrip(".") == SOURCE
    assert understood["language"] == "en"
    assert (understood["kicker"], understood["byline"], understood["dateline"]) == (None, [], None)


def test_read_gives_one_caption_one_credit_and_the_repetition_in_dropped(
    understood: dict[str, Any], pasted_lines: list[str]
) -> None:
    texts = {
        kind: [b["text"] for b in understood["body"] if b["type"] == kind]
        for kind in ("caption", "credit")
    }
    assert texts["caption"] == [pasted_lines[4]]
    assert texts["credit"] == [CREDIT]
    assert [(d["line"], d["text"]) for d in understood["dropped"] if d["text"] == CREDIT] == [
        (6, CREDIT)
    ]


def test_read_gives_all_fourteen_paragraphs_in_order(
    understood: dict[str, Any], pasted_lines: list[str]
) -> None:
    paragraphs = [b["text"] for b in understood["body"] if b["type"] == "paragraph"]
    assert [fold([text]) for text in paragraphs] == [fold([line]) for line in pasted_lines[6:-1]]
    assert len(paragraphs) == 14


def test_no_word_of_the_paste_is_lost(understood: dict[str, Any], pasted_lines: list[str]) -> None:
    kept = [understood["headline"], *understood["standfirst"], understood["source"]]
    kept += [entry["text"] for entry in (*understood["body"], *understood["dropped"])]
    said = set(fold(kept))
    dated = {"Updated", "Oct", "13,", "2015"}
    assert set(fold(pasted_lines)) - said - dated == set()


def test_the_epub_shows_headline_standfirst_date_and_source(
    article: Element, pasted_lines: list[str]
) -> None:
    assert of_class(article, "headline") == [signs(pasted_lines[0])]
    assert of_class(article, "standfirst") == [signs(pasted_lines[1])]
    assert strings(article, ".//html:time/@datetime") == ("2015-10-13",)
    assert string(article, "string(.//html:time)") == "Updated 13 October 2015"
    assert [text.rstrip(".") for text in of_class(article, "source")] == [signs(SOURCE)]


def test_the_epub_shows_one_caption_and_one_credit(
    article: Element, pasted_lines: list[str]
) -> None:
    assert of_class(article, "caption") == [signs(pasted_lines[4])]
    assert of_class(article, "credit") == [signs(CREDIT)]


def test_the_epub_shows_all_fourteen_paragraphs_in_order(
    article: Element, pasted_lines: list[str]
) -> None:
    paragraphs = elements(article, ".//html:div[@class='text']/html:p")
    texts = [signs("".join(paragraph.itertext())) for paragraph in paragraphs]
    assert texts == [signs(line) for line in pasted_lines[6:-1]]


def test_the_pdf_tags_the_same_headline_and_paragraphs(
    pasted_book: Book, pasted_lines: list[str]
) -> None:
    known = pasted_book.articles[0].words
    found = [(b.tag.role, signs(b.text)) for b in pasted_book.pdf.blocks(known)]
    assert [text for role, text in found if role == "H1"] == [signs(pasted_lines[0])]
    paragraphs = [text for role, text in found if role == "P"]
    places = [paragraphs.index(signs(line)) for line in pasted_lines[6:-1]]
    assert places == sorted(places)
    assert paragraphs.count(signs(CREDIT)) == 1


def test_both_editions_are_named_after_the_file(pasted_book: Book, pasted_file: Path) -> None:
    assert pasted_book.epub_path.name == f"{pasted_file.stem}.epub"
    assert pasted_book.pdf_path.name == f"{pasted_file.stem}.pdf"
