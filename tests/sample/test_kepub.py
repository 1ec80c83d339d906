"""Kobo’s form of the EPUB is the EPUB, with what Kobo’s renderer remembers places by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from pressrun import archive, kobo
from pressrun.editions import FORMATS
from pressrun.preflight.judging import VALIDATORS
from tests.editions.commands import press
from tests.inspectors.epub import Epub
from tests.inspectors.tree import elements, string, strings
from tests.reading.reader import open_book
from tests.reading.view import View

if TYPE_CHECKING:
    from pathlib import Path

    from pressrun.model import Publication
    from tests.editions.book import Book
    from tests.inspectors.tree import Element

TYPE = "{http://www.idpf.org/2007/ops}type"
SPANS = "//html:span[@class='koboSpan']"
# Neither code nor formulas nor readings nor what is hidden is marked; nor space alone.
UNMARKED = """//html:body//text()[normalize-space() and not(ancestor::*[@class='koboSpan'] or
    ancestor::html:pre or ancestor::*[local-name()='math'] or ancestor::html:rt or
    ancestor::*[@hidden])]"""


@pytest.fixture(scope="module")
def path(sample: Book, publication: Publication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make Kobo’s form of the sample."""
    made = tmp_path_factory.mktemp("kobo") / f"sample{FORMATS['kepub']}"
    files = kobo.kepub(archive.unpack(sample.epub_path.read_bytes()))
    made.write_bytes(archive.pack(files, publication.modified))
    return made


@pytest.fixture(scope="module")
def kepub(path: Path) -> Epub:
    """Open it."""
    return Epub(path)


def test_without_what_is_added_every_document_is_that_of_the_epub(
    sample: Book, kepub: Epub
) -> None:
    names = [entry.name for entry in sample.epub.entries]
    assert [entry.name for entry in kepub.entries] == names
    for name in names:
        if name.endswith(".xhtml"):
            root = etree.fromstring(kepub.content(name))
            for added in elements(root, f"{SPANS} | //html:div[starts-with(@id, 'book-')]"):
                unwrap(added)
            for call in elements(root, "//html:a[@epub:type='noteref footnote']"):
                call.set(TYPE, "noteref")
            assert canonical(root) == canonical(etree.fromstring(sample.epub.content(name)))
        elif not name.endswith(".css"):
            assert kepub.content(name) == sample.epub.content(name)


def unwrap(element: Element) -> None:
    """Leave what is in an element where it is, without the element."""
    children = list(element)
    if element.text:
        place_text(element, element.text)
    for child in children:
        element.addprevious(child)  # with its tail
    if element.tail:
        place_text(element, element.tail)
    parent = element.getparent()
    assert parent is not None
    element.tail = None
    parent.remove(element)


def place_text(element: Element, text: str) -> None:
    before, parent = element.getprevious(), element.getparent()
    assert parent is not None
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def canonical(root: Element) -> bytes:
    return bytes(etree.tostring(root, method="c14n"))


def test_every_word_and_picture_lies_in_one_span_whose_name_is_its_own(kepub: Epub) -> None:
    for document in kepub.documents:
        found = elements(document.root, SPANS)
        if document.path.endswith("/nav.xhtml"):
            assert found == ()
            continue
        assert [span for span in found if elements(span, f".{SPANS}")] == []
        names = [string(span, "@id") for span in found]
        assert len(names) == len(set(names))
        assert all(re.fullmatch(r"kobo\.[1-9]\d*\.[1-9]\d*", name) for name in names)
        assert strings(document.root, UNMARKED) == ()
        for picture in elements(document.root, "//html:img"):
            assert string(picture, "../@class") == "koboSpan"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. “Two!” Three", ["One.", "“Two!”", "Three"]),
        ("It is 4.6 m… high? No.", ["It is 4.6 m…", "high?", "No."]),
        ("朝だ。「海。」と言う", ["朝だ。", "「海。」", "と言う"]),
        (
            "So.\N{HAIR SPACE}.\N{NO-BREAK SPACE}it is",
            ["So.\N{HAIR SPACE}.\N{NO-BREAK SPACE}it is"],
        ),
        ("", []),
    ],
)
def test_a_sentence_is_a_span_and_the_space_behind_it_is_not(
    text: str, sentences: list[str]
) -> None:
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{text}</p></body></html>'
    root = etree.fromstring(kobo.marked(page.encode()))
    assert ["".join(span.itertext()) for span in elements(root, SPANS)] == sentences
    assert "".join(root.itertext()) == text


@pytest.mark.parametrize("name", ["structure", "EPUBCheck"])
def test_a_validator_has_nothing_to_say(path: Path, name: str) -> None:
    validator = next(validator for validator in VALIDATORS if validator.name == name)
    if absence := validator.lacks():
        pytest.skip(absence)
    assert validator.findings(path) == ()


def test_it_opens_without_fault_and_its_pages_and_notes_are_found(path: Path, sample: Book) -> None:
    reading = open_book(path, View(system="foliate-js", walk=True))
    assert reading.faults == ()
    assert [page.label for page in reading.pages] == [p.label for p in sample.epub.page_list]
    assert {(note.popped, note.returned) for note in reading.notes} == {(True, True)}


def test_it_is_made_where_it_is_ordered(tmp_path: Path) -> None:
    (tmp_path / "tide.md").write_text("# Tide\n\nHigh. Low.\n", "utf-8")
    ran = press("tide.md", "-f", "kepub", "-o", "out", folder=tmp_path)
    assert ran.out == "out/tide.kepub.epub\n"
    assert (ran.code, ran.err) == (0, "")
