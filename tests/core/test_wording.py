"""The words that no author wrote are in the language of the book."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

import pressrun
from pressrun.wording import Wording

FOLDER = Path(pressrun.__file__).parent / "words"
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


@pytest.mark.parametrize("name", [path.stem for path in FOLDER.glob("*.toml")])
def test_every_language_has_every_word_with_its_gap_where_english_has_it(name: str) -> None:
    english, words = (
        tomllib.loads((FOLDER / f"{n}.toml").read_text("utf-8")) for n in ("en", name)
    )
    assert list(words) == list(english)
    gaps = {key for key, word in words.items() if word.count("{}") == 1}
    assert gaps == {key for key, word in english.items() if "{}" in word}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en-US", "Figure 2"), ("de-AT", "Abbildung 2"), ("no", "Figur 2"), ("zh-TW", "圖2"),
        ("zh-CN", "图2"), ("", "Figure 2"), ("qqq-Zzzz", "Figure 2"),
    ],
)  # fmt: skip
def test_a_figure_is_called_by_its_number_on_one_line(language: str, words: str) -> None:
    assert Wording(language).numbered("figure", "2") == words.replace(" ", "\u00a0")


def test_a_name_with_braces_is_a_name() -> None:
    assert Wording("en").by(["A {b} %s"]) == "By A {b} %s"
