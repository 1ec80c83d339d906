"""Pages have room for text, and lines fill them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun import stylesheets
from pressrun.errors import UsageError

WIDTHS = st.floats(90, 450)
HEIGHTS = st.floats(90, 675)


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("A5", (148, 210)), ("a4", (210, 297)), ("Letter", (215.9, 279.4)),
        ("half letter", (139.7, 215.9)), ("Half-Letter", (139.7, 215.9)),
        ("B5", (176, 250)), ("148x210mm", (148, 210)),
        ("148 × 210 mm", (148, 210)), ("14.8x21cm", (148, 210)), ("6x9in", (152.4, 228.6)),
        ("432x648pt", (152.4, 228.6)),
    ],
)  # fmt: skip
def test_a_page_is_named_or_measured(words: str, size: tuple[float, float]) -> None:
    assert stylesheets.page_size(words) == pytest.approx(size)


@pytest.mark.parametrize(
    "words", ["", "A99", "x", "148x210", "148x210px", "-148x210mm", "148xmm", "1..5x210mm", "axbmm"]
)
def test_a_page_that_is_neither_is_wrong_usage_and_the_hint_says_what_is(words: str) -> None:
    with pytest.raises(UsageError, match=f"there is no page size “{re.escape(words)}”") as caught:
        stylesheets.page_size(words)
    assert "148x210mm" in str(caught.value.hint)
    assert "A5" in str(caught.value.hint)


@pytest.mark.parametrize("words", ["10x10mm", "2000x2000mm", "148x89mm", "451x300mm", "0x0in"])
def test_a_page_that_no_text_fits_on_is_wrong_usage(words: str) -> None:
    with pytest.raises(UsageError, match="holds no readable text"):
        stylesheets.page_size(words)


@given(WIDTHS, HEIGHTS)
def test_the_text_is_a_whole_number_of_lines_high(width: float, height: float) -> None:
    page = stylesheets.geometry(width, height)
    lines = (page.height - page.top - page.bottom) / page.line
    assert lines == pytest.approx(round(lines), abs=1e-6)
    assert round(lines) >= 10


@given(WIDTHS, HEIGHTS)
def test_the_measure_is_that_of_readable_lines_and_margins_are_left(
    width: float, height: float
) -> None:
    page = stylesheets.geometry(width, height)
    measure = page.width - page.inner - page.outer
    assert 18 * page.text <= measure <= 33 * page.text + 1e-6
    assert 9.5 <= page.text <= 11.5
    assert 1.2 <= page.line / page.text <= 1.45
    assert min(page.inner, page.outer, page.top, page.bottom) > page.text * 0.9
    assert page.bottom > page.top  # the eye's middle lies above the ruler's


def test_the_print_sheet_has_the_page_and_every_token_of_its_geometry() -> None:
    sheet = stylesheets.print_stylesheet(stylesheets.geometry(148, 210))
    assert re.search(r"size: 419\.5276pt 595\.2756pt", sheet)
    for name in ("line", "text", "margin-top", "margin-bottom", "margin-inner", "margin-outer"):
        assert re.search(rf"--{name}: \d+\.\d{{4}}pt;", sheet)
