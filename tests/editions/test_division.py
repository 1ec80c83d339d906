"""Words are divided at the ends of printed lines, and each is read as the one word that it is."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pymupdf
import pytest

from pressrun.building import Order, build
from tests.editions.manuscript_words import fold
from tests.inspectors.pdf import Pdf, lines_by_page
from tests.inspectors.rejoin import SOFT

if TYPE_CHECKING:
    from pathlib import Path

# Divided, they would be “higy-gyétek” and “asszony-nyal”, but also “higgyé-tek” and “asz-szonnyal”.
DOUBLED = "higgyétek hisz asszonnyal"
# Hyphens that were written, in a line of any length, and words that are divided.
COMPOUND = "state-of-the-art mother-in-law notwithstanding representatives well-to-do"
LANGUAGES = {
    "en": COMPOUND,
    "de": "Tür-an-Tür Donau&shy;dampf&shy;schiff&shy;fahrt Verantwortungsbewusstsein",
    "ru": "по-русски непосредственно из-под достопримечательности",
}
# PDFium reads these as they are drawn, whatever the file says.
SHAPED = {"hi": "एक-एक अंतर&shy;राष्ट्रीय&shy;करण"}


def test_hungarian_words_whose_letters_double_are_whole_or_divided_elsewhere(
    tmp_path: Path,
) -> None:
    words = " ".join(f"{'a' * (turn % 9 + 1)} {DOUBLED}" for turn in range(200))
    (tmp_path / "a.md").write_text(f"---\ntitle: Asszony\nlang: hu\n---\n\n{words}\n", "utf-8")
    order = Order(sources=(tmp_path / "a.md",), output=tmp_path / "out", formats=("pdf",))
    (path,) = build(order).paths
    lines = [ln.text for page in lines_by_page(path) for ln in page if not ln.furniture]
    assert [line for line in lines if line.endswith(f"higgyé{SOFT}")]
    text = "".join(f"{line} ".replace(f"{SOFT} ", "") for line in lines)
    assert text.count("higgyétek") == text.count("asszonnyal") == 200


def written_in(language: str, words: str, folder: Path) -> tuple[Path, list[str]]:
    """Return a PDF in which parts of words end many lines, and its words."""
    text = " ".join(f"{'a' * (turn % 9 + 1)} {words}" for turn in range(120))
    head = f"---\ntitle: Division\nlang: {language}\n---\n\n"
    (folder / "a.md").write_text(f"{head}{text}\n", "utf-8")
    (path,) = build(Order(sources=(folder / "a.md",), output=folder, formats=("pdf",))).paths
    return path, text.replace("&shy;", "").split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_divided_word_is_one_word_through_the_tags_and_a_written_hyphen_stays(
    language: str, tmp_path: Path
) -> None:
    path, words = written_in(language, LANGUAGES[language], tmp_path)
    pdf = Pdf(path)
    ends = {line.text[-1] for page in pdf.body for line in page}
    assert {SOFT, "\x02"} <= ends
    assert pdf.tagged_words()[1:] == fold(words)


@pytest.mark.parametrize("language", [*LANGUAGES, *SHAPED])
def test_poppler_and_mupdf_read_soft_hyphens_where_words_are_divided_and_nowhere_else(
    language: str, tmp_path: Path
) -> None:
    path, words = written_in(language, {**LANGUAGES, **SHAPED}[language], tmp_path)
    command = ["pdftotext", "-nopgbrk", "-raw", str(path), "-"]
    by_poppler = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    with pymupdf.open(path) as pages:  # type: ignore[no-untyped-call]
        by_mupdf = "".join(page.get_text() for page in pages)
    for text in (by_poppler, by_mupdf):
        assert f"{SOFT}\n" in text
        lines = [line for line in text.split("\n") if not line.isdigit() and line != "Division"]
        whole = re.sub(r"(?<=-) ", "", " ".join(lines).replace(f"{SOFT} ", ""))
        assert fold(whole.split()) == fold(words)
