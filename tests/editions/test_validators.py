"""Every validator passes every book: nothing found, at any severity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pressrun.preflight.qpdf import claims
from tests.inspectors.pdf_objects import objects

if TYPE_CHECKING:
    from collections.abc import Callable

    from pressrun.preflight.finding import Validator
    from tests.editions.book import Book


@pytest.mark.parametrize("name", ["structure", "EPUBCheck", "Ace"])
def test_a_validator_of_epubs_has_nothing_to_say_not_even_a_usage(
    book: Book, ready: Callable[[str], Validator], name: str
) -> None:
    assert ready(name).findings(book.epub_path) == ()


@pytest.mark.parametrize("name", ["veraPDF", "page-validation", "qpdf"])
def test_a_validator_of_pdfs_has_nothing_to_say(
    book: Book, ready: Callable[[str], Validator], name: str
) -> None:
    assert ready(name).findings(book.pdf_path) == ()


def test_one_file_claims_pdf_a_3a_and_pdf_ua_1(book: Book) -> None:
    assert claims(book.pdf_path) == ("3a", "ua1")


def test_the_pdf_names_its_language_and_its_colours_and_shows_its_title(book: Book) -> None:
    facts = objects(book.pdf_path)
    assert facts.language == "en"
    assert facts.intents == ("/GTS_PDFA1",)
    assert facts.attachments == ()
