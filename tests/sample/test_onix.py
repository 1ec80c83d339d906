"""The record for shops and libraries is ONIX, and says of accessibility what the package says."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING

import onixcheck
import pytest
from lxml import etree

from pressrun import onix
from tests.inspectors.tree import elements

if TYPE_CHECKING:
    from pathlib import Path

    from pressrun.model import Article, Publication
    from tests.editions.book import Book

LISTS = "schema/xsd3.1/ONIX_BookProduct_CodeLists.xsd"
LINK = "//*[local-name()='link']"


@pytest.mark.parametrize("bare", [False, True])
def test_the_record_is_valid_whatever_is_known_of_a_book(
    publication: Publication, tmp_path: Path, *, bare: bool
) -> None:
    book = publication
    if bare:
        book = replace(
            book, publisher=None, issued=None, collection=None, contributors=(), subtitle=None,
            description=None, subjects=(), certified_by=None,
        )  # fmt: skip
    record = onix.record(book, page_list=not bare)
    assert record is not None
    (tmp_path / "onix.xml").write_text(record, "utf-8")
    assert onixcheck.validate(str(tmp_path / "onix.xml"), schemas=("xsd", "rng")) == []


def test_the_package_links_the_record_and_does_not_list_it(sample: Book) -> None:
    package = etree.fromstring(sample.epub.content("EPUB/content.opf"))
    (link,) = elements(package, LINK)
    assert dict(link.attrib) == {
        "rel": "record", "href": "onix.xml", "media-type": "application/xml", "properties": "onix",
    }  # fmt: skip
    assert elements(package, "//*[local-name()='item'][@href='onix.xml']") == ()
    assert b"9780306406157" in sample.epub.content("EPUB/onix.xml")


def test_a_book_without_an_isbn_is_in_no_shop(publication: Publication) -> None:
    assert onix.record(replace(publication, identifier="urn:x"), page_list=True) is None


def test_accessibility_is_told_in_codes_that_are_on_their_lists(publication: Publication) -> None:
    told = [*onix.features(publication, page_list=True)]
    assert {feature.code for feature in told if feature.type == "09"} == {
        "00", "04", "13", "14", "17", "19", "22", "29", "36", "41", "52", "82", "85", "90",
    }  # fmt: skip
    lists = etree.fromstring(files("onixcheck").joinpath(LISTS).read_bytes())
    for feature in told:
        name = {"09": "List196", "12": "List143"}[feature.type]
        path = f"//*[@name='{name}']//*[@value='{feature.code}']"
        assert elements(lists, path), feature


def test_nothing_is_told_that_is_not_so(publication: Publication) -> None:
    harbour, limani, *_ = publication.articles
    figures = tuple(replace(figure, alt=None) for figure in harbour.body.figures)
    blind = replace(harbour, body=replace(harbour.body, figures=figures))

    def codes(article: Article) -> set[str]:
        sections = tuple(replace(s, articles=(article,)) for s in publication.sections)
        book = replace(publication, sections=sections, certified_by=None)
        return {f.code for f in onix.features(book, page_list=False) if f.type == "09"}

    # Its contents lead to every level, and there is no table or figure to which they would have to.
    assert codes(limani) == {"00", "11", "13", "14", "29", "36", "52"}
    assert not {"11", "14", "52"} & codes(blind)
