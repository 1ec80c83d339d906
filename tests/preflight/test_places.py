"""Places: what a validator points at becomes a line of a document, a page of a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pressrun.preflight import places

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("document", "cfi", "place"),
    [
        ("tide.xhtml", "/4/2/2[heading]", "EPUB/tide.xhtml:7:1"),
        ("/EPUB/tide.xhtml", "/4/2/2", "EPUB/tide.xhtml:7:1"),
        ("EPUB/tide.xhtml", "/4/2/99", "EPUB/tide.xhtml"),
        ("EPUB/package.opf", None, "EPUB/package.opf"),
        ("lost.xhtml", "/4/2", "lost.xhtml"),
        ("images/cover.png", "/4/2", "EPUB/images/cover.png"),
    ],
)
def test_a_cfi_becomes_the_line_and_column_of_its_element(
    sound_epub: Path, document: str, cfi: str | None, place: str
) -> None:
    assert places.in_epub(sound_epub, document, cfi) == place


@pytest.mark.parametrize(
    ("context", "place"),
    [
        (
            "root/document[0]/pages[1](6 0 obj PDPage)/annots[1](8 0 obj PDAnnot)",
            "page 2, object 8",
        ),
        ("root/document[0]/StructTreeRoot[0](24 0 obj Root)/K[0](25 0 obj SEH)", "object 25"),
        ("root", None),
    ],
)
def test_a_path_of_the_engine_becomes_a_page_and_an_object(context: str, place: str | None) -> None:
    assert places.in_pdf(context) == place
