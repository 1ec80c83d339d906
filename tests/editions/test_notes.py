"""Notes pop up in every reading system, since each finds what it looks for, and lead back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.editions.commands import press
from tests.inspectors.epub import Epub
from tests.inspectors.tree import elements, string, strings

if TYPE_CHECKING:
    from tests.inspectors.epub import Document
    from tests.inspectors.tree import Element

TEXT = """# Tide

High[^a] and low[^b] and slack[^c], and high again[^a].

[^a]: A note of *two* paragraphs.

    The second.

[^b]: - a list
    - of two

[^c]: Ibid.
"""
CALLS, NOTES = "//*[@role='doc-noteref']", "//*[@role='doc-footnote']"
# Adobe's renderer finds ids on these (XHTML 1.1); Kobo shows no more signs than that.
OLD_ELEMENTS = {"div", "p", "li", "span"}
KOBO_MOST = 5000


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """Give the article as it stands in the EPUB."""
    folder = tmp_path_factory.mktemp("notes")
    (folder / "tide.md").write_text(TEXT)
    (path,) = press(folder / "tide.md", "-f", "epub", "-o", folder).paths
    with Epub(path) as epub:
        return next(d for d in epub.documents if d.path.endswith("tide.xhtml"))


def targets(document: Document) -> list[tuple[Element, Element]]:
    """Give each call with its note."""
    notes = {str(note.get("id")): note for note in elements(document.root, NOTES)}
    return [
        (call, notes[string(call, "@href").removeprefix("#")])
        for call in elements(document.root, CALLS)
    ]


def test_a_call_is_a_link_with_type_and_role_that_holds_a_number_alone(document: Document) -> None:
    calls = elements(document.root, CALLS)
    assert [call.text for call in calls] == ["1", "2", "3", "1"]
    assert {len(call) for call in calls} == {0}
    assert {string(call, "local-name(..)") for call in calls} == {"sup"}
    assert {string(call, "@epub:type") for call in calls} == {"noteref"}


def test_a_note_has_type_and_role_and_its_id_on_an_element_that_old_renderers_know(
    document: Document,
) -> None:
    for _, note in targets(document):
        assert string(note, "local-name()") in OLD_ELEMENTS
        assert string(note, "@epub:type") == "footnote"


def test_a_note_stands_behind_its_call_in_the_same_file_and_is_no_longer_than_kobo_shows(
    document: Document,
) -> None:
    order = list(document.root.iter())
    for call, note in targets(document):
        assert order.index(call) < order.index(note)
        assert len(string(note, "string()")) <= KOBO_MOST


def test_a_note_begins_with_the_way_back_to_its_first_call(document: Document) -> None:
    for note in elements(document.root, NOTES):
        first = elements(note, "*[1][self::html:p]/node()[1][self::html:a]")[0]
        assert first.get("role") == "doc-backlink"
        call = elements(document.root, "//*[@id=$i]", i=string(first, "@href")[1:])[0]
        assert string(call, "@href") == f"#{note.get('id')}"
        assert first.get("aria-label") == f"Back to note {call.text}"


def test_nothing_stays_behind_where_a_reading_system_moves_the_notes_away(
    document: Document,
) -> None:
    (section,) = elements(document.root, "//*[@role='doc-endnotes']")
    assert strings(section, "*/@role") == ("doc-footnote",) * 3
    assert section.get("aria-label") == "Notes"


def test_each_note_is_shown_once(document: Document) -> None:
    assert " ".join(document.blocks).count("The second.") == 1
    assert document.words.count("Ibid.") == 1
