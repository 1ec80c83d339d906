"""Prove the inspector of PDFs on a small tagged file that WeasyPrint makes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import weasyprint

from pressrun.fonts import packaged_font
from tests.inspectors.look import main as look
from tests.inspectors.pdf import Pdf, lines_by_page, words_by_page
from tests.inspectors.pdf_objects import Font

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "Extraordinarily representative circumstances characteristically demonstrate a well-known"
    " internationalization, and co-operative boats."
)
HTML = f"""<html lang="en"><head><title>The Harbour</title><style>
@font-face {{ font-family: Face; src: url({{font}}) }}
@page {{ margin: 20mm; size: A5; @top-center {{ content: "Running head" }}
 @bottom-center {{ content: counter(page) }} }}
body {{ font: 10pt/14pt Face; hyphens: auto; margin: 0; width: 42mm }}
h1 {{ font-size: 20pt; line-height: 28pt }}
h2 {{ break-before: page }}
</style></head><body>
<h1>The tide</h1>
<p>{TEXT}</p>
<p>Raised<sup>2</sup> figures, <em lang="fr">déjà vu</em>, office.</p>
<figure><img alt="A map" src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'
 width='9' height='9'><path d='M0 0L9 9' stroke='gray'/></svg>"></figure>
<h2>At the quay</h2>
<p>{TEXT}</p>
</body></html>"""
WORDS = ("The", "tide", *TEXT.split(), "Raised2", "figures,", "déjà", "vu,", "office.")
WORDS += ("At", "the", "quay", *TEXT.split())


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the file, in a face that has one glyph for both hyphens."""
    path = tmp_path_factory.mktemp("pdf") / "book.pdf"
    html = HTML.replace("{font}", f"'{packaged_font('Source Serif 4').as_uri()}'")
    weasyprint.HTML(string=html).write_pdf(path, pdf_variant="pdf/ua-1")
    return path


@pytest.fixture(scope="module")
def pdf(path: Path) -> Pdf:
    """Read the file."""
    return Pdf(path)


def test_words_are_those_of_the_source_in_order(pdf: Pdf) -> None:
    assert pdf.words(WORDS) == WORDS


def test_words_in_the_order_of_the_tags_are_the_same(pdf: Pdf) -> None:
    assert pdf.tagged_words(WORDS) == WORDS


def test_words_are_given_by_page(path: Path) -> None:
    first, second = words_by_page(path, WORDS)
    assert first + second == WORDS
    assert second[:3] == ("At", "the", "quay")


def test_running_heads_and_folios_are_furniture(pdf: Pdf) -> None:
    furniture = [[line.text for line in page if line.furniture] for page in pdf.lines]
    assert furniture == [["Running head", "1"], ["Running head", "2"]]


def test_lines_say_their_size_and_their_place(path: Path) -> None:
    lines = lines_by_page(path)[0]
    assert [line.size for line in lines[:3]] == [20, 10, 10]
    assert lines[0].text == "The tide"
    assert all(round(line.left / 72 * 25.4) == 20 for line in lines[:3])


def test_lines_of_one_paragraph_are_one_line_height_apart(pdf: Pdf) -> None:
    lines = next(block.lines for block in pdf.blocks() if block.tag.role == "P")
    steps = {round(above.baseline - below.baseline, 1) for above, below in pairwise(lines)}
    assert len(lines) > 3
    assert steps == {14.0}


def test_a_raised_figure_keeps_to_its_line(pdf: Pdf) -> None:
    assert any(line.text.startswith("Raised2 figures") for line in pdf.body[0])


def test_hyphenated_lines_are_told_from_others(pdf: Pdf) -> None:
    lines = pdf.body[1]
    assert not lines[0].hyphenated
    assert any(line.hyphenated for line in lines)


def test_fonts_are_embedded_and_subset(pdf: Pdf) -> None:
    assert pdf.objects.fonts
    assert all(font.embedded and font.subset for font in pdf.objects.fonts)
    assert not any("+" in font.name for font in pdf.objects.fonts)


def test_a_font_that_is_not_embedded_is_told(tmp_path: Path) -> None:
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    path = tmp_path / "bare.pdf"
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F 4 0 R>>>>>>\n"
        b"endobj\n4 0 obj" + font + b"endobj\ntrailer<</Root 1 0 R/Size 5>>\n"
    )
    assert Pdf(path).objects.fonts == (Font(name="Helvetica", embedded=False, subset=False),)
    assert Pdf(path).outline_of_tags() == ""


def test_boxes_labels_outline_and_metadata_are_read(pdf: Pdf) -> None:
    facts = pdf.objects
    assert [round(edge) for edge in facts.boxes[0]["TrimBox"]] == [0, 0, 420, 595]
    assert facts.labels == ("1", "2")
    assert [(mark.title, mark.page) for mark in facts.outline] == [("The tide", 0)]
    assert [(mark.title, mark.page) for mark in facts.outline[0].children] == [("At the quay", 1)]
    assert facts.language == "en"
    assert facts.metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert facts.info["Title"] == "The Harbour"


def test_the_outline_of_tags_shows_roles_alt_and_text(pdf: Pdf) -> None:
    outline = pdf.outline_of_tags(WORDS)
    assert "H1: The tide\n" in outline
    assert "Figure alt='A map'\n" in outline
    assert f"P: {TEXT}\n" in outline
    assert "Running head" not in outline


def test_an_untagged_file_has_no_furniture(tmp_path: Path) -> None:
    path = tmp_path / "plain.pdf"
    weasyprint.HTML(string="<p>Two words").write_pdf(path)
    assert words_by_page(path) == (("Two", "words"),)


def test_the_command_draws_the_pages_and_a_sheet(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert look([str(path), str(tmp_path), "--dpi", "30"]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'book.png'}\n"
    drawn = sorted(found.name for found in tmp_path.glob("*.png"))
    assert drawn == ["book.png", "page-1.png", "page-2.png"]
