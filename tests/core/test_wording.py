"""The words that no author wrote are in the language of the book."""

from __future__ import annotations

from datetime import date

import pytest

from pressrun.wording import Wording

DAY = date(2015, 10, 13)


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "13 October 2015"), ("en-GB", "13 October 2015"), ("en-US", "October 13, 2015"),
        ("de", "13. Oktober 2015"), ("fr", "13 octobre 2015"), ("es", "13 de octubre de 2015"),
        ("pt", "13 de outubro de 2015"), ("pl", "13 października 2015"), ("xx", "13 October 2015"),
        ("en-x-private", "13 October 2015"),
    ],
)  # fmt: skip
def test_dates_are_written_out_as_the_language_does(language: str, day: str) -> None:
    assert Wording(language).date(DAY) == day


@pytest.mark.parametrize(
    ("language", "byline"),
    [
        ("en", "By Ada, Eve and Mary"), ("de", "Von Ada, Eve und Mary"),
        ("fr", "Par Ada, Eve et Mary"), ("en-US", "By Ada, Eve, and Mary"),
        ("nl", "Door Ada, Eve en Mary"),
    ],
)  # fmt: skip
def test_names_are_joined_as_the_language_does(language: str, byline: str) -> None:
    assert Wording(language).by(["Ada", "Eve", "Mary"]) == byline


def test_one_name_stands_alone() -> None:
    assert Wording("en").by(["Ada"]) == "By Ada"


def test_an_update_has_its_date() -> None:
    assert Wording("fr").updated(DAY) == "Mis à jour le 13 octobre 2015"


@pytest.mark.parametrize(
    "language", ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl", "", "qqq-Zzzz"]
)
def test_every_word_is_there_in_any_language(language: str) -> None:
    wording = Wording(language)
    for key in ("by", "updated", "contents", "pages", "colophon", "cover", "title_page", "note",
                "notes", "start", "page"):  # fmt: skip
        assert wording[key]


def test_a_name_with_braces_is_a_name() -> None:
    assert Wording("en").by(["A {b} %s"]) == "By A {b} %s"
