"""Front matter as site generators have it: TOML, their own fields, their dates and addresses."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pressrun.errors import ManuscriptError, PressError
from pressrun.readers import read_bytes

if TYPE_CHECKING:
    from pressrun.model import Manuscript

TEXT = "\nThe sea keeps its own accounts.\n"
ZOLA = """\
+++
path = "2014/12/12/tides"
title = "The *tide* tables"
authors = ["Ada Tidewell", "Mary Shoreham"]
description = 'A walk along `the wrack`'
aliases = ["2014/12/12/tides.html"]
draft = false

[taxonomies]
tags = ["sea"]

[extra]
team = "the wrack line"
release = 1.5
+++
"""


def test_toml_gives_the_fields_that_yaml_would() -> None:
    manuscript = read(ZOLA + TEXT)
    assert (manuscript.headline, manuscript.headline_markup) == (
        "The tide tables",
        "The <em>tide</em> tables",
    )
    assert manuscript.byline == ("Ada Tidewell", "Mary Shoreham")
    assert manuscript.standfirst == ("A walk along the wrack",)
    assert manuscript.standfirst_markup == ("A walk along <code>the wrack</code>",)
    assert manuscript.addresses == ("2014/12/12/tides", "2014/12/12/tides.html")
    assert manuscript.body == '<p data-line="17">The sea keeps its own accounts.</p>\n'


def test_a_generators_fields_are_noted_with_their_lines() -> None:
    noted = [(d.line, d.text) for d in read(ZOLA + TEXT).dropped]
    assert noted == [(2, "path"), (6, "aliases"), (7, "draft"), (9, "taxonomies"), (12, "extra")]
    assert {d.why for d in read(ZOLA + TEXT).dropped} == {"understood as a site generator’s field"}


@pytest.mark.parametrize(
    ("name", "front", "date", "updated"),
    [
        ("tide.md", 'path = "inside/2019/05/06/tide"', "2019-05-06", None),
        ("tide.md", 'path = "2019/13/06/tide"', None, None),
        ("tide.md", "date = 2019-05-06T10:00:00+02:00\nlastmod = 2020-01-02", "2019-05-06",
         "2020-01-02"),
        ("2018-03-04-tide.md", "weight = 1", "2018-03-04", None),
        ("2018-03-04-tide.md", 'date = "2018-03-05"', "2018-03-05", None),
    ],
)  # fmt: skip
def test_a_generators_dates_are_read(
    name: str, front: str, date: str | None, updated: str | None
) -> None:
    manuscript = read(f'+++\ntitle = "T"\n{front}\n+++\n{TEXT}', name)
    assert (manuscript.date, manuscript.updated) == (day(date), day(updated))


def test_jekylls_fields_and_hours_are_read_from_yaml() -> None:
    front = "---\nlayout: post\ntitle: T\ndate: 2015-10-13 10:00:00 +0200\ntags: [a, b]\n---\n"
    manuscript = read(front + TEXT)
    assert manuscript.date == datetime.date(2015, 10, 13)
    assert dict(manuscript.extra) == {"keywords": "a, b"}
    assert [(d.line, d.text) for d in manuscript.dropped] == [(2, "layout")]


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ('+++\ntitle = "T"\nstandfrist = "x"\n+++\n', 3, "unknown field “standfrist”",
         "did you mean “standfirst”?"),
        ("+++\ntitle = T\n+++\n", 2, "this is not TOML: Invalid value",
         "a value of TOML stands between quotation marks"),
        ('+++\ntitle = "T"\ntitle = "U"\n+++\n', 3, "this is not TOML: Cannot overwrite a value",
         "a value of TOML stands between quotation marks"),
        ('+++\ntitle = "T"\n', 1, "the front matter has no end", "close it with a line “+++”"),
        ("---\ntitle: T\nzig: x\n---\n", 3, "unknown field “zig”", "known fields: "),
    ],
)  # fmt: skip
def test_anomaly_is_reported_with_its_line_and_a_hint(
    text: str, line: int, message: str, hint: str
) -> None:
    with pytest.raises(PressError) as caught:
        read(text + TEXT)
    error = getattr(caught.value, "errors", (caught.value,))[0]
    assert isinstance(error, ManuscriptError)
    assert (error.line, error.message) == (line, message)
    assert error.hint is not None
    assert error.hint.startswith(hint)


def test_plus_signs_that_no_key_follows_are_text() -> None:
    assert read("+++\nsum\n+++").body == '<p data-line="1">+++\nsum\n+++</p>\n'


def test_a_title_is_markdown_in_which_tags_are_words() -> None:
    manuscript = read("---\ntitle: A Vec<T> is *not* a_b_c\n---\n" + TEXT)
    assert manuscript.headline == "A Vec<T> is not a_b_c"
    assert manuscript.headline_markup == "A Vec&lt;T&gt; is <em>not</em> a_b_c"


def read(text: str, name: str = "tide.md") -> Manuscript:
    return read_bytes(text.encode(), Path(name))


def day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
