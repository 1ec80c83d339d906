"""What lies around the finished page: boxes, crop marks, register marks, colour bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from pressrun.building import Order, build
from pressrun.marks import Surround, boxes, length, marks
from pressrun.standards import Production
from tests.inspectors.pdf import lines_by_page

if TYPE_CHECKING:
    from pathlib import Path

MM = 72 / 25.4
WIDTH, HEIGHT = 148 * MM, 210 * MM
SURROUND = Surround(bleed=3, crop_marks=True, colour_bar=True)
DOTS = 300 / 25.4


@pytest.fixture(scope="module")
def surrounded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Print one article as it is, with bleed, and with all marks."""
    folder = tmp_path_factory.mktemp("marks")
    (folder / "a.md").write_text("---\ntitle: A\nlang: en\n---\n\nText.\n", "utf-8")
    kinds = {"none": Surround(), "bleed": Surround(bleed=3), "all": SURROUND}
    return {
        name: build(
            Order(
                sources=(folder / "a.md",),
                output=folder / name,
                formats=("pdf",),
                production=Production(surround=surround),
            )
        ).paths[0]
        for name, surround in kinds.items()
    }


@pytest.mark.parametrize(
    ("name", "bleed", "margin"), [("none", 0, 0), ("bleed", 3, 3), ("all", 3, 10)]
)
def test_the_boxes_lie_in_one_another_by_the_measures_asked_for(
    surrounded: dict[str, Path], name: str, bleed: float, margin: float
) -> None:
    with pikepdf.open(surrounded[name]) as pdf:
        for page in pdf.pages:
            for box, beyond in ((page.trimbox, 0), (page.bleedbox, bleed), (page.mediabox, margin)):
                assert [float(edge) for edge in box.as_list()] == pytest.approx(
                    [-beyond * MM, -beyond * MM, WIDTH + beyond * MM, HEIGHT + beyond * MM],
                    abs=0.01,
                )


def test_text_stands_where_it_stood_without_marks(surrounded: dict[str, Path]) -> None:
    def places(name: str) -> list[tuple[str, float, float]]:
        lines = [line for page in lines_by_page(surrounded[name]) for line in page]
        return [(line.text, line.left, line.baseline) for line in lines]

    assert places("none") == places("bleed") == places("all")


def dark(path: Path, x: float, y: float) -> bool:
    """Tell whether a point, in millimetres from the finished page’s upper left corner, is dark."""
    page = pypdfium2.PdfDocument(path)[0].render(scale=300 / 72).to_pil().convert("L")
    column, row = round((x + 10) * DOTS), round((y + 10) * DOTS)
    darkest, _ = page.crop((column - 2, row - 2, column + 3, row + 3)).getextrema()
    return bool(darkest < 128)


@pytest.mark.parametrize("x", [0, 148])
@pytest.mark.parametrize("y", [0, 210])
def test_crop_marks_point_at_the_corners_and_leave_the_bleed_free(
    surrounded: dict[str, Path], x: float, y: float
) -> None:
    path, right, down = surrounded["all"], 1 if x else -1, 1 if y else -1
    assert dark(path, x + right * 5, y)
    assert dark(path, x, y + down * 5)
    assert not dark(path, x + right * 3, y)
    assert not dark(path, x, y + down * 3)
    assert not dark(path, x, y)


def test_marks_are_artifacts_outside_the_bleed(surrounded: dict[str, Path]) -> None:
    with pikepdf.open(surrounded["all"]) as pdf:
        last = pdf.pages[0].Contents.as_list()[-1].read_bytes()
    assert last.split()[:3] == [b"Q", b"/Artifact", b"BMC"]
    assert last.split()[-1] == b"EMC"


def test_each_kind_of_ink_has_a_bar_of_its_own() -> None:
    def operators(ink: str) -> set[str]:
        bar = marks(WIDTH, HEIGHT, Surround(colour_bar=True), ink)
        return {word for word in bar.split() if word in {"g", "rg", "k"}}

    assert operators("grey") == {"g"}
    assert operators("rgb") == {"g", "rg"}
    assert operators("cmyk") == {"g", "k"}


@pytest.mark.parametrize("width", [90.0, 105.0, 148.0, 450.0])
def test_marks_stay_on_the_sheet_and_outside_the_bleed(width: float) -> None:
    sheet = boxes(width * MM, HEIGHT, SURROUND)
    left, bottom, right, top = sheet["MediaBox"]
    for line in marks(width * MM, HEIGHT, SURROUND, "cmyk").splitlines():
        words = line.split()
        if words[-1] != "S" or "c" in words:
            continue
        x, y, to_x, to_y = (float(words[n]) for n in (0, 1, 3, 4))
        assert left <= min(x, to_x) <= max(x, to_x) <= right
        assert bottom <= min(y, to_y) <= max(y, to_y) <= top
        inner_left, inner_bottom, inner_right, inner_top = sheet["BleedBox"]
        assert (
            max(x, to_x) < inner_left
            or min(x, to_x) > inner_right
            or max(y, to_y) < inner_bottom
            or min(y, to_y) > inner_top
        )


@pytest.mark.parametrize(
    ("words", "expected"), [("3mm", 3), ("0.125in", 3.175), (".5 cm", 5), ("9 PT", 3.175)]
)
def test_bleed_is_said_in_the_units_of_a_page(words: str, expected: float) -> None:
    assert length(words) == pytest.approx(expected)
