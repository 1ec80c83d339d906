"""Patterns that are read when a word meets them divide words where pyphen does, if spelt alike."""

from __future__ import annotations

import pyphen
import pytest

from pressrun.hyphenation import read_when_met

WORDS = {
    "af": ("voorsitterskap", "geleenthede"),  # characters by their numbers
    "ca": ("intel·ligència", "col·laboració", "finestra"),  # spelt otherwise when divided
    "hu_HU": ("higgyétek", "asszonnyal", "hosszú"),  # likewise
    "en_US": ("hyphenation", "ASSOCIATE", "Reclassified", "table", "efficient", "a"),
    "mn": ("боловсролын",),  # a line with spaces
    "ru": ("переносится", "словарь"),  # another encoding
    "sq": ("shkollarisht",),  # a stroke that means nothing
}


@pytest.mark.parametrize("language", WORDS)
def test_words_are_divided_where_pyphen_divides_them(language: str) -> None:
    path = pyphen.LANGUAGES[language]
    theirs, ours = pyphen.HyphDict(path), read_when_met(pyphen)(path)
    for word in (*WORDS[language], *WORDS[language]):  # the second time, from what is remembered
        expected = [int(point) for point in theirs.positions(word) if not point.data]
        assert [int(point) for point in ours.positions(word)] == expected
    assert any(ours.positions(word) for word in WORDS[language])


@pytest.mark.parametrize("language", ["en_US", "nl"])
def test_only_patterns_that_a_word_meets_are_taken_apart(language: str) -> None:
    ours = read_when_met(pyphen)(pyphen.LANGUAGES[language])
    assert ours.positions("information")
    known = [pattern for pattern in ours.patterns.values() if not isinstance(pattern, str)]
    assert 0 < len(known) < len("information") ** 2


def test_no_more_words_are_remembered_than_an_archive_may_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pressrun.hyphenation._MOST", 2)
    path = pyphen.LANGUAGES["en_US"]
    theirs, ours = pyphen.HyphDict(path), read_when_met(pyphen)(path)
    for word in WORDS["en_US"]:
        assert ours.positions(word) == theirs.positions(word)
        assert len(ours.cache) <= 2
