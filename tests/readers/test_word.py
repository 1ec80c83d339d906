"""A Word file gives the text that its author means to be read, in the roles of its styles."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml

from pressrun import markup, reading
from pressrun.readers import read as read_file
from pressrun.readers.word import read
from tests.readers.word_specimens import (
    W,
    add_xml,
    blank,
    changed,
    picture,
    saved,
    with_notes,
)

if TYPE_CHECKING:
    from docx.document import Document

    from pressrun.model import Manuscript

PATH = Path("tide.docx")


def titled() -> Document:
    document = blank()
    document.add_paragraph("What the tide left", style="Title")
    return document


def blocks(manuscript: Manuscript) -> list[tuple[str, str]]:
    return list(reading.blocks(manuscript.body))


def element(of: Any) -> Any:
    """Return the XML of a paragraph or a row, which python-docx keeps to itself."""
    return of._element  # noqa: SLF001 - and where it has no words for something, there is no other way


def test_styles_give_the_fields() -> None:
    document = blank()
    for name in ("Kicker", "Byline", "Dateline", "Source"):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    for text, style in (
        ("Essay", "Kicker"), ("What the tide left", "Title"), ("A walk.", "Subtitle"),
        ("By Ada Tidewell", "Byline"), ("Whitby", "Dateline"), ("The Harbour Review", "Source"),
        ("The sea keeps accounts.", "Normal"),
    ):  # fmt: skip
        document.add_paragraph(text, style=style)
    found = read(saved(document), PATH)
    assert (found.kicker, found.headline, found.standfirst) == (
        "Essay",
        "What the tide left",
        ("A walk.",),
    )
    assert (found.byline, found.dateline, found.source) == (
        ("Ada Tidewell",),
        "Whitby",
        "The Harbour Review",
    )
    assert blocks(found) == [("paragraph", "The sea keeps accounts.")]


def test_a_style_without_a_role_takes_that_of_the_style_it_is_based_on() -> None:
    document = titled()
    style = document.styles.add_style("Our Quotation", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Quote"]
    document.add_paragraph("Nobody reads them.", style="Our Quotation")
    assert blocks(read(saved(document), PATH)) == [("quote", "Nobody reads them.")]


def test_a_byline_and_a_date_below_the_title_need_no_style() -> None:
    document = titled()
    for text in (
        "By Ada Tidewell and Mary Shoreham",
        "30 April 2026",
        "The sea keeps its own accounts.",
    ):
        document.add_paragraph(text)
    found = read(saved(document), PATH)
    assert found.byline == ("Ada Tidewell", "Mary Shoreham")
    assert found.date == datetime.date(2026, 4, 30)
    assert blocks(found) == [("paragraph", "The sea keeps its own accounts.")]


def test_a_few_words_above_the_title_are_the_kicker() -> None:
    document = blank()
    document.add_paragraph("Harbour life")
    document.add_paragraph("What the tide left", style="Title")
    document.add_paragraph("The sea keeps its own accounts.")
    assert read(saved(document), PATH).kicker == "Harbour life"


def test_a_lone_heading_at_the_top_is_the_headline() -> None:
    document = blank()
    document.add_heading("What the tide left", 1)
    document.add_paragraph("The sea keeps its own accounts.")
    document.add_heading("The ledger", 2)
    document.add_paragraph("It is kept in sand.")
    found = read(saved(document), PATH)
    assert found.headline == "What the tide left"
    assert [kind for kind, _ in blocks(found)] == ["paragraph", "crosshead", "paragraph"]


PASTE = """\
Harbour
Spring gale leaves a record of its own on the northern beaches
By Ada Tidewell
Published 30 April 2026
WHITBY (Reuters) — The sea keeps its own accounts, and nobody who walks the wrack line after a \
gale comes home without having read a few of them, officials of the harbour said on Thursday.
The ledger
It is kept in sand, they added, and it is closed twice a day by a clerk who has never once been \
late for work in the long history of the town and of its harbour.""".splitlines()


def test_a_paste_without_styles_is_understood_as_pasted_copy_is() -> None:
    document = blank()
    for text in PASTE:
        document.add_paragraph(text)
    found = read(saved(document), PATH)
    assert (found.kicker, found.headline, found.byline) == (PASTE[0], PASTE[1], ("Ada Tidewell",))
    assert (found.dateline, found.date) == ("WHITBY (Reuters)", datetime.date(2026, 4, 30))
    assert [kind for kind, _ in blocks(found)] == ["paragraph", "crosshead", "paragraph"]


def test_a_paste_keeps_its_emphasis_when_the_dateline_is_cut_off() -> None:
    document = blank()
    for text in PASTE[:4]:
        document.add_paragraph(text)
    opening = document.add_paragraph("WHITBY — The ")
    opening.add_run("sea").italic = True
    opening.add_run(PASTE[4].partition("The sea")[2])
    found = read(saved(document), PATH)
    assert found.body.startswith('<p data-line="5">The <em>sea</em> keeps')


def test_notes_are_numbered_in_the_order_of_their_calls() -> None:
    document = titled()
    body = document.add_paragraph("Sand")
    element(body).append(parse_xml(f'<w:r {W}><w:endnoteReference w:id="7"/></w:r>'))
    element(body).append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    found = read(
        with_notes(saved(document), {"footnote": {2: "Foot."}, "endnote": {7: "End."}}), PATH
    )
    assert '<sup class="footnote-ref"><a href="#fn1" id="fnref1">1</a></sup>' in found.body
    composed = markup.compose(found.body, slug="tide", language="en", path=PATH, hrefs={})
    assert [(note.number, str(note.body)) for note in composed.notes] == [
        ("1", "<p>End.</p>"),
        ("2", "<p>Foot.</p>"),
    ]


def test_headings_quotations_lists_and_emphasis_are_kept() -> None:
    document = titled()
    document.add_heading("The ledger", 1)
    body = document.add_paragraph("It is ")
    body.add_run("kept").italic = True
    body.add_run(" in ")
    body.add_run("sand").bold = True
    document.add_paragraph("Nobody reads it.", style="Quote")
    document.add_paragraph("shells", style="List Bullet")
    document.add_paragraph("cockles", style="List Bullet 2")
    document.add_paragraph("first", style="List Number")
    assert "".join(read(saved(document), PATH).body.split("\n")) == (
        '<h2 data-line="2">The ledger</h2>'
        '<p data-line="3">It is <em>kept</em> in <strong>sand</strong></p>'
        '<blockquote><p data-line="4">Nobody reads it.</p></blockquote>'
        '<ul><li data-line="5">shells<ul><li data-line="6">cockles</li></ul></li></ul>'
        '<ol><li data-line="7">first</li></ol>'
    )


def test_a_line_that_is_bold_from_end_to_end_is_a_crosshead() -> None:
    document = titled()
    document.add_paragraph("The sea keeps its own accounts.")
    document.add_paragraph().add_run("The ledger").bold = True
    document.add_paragraph("It is kept in sand.")
    assert [kind for kind, _ in blocks(read(saved(document), PATH))] == [
        "paragraph",
        "crosshead",
        "paragraph",
    ]


@pytest.mark.parametrize("by", ["mark", "bold"])
def test_a_head_row_that_is_marked_or_bold_is_the_head_of_its_table(by: str) -> None:
    document = titled()
    table = document.add_table(2, 2)
    for number, text in enumerate(("Day", "Time", "Monday", "06:14")):
        run = table.cell(number // 2, number % 2).paragraphs[0].add_run(text)
        run.bold = by == "bold" and number < 2
    if by == "mark":
        element(table.rows[0]).get_or_add_trPr().append(parse_xml(f"<w:tblHeader {W}/>"))
    assert (
        '<thead>\n<tr>\n<th data-line="2">Day</th>\n<th data-line="3">Time</th>'
        in read(saved(document), PATH).body
    )


def test_a_picture_comes_with_its_text_alternative_caption_and_credit() -> None:
    document = titled()
    document.styles.add_style("Credit", WD_STYLE_TYPE.PARAGRAPH)
    document.add_picture(picture())
    element(document.paragraphs[-1]).xpath(".//wp:docPr")[0].set("descr", "A beach")
    document.add_paragraph("The beach in April.", style="Caption")
    document.add_paragraph("M. Shoreham", style="Credit")
    document.add_paragraph("The sea keeps accounts.")
    found = read(saved(document), PATH)
    assert found.pictures[0].media_type == "image/png"
    place = f'alt="A beach" src="{found.pictures[0].href}"'
    assert f'{place} title="The beach in April." credit="M. Shoreham"' in found.body


def test_a_picture_among_words_gets_a_paragraph_of_its_own() -> None:
    document = titled()
    body = document.add_paragraph("Before ")
    body.add_run().add_picture(picture())
    body.add_run("after.")
    found = read(saved(document), PATH)
    assert '<p data-line="2">Before after.</p>\n<p data-line="2"><img' in found.body


def test_a_picture_of_a_kind_that_readers_do_not_show_is_recoded() -> None:
    document = titled()
    document.add_picture(picture("BMP"))
    assert [p.media_type for p in read(saved(document), PATH).pictures] == ["image/jpeg"]


def test_a_picture_that_no_edition_can_show_is_told_of() -> None:
    document = titled()
    document.add_picture(picture())
    element(document.paragraphs[-1]).xpath(".//wp:docPr")[0].set("descr", "A drawing")
    found = read(changed(saved(document), {"word/media/image1.png": "no picture"}), PATH)
    assert found.pictures == ()
    assert [(d.line, d.text) for d in found.dropped] == [(2, "A drawing")]


def test_a_table_of_contents_is_left_out() -> None:
    document = titled()
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    entry = "<w:p><w:r><w:t>The ledger 3</w:t></w:r></w:p>"
    contents = f"<w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{entry}</w:sdtContent>"
    add_xml(document, f"<w:sdt>{contents}</w:sdt>")
    document.add_paragraph("The sea keeps accounts.")
    found = read(saved(document), PATH)
    assert blocks(found) == [("paragraph", "The sea keeps accounts.")]
    assert [d.text for d in found.dropped] == ["The ledger 3"]


def test_the_text_of_a_box_stands_below_its_paragraph() -> None:
    document = titled()
    document.add_paragraph("Before.")
    box = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    spaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    either = f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
    alternate = f"<mc:AlternateContent>{either}</mc:AlternateContent>"
    add_xml(document, f"<w:p {spaces}><w:r>{alternate}</w:r></w:p>")
    document.add_paragraph("After.")
    assert [text for _, text in blocks(read(saved(document), PATH))] == [
        "Before.",
        "In a box.",
        "After.",
    ]


def test_the_signs_of_a_formula_are_kept() -> None:
    document = titled()
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    add_xml(
        document,
        f"<w:p {math}><w:r><w:t>So </w:t></w:r><m:oMath><m:r><m:t>E=m</m:t></m:r></m:oMath></w:p>",
    )
    assert [text for _, text in blocks(read(saved(document), PATH))] == ["So E=m"]


def test_properties_give_what_the_text_does_not_say() -> None:
    document = blank()
    document.core_properties.title = "What the tide left"
    document.core_properties.author = "Ada Tidewell"
    document.core_properties.language = "en-GB"
    document.add_heading("One", 1)
    document.add_paragraph(
        "The sea keeps its own accounts and nobody reads them aloud in the morning."
    )
    document.add_heading("Two", 1)
    found = read(saved(document), PATH)
    assert (found.headline, found.byline, found.language) == (
        "What the tide left",
        ("Ada Tidewell",),
        "en-GB",
    )
    assert found.date == datetime.date(2026, 1, 2)


def test_a_program_s_name_is_no_author() -> None:
    document = titled()
    document.core_properties.author = "python-docx"
    document.add_paragraph("The sea keeps accounts.")
    assert read(saved(document), PATH).byline == ()


def test_a_language_that_the_text_is_not_in_does_not_count() -> None:
    document = titled()
    document.core_properties.language = "en-US"
    document.add_paragraph(
        "Das Meer führt seine eigenen Bücher, und niemand liest sie am Morgen laut vor."
    )
    assert read(saved(document), PATH).language == "de"


def test_a_file_written_from_right_to_left_says_so() -> None:
    document = blank()
    for text in ("العنوان", "نص قصير."):
        document.add_paragraph(text).paragraph_format.element.get_or_add_pPr().append(
            parse_xml(f"<w:bidi {W}/>")
        )
    assert read(saved(document), PATH).direction == "rtl"


def test_links_lead_where_they_led() -> None:
    document = titled()
    target = document.part.relate_to(
        "https://harbour.example/", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )  # fmt: skip
    spaces = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    link = f'<w:hyperlink r:id="{target}"><w:r><w:t>harbour</w:t></w:r></w:hyperlink>'
    add_xml(document, f"<w:p {spaces}>{link}</w:p>")
    assert '<a href="https://harbour.example/">harbour</a>' in read(saved(document), PATH).body


def test_a_word_file_is_read_by_its_suffix(tmp_path: Path) -> None:
    place = tmp_path / "tide.docx"
    place.write_bytes(saved(titled()))
    assert read_file(place).headline == "What the tide left"
