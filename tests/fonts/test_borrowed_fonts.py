"""What happens to characters that no packaged font draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pressrun import fonts
from pressrun.build import Order, build
from pressrun.errors import Complaints
from tests.inspectors.pdf import Pdf

if TYPE_CHECKING:
    from pathlib import Path

PACKAGED = ("Source-Serif-4", "Source-Sans-3", "Source-Code-Pro")
# A sign that DejaVu Sans has, which the tests' set-up installs, and no packaged font.
CHECK = "❯"
# Nobody has agreed on a sign for it: the first code point for private use.
NOBODYS = "\ue000"


def order(folder: Path, text: str, **options: tuple[str, ...]) -> Order:
    """Write an article and order its editions."""
    (folder / "article.txt").write_text(f"A headline for it\n\n{text}\n", encoding="utf-8")
    return Order(sources=(folder / "article.txt",), output=folder / "out", **options)  # type: ignore[arg-type]


def test_the_packaged_fonts_draw_the_texts_of_western_newsrooms() -> None:
    text = "“Ça va”, ‘où’ – Łódź, Ærø, Đặng Nguyễn, Ελλάδα, Москва… € £ ½ × − → ’"
    assert fonts.uncovered(text, fonts.font_folder()) == ()


def test_a_character_that_no_package_has_is_drawn_with_a_font_of_the_machine(
    tmp_path: Path,
) -> None:
    outcome = build(order(tmp_path, f"Press {CHECK} to go on with the reading of it."))
    (borrowed,) = outcome.borrowed
    embedded = {font.name for font in Pdf(outcome.paths[1]).objects.fonts}
    strangers = {name for name in embedded if not any(known in name for known in PACKAGED)}
    assert borrowed.suffix == ".ttf"
    assert len(strangers) == 1


def test_a_text_that_needs_no_loan_borrows_nothing(tmp_path: Path) -> None:
    outcome = build(order(tmp_path, "There is nothing unusual in this text at all."))
    assert outcome.borrowed == ()
    names = [font.name for font in Pdf(outcome.paths[1]).objects.fonts]
    assert all(any(known in name for known in PACKAGED) for name in names)


def test_a_character_that_no_font_has_is_named_and_costs_the_pdf_alone(tmp_path: Path) -> None:
    outcome = build(order(tmp_path, f"Here stands {NOBODYS} and nobody knows what it is."))
    assert [path.suffix for path in outcome.paths] == [".epub"]
    assert "U+E000" in str(outcome.shortfall)
    assert str(tmp_path / "article.txt") in str(outcome.shortfall)


def test_a_pdf_alone_that_cannot_be_drawn_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(Complaints, match="no font here draws"):
        build(order(tmp_path, f"Here stands {NOBODYS} once more.", formats=("pdf",)))
    assert not (tmp_path / "out").exists()
