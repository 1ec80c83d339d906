"""Every validator passes the sample, and the package says what is true of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pressrun import accessibility
from pressrun.preflight.judging import VALIDATORS
from tests.inspectors.tree import elements, strings

if TYPE_CHECKING:
    from pressrun.model import Publication
    from tests.editions.book import Book

SCRIPTS = {
    "Latin": "[a-z]{4}", "Greek": "[α-ω]{4}", "Cyrillic": "[а-я]{4}",
    "Arabic": "[\u0621-\u064a]{4}", "Hebrew": "[א-ת]{4}", "Devanagari": "[\u0915-\u0939]",
    "Kana": "[\u3041-\u3096]{3}",
    "Han": "[\u4e00-\u9fff]{2}",
}  # fmt: skip
# One way to find each feature in the documents.
FEATURES = {
    "a kicker": "//*[@class='kicker']",
    "a standfirst": "//*[@class='standfirst']",
    "a byline": "//*[@class='byline']",
    "a dateline": "//*[@class='dateline']",
    "a crosshead": "//html:h2[@class='crosshead']",
    "one below it": "//html:h3",
    "a figure": "//html:figure",
    "a credit": "//*[@class='credit']",
    "a drawing": "//html:img[contains(@src, '.svg')]",
    "a table with a caption": "//html:table/html:caption",
    "a listing": "//*[@class='listing']",
    "an equation": "//*[local-name()='math'][@display='block']",
    "a formula in a line": "//*[local-name()='math'][not(@display)]",
    "a list": "//html:ul/html:li",
    "a numbered list": "//html:ol/html:li",
    "tasks": "//*[@class='tasks']",
    "definitions": "//html:dl",
    "a quotation": "//html:blockquote",
    "a pull quote": "//*[@class='pull-quote']",
    "an attribution": "//*[@class='attribution']",
    "a sidebar": "//*[@class='sidebar']",
    "an alert": "//*[contains(@class, 'sidebar-heading')]",
    "a note": "//*[@role='doc-footnote']",
    "a printed page": "//*[@role='doc-pagebreak']",
    "a rule": "//html:hr",
    "words struck out": "//html:del | //html:s",
    "keys": "//html:kbd",
    "an inferior": "//html:sub",
    "ruby": "//html:ruby/html:rt",
    "code": "//html:p//html:code",
    "a foreign phrase": "//html:span[@lang='fr']",
    "a page of the web": "//html:a[starts-with(@href, 'https:')]",
    "another article": "//html:a[@href='limani.xhtml#limani']",
    "another article by its title": "//html:a[@href='minato.xhtml']",
    "the source": "//*[@class='source']",
}


@pytest.mark.parametrize("name", ["structure", "EPUBCheck", "Ace"])
def test_a_validator_of_epubs_has_nothing_to_say_at_any_severity(sample: Book, name: str) -> None:
    validator = next(validator for validator in VALIDATORS if validator.name == name)
    if absence := validator.lacks():
        pytest.skip(absence)
    assert validator.findings(sample.epub_path) == ()


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_sample_is_written_in_many_scripts(sample: Book, script: str) -> None:
    assert any(re.search(SCRIPTS[script], " ".join(d.blocks)) for d in sample.articles)


@pytest.mark.parametrize("feature", FEATURES)
def test_the_sample_uses_every_feature(sample: Book, feature: str) -> None:
    assert any(elements(document.root, FEATURES[feature]) for document in sample.articles)


def test_the_contents_have_the_sections_with_their_articles_and_these_with_their_crossheads(
    sample: Book,
) -> None:
    titles, home, abroad, _ = sample.epub.contents
    assert (titles.label, home.label, abroad.label) == ("Title page", "At home", "Abroad")
    assert [len(section.children) for section in (home, abroad)] == [1, 6]
    assert [len(article.children) for article in abroad.children] == [1] * 6
    nav = next(d for d in sample.epub.documents if d.path.endswith("nav.xhtml"))
    marked = strings(nav.root, "//html:a[@class='contents-section']/@href")
    assert marked == ("harbour.xhtml", "limani.xhtml")


def test_each_article_has_its_own_language_and_direction(sample: Book) -> None:
    languages = [document.language for document in sample.articles]
    assert languages == ["en", "el", "ru", "ar", "he", "hi", "ja"]
    directions = [strings(d.root, "//html:article/@dir")[0] for d in sample.articles]
    assert directions == ["ltr", "ltr", "ltr", "rtl", "rtl", "ltr", "ltr"]
    assert {strings(d.root, "/html:html/@dir")[0] for d in sample.articles} == {"ltr"}


def test_the_package_names_the_publications_language_and_then_those_of_its_articles(
    sample: Book,
) -> None:
    languages = sample.epub.metadata["dc:language"]
    assert languages == ["en", "el", "ru", "ar", "he", "hi", "ja"]


def test_every_line_of_the_contents_has_the_language_of_its_article(sample: Book) -> None:
    nav = next(d for d in sample.epub.documents if d.path.endswith("nav.xhtml"))
    links = elements(nav.root, "//html:nav[@id='toc']/html:ol/html:li/html:ol/html:li/html:a")
    told = [(link.get("lang"), link.get("dir")) for link in links]
    assert told == [
        (None, None), ("el", "ltr"), ("ru", "ltr"), ("ar", "rtl"), ("he", "rtl"), ("hi", "ltr"),
        ("ja", "ltr"),
    ]  # fmt: skip


def test_the_package_has_what_shops_and_libraries_ask_for(sample: Book) -> None:
    said = sample.epub.metadata
    refined = list(sample.epub.refinements.values())
    refinements = [(key, v) for about in refined for key, values in about.items() for v in values]
    assert said["dc:identifier"] == ["urn:isbn:9780306406157", "doi:10.5555/seven-harbours"]
    assert [v for key, v in refinements if key == "identifier-type"] == ["15", "06"]
    filed = [v for key, v in refinements if key == "file-as"]
    assert filed[:3] == ["Tidewell, Ada", "Aa, Maria van der", "Θαλασσινού, Ελένη"]
    assert [v for key, v in refinements if key == "role"][-3:] == ["edt", "trl", "pht"]
    assert said["belongs-to-collection"] == said["calibre:series"] == ["Samples of the Press"]
    assert ("collection-type", "series") in refinements
    assert ("dcterms:identifier", "urn:issn:0317-8471") in refinements
    assert ("group-position", "7") in refinements
    assert said["calibre:series_index"] == ["7"]
    assert said["dc:date"] == ["2026-03-01"]


def test_conformance_is_claimed_by_a_name_and_nothing_known_speaks_against_it(
    sample: Book, publication: Publication
) -> None:
    assert list(accessibility.obstacles(publication)) == []
    assert sample.epub.metadata["dcterms:conformsTo"] == [accessibility.STANDARD]
    assert {"a11y:certifiedBy": ["Pressrun’s tests"]} in sample.epub.refinements.values()


def test_every_link_and_every_line_of_the_navigation_leads_somewhere(sample: Book) -> None:
    assert sample.epub.dangling == ()
