"""Makes the Word files that tests read: with python-docx, by raw XML where it has no words."""

from __future__ import annotations

import datetime
import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import docx
from docx.oxml import parse_xml
from PIL import Image

if TYPE_CHECKING:
    from docx.document import Document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def blank() -> Document:
    """Begin a document whose properties say nothing but when it was made: on 2 January 2026."""
    document = docx.Document()
    document.core_properties.author = ""
    document.core_properties.title = ""
    document.core_properties.created = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)
    return document


def saved(document: Document) -> bytes:
    """Return the file that a document makes."""
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def changed(data: bytes, parts: dict[str, str]) -> bytes:
    """Return a Word file with these parts put in the place of its own, or beside them."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return written.getvalue()


def part_of(data: bytes, name: str) -> str:
    """Return one part of a Word file as text."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()


def add_xml(document: Document, xml: str) -> None:
    """Add a block of raw WordprocessingML below what is there; `w:` is declared."""
    element = parse_xml(re.sub(r"<(w:\w+)", rf"<\1 {W}", xml, count=1))
    document.element.body.insert_element_before(element, "w:sectPr")


def with_notes(data: bytes, notes: dict[str, dict[int, str]]) -> bytes:
    """Return a Word file with footnotes and endnotes: kind → number → text."""
    parts: dict[str, str] = {}
    types, relations = (
        part_of(data, "[Content_Types].xml"),
        part_of(data, "word/_rels/document.xml.rels"),
    )
    for kind, texts in notes.items():
        inside = "".join(
            f'<w:{kind} w:id="{n}"><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:{kind}>'
            for n, t in texts.items()
        )
        parts[f"word/{kind}s.xml"] = f"<w:{kind}s {W}>{inside}</w:{kind}s>"
        types = types.replace(
            "</Types>",
            f'<Override PartName="/word/{kind}s.xml" ContentType="{_TYPES}.{kind}s+xml"/></Types>',
        )
        relations = relations.replace(
            "</Relationships>",
            f'<Relationship Id="r{kind}" Type="{_RELATIONS}/{kind}s" Target="{kind}s.xml"/>'
            "</Relationships>",
        )
    return changed(
        data, {**parts, "[Content_Types].xml": types, "word/_rels/document.xml.rels": relations}
    )


def picture(kind: str = "PNG") -> BytesIO:
    """Return a small picture."""
    written = BytesIO()
    shade = Image.radial_gradient("L").resize((40, 30))
    Image.merge("RGB", (shade, shade, shade)).save(written, kind)
    written.seek(0)
    return written
