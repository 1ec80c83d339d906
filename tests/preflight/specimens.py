"""Make small real EPUBs and PDFs, sound or with one known fault; knows nothing of validators."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pikepdf
import weasyprint

from tests.inspectors.minimal_epub import document, write_minimal_epub

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = "EPUB/package.opf"
NAV = "EPUB/nav.xhtml"
ARTICLE = "EPUB/tide.xhtml"

SOUND_BODY = """<section id="tide" epub:type="chapter" role="doc-chapter">
<h1>The tide turns</h1>
<p id="page-1" epub:type="pagebreak" role="doc-pagebreak" aria-label="1"></p>
<p>Boats came in at dusk.</p>
<p><img src="images/map.svg" alt="A map of the bay"/></p>
<h2 id="quay">At the quay</h2>
<p id="page-2" epub:type="pagebreak" role="doc-pagebreak" aria-label="2"></p>
</section>"""

_METADATA = """<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessMode">visual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Every picture is described.</meta>
<meta property="pageBreakSource">urn:uuid:7a0a4c34-3c58-4a52-9a1f-5d3c4cf7a002</meta>
</metadata>"""


def write_sound_epub(path: Path, *, body: str = SOUND_BODY, **roles: str) -> Path:
    """Write a book that every validator passes, or the same with another body in its article.

    `roles` names further entries to replace: `package` by a whole text.
    """
    plain = write_minimal_epub(path)
    with zipfile.ZipFile(plain) as book:
        package = book.read(PACKAGE).decode().replace("</metadata>", _METADATA)
        nav = book.read(NAV).decode().replace('epub:type="toc"', 'epub:type="toc" role="doc-toc"')
    nav = nav.replace('epub:type="page-list"', 'epub:type="page-list" role="doc-pagelist"')
    changes = {PACKAGE: roles.get("package", package), NAV: nav}
    return write_minimal_epub(path, changes | {ARTICLE: document("The tide turns", body)})


def write_pdf(path: Path, body: str, variant: str | None) -> Path:
    """Lay out a body as an English document with a title, in one of WeasyPrint's variants."""
    html = f"<html lang=en><title>Tide</title><body>{body}</body></html>"
    weasyprint.HTML(string=html).write_pdf(path, pdf_variant=variant)
    return path


def claim_universal_access(path: Path) -> Path:
    """Add PDF/UA-1's mark to a PDF/A without the extension schema that PDF/A wants for it."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
            xmp["{http://www.aiim.org/pdfua/ns/id/}part"] = "1"
        pdf.save(path)
    return path


def cut_short(path: Path, source: Path) -> Path:
    """Copy a file without its last third, as a broken transfer leaves it."""
    data = source.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    return path


def with_last_byte(path: Path, sound: Path, last: bytes, *, too_short_by: int) -> Path:
    """Let each page's content end with one byte, and the last's length be that much too small."""
    with pikepdf.open(sound) as pdf:
        for page in pdf.pages:
            page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n%" + last)
            length = int(page.Contents.Length)
        pdf.save(path, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    said, wrong = (b"/Length %d " % each for each in (length, length - too_short_by))
    path.write_bytes(path.read_bytes().replace(said, wrong))
    return path
