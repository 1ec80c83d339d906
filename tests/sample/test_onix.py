"""The message to shops and libraries is ONIX, and says of accessibility what the package says."""

from __future__ import annotations

import shutil
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING

import onixcheck
import pytest
from lxml import etree

from pressrun import onix
from tests.editions.commands import press
from tests.inspectors.epub import Epub
from tests.inspectors.tree import elements
from tests.sample.conftest import SOURCE

if TYPE_CHECKING:
    from pathlib import Path

    from pressrun.model import Article, Publication

LISTS = "schema/xsd3.1/ONIX_BookProduct_CodeLists.xsd"
PRODUCT = "{*}Product"


@pytest.mark.parametrize("bare", [False, True])
def test_the_message_is_valid_whatever_is_known_of_a_book(
    publication: Publication, tmp_path: Path, *, bare: bool
) -> None:
    book = publication
    if bare:
        book = replace(
            book, publisher=None, issued=None, collection=None, contributors=(), subtitle=None,
            description=None, subjects=(), certified_by=None,
        )  # fmt: skip
    (tmp_path / "onix.xml").write_bytes(onix.message(book, page_list=not bare))
    assert onixcheck.validate(str(tmp_path / "onix.xml"), schemas=("xsd", "rng")) == []


def test_the_message_is_a_file_beside_the_editions(tmp_path: Path) -> None:
    ran = press(SOURCE, "-o", tmp_path, "-f", "epub,onix")
    assert ran.code == 0, ran.err
    epub, message = ran.paths
    assert message.name == "seven-harbours.onix.xml"
    told = etree.fromstring(message.read_bytes())
    assert told.findtext(f"{PRODUCT}/{{*}}ProductIdentifier/{{*}}IDValue") == "9780306406157"
    features = {each.text for each in told.iterfind(".//{*}ProductFormFeatureValue")}
    # There are no printed pages to be marked (19), where there is no print.
    assert "36" in features
    assert "19" not in features
    assert not [entry.name for entry in Epub(epub).entries if "onix" in entry.name]


def test_a_book_without_an_isbn_is_in_no_shop(tmp_path: Path) -> None:
    folder = tmp_path / "source"
    shutil.copytree(SOURCE, folder)
    settings = folder / "publication.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("ISBN 978-0-306-40615-7, ", ""), "utf-8")
    ran = press(folder, "-o", tmp_path / "dist", "-f", "epub,onix")
    assert ran.code == 1
    assert f"{settings}: shops know a book by its ISBN" in ran.err
    assert not (tmp_path / "dist").exists()


def test_articles_by_themselves_are_not_asked_for_one(tmp_path: Path) -> None:
    ran = press(SOURCE, "-o", tmp_path, "-f", "epub,onix", "--each", "--no-issue")
    assert ran.code == 0, ran.err
    assert {path.suffix for path in ran.paths} == {".epub"}


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
