"""What was understood is shown as JSON and as Markdown, and the Markdown reads back to the same."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun import markup, reading
from pressrun.errors import Complaints, PressError
from pressrun.markup import tree
from pressrun.model import Dropped, Manuscript, Particulars, Picture
from pressrun.readers import read_bytes
from tests.core.case_files import Case, cases, name

PATH = Path("tide.md")
SHARED = Path(os.environ.get("PRESSRUN_SHARED", Path(__file__).parents[2].parent / "shared"))
PASTED = """\
TIDE TURNS AT NOON

By Ada Lovelace

LONDON, 13 October 2015

The tide turned at noon * as_it_does [daily] & "never" -- 100% <sure>.

1. This is no list: 1) nor this.

- One
- Two

# No heading, +1 - 2 = 3; see https://example.org/a_b and me@example.org | $5
"""
KEYS = ["headline", "kicker", "standfirst", "byline", "dateline", "date", "updated", "language",
        "direction", "source", "body", "pictures", "dropped"]  # fmt: skip


def test_json_has_exactly_the_keys_of_the_interface_in_order() -> None:
    manuscript = Manuscript(
        path=PATH, headline="Tide", standfirst=("A", "B"), date=date(2015, 10, 13),
        dropped=(Dropped(line=3, text="Share", why="a button"),),
    )  # fmt: skip
    shown = json.loads(reading.as_json(manuscript))
    assert list(shown) == KEYS
    assert (shown["standfirst"], shown["byline"], shown["body"]) == (["A", "B"], [], [])
    assert (shown["date"], shown["updated"], shown["kicker"]) == ("2015-10-13", None, None)
    assert shown["dropped"] == [{"line": 3, "text": "Share", "why": "a button"}]


def test_json_gives_the_body_block_by_block() -> None:
    text = (
        "# Tide\n\nOne\ntwo.\n\n## Ebb\n\n- a\n- b\n\n> c\n>\n> d\n\n"
        '![e](f.png "Caption"){credit="Ada"}\n\n{.caption}\nHigh.\n\n{.credit}\nEve\n'
    )
    body = json.loads(reading.as_json(read(text)))["body"]
    assert [(block["type"], block["text"]) for block in body] == [
        ("paragraph", "One two."), ("crosshead", "Ebb"), ("list-item", "a"), ("list-item", "b"),
        ("quote", "c"), ("quote", "d"), ("caption", "Caption"), ("credit", "Ada"),
        ("caption", "High."), ("credit", "Eve"),
    ]  # fmt: skip


@pytest.mark.parametrize("case", [*cases("markdown"), *cases("markup")], ids=name)
def test_markdown_of_a_case_reads_back_to_the_same(case: Case) -> None:
    manuscript = read(f"# High and low\n\n{case.given}")
    assert book(read(reading.as_markdown(manuscript))) == book(manuscript)


def texts_of_others() -> list[tuple[str, bytes]]:
    """Return texts that others wrote: examples of CommonMark, pastes, pages, and of each folder."""
    folder = SHARED / "cases"
    if not folder.is_dir():
        return []
    examples = json.loads((folder / "markdown" / "commonmark.json").read_text("utf-8"))
    pastes = sorted((folder / "pasted").glob("*.json"))
    return [
        *((f"{e['example']}.md", f"# High\n\n{e['markdown']}".encode()) for e in examples),
        *((f"{p.stem}.txt", json.loads(p.read_bytes())["text_loose"].encode()) for p in pastes),
        *(
            (path.name, path.read_bytes())
            for ending in ("*.md", "source.html")
            for path in sorted(folder.rglob(ending))[::7]
        ),
    ]


def test_markdown_of_what_others_wrote_reads_back_to_the_same_book() -> None:
    texts = texts_of_others()
    if not texts:
        pytest.skip("the cases are not here")
    changed = []
    for number, (name_, data) in enumerate(texts):
        manuscript = read_bytes(data, Path(name_), incomplete=True)
        if book(read(reading.as_markdown(manuscript))) != book(manuscript):
            changed.append(f"{number} {name_}")
    assert changed == []


def test_markdown_of_pasted_copy_reads_back_to_the_same_fields_and_words() -> None:
    manuscript = read_bytes(PASTED.encode(), Path("tide.txt"))
    again = read(reading.as_markdown(manuscript))
    assert fields(again) == fields(manuscript)
    assert list(reading.blocks(again.body)) == list(reading.blocks(manuscript.body))


def test_markdown_of_the_pasted_report_reads_back_to_the_same() -> None:
    if not SHARED.is_dir():
        pytest.skip("the report is not here")
    (path,) = (SHARED / "article").glob("*.txt")
    manuscript = read_bytes(path.read_bytes(), path)
    again = read(reading.as_markdown(manuscript))
    assert fields(again) == fields(manuscript)
    assert list(reading.blocks(again.body)) == list(reading.blocks(manuscript.body))


def test_every_field_stands_in_the_front_matter_as_it_was() -> None:
    front = (
        "---\nkicker: 'no'\ntitle: 'Tide: a \"history\" # 1'\nstandfirst:\n- A\n- 'B: c'\n"
        "byline: Ada\ndateline: London\ndate: 2015-10-13\nupdated: 2016-01-02\nsource: X\n"
        "lang: en\nrights: R\nauthor: {name: Ada, file-as: Ada L.}\ncover-image: c.png\n"
        "identifier: [isbn 0306406152, urn:x]\ntranslator: Eve\ncertified-by: Ada\n"
        "belongs-to-collection: {title: Seas, position: 12.3, identifier: issn 0317-8471}\n---\n"
    )
    manuscript = read(f"{front}\nText\n")
    again = read(reading.as_markdown(manuscript))
    assert fields(again) == fields(manuscript)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<h2>Tide!</h2><p>A</p>", id="a heading that repeats the headline"),
        pytest.param("<h2 id='a%3F'>Ebb</h2><p>A</p>", id="an id that braces cannot hold"),
        pytest.param("<p>A</p><h2>On {#braces}</h2><p>B</p>", id="a heading that ends in braces"),
        pytest.param("<p>A</p><h2>Ebb<br>flow</h2><p>B</p>", id="a break in a heading"),
        pytest.param("<p>A<br></p><p>B</p>", id="a break at the end"),
        pytest.param("<p><del>\n*a*\n</del></p><p>B</p>", id="a phrase that begins on its own"),
        pytest.param("<p>wide/<wbr>path/<wbr>name</p>", id="a place to break"),
        pytest.param(
            "<span><pre><code>a {\n\n    b\n}\n</code></pre></span>", id="a block within a phrase"
        ),
        pytest.param(
            "<pre><code class='language-rust,ignore'>a\n\n  b\n</code></pre>", id="code with notes"
        ),
        pytest.param("<p><img src='a.png' title='* _'></p>", id="signs in a caption"),
    ],
)
def test_markdown_says_all_that_a_body_says(body: str) -> None:
    manuscript = Manuscript(path=PATH, headline="Tide", body=body)
    assert book(read(reading.as_markdown(manuscript))) == book(manuscript)


def test_direction_and_addresses_stand_in_the_front_matter() -> None:
    manuscript = Manuscript(
        path=PATH, headline="מים", direction="rtl", addresses=("#a", "2019/tide")
    )
    again = read(reading.as_markdown(manuscript))
    assert (again.direction, again.addresses) == ("rtl", ("#a", "2019/tide"))


def test_a_direction_that_is_none_is_an_error_with_its_line() -> None:
    with pytest.raises(PressError, match=r"tide\.md:3: “up” is no direction"):
        read("---\ntitle: Tide\ndir: up\n---\n\nA\n")


def test_json_names_the_pictures_and_the_direction() -> None:
    picture = Picture(href="tide-pictures/a.png", media_type="image/png", data=b"1234")
    manuscript = Manuscript(path=PATH, direction="ltr", pictures=(picture,))
    shown = json.loads(reading.as_json(manuscript))
    assert shown["direction"] == "ltr"
    assert shown["pictures"] == [
        {"href": "tide-pictures/a.png", "type": "image/png", "bytes": 4},
    ]  # fmt: skip


def test_what_was_left_out_stands_in_a_comment_that_changes_nothing() -> None:
    dropped = (Dropped(line=3, text="--> share <!--", why="a button"),)
    manuscript = Manuscript(path=PATH, headline="Tide", body="<p>Text</p>", dropped=dropped)
    shown = reading.as_markdown(manuscript)
    assert "line 3: " in shown
    assert outline(read(shown)) == outline(manuscript)


@given(st.text(st.sampled_from("ab1 \n#+=:-.)>*_`~[](){}!|&<\\\"'$^@/;1234wé"), max_size=60))
def test_any_text_of_a_paragraph_is_the_same_when_it_is_read_back(text: str) -> None:
    words = " ".join(text.split())
    body = str(tree.write(tree.make("div", tree.make("p", text=words))))
    again = read(reading.as_markdown(Manuscript(path=PATH, headline="Tide", body=body)))
    assert tree.words_of(tree.parse(again.body)) == words
    assert len(tree.parse(again.body)) == 1


@given(st.text(st.sampled_from("ab1 \n#>-*_`[]()!:^~|\\\"'.&;=+"), max_size=60))
def test_no_word_of_a_markdown_text_is_lost_on_the_way(text: str) -> None:
    try:
        manuscript = read(f"# Tide\n\n{text}")
        again = read(reading.as_markdown(manuscript))
    except PressError:
        return
    assert letters(again) == letters(manuscript)


def read(text: str) -> Manuscript:
    return read_bytes(text.encode(), PATH)


def fields(manuscript: Manuscript) -> tuple[object, ...]:
    return (
        manuscript.kicker, manuscript.headline, manuscript.standfirst, manuscript.byline,
        manuscript.dateline, manuscript.date, manuscript.updated, manuscript.source,
        manuscript.language, manuscript.direction, manuscript.extra, manuscript.addresses,
        manuscript.particulars or Particulars(),
    )  # fmt: skip


def book(manuscript: Manuscript) -> object:
    """Return what an edition would hold of a manuscript, or what a build would complain of."""
    sources = markup.picture_sources(manuscript.body)
    try:
        copy = markup.Copy(
            fragment=manuscript.body,
            slug="tide",
            language=manuscript.language or "en",
            path=PATH,
            hrefs={source: f"figures/{source}" for source, _ in sources},
            dateline=manuscript.dateline,
            headline=manuscript.headline or "",
            names=tuple(a[1:] for a in manuscript.addresses if a.startswith("#")),
        )
        body = markup.finish(markup.draft(copy), forgiving=True)
    except PressError as error:
        errors = error.errors if isinstance(error, Complaints) else (error,)
        return fields(manuscript), [each.message for each in errors]
    figures = [(f.anchor, f.image, f.alt, f.caption, f.credit) for f in body.figures]
    notes = [(n.anchor, n.call, n.number, _outline(tree.parse(n.body))) for n in body.notes]
    return fields(manuscript), _outline(tree.parse(body.html)), body.crossheads, figures, notes


def letters(manuscript: Manuscript) -> str:
    return "".join(c for c in tree.parse(manuscript.body).text_content() if c.isalnum())


def outline(manuscript: Manuscript) -> object:
    """Return what a manuscript says, for comparison: fields, elements, attributes and words."""
    return fields(manuscript), _outline(tree.parse(manuscript.body))


def _outline(element: tree.Element) -> object:
    attributes = {
        key: sorted(value.split()) for key, value in element.attrib.items() if key != "data-line"
    }
    if element.tag == "pre":
        return element.tag, attributes, element.text_content()
    for phrase in element.xpath("span[not(@*) or @class='lead-in']"):
        phrase.drop_tag()  # it begins a line, or not, for the sake of white space
    inside: list[object] = [(element.text or "").split()]
    for child in element:
        inside += [_outline(child), (child.tail or "").split()]
    return element.tag, attributes, inside
