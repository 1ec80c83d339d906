"""Prove that the reading systems see what is in a book, and what is wrong with one."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from tests.inspectors.epub import Epub
from tests.inspectors.minimal_epub import PACKAGE, document, write_minimal_epub
from tests.reading.look import main as look
from tests.reading.reader import open_book, open_views
from tests.reading.view import NARROW, SYSTEMS, Light, System, View

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reading.seen import Reading

LIGHTS: tuple[Light, ...] = ("day", "night")

SPOILED = document(
    "The tide turns",
    """<h1 id="tide">The tide turns</h1>
<p id="page-1" style="color: #999">Grey words.</p>
<p style="background: #fff">Ink of the reader on paper of the book.</p>
<p><img src="images/lost.png" alt="Lost" id="lost"/></p>
<p><img src="https://example.org/far.png" alt="Far" id="far"/></p>
<pre id="code">A line of code that does not break and so leaves every phone by its right edge</pre>
<p style="display: none">Hidden words.</p>
<p><a href="#nowhere">A note</a> <a href="#code">The code</a></p>""",
)

# Vivliostyle reads as HTML what is not XML.
STRICT: tuple[System, ...] = ("foliate-js", "epub.js", "readium")
MALFORMED = "Unexpected closing tag"

# Readium turns such pages, but its jumps go astray there (tests/sample/test_reading.py).
JUMPING = [system for system in SYSTEMS if system != "readium"]
ARABIC = "<p>عادت السفن عند الغسق إلى الميناء القديم عام ٢٠١٥ مع NATO.</p>" * 60
JAPANESE = "<p>夕暮れに船が港へ戻ってきた。灯台の光が波の上を渡る。</p>" * 60
TARGETS = """<h2 id="quay">نهاية 岸壁</h2>
<p><span role="doc-pagebreak" id="page-1"/>كلمة <span role="doc-pagebreak" id="page-2"/>言葉</p>"""


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    """Open the good book in every system by day, and by night at twice the size, with pictures."""
    folder = tmp_path_factory.mktemp("good")
    book = write_minimal_epub(folder / "book.epub")
    day = [View(system=s, walk=True, screens=2, out=folder / s) for s in SYSTEMS]
    night = [View(system=system, light="night", text_size=2) for system in SYSTEMS]
    return {reading.view.name: reading for reading in open_views(book, day + night)}


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    """Open the spoiled book in every system by day and by night."""
    book = tmp_path_factory.mktemp("spoiled") / "book.epub"
    write_minimal_epub(book, {"EPUB/tide.xhtml": SPOILED})
    views = [
        View(system=system, device=NARROW, light=light, walk=light == "day")
        for system in SYSTEMS
        for light in LIGHTS
    ]
    return {reading.view.name: reading for reading in open_views(book, views)}


@pytest.mark.parametrize("view", ["phone-day", "phone-night-200"])
@pytest.mark.parametrize("system", SYSTEMS)
def test_a_good_book_has_no_faults(readings: dict[str, Reading], system: str, view: str) -> None:
    assert readings[f"{system}-{view}"].faults == ()


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_spine_item_is_opened_in_order(readings: dict[str, Reading], system: str) -> None:
    hrefs = [document.href for document in readings[f"{system}-phone-day"].documents]
    assert [href.rpartition("/")[2] for href in hrefs] == ["cover.xhtml", "tide.xhtml"]


@pytest.mark.parametrize("system", SYSTEMS)
def test_words_come_in_order_and_whole(readings: dict[str, Reading], system: str) -> None:
    words = readings[f"{system}-phone-day"].words
    assert words[:7] == ("The", "tide", "turns", "Boats", "came", "in", "at")
    assert words[-6:] == ("extraordinary", "harbourmaster", "waved.", "“Now,”", "she", "said.")


@pytest.mark.parametrize("system", SYSTEMS)
def test_words_are_those_that_the_inspector_finds(
    readings: dict[str, Reading], tmp_path: Path, system: str
) -> None:
    with Epub(write_minimal_epub(tmp_path / "book.epub")) as epub:
        assert readings[f"{system}-phone-day"].words == epub.words


@pytest.mark.parametrize("system", SYSTEMS)
def test_page_entries_lead_to_the_words_after_the_break(
    readings: dict[str, Reading], system: str
) -> None:
    pages = readings[f"{system}-phone-day"].pages
    assert [page.label for page in pages] == ["1", "2"]
    assert pages[0].text.startswith("Boats came in at dusk. The bay.")
    assert pages[1].text == "master waved. “Now,” she said."


@pytest.mark.parametrize("system", SYSTEMS)
def test_contents_entries_of_every_depth_are_followed(
    readings: dict[str, Reading], system: str
) -> None:
    contents = readings[f"{system}-phone-day"].contents
    assert [entry.label for entry in contents] == ["Cover", "The tide turns", "At the quay"]
    assert contents[2].text.startswith("At the quay The extra")


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_night_theme_reaches_the_text(readings: dict[str, Reading], system: str) -> None:
    day, night = (readings[f"{system}-phone-{when}"] for when in ("day", "night-200"))
    black = "#121212" if system == "readium" else "#000000"
    assert [(ink.colour, ink.background) for ink in day.documents[1].inks] == [(black, "#ffffff")]
    assert [(ink.colour, ink.background) for ink in night.documents[1].inks] == [
        ("#e0e0e0", "#121212")
    ]


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_text_size_is_that_of_the_view(readings: dict[str, Reading], system: str) -> None:
    assert readings[f"{system}-phone-day"].documents[1].font_size == pytest.approx(16, 0.01)
    assert readings[f"{system}-phone-night-200"].documents[1].font_size == pytest.approx(32, 0.01)


@pytest.mark.parametrize("system", SYSTEMS)
def test_pictures_are_taken_of_the_first_screens_of_each_document(
    readings: dict[str, Reading], system: str
) -> None:
    screens = readings[f"{system}-phone-day"].screens
    assert [path.name for path in screens] == ["01-cover-1.png", "02-tide-1.png", "02-tide-2.png"]
    sizes = {path.read_bytes()[16:24] for path in screens}
    assert sizes == {(780).to_bytes(4, "big") + (1688).to_bytes(4, "big")}


@pytest.mark.parametrize("system", SYSTEMS)
def test_images_that_do_not_load_are_named(spoiled: dict[str, Reading], system: str) -> None:
    tide = spoiled[f"{system}-narrow-day"].documents[1]
    assert tide.broken_images == ("img#lost Lost", "img#far Far")


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_request_beyond_the_book_is_refused_and_reported(
    spoiled: dict[str, Reading], system: str
) -> None:
    # Where a system asks for documents before they are shown, another one's turn it is.
    documents = spoiled[f"{system}-narrow-day"].documents
    complaints = [complaint for document in documents for complaint in document.complaints]
    requests = [entry.message for entry in complaints if entry.kind == "request"]
    assert "https://example.org/far.png" in requests


@pytest.mark.parametrize("system", SYSTEMS)
def test_words_cut_off_by_the_screen_are_reported(spoiled: dict[str, Reading], system: str) -> None:
    tide = spoiled[f"{system}-narrow-day"].documents[1]
    # ReadiumCSS breaks lines of code itself.
    cut_off = set() if system == "readium" else {"pre#code"}
    assert {overflow.element for overflow in tide.overflows} == cut_off


@pytest.mark.parametrize("system", SYSTEMS)
def test_low_contrast_is_a_fault_by_day_and_by_night(
    spoiled: dict[str, Reading], system: str
) -> None:
    day, night = (spoiled[f"{system}-narrow-{when}"].faults for when in ("day", "night"))
    assert any("#999999 on #ffffff is 2.8:1" in fault for fault in day)
    # ReadiumCSS takes away the book's own backgrounds.
    assert any("#e0e0e0 on #ffffff is 1.3:1" in fault for fault in night) is (system != "readium")


@pytest.mark.parametrize("system", SYSTEMS)
def test_hidden_words_are_not_read(spoiled: dict[str, Reading], system: str) -> None:
    assert "Hidden" not in spoiled[f"{system}-narrow-day"].words


@pytest.mark.parametrize("system", SYSTEMS)
def test_an_entry_without_a_target_leads_nowhere(spoiled: dict[str, Reading], system: str) -> None:
    faults = spoiled[f"{system}-narrow-day"].faults
    assert "page “2” leads nowhere" in faults
    assert "page “1” leads nowhere" not in faults


@pytest.mark.parametrize("system", SYSTEMS)
def test_links_within_the_book_are_followed(spoiled: dict[str, Reading], system: str) -> None:
    reading = spoiled[f"{system}-narrow-day"]
    assert [(link.label, link.found) for link in reading.links] == [
        ("A note", False),
        ("The code", True),
    ]
    assert "link “A note” leads nowhere" in reading.faults


@pytest.mark.parametrize(
    ("language", "style", "body", "direction"),
    [
        ("ar", "html { direction: rtl }", ARABIC, "rtl"),
        ("ja", "html { writing-mode: vertical-rl }", JAPANESE, "ltr"),
    ],
)
def test_pages_that_run_the_other_way_are_not_cut_off(
    tmp_path: Path, language: str, style: str, body: str, direction: str
) -> None:
    tide = document("Tide", body + TARGETS).replace('"en"', f'"{language}"')
    package = PACKAGE.replace(">en<", f">{language}<")
    package = package.replace("<spine", '<spine page-progression-direction="rtl"')
    changes = {"EPUB/tide.xhtml": tide, "EPUB/book.css": style, "EPUB/package.opf": package}
    book = write_minimal_epub(tmp_path / "book.epub", changes)
    views = [View(system=system, walk=True) for system in JUMPING]
    for reading in open_views(book, views):
        assert reading.faults == ()
        assert reading.direction == "rtl"
        assert reading.documents[1].direction == direction
        assert len(reading.leaves) > len(reading.documents)


@pytest.mark.parametrize("system", STRICT)
def test_a_document_that_is_not_xml_is_a_fault(tmp_path: Path, system: System) -> None:
    broken = "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>Boats <b>came</p></body></html>"
    book = write_minimal_epub(tmp_path / "book.epub", {"EPUB/tide.xhtml": broken})
    # Readium does not open at all what is near such a document.
    told = pytest.raises(RuntimeError, match=MALFORMED) if system == "readium" else nullcontext()
    with told:
        reading = open_book(book, View(system=system))
        assert any(MALFORMED in fault for fault in reading.faults)


def test_a_file_that_is_no_book_is_an_error(tmp_path: Path) -> None:
    book = tmp_path / "book.epub"
    book.write_bytes(b"no book")
    with pytest.raises(RuntimeError, match="not a zip file"):
        open_book(book, View(system="foliate-js"))


def test_pictures_without_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="need a folder"):
        open_book(tmp_path / "book.epub", View(system="epub.js", screens=1))


def test_the_command_makes_a_contact_sheet_a_view(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = write_minimal_epub(tmp_path / "book.epub")
    options = ["--screens", "1", "--device", "e-reader"]
    assert look([str(book), str(tmp_path / "sheets"), *options]) == 0
    sheets = capsys.readouterr().out.split()
    assert len(sheets) == len(set(sheets)) == 2
    assert all((tmp_path / "sheets" / name).stat().st_size > 0 for name in sheets)
