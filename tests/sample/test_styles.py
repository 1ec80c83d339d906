"""The sheet of a finished book says something of every class in it, and of nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import cssselect2
import pytest
from lxml import etree

from pressrun.epub_styles import classes, epub_stylesheet, names_in, rules_of, sheet_of_book

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.editions.book import Book

CLASS = re.compile(r"\.([a-z][\w-]*)(?=[^{}]*\{)")


@pytest.fixture(scope="module")
def documents(sample: Book) -> dict[str, list[str]]:
    """Give the documents of the sample by the way that their lines run."""
    served: dict[str, list[str]] = {}
    for name in (entry.name for entry in sample.epub.entries):
        if name.endswith(".xhtml"):
            text = sample.epub.content(name).decode()
            assert '<link rel="stylesheet" type="text/css" href="styles.css"/>' in text
            (flow,) = re.findall(r'<html[^>]* class="(\w+)"', text)
            served.setdefault(flow, []).append(text)
    return served


def test_a_book_that_runs_three_ways_tells_of_each_document_how(
    documents: dict[str, list[str]],
) -> None:
    assert sorted(documents) == ["ltr", "rtl", "vertical"]


def test_every_class_that_is_used_is_styled_and_every_class_that_is_styled_is_used(
    sample: Book, documents: dict[str, list[str]]
) -> None:
    used = {
        name[1:]
        for name in names_in(text for texts in documents.values() for text in texts)
        if name[0] == "."
    }
    styled = set(CLASS.findall(sample.epub.content("styles.css").decode()))
    flows = set(documents)
    # HTML, 4.5.15: the language of code is told by a class; it is for programs.
    unstyled = {name for name in used - classes() - flows if not name.startswith("language-")}
    assert unstyled == set()
    assert styled - used == set()
    assert flows <= styled


def test_one_sheet_for_several_ways_shows_each_document_as_its_own_would(
    documents: dict[str, list[str]],
) -> None:
    names = {flow: names_in(texts) for flow, texts in documents.items()}
    matcher = _matcher(sheet_of_book(names, faces=True))
    seen = 0
    for flow, texts in documents.items():
        alone = _matcher(epub_stylesheet(flow, names[flow], faces=True))
        for text in texts:
            root = etree.fromstring(text.encode())
            for element in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
                shown, wanted = _declared(matcher, element), _declared(alone, element)
                assert shown == wanted, (flow, element.etree_element.tag)
                seen += len(wanted)
    assert seen > 1_000


def _matcher(sheet: str) -> cssselect2.Matcher:
    """Let elements be asked what a sheet says of them and of what it puts behind them."""
    matcher = cssselect2.Matcher()
    for prelude, declared in rules_of(sheet):
        for selector in cssselect2.compile_selector_list(prelude):
            matcher.add_selector(selector, declared)
    return matcher


def _declared(matcher: cssselect2.Matcher, element: cssselect2.ElementWrapper) -> dict[str, str]:
    """Give the value of each longhand that the cascade leaves to an element."""
    left: dict[str, str] = {}
    for _, _, pseudo, declared in sorted(matcher.match(element), key=lambda m: m[:2]):
        for name, value in declared:
            for part, said in _longhands(name, value):
                left[f"{pseudo or ''} {part}"] = said
    return left


def _longhands(name: str, value: str) -> Iterator[tuple[str, str]]:
    if name in {"margin", "padding"}:
        four = value.split()
        top, right, bottom, left = (four * 4)[:4] if len(four) != 3 else (*four, four[1])
        sides = {"top": top, "right": right, "bottom": bottom, "left": left}
        yield from ((f"{name}-{side}", said) for side, said in sides.items())
    elif name == "border":
        yield from ((f"border-{side}", value) for side in ("top", "right", "bottom", "left"))
    else:
        yield name, value


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
    links = [m for text in documents["ltr"] for m in re.findall(r"<a [^>]*>", text)]
    outwards = [link for link in links if 'href="http' in link]
    assert outwards
    assert all('class="web"' in link for link in outwards)
    assert not [link for link in links if link not in outwards and "web" in link]


def test_faces_are_named_only_in_a_book_that_brings_them() -> None:
    with_faces, without = epub_stylesheet(faces=True), epub_stylesheet()
    assert '.crosshead { font-family: "Source Sans 3", sans-serif; font-weight: 600;' in with_faces
    assert ".crosshead { font-family: sans-serif; font-weight: 600;" in without
    # A headline is in the face that its reader chose for the text.
    assert ".headline, .title { font-weight: 600;" in without
    assert "Source" not in without
