"""Markdown: what it becomes is in tests/cases/markdown; what an editor got wrong is named here."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.errors import Complaints, ManuscriptError, PressError
from pressrun.model import Dropped, Manuscript
from pressrun.readers import read_bytes
from tests.core.case_files import Case, cases, name

PATH = Path("tide.md")
KINDS = "there are: pull-quote, sidebar"


@pytest.mark.parametrize("case", cases("markdown"), ids=name)
def test_markdown_becomes_the_fragment_that_the_case_expects(case: Case) -> None:
    assert read(case.given).body.strip("\n") == case.expected, case.place


@pytest.mark.parametrize(
    ("text", "headline", "body"),
    [
        ("# Tide\n\nText", "Tide", '<p data-line="3">Text</p>\n'),
        ("Tide\n====\n\nText", "Tide", '<p data-line="4">Text</p>\n'),
        ("# A *b* `c` [d](#e) <i>f</i>\\\n", "A b c d f\\", ""),
        ("#\n\nText", None, '<p data-line="3">Text</p>\n'),
        ("Text\n\n# Late", None, '<p data-line="1">Text</p>\n<h1 data-line="3">Late</h1>\n'),
        ("## Two", "Two", ""),
        ('<!-- 1 -->\n\n<a id="x"></a>\n\n### Three\n\n## Two', "Three",
         '<!-- 1 -->\n<p data-line="3"><a id="x"></a></p>\n<h2 data-line="7">Two</h2>\n'),
        ("![A](b.png)\n\n# Late", None,
         '<p data-line="1"><img src="b.png" alt="A" /></p>\n<h1 data-line="3">Late</h1>\n'),
        ("---\ntitle: Ebb\n---\n# Tide", "Ebb", '<h1 data-line="4">Tide</h1>\n'),
    ],
)  # fmt: skip
def test_a_heading_at_the_beginning_is_the_headline(
    text: str, headline: str | None, body: str
) -> None:
    manuscript = read(text)
    assert (manuscript.headline, manuscript.body) == (headline, body)


def test_a_heading_that_repeats_the_headline_is_dropped_and_reported() -> None:
    manuscript = read("---\ntitle: “The Tide”\n---\n\n# The *tide*\n\nText")
    assert (manuscript.headline, manuscript.body) == ("“The Tide”", '<p data-line="7">Text</p>\n')
    assert manuscript.dropped == (Dropped(line=5, text="The tide", why="repeats the headline"),)


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("A\n\n::: warning\nB\n:::", 3, "there is no container “warning”", KINDS),
        ("A\n\n::: {.note}\nB\n", 3, "there is no container “note”", KINDS),
        ("::: sidebar\nA\n\nB", 1, "the sidebar has no end", "close it with a line “:::”"),
        ("A\n\n:::\n", 3, "this “:::” closes nothing",
         "one that opens has a name: pull-quote, sidebar"),
        ("A\nb[^x]", 2, "there is no note “x”", "write it as “[^x]: …”"),
        ("A[^x]\n\n[^x]: X\n\n> [^y]: Y", 5, "nothing calls the note “y”",
         "write “[^y]” in the text"),
        ("A\n\n" + "> " * 120 + "b", 3, "lists or quotations nested over 100 levels deep",
         "take some levels out, or raise the limit: --limit nesting=200"),
        ("---\ntitle: T\n---\n\nA[^x]", 5, "there is no note “x”", "write it as “[^x]: …”"),
    ],
)  # fmt: skip
def test_anomaly_is_reported_with_its_line_and_a_hint(
    text: str, line: int, message: str, hint: str | None
) -> None:
    error = complaints(text)[0]
    assert type(error) is ManuscriptError
    assert (error.path, error.line, error.message, error.hint) == (PATH, line, message, hint)


def test_several_anomalies_are_reported_together_in_order() -> None:
    errors = complaints("A[^x]\n\n::: warning\nB\n:::\n\n[^y]: Y\n\n::: sidebar\nC")
    assert [error.line for error in errors] == [1, 3, 5, 7, 9]


def test_bytes_that_are_not_utf_8_are_reported_with_their_line() -> None:
    with pytest.raises(ManuscriptError, match="the text is not in UTF-8") as caught:
        read_bytes(b"# Tide\n\ncaf\xe9\n", PATH)
    assert (caught.value.path, caught.value.line) == (PATH, 3)
    assert caught.value.hint


@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
def test_nothing_but_a_press_error_comes_of_any_bytes(data: bytes) -> None:
    try:
        manuscript = read_bytes(data, PATH)
    except PressError:
        return
    assert isinstance(manuscript, Manuscript)


@given(st.text(st.sampled_from("a1 \n\t#>-*_`[]()!:^~|<>/\\\"'{}.&;=+"), max_size=80))
def test_nothing_but_a_press_error_comes_of_any_signs_of_markdown(text: str) -> None:
    try:
        manuscript = read(text)
    except PressError:
        return
    assert isinstance(manuscript, Manuscript)


def read(text: str) -> Manuscript:
    return read_bytes(text.encode(), PATH)


def complaints(text: str) -> tuple[PressError, ...]:
    with pytest.raises(PressError) as caught:
        read(text)
    error = caught.value
    return error.errors if isinstance(error, Complaints) else (error,)
