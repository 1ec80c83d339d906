"""A message shows the line that it is about, and what of it, as far as the terminal can."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from pressrun.errors import ManuscriptError
from pressrun.excerpts import excerpt, lines_of, told
from pressrun.terminal import Brush, has_colours

if TYPE_CHECKING:
    from pathlib import Path


class Terminal(io.StringIO):
    """Says that somebody watches."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


def shown(text: str, *, column: int | None = None, message: str = "") -> list[str]:
    return (excerpt((text,), 1, column, message) or "").split("\n")


def test_the_mark_is_below_the_words_that_the_message_quotes() -> None:
    assert shown("lang: English", message="“English” is no language") == [
        "   1 | lang: English",
        "     |       ^^^^^^^",
    ]


def test_the_mark_is_at_the_column_where_there_is_one() -> None:
    assert shown("a b a b", column=5)[1] == "     |     ^"


def test_a_mark_stands_below_wide_signs_and_behind_accents() -> None:
    assert shown("港の e\u0301 qay", message="“qay”")[1] == "     |        ^^^"


def test_a_tab_is_as_wide_above_as_below() -> None:
    assert shown("\tqay", message="“qay”") == ["   1 |     qay", "     |     ^^^"]


def test_of_a_long_line_what_is_around_the_mark_is_shown() -> None:
    line, mark = shown("word " * 50 + "qay " + "word " * 50, message="“qay”")
    assert len(line) < 100
    assert line[mark.index("^") :].startswith("qay")
    assert line.count("…") == 2


def test_words_that_the_line_has_not_are_not_marked() -> None:
    assert shown("title: Tide", message="“standfirst” is missing") == ["   1 | title: Tide"]


def test_what_would_move_the_cursor_is_no_longer_there() -> None:
    assert shown("a\x1b[2Jb\x07") == ["   1 | a\ufffd[2Jb\ufffd"]


@pytest.mark.parametrize("line", [0, 2, 9])
def test_there_is_no_excerpt_of_a_line_that_is_not_there_or_blank(line: int) -> None:
    assert excerpt(("one", "  "), line) is None


def test_a_file_that_is_no_text_or_is_not_there_has_no_lines(tmp_path: Path) -> None:
    (tmp_path / "tide.docx").write_bytes(b"PK")
    assert lines_of(tmp_path / "tide.docx") == lines_of(tmp_path / "lost.md") == ()


def test_an_error_keeps_its_place_its_message_and_its_hint_around_the_line(tmp_path: Path) -> None:
    path = tmp_path / "tide.md"
    path.write_text("---\r\nlang: English\r\n---\r\n", encoding="utf-8")
    error = ManuscriptError("“English” is no language", path=path, line=2, hint="write “en”")
    quoted = "   2 | lang: English\n     |       ^^^^^^^"
    assert told(error) == f"{path}:2: “English” is no language\n{quoted}\nhint: write “en”"
    assert told(error, Brush(colours=True)).count("\x1b[") == 10


@pytest.mark.parametrize(
    ("environment", "stream", "colours"),
    [
        ({"TERM": "xterm"}, Terminal(), True),
        ({"TERM": "dumb"}, Terminal(), False),
        ({}, Terminal(), False),
        ({"TERM": "xterm"}, io.StringIO(), False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, Terminal(), False),
        ({"TERM": "xterm", "NO_COLOR": ""}, Terminal(), True),
        ({"FORCE_COLOR": "1"}, io.StringIO(), True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, Terminal(), False),
    ],
)
def test_colours_are_for_terminals_and_as_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    stream: io.StringIO,
    *,
    colours: bool,
) -> None:
    for name in ("TERM", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert has_colours(stream) is colours
