"""The sheets of a finished book say something of every class in it, and of nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pressrun.epub_styles import classes, epub_stylesheet, names_in

if TYPE_CHECKING:
    from tests.editions.book import Book

CLASS = re.compile(r"\.([a-z][\w-]*)(?=[^{}]*\{)")


@pytest.fixture(scope="module")
def documents(sample: Book) -> dict[str, list[str]]:
    """Give the documents of the sample by the sheet that they link."""
    served: dict[str, list[str]] = {}
    for name in (entry.name for entry in sample.epub.entries):
        if name.endswith(".xhtml"):
            text = sample.epub.content(name).decode()
            (sheet,) = re.findall(r'<link rel="stylesheet" type="text/css" href="([^"]+)"', text)
            served.setdefault(sheet, []).append(text)
    return served


def test_a_book_that_runs_three_ways_has_three_sheets(documents: dict[str, list[str]]) -> None:
    assert sorted(documents) == ["styles-rtl.css", "styles-vertical.css", "styles.css"]


@pytest.mark.parametrize("sheet", ["styles.css", "styles-rtl.css", "styles-vertical.css"])
def test_every_class_that_is_used_is_styled_and_every_class_that_is_styled_is_used(
    sample: Book, documents: dict[str, list[str]], sheet: str
) -> None:
    used = {name[1:] for name in names_in(documents[sheet]) if name[0] == "."}
    styled = set(CLASS.findall(sample.epub.content(f"EPUB/{sheet}").decode()))
    # HTML, 4.5.15: the language of code is told by a class; it is for programs.
    assert {name for name in used - classes() if not name.startswith("language-")} == set()
    assert styled - used == set()


def test_an_element_that_a_book_lacks_is_not_in_its_sheet() -> None:
    whole, small = epub_stylesheet(), epub_stylesheet("ltr", frozenset({"body", "p", ".opening"}))
    assert ".text table" in whole
    assert small.splitlines() == [
        line for line in whole.splitlines() if line.startswith(("body {", "p {", ".opening {"))
    ]


def test_what_stands_behind_a_colon_is_no_name_but_a_language_is_one() -> None:
    sheet = epub_stylesheet("ltr", frozenset({"em", ".web", ":ja"}))
    assert sheet.startswith("em:lang(ja) {")
    assert ":lang(zh)" not in sheet
    assert ".web::after {" in sheet
    assert ".standfirst" not in sheet


def test_a_link_to_the_web_is_marked_and_one_within_the_book_is_not(
    documents: dict[str, list[str]],
) -> None:
    links = [m for text in documents["styles.css"] for m in re.findall(r"<a [^>]*>", text)]
    outwards = [link for link in links if 'href="http' in link]
    assert outwards
    assert all('class="web"' in link for link in outwards)
    assert not [link for link in links if link not in outwards and "web" in link]
