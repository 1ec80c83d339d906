"""A chapter of an mdBook has its parts in its document of the EPUB, and below it in the contents.

What may not stand there, for its language or its size, stands by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pressrun import chapters
from pressrun.building import Order, build
from pressrun.checking.tracing import Tracer
from pressrun.errors import Complaints
from pressrun.manuscript import gather
from pressrun.preflight.epubcheck import EpubCheck
from pressrun.preflight.finding import Finding
from tests.inspectors.epub import Epub
from tests.reading.reader import open_views
from tests.reading.view import SYSTEMS, View

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.inspectors.epub import Entry

SUMMARY = """# The Coast Book

[Foreword](foreword.md)

- [Harbours](harbours.md)
  - [The Old Quay](quay.md)
    - [Its Crane](more/crane.md)
  - [Η προβλήτα](pier.md)
- [A draft]()
  - [Lights](lights.md)
- [Tides](./tides.md)
"""
WORDS = "The {0} is old.[^1] See [](quay.md), and [the crane](more/crane.md).\n\n[^1]: They say so."
BESIDE = {"more/crane": WORDS.replace("more/", "").replace("quay.md", "../quay.md")}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Write an mdBook whose parts lie in two folders."""
    folder = tmp_path / "coast"
    (folder / "more").mkdir(parents=True)
    (folder / "SUMMARY.md").write_text(SUMMARY)
    for name in ("foreword", "harbours", "quay", "more/crane", "lights", "tides"):
        words = BESIDE.get(name, WORDS).format(name)
        (folder / f"{name}.md").write_text(f"# The {name.split('/')[-1]}\n\n{words}\n\n## More\n")
    (folder / "pier.md").write_text("---\nlang: el\n---\n# Η προβλήτα\n\nΕίναι παλιά.\n")
    return folder


@pytest.fixture
def epub(book: Path, tmp_path: Path) -> Path:
    """Build its EPUB."""
    order = Order(sources=(book,), output=tmp_path / "out", formats=("epub",))
    (path,) = build(order).paths
    return path


def test_the_parts_of_a_chapter_stand_in_its_document_in_order(epub: Path) -> None:
    with Epub(epub) as found:
        names = [one.item.path for one in found.spine]
        harbours = found.document("harbours.xhtml")
        assert names[3:-1] == [
            "foreword.xhtml", "harbours.xhtml", "pier.xhtml", "lights.xhtml", "tides.xhtml",
        ]  # fmt: skip
        articles = [one.get("id") for one in harbours.body if one.get("id")]
        assert articles == ["harbours", "quay", "crane"]
        assert found.dangling == ()
    assert EpubCheck().findings(epub) == ()


def test_the_contents_of_both_kinds_nest_as_the_summary_does(epub: Path) -> None:
    expected = {
        "Title page": 1, "The foreword": 1, "The harbours": 1, "The quay": 2, "The crane": 3,
        "Η προβλήτα": 2, "The lights": 2, "The tides": 1, "Colophon": 1,
    }  # fmt: skip
    with Epub(epub) as found:
        for entries in (found.contents, found.ncx_contents):
            levels = dict(_levels(entries))
            assert {name: level for name, level in levels.items() if name != "More"} == expected


def test_links_lead_to_a_part_from_its_own_document_and_from_others(epub: Path) -> None:
    with Epub(epub) as found:
        assert {"harbours.xhtml#quay", "harbours.xhtml#crane"} <= set(
            found.document("harbours.xhtml").links
        )
        assert "harbours.xhtml#quay" in found.document("tides.xhtml").links


def test_each_note_stands_behind_the_part_that_calls_it(epub: Path) -> None:
    with Epub(epub) as found:
        body = found.document("harbours.xhtml").body
        notes = [
            [e.get("id") for e in part.iter() if e.get("role") == "doc-footnote"] for part in body
        ]
    assert notes == [["harbours--note-1"], ["quay--note-1"], ["crane--note-1"]]


def test_each_part_begins_a_page_in_every_reading_system_and_every_way_leads_to_it(
    epub: Path,
) -> None:
    readings = open_views(epub, [View(system=system, walk=True) for system in SYSTEMS])
    for reading in readings:
        assert reading.faults == ()
        # A page for each of the documents, and for the two parts that are no document's first.
        assert len(reading.leaves) == len(reading.documents) + 2


def test_a_document_is_no_larger_than_old_renderers_take(book: Path, tmp_path: Path) -> None:
    text = "Nobody counted the boats that lay there. " * 3000
    for name in ("harbours", "quay", "more/crane"):
        (book / f"{name}.md").write_text(f"# The {name.split('/')[-1]}\n\n{text}\n")
    order = Order(sources=(book,), output=tmp_path / "out", formats=("epub",))
    (path,) = build(order).paths
    with Epub(path) as found:
        sizes = [len(found.content(one.item.path)) for one in found.spine]
    assert len(sizes) == 11
    assert max(sizes) < 260_000


def test_a_finding_in_a_chapter_is_traced_to_the_part_that_it_is_in(book: Path, epub: Path) -> None:
    tracer = Tracer(gather([book]), {epub.name: epub.read_bytes()})
    with Epub(epub) as found:
        text = found.content("harbours.xhtml").decode()
    line = text[: text.index('id="quay--noteref-1"')].count("\n") + 1
    finding = Finding(
        validator="Eye", severity="error", number="E-1", message="Odd.", path=epub,
        place=f"harbours.xhtml:{line}:60",
    )  # fmt: skip
    traced = tracer.traced(finding, epub.name)
    assert (traced.path, traced.line) == (book / "quay.md", 3)


def test_an_article_alone_has_its_document_whatever_it_belongs_to(book: Path) -> None:
    home = chapters.homes(gather([book]).publication)
    assert home.href("quay") == "harbours.xhtml#quay"
    assert chapters.Homes().href("quay") == "quay.xhtml"


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("- [Again](quay.md)", "“quay.md” is listed twice",
         "it was first listed on line 6; take one of the two out"),
        ("- [Gone](gone.md)", "there is no chapter “gone.md”",
         "write it, take its line out, or build with --incomplete"),
        ("- [Out](../secret.md)", "“secret.md” lies outside the publication’s folder",
         "write it, take its line out, or build with --incomplete"),
    ],
)  # fmt: skip
def test_a_summary_is_wrong_that_names_a_chapter_twice_or_one_that_is_not_there(
    book: Path, line: str, message: str, hint: str
) -> None:
    (book.parent / "secret.md").write_text("# Secret\n\nWords.\n")
    (book / "SUMMARY.md").write_text(f"{SUMMARY}{line}\n")
    with pytest.raises(Complaints) as raised:
        gather([book])
    (error,) = raised.value.errors
    assert (error.path, error.line) == (book / "SUMMARY.md", 12)
    assert (error.message, error.hint) == (message, hint)


def test_an_incomplete_book_is_made_without_a_chapter_that_is_not_there_and_tells(
    book: Path,
) -> None:
    (book / "SUMMARY.md").write_text(f"{SUMMARY}- [Gone](gone.md)\n")
    first = gather([book], incomplete=True).manuscripts[0]
    (dropped,) = first.dropped
    assert dropped.text == f"{book / 'SUMMARY.md'}:12"
    assert dropped.why == "there is no chapter “gone.md”"


def _levels(entries: Iterable[Entry], level: int = 1) -> Iterable[tuple[str, int]]:
    for entry in entries:
        yield entry.label, level
        yield from _levels(entry.children, level + 1)
