"""Typographic signs, language by language; the cases are in tests/cases/typography."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.typography import OBJECT, QUOTES, quotes_of, typeset
from tests.core.case_files import Case, cases, name

LANGUAGES = [*sorted(QUOTES), "en", "he", "ja", "zh", "xx"]
# Enough of what the rules look at that most examples meet one of them.
SIGNS = st.text(
    st.sampled_from("ab1 89'\"-.,;:!?«»“”„‘’`…–—/@()\u00a0\u202f\n\u4f60" + OBJECT), max_size=30
)
WORDS = st.sampled_from(
    [
        "https://example.org/a--b",
        "me--you@example.org",
        "'tis",
        "'90s",
        "5'11\"",
        "w ",
        "10 000",
        "km",
        "z. B.",
        "é",
    ]
)
RUNS = st.lists(st.one_of(SIGNS, WORDS, st.text(max_size=8)), max_size=6)


@pytest.mark.parametrize("case", cases("typography"), ids=name)
def test_signs_are_those_that_the_case_expects(case: Case) -> None:
    got = "|".join(typeset(case.given.split("|"), case.subject))
    assert shown(got) == case.expected, case.place


@given(RUNS, st.sampled_from(LANGUAGES))
def test_letters_and_digits_stay_as_they_were_and_in_the_run_where_they_were(
    runs: list[str], language: str
) -> None:
    assert [letters(run) for run in typeset(runs, language)] == [letters(run) for run in runs]


@given(RUNS, st.sampled_from(LANGUAGES))
def test_what_was_set_once_is_not_changed_by_setting_it_again(
    runs: list[str], language: str
) -> None:
    once = typeset(runs, language)
    assert typeset(once, language) == once


@given(st.sampled_from(LANGUAGES), SIGNS, SIGNS)
def test_addresses_stay_as_they_were_typed_whatever_stands_around_them(
    language: str, before: str, after: str
) -> None:
    for address in (
        "https://example.org/a--b...c?d='e'&f=g",
        "www.example.org/--",
        "a--b.c'd@ex--ample.org",
    ):
        runs = typeset([before, f" {address} ", after], language)
        assert address in runs[1]


@given(SIGNS, st.sampled_from(LANGUAGES))
def test_code_is_an_object_that_stays_one(text: str, language: str) -> None:
    assert typeset([text, OBJECT, text], language)[1] == OBJECT


@given(st.lists(st.text(st.characters(exclude_characters="'\"-.`"), max_size=10), max_size=4))
def test_a_text_without_typewriter_signs_keeps_all_but_its_spaces(runs: list[str]) -> None:
    set_runs = typeset(runs, "en")
    assert [re.sub(r"\s", " ", run) for run in set_runs] == [
        re.sub(r"\s", " ", run) for run in runs
    ]


@pytest.mark.parametrize(
    ("tag", "opening"),
    [
        ("de", "„"), ("de-AT", "„"), ("de_CH", "«"), ("DE-ch", "«"), ("zh", "“"), ("sr-Latn", "„"),
        ("zh-Hant-TW", "「"), ("pt-BR", "“"), ("pt-PT", "«"), ("es-MX", "“"), ("en-GB", "“"),
        ("xx", "“"), ("", "“"),
    ],
)  # fmt: skip
def test_marks_are_found_by_region_then_by_language_then_english(tag: str, opening: str) -> None:
    quotes = quotes_of(tag)
    assert quotes is not None
    assert quotes.opening.strip() == opening


@pytest.mark.parametrize("tag", ["he", "ja", "ja-JP", "yi"])
def test_languages_that_write_with_these_signs_have_none_set(tag: str) -> None:
    assert quotes_of(tag) is None


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum() or char == OBJECT)


def shown(text: str) -> str:
    """Make the spaces visible that a line does not break at."""
    return text.replace("\u00a0", "␣").replace("\u202f", "·")
