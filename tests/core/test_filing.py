"""A person is filed under the family name, an agency as it is called."""

from __future__ import annotations

import pytest

from pressrun.filing import file_as


@pytest.mark.parametrize(
    ("name", "filed"),
    [
        ("Ada Lovelace", "Lovelace, Ada"),
        ("Ursula K. Le Guin", "Le Guin, Ursula K."),
        ("Ludwig van Beethoven", "Beethoven, Ludwig van"),
        ("Annette von Droste-Hülshoff", "Droste-Hülshoff, Annette von"),
        ("Johann van der Berg", "Berg, Johann van der"),
        ("Lucia dalla Torre", "Torre, Lucia dalla"),
        ("Martin Luther King, Jr.", "King, Martin Luther, Jr."),
        ("Лев Николаевич Толстой", "Толстой, Лев Николаевич"),
        ("נועה ברק", "ברק, נועה"),
        ("Lovelace, Ada", "Lovelace, Ada"),
        ("Reuters", "Reuters"),
        ("TRT World", "TRT World"),
        ("Staff reporters", "Staff reporters"),
        ("夏目 漱石", "夏目 漱石"),
        ("김 소월", "김 소월"),
    ],
)
def test_a_name_is_filed_as_an_index_has_it(name: str, filed: str) -> None:
    assert file_as(name, "en") == filed


@pytest.mark.parametrize("language", ["hu", "vi", "ja-JP"])
def test_where_the_family_name_comes_first_nothing_moves(language: str) -> None:
    assert file_as("Arany János", language) == "Arany János"
