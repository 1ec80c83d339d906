"""Pages have room for text, and lines fill them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun import stylesheets, themes
from pressrun.errors import StylesheetError, UsageError
from pressrun.model import Sheet, Theme

WIDTHS = st.floats(90, 450)
HEIGHTS = st.floats(90, 675)
THEMES = ("journal", "broadsheet", "large-print", "manuscript")


def theme(name: str) -> Theme:
    return themes.chosen(name, None, Path())


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


@given(WIDTHS, HEIGHTS, st.sampled_from(THEMES))
def test_the_text_is_a_whole_number_of_lines_high(width: float, height: float, name: str) -> None:
    page = stylesheets.geometry(theme(name), f"{width:.3f}x{height:.3f}mm")
    lines = (page.height - page.top - page.bottom) / page.line
    assert lines == pytest.approx(round(lines), abs=1e-6)
    assert round(lines) >= (10 if name == "journal" else 3)
    assert page.picture < page.height - page.top - page.bottom


@given(WIDTHS, HEIGHTS)
def test_the_measure_is_that_of_readable_lines_and_margins_are_left(
    width: float, height: float
) -> None:
    page = stylesheets.geometry(theme("journal"), f"{width:.3f}x{height:.3f}mm")
    measure = page.width - page.inner - page.outer
    assert measure == pytest.approx(page.column)
    assert 18 * page.text <= measure <= 33 * page.text + 1e-6
    assert 9.5 <= page.text <= 11.5
    assert 1.2 <= page.line / page.text <= 1.45
    assert min(page.inner, page.outer, page.top, page.bottom) > page.text * 0.9
    assert page.bottom > page.top  # the eye's middle lies above the ruler's


@given(WIDTHS, HEIGHTS)
def test_large_print_is_never_below_18_points_and_a_manuscript_is_double_spaced(
    width: float, height: float
) -> None:
    size = f"{width:.3f}x{height:.3f}mm"
    assert stylesheets.geometry(theme("large-print"), size).text >= 18
    manuscript = stylesheets.geometry(theme("manuscript"), size)
    assert manuscript.line == 2 * manuscript.text
    assert manuscript.line_numbers == 5


@pytest.mark.parametrize(("size", "columns"), [(None, 3), ("A4", 3), ("A5", 2), ("A6", 1)])
def test_a_broadsheet_has_as_many_columns_as_are_wide_enough(
    size: str | None, columns: int
) -> None:
    page = stylesheets.geometry(theme("broadsheet"), size)
    assert page.columns == columns
    assert page.column >= 15.9 * page.text
    room = page.columns * page.column + (page.columns - 1) * page.gap
    assert room == pytest.approx(page.width - page.inner - page.outer)


def test_a_theme_gives_the_page_its_size() -> None:
    widths = {name: round(stylesheets.geometry(theme(name)).width / 72 * 25.4) for name in THEMES}
    assert widths == {"journal": 148, "broadsheet": 210, "large-print": 210, "manuscript": 210}


@pytest.mark.parametrize(
    ("token", "fault"),
    [
        ("--text-usual: 12mm", "“--text-usual: 12mm” is no length in points"),
        ("--columns: many", "“--columns: many” is no number"),
        ("--page: A99", "there is no page size “A99”"),
    ],
)
def test_a_token_that_is_wrong_is_named_with_its_file(token: str, fault: str) -> None:
    path = Path("themes/ours/tokens.css")
    ours = Theme(
        name="ours",
        tokens=Sheet(path=path, text=f":root {{ {token}; }}"),
        rules=Sheet(path=path.with_name("theme.css")),
    )
    with pytest.raises(StylesheetError, match=fault) as caught:
        stylesheets.geometry(ours)
    assert caught.value.path == path
    assert caught.value.hint


def test_the_print_sheet_has_the_page_and_every_token_of_its_geometry() -> None:
    journal = theme("journal")
    sheet = stylesheets.print_stylesheet(journal, stylesheets.geometry(journal))
    assert re.search(r"size: 419\.5276pt 595\.2756pt", sheet)
    for name in ("line", "text", "margin-top", "margin-bottom", "margin-inner", "margin-outer"):
        assert re.search(rf"--{name}: \d+\.\d{{4}}pt;", sheet)


def test_the_print_sheet_says_what_tokens_are_where_they_are_used() -> None:
    sheet = stylesheets.print_stylesheet(themes.usual(), stylesheets.geometry(themes.usual()))
    assert 'font-family: "Source Sans 3", sans-serif;' in sheet
    assert "var(" not in sheet


@pytest.mark.parametrize(
    "rules",
    [
        ".sidebar { --accent: green }\n.kicker { color: var(--accent) }",
        "@media screen { :root { --accent: green } }\n.kicker { color: var(--accent) }",
    ],
)
def test_a_token_that_is_another_in_some_places_is_left_to_the_layout(rules: str) -> None:
    usual = themes.usual()
    theme = Theme(name="ours", tokens=usual.tokens, rules=Sheet(path=Path("theme.css"), text=rules))
    sheet = stylesheets.print_stylesheet(theme, stylesheets.geometry(theme))
    assert "color: var(--accent)" in sheet


def test_a_token_that_nothing_says_is_left_for_the_layout_to_complain_of() -> None:
    usual = themes.usual()
    rules = Sheet(path=Path("theme.css"), text=".kicker { color: var(--acent) }")
    theme = Theme(name="ours", tokens=usual.tokens, rules=rules)
    sheet = stylesheets.print_stylesheet(theme, stylesheets.geometry(theme))
    assert "color: var(--acent)" in sheet
