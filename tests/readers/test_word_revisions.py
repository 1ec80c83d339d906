"""What the author took back or said aside in a Word file never leaks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml

from pressrun import reading
from pressrun.readers.word import read
from tests.readers.word_specimens import (
    W,
    add_xml,
    blank,
    saved,
)

if TYPE_CHECKING:
    from docx.document import Document

    from pressrun.model import Manuscript

PATH = Path("tide.docx")
UNREAD = "Nobody may read this."


def titled() -> Document:
    document = blank()
    document.add_paragraph("What the tide left", style="Title")
    return document


def blocks(manuscript: Manuscript) -> list[tuple[str, str]]:
    return list(reading.blocks(manuscript.body))


def element(of: Any) -> Any:
    """Return the XML of a paragraph or a row, which python-docx keeps to itself."""
    return of._element  # noqa: SLF001 - and where it has no words for something, there is no other way


def everything(manuscript: Manuscript) -> str:
    return reading.as_json(manuscript) + manuscript.body


def test_what_was_deleted_moved_away_or_hidden_never_leaks() -> None:
    document = titled()
    body = document.add_paragraph("The sea")
    for tag, text in (("del", "delText"), ("moveFrom", "t")):
        xml = (
            f'<w:{tag} {W} w:id="1" w:author="E"><w:r><w:{text}>{UNREAD}</w:{text}></w:r></w:{tag}>'
        )
        element(body).append(parse_xml(xml))
    body.add_run(UNREAD).font.hidden = True
    style = document.styles.add_style("Whisper", WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    body.add_run(UNREAD, style="Whisper")
    found = read(saved(document), PATH)
    assert blocks(found) == [("paragraph", "The sea")]
    assert UNREAD not in everything(found)


def test_what_was_inserted_or_moved_here_is_kept() -> None:
    document = titled()
    body = document.add_paragraph("The sea")
    for tag in ("ins", "moveTo"):
        run = f'<w:r><w:t xml:space="preserve"> {tag}</w:t></w:r>'
        xml = f'<w:{tag} {W} w:id="1" w:author="E">{run}</w:{tag}>'
        element(body).append(parse_xml(xml))
    assert blocks(read(saved(document), PATH)) == [("paragraph", "The sea ins moveTo")]


def test_a_paragraph_whose_end_was_deleted_runs_on() -> None:
    document = titled()
    add_xml(
        document,
        '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>The sea </w:t></w:r></w:p>',
    )
    document.add_paragraph("keeps accounts.")
    assert blocks(read(saved(document), PATH)) == [("paragraph", "The sea keeps accounts.")]


def test_a_row_that_was_deleted_is_gone() -> None:
    document = titled()
    table = document.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = UNREAD, "Kept"
    element(table.rows[0]).get_or_add_trPr().append(parse_xml(f'<w:del {W} w:id="1"/>'))
    found = read(saved(document), PATH)
    assert UNREAD not in everything(found)
    assert "Kept" in found.body


def test_comments_are_counted_and_never_quoted() -> None:
    document = titled()
    body = document.add_paragraph("The sea keeps accounts.")
    document.add_comment(body.runs, text=UNREAD, author="Editor")
    found = read(saved(document), PATH)
    assert UNREAD not in everything(found)
    assert [(d.text, d.why) for d in found.dropped] == [
        ("1 comment", "comments stay in the Word file")
    ]
