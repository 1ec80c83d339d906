"""A page of each kind in every theme looks as it did when somebody last looked at it.

    pytest tests/editions/test_pictures.py --update-golden

writes the pictures, each half a page's size on a screen, or a part as large as there, in sixteen
greys. What is compared is the grey of squares, so that another release of the program that draws
changes nothing, and a line that moves does. A failure leaves the actual picture, the expected one
and their difference.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from PIL import Image, ImageChops

from pressrun import themes
from pressrun.stylesheets import geometry

if TYPE_CHECKING:
    from tests.editions.themed import Themed
    from tests.inspectors.pdf import Pdf

# Left, top, right and bottom, in dots.
Part = tuple[int, int, int, int]

GOLDEN: Final = Path(__file__).with_name("pictures")
LARGEST: Final = 20 * 1024
# Half of the 96 dots an inch that a screen has.
SCALE: Final = 48
GREYS: Final = 16
# The side of a square, and how far its grey may differ, of 255.
SQUARE: Final = 6
SEEN: Final = 48

# A page is found by what its outline or its text says.
PAGES: Final = {
    "contents": "Contents",
    "opener": "What the harbour keeps",
    "inner": "Figure 2. The light",
    "table": "Table 1. The tides",
    "code": "Listing 1. The gauge",
    "last": "Colophon",
    "right-to-left": "הנמל בערב",
}
# Of these the part is shown that they are about, so high a share of the page.
CLOSE: Final = frozenset({"code", "opener", "table"})
HIGH: Final = 0.4
# As wide as the page, from its head on, where columns are below it.
ACROSS: Final = frozenset({"opener"})


def page_of(pdf: Pdf, words: str) -> int:
    """Give the number, from 1, of the page that the outline gives, or else that has the words."""
    marks = (mark for top in pdf.objects.outline for mark in top.walk())
    marked = [mark.page for mark in marks if mark.title == words]
    said = (n for n, lines in enumerate(pdf.body) if any(words in line.text for line in lines))
    page = next((page for page in marked if page is not None), None)
    return (next(said) if page is None else page) + 1


def drawn(path: Path, page: int, out: Path, part: Part | None = None) -> Image.Image:
    """Draw a page, or a part of it at twice the size, in few greys."""
    scale = str(SCALE if part is None else 2 * SCALE)
    command = ["pdftoppm", "-r", scale, "-f", str(page), "-l", str(page), "-gray", "-png"]
    subprocess.run([*command, "-singlefile", str(path), str(out / "page")], check=True)
    with Image.open(out / "page.png") as picture:
        grey = picture.convert("L")
        return (grey if part is None else grey.crop(part)).quantize(GREYS).convert("L")


def part_with(pdf: Pdf, page: int, words: str, theme: str, *, across: bool) -> Part:
    """Give the part of a page that is as wide as the column of some words, with them inside.

    One `across` columns is as wide as the page, and at its head.
    """
    dots = 2 * SCALE / 72
    measure = geometry(themes.chosen(theme, None, Path()))
    if across:
        return 0, 0, round(measure.width * dots), round(measure.height * HIGH * dots)
    line = next(line for line in pdf.body[page - 1] if words in line.text)
    middle, half = (measure.height - line.baseline) * dots, measure.height * HIGH * dots / 2
    top = max(0, min(middle - half, measure.height * dots - 2 * half))
    left = max(0, line.left - measure.line) * dots
    right = min(line.left + measure.column + measure.line, measure.width) * dots
    return round(left), round(top), round(right), round(top + 2 * half)


def differing(one: Image.Image, other: Image.Image) -> int:
    """Count the squares whose greys differ."""
    if one.size != other.size:
        return one.width * one.height
    squares = max(1, one.width // SQUARE), max(1, one.height // SQUARE)
    small = [picture.resize(squares, Image.Resampling.BOX) for picture in (one, other)]
    counts = ImageChops.difference(*small).histogram()
    return sum(counts[SEEN:])


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_looks_as_it_did(
    themed: Themed, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    words = PAGES[kind]
    page = page_of(themed.pdf, words)
    part = None
    if kind in CLOSE:
        part = part_with(themed.pdf, page, words, themed.theme, across=kind in ACROSS)
    actual = drawn(themed.path, page, tmp_path, part)
    golden = GOLDEN / f"{themed.theme}-{kind}.png"
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        actual.quantize(GREYS).save(golden, optimize=True)
    with Image.open(golden) as picture:
        expected = picture.convert("L")
    actual.save(tmp_path / "actual.png")
    expected.save(tmp_path / "expected.png")
    if actual.size == expected.size:
        ImageChops.difference(actual, expected).save(tmp_path / "difference.png")
    assert differing(actual, expected) == 0, f"look at {tmp_path}"


def test_the_pictures_stay_small_and_none_is_left_over(themed: Themed) -> None:
    pictures = sorted(GOLDEN.glob(f"{themed.theme}-*.png"))
    assert [picture.stem for picture in pictures] == sorted(f"{themed.theme}-{k}" for k in PAGES)
    assert [p.name for p in pictures if p.stat().st_size > LARGEST] == []


def test_a_line_that_moves_is_seen() -> None:
    page = Image.new("L", (280, 396), 255)
    page.paste(90, (40, 100, 240, 104))
    moved = ImageChops.offset(page, 0, 6)
    assert differing(page, moved) > 0
    assert differing(page, page) == 0
