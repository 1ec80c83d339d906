"""What happens to characters that the faces of every build do not draw."""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING

import pymupdf
import pytest

from pressrun import fonts, lending
from pressrun.building import Order, build
from pressrun.errors import Complaints
from tests.inspectors.pdf import Pdf, lines_by_page

if TYPE_CHECKING:
    from pathlib import Path

OURS = ("Source-Serif-4", "Source-Sans-3", "Source-Code-Pro")
# A sign that no locked package has, and a font that the tests' set-up installs.
HAN = "水"
# Nobody has agreed on a sign for it: the last code point for private use. Fonts of TeX have the
# first.
NOBODYS = "\U0010fffd"
# A clause in each script that a locked package draws.
PACKAGED = {
    "Amiri": "هذه جملة عن الميناء",
    "Frank-Ruhl-Libre": "זה משפט על הנמל",
    "Noto-Sans-Devanagari": "यह बंदरगाह के क्षेत्र पर एक वाक्य",
    "Noto-Sans-Thai": "ประโยคนี้เกี่ยวกับท่าเรือ",
    "Noto-Sans-Khmer": "ប្រយោគនេះអំពីកំពង់ផែ",
    "Noto-Sans-Tamil": "இது துறைமுகம் பற்றிய வாக்கியம்",
    "Noto-Sans-Telugu": "ఇది ఓడరేవు గురించి వాక్యం",
}
# Keys, a family, a profession of some skin, flags of countries and others, a sign made a picture.
SEQUENCES = (
    "1\ufe0f\u20e3", "#\ufe0f\u20e3", "👨\u200d👩\u200d👧\u200d👦", "👩🏾\u200d🚀", "🇫🇷",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🏳\ufe0f\u200d🌈", "❤\ufe0f",
)  # fmt: skip
KEYCAP = "\u20e3"
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
BORROWED = {
    "Noto-Serif-CJK": "港口的一句话。港の文です。항구에 관한 문장",
    "Noto-Serif-Bengali": "এটি বন্দর নিয়ে একটি বাক্য",
    "Noto-Color-Emoji": "🥰 👍🏽 🇩🇪 👩‍👧",
}


def order(folder: Path, text: str, **options: tuple[str, ...]) -> Order:
    """Write an article and order its editions."""
    manuscript = f"A headline for it\n\nIt begins with a sentence.\n\n{text}\n"
    (folder / "article.txt").write_text(manuscript, encoding="utf-8")
    return Order(sources=(folder / "article.txt",), output=folder / "out", **options)  # type: ignore[arg-type]


def fonts_in(pdf: Path) -> set[str]:
    """Name the fonts of a PDF beside those of every build."""
    names = {font.name for font in Pdf(pdf).objects.fonts}
    return {name for name in names if not name.startswith(OURS)}


def text_of(pdf: Path) -> str:
    """Read a PDF’s text as people copy it, but for line ends and the marks that turn directions."""
    done = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True, text=True)
    return " ".join(TURNS.sub("", done.stdout).split())


def test_the_packaged_fonts_draw_the_texts_of_western_newsrooms() -> None:
    text = "“Ça va”, ‘où’ – Łódź, Ærø, Đặng Nguyễn, Ελλάδα, Москва… € £ ½ × − → ’"
    assert fonts.uncovered(text, fonts.font_folder()) == ()


@pytest.mark.parametrize("family", PACKAGED)
def test_a_script_with_a_locked_package_needs_nothing_of_the_machine(family: str) -> None:
    loan = lending.lend(fonts.uncovered(PACKAGED[family], fonts.font_folder()))
    assert {file.stem.partition("-")[0] for file in loan.packaged} == {family.replace("-", "")}
    assert (loan.machine, loan.undrawn) == ((), ())


def test_every_script_is_drawn_and_read_back_as_it_was_written(tmp_path: Path) -> None:
    clauses = PACKAGED | BORROWED
    text = "\n\n".join(f"Here it says {clause} and goes on." for clause in clauses.values())
    outcome = build(order(tmp_path, text, formats=("pdf",)))  # judged by every quick check
    found = fonts_in(outcome.paths[0])
    assert {name for name in clauses if any(f.startswith(name) for f in found)} == {*clauses}
    read = text_of(outcome.paths[0])
    assert [clause for clause in clauses.values() if clause not in read] == []


def test_a_foreign_word_does_not_push_the_lines_apart(tmp_path: Path) -> None:
    text = "\n\n".join(f"Words {clause} in a line." for clause in (PACKAGED | BORROWED).values())
    (path,) = build(order(tmp_path, text, formats=("pdf",))).paths
    lines = [line for line in lines_by_page(path)[0] if line.text.startswith("Words")]
    gaps = {round(above.baseline - below.baseline, 2) for above, below in pairwise(lines)}
    assert len(lines) == len(PACKAGED | BORROWED)
    assert len(gaps) == 1


def test_a_sequence_of_emoji_is_one_picture(tmp_path: Path) -> None:
    text = f"Here are {' and '.join(SEQUENCES)} and that is the end of the sentence."
    (path,) = build(order(tmp_path, text, formats=("pdf",))).paths
    with pymupdf.open(path) as pages:  # type: ignore[no-untyped-call]
        assert len(pages[0].get_image_info()) == len(SEQUENCES)
    assert text in text_of(path)


def test_what_encloses_a_key_is_lent_by_a_font_of_pictures_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loan = lending.lend(("❤", KEYCAP))
    assert fonts.is_bitmap(loan.machine[0])
    assert not fonts.is_bitmap(loan.machine[1])
    monkeypatch.setattr(fonts, "is_bitmap", lambda _: False)
    assert lending.lend(("❤", KEYCAP)).undrawn == (KEYCAP,)


def test_a_font_of_the_machine_is_told(tmp_path: Path) -> None:
    outcome = build(order(tmp_path, f"Press {HAN} to go on with the reading of it."))
    assert {font.suffix for font in outcome.borrowed} == {".ttc"}
    assert {name.partition("-CJK")[0] for name in fonts_in(outcome.paths[1])} == {"Noto-Serif"}


def test_a_text_that_needs_no_loan_borrows_nothing(tmp_path: Path) -> None:
    outcome = build(order(tmp_path, "There is nothing unusual in this text at all."))
    assert outcome.borrowed == ()
    assert fonts_in(outcome.paths[1]) == set()


def test_a_character_that_no_font_has_is_named_and_costs_the_pdf_alone(tmp_path: Path) -> None:
    outcome = build(order(tmp_path, f"Here stands {NOBODYS} and nobody knows what it is."))
    assert [path.suffix for path in outcome.paths] == [".epub"]
    assert "U+10FFFD" in str(outcome.shortfall)
    assert f"{tmp_path / 'article.txt'}:5" in str(outcome.shortfall)


def test_a_pdf_alone_that_cannot_be_drawn_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(Complaints, match="no font here draws"):
        build(order(tmp_path, f"Here stands {NOBODYS} once more.", formats=("pdf",)))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("char", "package"),
    [("水", "fonts-noto-cjk"), ("한", "fonts-noto-cjk"), ("ব", "fonts-noto-core"),
     ("🥰", "fonts-noto-color-emoji"), (KEYCAP, "fonts-noto-color-emoji")],
)  # fmt: skip
def test_the_package_with_a_font_is_named(char: str, package: str) -> None:
    assert lending.debian_package(char) == package


def test_fontconfig_knows_the_folders_and_nothing_else(tmp_path: Path) -> None:
    text = lending.fontconfig_file(tmp_path / "faces").read_text(encoding="utf-8")
    assert text.count("<dir>") == 2
    assert f"<dir>{tmp_path / 'faces'}</dir>" in text
    assert "<include" not in text
