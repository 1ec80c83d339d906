"""Prove that words which lines cut are put together as they were."""

from __future__ import annotations

import pytest

from tests.inspectors.rejoin import Vocabulary, rejoin


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["The tide", "turns."], "The tide turns."),
        (["extra\u2010", "ordinary"], "extraordinary"),
        (["extra\u00ad", "ordinary"], "extraordinary"),
        (["well-", "known"], "well-known"),
        (["well\x02", "known"], "well-known"),
        (["now\u2014", "or never"], "now\u2014or never"),
        (["and/", "or"], "and/or"),
        (["He said \u2013", "no"], "He said \u2013 no"),
        (["", "  ", "One"], "One"),
        (["The exam\x02"], "The exam-"),
        ([], ""),
    ],
)
def test_without_known_words_a_hyphen_of_the_keyboard_stays(lines: list[str], words: str) -> None:
    assert rejoin(lines) == tuple(words.split())


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["a well\x02", "known exam\x02", "ple"], "a well-known example"),
        (["inter\x02", "national\x02", "isation now"], "internationalisation now"),
        (["pre\x02", "and post-war"], "pre- and post-war"),
        (["either\u2014", "or"], "either\u2014 or"),
        (["https://example.", "org/x"], "https://example.org/x"),
        (["T", "he boats"], "The boats"),
        (["A", "stone"], "A stone"),
    ],
)
def test_known_words_decide_what_a_line_end_hides(lines: list[str], words: str) -> None:
    assert rejoin(lines, Vocabulary(words.split())) == tuple(words.split())


def test_a_word_that_is_not_known_falls_back_to_its_hyphen() -> None:
    words = rejoin(["strange\u2010", "ness well-", "made"], Vocabulary(["other"]))
    assert words == ("strangeness", "well-made")


def test_a_known_word_is_given_in_its_own_spelling() -> None:
    known = Vocabulary(["co-operative", "non\u2011stop"])
    assert rejoin(["co\u2010operative non-", "stop"], known) == ("co-operative", "non\u2011stop")
