"""Columns of long tables: which keep their words whole on any screen, and what the others get."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pressrun.markup import for_epub
from tests.editions.commands import press
from tests.reading.reader import open_views
from tests.reading.view import NARROW, SYSTEMS, View

if TYPE_CHECKING:
    from pathlib import Path

LONG = "Considerable reconstruction of the breakwater after the equinoctial storms"
YEARS = [["Year", "Harbour", "What happened"], *[["1841", "Whitby", LONG], ["1902", "York", LONG]]]
MASTERS = [
    ["Harbour", "Established", "Harbourmaster", "Remarks"],
    ["Yokohama", "1867", "Midori Umino", "International communications"],
]


def markup_of(rows: list[list[str]], kind: str = "table long-table") -> str:
    from markupsafe import Markup  # noqa: PLC0415 - an author’s words, as the press has made them

    head, *others = rows
    lines = ["".join(f"<th>{cell}</th>" for cell in head)]
    lines += ["".join(f"<td>{cell}</td>" for cell in row) for row in others]
    inside = "".join(f"<tr>{line}</tr>" for line in lines)
    table = f'<div class="{kind}"><table><tbody>{inside}</tbody></table></div>'
    return for_epub(Markup(table), ())  # noqa: S704


def whole(markup: str) -> list[str]:
    return re.findall(r'<t[dh] class="whole-words"[^>]*>([^<]*)', markup)


def shares(markup: str) -> list[int]:
    return [int(share) for share in re.findall(r"width:(\d+)%", markup)]


def test_a_column_of_short_words_keeps_them_whole_and_the_last_of_others_has_the_rest() -> None:
    made = markup_of([[row[0], row[2]] for row in YEARS])
    assert whole(made) == ["Year", "1841", "1902"]
    assert shares(made) == []


def test_columns_whose_words_may_be_broken_share_the_width_by_their_longest_words() -> None:
    made = markup_of(MASTERS)
    assert whole(made) == []
    assert sum(shares(made)) <= 100
    first, second, third, last = shares(made)
    assert first < second < third
    assert last > first


def test_what_is_kept_whole_has_room_on_the_narrowest_screen_at_twice_the_size() -> None:
    made = markup_of([[f"{letter * 4}" for letter in "abcdefgh"], ["1"] * 8])
    assert whole(made) == []


def test_a_long_text_has_a_little_more_than_its_longest_word() -> None:
    first, last = shares(markup_of([["harbourmaster"] * 2, ["harbourmaster", LONG]]))
    assert first < last < 2 * first


def test_signs_that_stand_close_may_part_anywhere_and_are_wide() -> None:
    made = markup_of([["港", "Harbour"], ["横浜港の朝はしずかだ", "Considerable"]])
    assert "港" in whole(made)


@pytest.mark.parametrize("kind", ["table", "table long-table"])
def test_other_tables_and_cells_over_several_columns_are_left_as_they_are(kind: str) -> None:
    rows = MASTERS if kind == "table" else [["a"], ["b", "c"]]
    made = markup_of(rows, kind)
    assert (whole(made), shares(made)) == ([], [])


def test_no_column_is_cut_off_on_the_narrowest_screen_at_twice_the_size(tmp_path: Path) -> None:
    tables = "\n\n".join(
        "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], ["---"] * len(rows[0]), *more])
        for rows in (YEARS, MASTERS, [row[::2] for row in YEARS])
        for more in [rows[1:] * 12]
    )
    (tmp_path / "tides.md").write_text(f"---\ntitle: Tides\nlang: en\n---\n\n{tables}\n")
    ran = press(tmp_path / "tides.md", "-f", "epub", "-o", tmp_path)
    assert ran.code == 0, ran.err
    views = [View(system=system, device=NARROW, text_size=2) for system in SYSTEMS]
    assert [reading.faults for reading in open_views(ran.paths[0], views)] == [()] * len(SYSTEMS)
