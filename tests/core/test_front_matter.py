"""Front matter: what is wrong is named with its line and a hint; what is right stays as typed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.errors import Complaints, ManuscriptError, PressError
from pressrun.readers import front_matter, keys, read_bytes

PATH = Path("articles/tide.md")
QUOTE_IT = "put a value that holds “: ” or “ #”, or begins with a sign, between quotation marks"
TAB = "this is not YAML: found character '\\t' that cannot start any token"
ONE_LINE = "write “{}: …”, between quotation marks where it begins with a bracket"
TAKE_OUT = "take it out; XML, and so a book, has no place for it"
DATE = "write “date: 2015-10-13” (year, month, day)"

# What stands between the fences, from line 2 on; then line, message and hint of the one complaint.
ANOMALIES = {
    "an unknown key": ("standfrist: x", 2, "unknown field “standfrist”",
                       "did you mean “standfirst”?"),
    "an unknown key in capitals": ("title: x\nTITLE: y", 3, "unknown field “TITLE”",
                                   "did you mean “title”?"),
    "an unknown key with an underscore": ("group_position: 1", 2, "unknown field “group_position”",
                                          "did you mean “group-position”?"),
    "a merge key": ("title: x\n<<: y", 3, "unknown field “<<”",
                    f"known fields: {', '.join(sorted(keys.ARTICLE_KEYS))}"),
    "a doubled key": ("title: a\nlang: en\ntitle: b", 4, "“title” stands here twice",
                      "it was first given on line 2"),
    "an anchor": ("title: &a x", 2, "YAML anchors and aliases are not used here",
                  "write the value out"),
    "an alias": ("title: x\nkicker: *a", 3, "YAML anchors and aliases are not used here",
                 "write the value out"),
    "a tag": ("title: !!python/name:os.system x", 2,
              "the YAML tag “tag:yaml.org,2002:python/name:os.system” is not used here",
              "put a value that begins with “!” between quotation marks"),
    "an exclamation": ("title: !Hola", 2, "the YAML tag “!Hola” is not used here",
                       "put a value that begins with “!” between quotation marks"),
    "a date in words": ("date: 13 October 2015", 2, "“13 October 2015” is not a date", DATE),
    "a date that no calendar has": ("date: 2015-02-30", 2, "“2015-02-30” is not a date", DATE),
    "a date without hyphens": ("date: 20151013", 2, "“20151013” is not a date", DATE),
    "a date by its week": ("updated: 2015-W10-1", 2, "“2015-W10-1” is not a date",
                           "write “updated: 2015-10-13” (year, month, day)"),
    "a list for one text": ("title: [a, b]", 2, "“title” takes one line of text",
                           ONE_LINE.format("title")),
    "a mapping for one text": ("kicker:\n  a: b", 3, "“kicker” takes one line of text",
                              ONE_LINE.format("kicker")),
    "a list within a list": ("byline:\n- A\n- [B]", 4, "“byline” takes one line of text",
                           ONE_LINE.format("byline")),
    "an author without a name": ("author:\n- name: A\n- nmae: B", 4,
                                 "“author” has an entry without a name", "write “name: …”"),
    "an indentation by a tab": ("byline:\n\t- A", 3,
                                TAB,
                                "YAML is indented with spaces, never with tabs"),
    "a colon in a value": ("title: Tide: a history", 2,
                           "this is not YAML: mapping values are not allowed here", QUOTE_IT),
    "a quotation mark that nothing closes": ("title: 'Tide", 2,
                                             "this is not YAML: found unexpected end of stream",
                                             QUOTE_IT),
    "a control character": ("lang: en\ntitle: a\x07", 3, "the character U+0007 is not allowed here",
                            TAKE_OUT),
    "a control character by an escape": ('title: "a\\a"', 2,
                                         "the character U+0007 is not allowed here", TAKE_OUT),
    "half a character by an escape": ('title: "\\ud800"', 2,
                                      "the character U+D800 is not allowed here", TAKE_OUT),
    "a character beyond Unicode": ('lang: en\ntitle: "\\UFFFFFFFF"', 3,
                                   "there is no such character", TAKE_OUT),
    "lists nested too deep": ("keywords:\n  " + "[" * 21 + "]" * 21, 3,
                              "lists nested over 20 deep", "write them out of one another"),
    "a language by its name": ("lang: English", 2, "“English” is not a language tag",
                               "write two letters and, if need be, a region: “en”, “de-AT”"),
    "a locale": ("lang: en_GB", 2, "“en_GB” is not a language tag", "did you mean “en-GB”?"),
    "a key that is a list": ("title: x\n? [a]\n: b", 3, "a key is a single word",
                         "write it as “key: value”"),
}  # fmt: skip


@pytest.mark.parametrize("anomaly", ANOMALIES)
def test_anomaly_is_reported_with_its_line_and_a_hint(anomaly: str) -> None:
    fields, line, message, hint = ANOMALIES[anomaly]
    (error,) = complaints(f"---\n{fields}\n---\n# Tide\n\nText\n")
    assert type(error) is ManuscriptError
    assert (error.path, error.line, error.message, error.hint) == (PATH, line, message, hint)


def test_every_unknown_key_is_reported_in_order() -> None:
    errors = complaints("---\nzig: 1\ntitle: x\nzag: 2\n---\n")
    assert [(error.line, error.message) for error in errors] == [
        (2, "unknown field “zig”"),
        (4, "unknown field “zag”"),
    ]


@pytest.mark.parametrize("text", ["---\ntitle: x\n", "---\ntitle: x\n\n# Tide\n\nText\n----\n"])
def test_front_matter_without_an_end_is_reported_on_its_first_line(text: str) -> None:
    (error,) = complaints(text)
    assert (error.line, error.message) == (1, "the front matter has no end")
    assert error.hint == "close it with a line “---”, or write a rule as “***”"


@pytest.mark.parametrize(
    "text",
    ["---\n\nText", "---", "---\nText\n", "---\n# Tide\n\nText\n", "----\ntitle: x\n", "---\n- a\n",
     "\n---\ntitle: x\n---\n", "--- #\ntitle: x\n", "---\nhttps://example.org\n---\n"],
)  # fmt: skip
def test_a_rule_that_no_key_follows_is_not_front_matter(text: str) -> None:
    assert front_matter.split(text, PATH) == (front_matter.Mapping(fields=(), line=1), text, 1)


@pytest.mark.parametrize(
    ("text", "title", "line"),
    [
        ("---\ntitle: x\n---\nText", "x", 4),
        ("---\ntitle: x\n...\nText", "x", 4),
        ("--- \ntitle: x\n---\t\nText", "x", 4),
        ("---\n# a remark\ntitle: x\n---\nText", "x", 5),
        ('---\n"title": x\n---\nText', "x", 4),
        ("---\ntitle:\n  x\n---\nText", "x", 5),
        ("---\n---\nText", None, 3),
    ],
)
def test_front_matter_ends_where_its_fence_is_and_the_body_keeps_its_lines(
    text: str, title: str | None, line: int
) -> None:
    fields, body, first_line = front_matter.split(text, PATH)
    assert front_matter.text_of(fields.get("title"), "title", PATH) == title
    assert (body, first_line) == ("Text", line)


@pytest.mark.parametrize(
    "word", ["no", "12:30", "2015-10-13", "0x1F", "1_000", "null", "~", "1e3", "=", ".nan"]
)
def test_a_scalar_stays_the_string_that_was_typed(word: str) -> None:
    assert read_bytes(f"---\ntitle: {word}\n---\nText".encode(), PATH).headline == word


@pytest.mark.parametrize(
    "data",
    [
        b"---\r\ntitle: Tide\r\n---\r\nText",
        b"---\rtitle: Tide\r---\rText",
        b"\xef\xbb\xbf---\ntitle: Tide\n---\nText",
        "\ufeff---\ntitle: Tide\n---\nText".encode("utf-16-le"),
    ],
)
def test_line_ends_and_byte_order_marks_of_every_machine_are_read(data: bytes) -> None:
    manuscript = read_bytes(data, PATH)
    assert (manuscript.headline, manuscript.body) == ("Tide", '<p data-line="4">Text</p>\n')


def test_every_field_has_its_place() -> None:
    manuscript = read_bytes(
        b"---\nkicker: K\ntitle: T\nstandfirst: [S, T]\nauthor:\n- A\n- name: B\n  affiliation: C\n"
        b"dateline: D\ndate: 2015-10-13\nupdated: 2016-01-02\nlang: de-AT\nsource: Q\n"
        b"keywords: [a, b]\nrights: R\n---\n",
        PATH,
    )
    assert (manuscript.kicker, manuscript.headline, manuscript.dateline) == ("K", "T", "D")
    assert (manuscript.standfirst, manuscript.byline) == (("S", "T"), ("A", "B"))
    assert manuscript.date == datetime.date(2015, 10, 13)
    assert manuscript.updated == datetime.date(2016, 1, 2)
    assert (manuscript.language, manuscript.source) == ("de-AT", "Q")
    assert manuscript.extra == (("keywords", "a, b"), ("rights", "R"))


def test_a_headline_goes_before_a_title_and_a_standfirst_before_a_description() -> None:
    text = b"---\ntitle: T\nheadline: H\ndescription: D\nstandfirst: S\n---\n"
    manuscript = read_bytes(text, PATH)
    assert (manuscript.headline, manuscript.standfirst) == ("H", ("S",))


@given(st.text(st.sampled_from("ab:-#?&*!|>'\"[]{},% \n\t\\Uux0~<=@`"), max_size=40))
def test_nothing_but_a_press_error_comes_of_any_front_matter(fields: str) -> None:
    error = fault(f"---\na: {fields}\n---\n")
    assert error is None or error.path == PATH
    assert error is None or 1 <= (error.line or 0) <= fields.count("\n") + 3


@given(st.text(), st.text(st.characters(codec="utf-8")))
def test_the_lines_of_front_matter_and_body_are_those_of_the_file(before: str, after: str) -> None:
    text = f"---\ntitle: {before!a}\n---\n{after}"
    try:
        fields, body, first_line = front_matter.split(text, PATH)
    except PressError:
        return
    assert body == after
    assert [field.line for field in fields.fields] == [2]
    assert first_line == 4


def fault(text: str) -> ManuscriptError | None:
    try:
        front_matter.split(text, PATH)
    except ManuscriptError as error:
        return error
    return None


def complaints(text: str) -> tuple[PressError, ...]:
    with pytest.raises(PressError) as caught:
        read_bytes(text.encode(), PATH)
    error = caught.value
    return error.errors if isinstance(error, Complaints) else (error,)
