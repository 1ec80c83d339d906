"""Prove the inspector of EPUBs on the smallest book that has one of everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.inspectors.epub import Entry, Epub
from tests.inspectors.minimal_epub import document, write_minimal_epub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TIDE = "EPUB/tide.xhtml"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Epub]:
    """Open the good book."""
    with Epub(write_minimal_epub(tmp_path / "book.epub")) as epub:
        yield epub


def test_entries_come_in_the_order_of_the_file_with_their_compression(book: Epub) -> None:
    assert [entry.name for entry in book.entries[:2]] == ["mimetype", "META-INF/container.xml"]
    stored = {entry.name for entry in book.entries if entry.stored}
    assert stored == {"mimetype", "EPUB/images/cover.png"}
    assert {entry.date for entry in book.entries} == {(2026, 1, 2, 3, 4, 6)}


def test_metadata_is_a_list_a_name(book: Epub) -> None:
    assert book.metadata["dc:creator"] == ["Ada Quay", "Ben Mole"]
    assert book.metadata["dcterms:modified"] == ["2026-01-02T03:04:05Z"]
    assert book.metadata["cover"] == ["cover-image"]


def test_refinements_are_kept_apart_from_the_metadata(tmp_path: Path) -> None:
    package = """<package xmlns="http://www.idpf.org/2007/opf"><metadata
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator id="ada">Ada</dc:creator>
<meta refines="#ada" property="role" scheme="marc:relators">aut</meta>
<link rel="dcterms:conformsTo" href="http://www.idpf.org/epub/a11y"/></metadata></package>"""
    path = write_minimal_epub(tmp_path / "book.epub", {"EPUB/package.opf": package})
    with Epub(path) as epub:
        assert epub.refinements == {"ada": {"role": ["aut"]}}
        assert epub.metadata == {
            "dc:creator": ["Ada"],
            "dcterms:conformsTo": ["http://www.idpf.org/epub/a11y"],
        }


def test_the_manifest_names_entries_of_the_zip(book: Epub) -> None:
    names = {entry.name for entry in book.entries}
    assert {item.path for item in book.manifest.values()} < names
    assert book.manifest["cover-image"].properties == {"cover-image"}


def test_the_spine_is_the_reading_order(book: Epub) -> None:
    assert [place.item.id for place in book.spine] == ["cover", "tide"]
    assert [found.path for found in book.documents] == ["EPUB/cover.xhtml", TIDE]
    assert book.direction is None


def test_the_contents_keep_their_levels(book: Epub) -> None:
    quay = Entry(label="At the quay", href=f"{TIDE}#quay")
    tide = Entry(label="The tide turns", href=TIDE, children=(quay,))
    assert book.contents == (Entry(label="Cover", href="EPUB/cover.xhtml"), tide)


def test_landmarks_say_their_kind(book: Epub) -> None:
    assert book.landmarks == (Entry(label="Start", href=TIDE, kind="bodymatter"),)


def test_a_page_entry_leads_to_the_text_after_its_break(book: Epub) -> None:
    targets = {entry.label: book.text_after(str(entry.href), 28) for entry in book.page_list}
    assert targets == {"1": "Boats came in at dusk. The b", "2": "master waved. “Now,” she sai"}


def test_text_after_any_other_target_begins_with_it(book: Epub) -> None:
    assert book.text_after(f"{TIDE}#quay", 11) == "At the quay"
    assert book.text_after(TIDE, 14) == "The tide turns"


def test_text_after_a_missing_target_is_an_error(book: Epub) -> None:
    with pytest.raises(LookupError, match="page-9"):
        book.text_after(f"{TIDE}#page-9", 10)


def test_the_ncx_is_read_like_the_nav(book: Epub) -> None:
    assert book.ncx_contents == (Entry(label="The tide turns", href=TIDE),)
    assert book.ncx_page_list == (Entry(label="1", href=f"{TIDE}#page-1", kind="normal"),)


def test_words_are_whole_and_in_order(book: Epub) -> None:
    assert book.words[:4] == ("The", "tide", "turns", "Boats")
    assert book.words[-4:] == ("waved.", "“Now,”", "she", "said.")
    assert book.words[-6:-4] == ("extraordinary", "harbourmaster")


def test_blocks_keep_no_break_spaces_and_drop_what_is_not_text(tmp_path: Path) -> None:
    body = (
        "<div>Loose <p>At 5\u00a0p.m.</p><p hidden=''>No</p><script>no()</script>tail</div>"
        "<!-- no --><svg xmlns='http://www.w3.org/2000/svg'><title>No</title><text>Bay</text></svg>"
        "<p><span role='doc-pagebreak' id='p2'>2</span>On<br/>shore</p>"
    )
    changes = {TIDE: document("Tide", body)}
    with Epub(write_minimal_epub(tmp_path / "book.epub", changes)) as epub:
        blocks = epub.documents[1].blocks
    assert blocks == ("Loose", "At 5\u00a0p.m.", "tail", "Bay", "On shore")


def test_a_document_says_its_language_title_and_ids(book: Epub) -> None:
    tide = book.documents[1]
    assert (tide.language, tide.title) == ("en", "The tide turns")
    assert tide.ids == ("tide", "page-1", "quay", "page-2")


def test_classes_and_stylesheets_are_found(book: Epub) -> None:
    assert book.classes == {"cover", "figure", "headline", "opening"}
    assert list(book.stylesheets) == ["EPUB/book.css"]


def test_links_that_lead_nowhere_are_dangling(book: Epub, tmp_path: Path) -> None:
    assert book.dangling == ()
    body = (
        "<p><a href='https://example.org/'>x</a><a href='#no'>x</a><img src='no.png' alt=''/></p>"
    )
    changes = {"EPUB/cover.xhtml": document("Cover", body)}
    with Epub(write_minimal_epub(tmp_path / "spoiled.epub", changes)) as epub:
        assert epub.dangling == ("EPUB/cover.xhtml#no", "EPUB/no.png")
