"""The body of an article: what Markdown becomes is in tests/cases/markup, and its laws are here."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tinyhtml5
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from pressrun.errors import Complaints, MarkupError, PressError
from pressrun.markup import (
    compose,
    count_signs,
    for_epub,
    for_print,
    picture_sources,
    slug_of,
    tree,
)
from pressrun.readers import read_bytes
from pressrun.signs import PageTarget
from tests.core.case_files import Case, cases, name

if TYPE_CHECKING:
    from pressrun.model import Body

PATH = Path("articles/tide.md")
MARKDOWN = st.text(st.sampled_from("ab1 \n#>-*_`[]()!:^~|<>/\\\"'{}.&;=+é½"), max_size=80)
TAGS = st.sampled_from([
    "p", "div", "b", "a", "li", "ul", "td", "table", "blockquote", "figure", "img", "h1", "h4",
    "br", "svg", "form", "script", "dd", "rt", "col",
])  # fmt: skip
PIECES = [
    '<p id="a b">', '<img src="p.png" title="c">', '<a href="#two">', "<p data-line='x'>", "<!--",
    "-->", "&lt;", "&#0;", '<ol start="x">', '<div class="pull-quote">',
]  # fmt: skip
HTML = st.lists(
    st.one_of(
        TAGS.map("<{}>".format),
        TAGS.map("</{}>".format),
        st.text(max_size=6),
        st.sampled_from(PIECES),
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize("case", cases("markup"), ids=name)
def test_markdown_becomes_the_body_that_the_case_expects(case: Case) -> None:
    assert shown(case.given) == case.expected, case.place


DANGEROUS = {
    "a script": "<p>a</p><script>alert(1)</script>",
    "a script in capitals": "<p>a</p><SCRIPT SRC=//x.org/x.js></SCRIPT>",
    "a handler": '<p onclick="alert(1)">a</p>',
    "a handler after a slash": '<p/onclick="alert(1)">a</p>',
    "a handler of a broken picture": "<p>a<img src=x onerror=alert(1)></p>",
    "a script's address": '<p><a href="javascript:alert(1)">a</a></p>',
    "a script's address in capitals": '<p><a href="JaVaScRiPt:alert(1)">a</a></p>',
    "a script's address in entities": '<p><a href="&#106;avascript&colon;alert(1)">a</a></p>',
    "a script's address with white space": '<p><a href=" java\n\tscript:alert(1)">a</a></p>',
    "a script's address with a control character": '<p><a href="\x01javascript:alert(1)">a</a></p>',
    "an old script's address": '<p><a href="vbscript:x">a</a></p>',
    "data for an address": '<p><a href="data:text/html,<script>alert(1)</script>">a</a></p>',
    "data for a picture": '<p>a<img src="data:image/svg+xml,<svg onload=alert(1)>"></p>',
    "a file's address": '<p><a href="file:///etc/passwd">a</a></p>',
    "a frame": '<p>a</p><iframe src="https://x.org" srcdoc="<script>alert(1)</script>"></iframe>',
    "a style sheet": "<p>a</p><style>p { background: url(https://x.org) }</style>",
    "a linked style sheet": '<p>a</p><link rel="stylesheet" href="https://x.org/x.css">',
    "a style": '<p style="background: url(https://x.org)">a</p>',
    "a style of a cell": '<table><tr><td style="text-align: left; top: 0">a</td></tr></table>',
    "a form": '<form action="https://x.org"><input name="x"><p>a</p></form>',
    "a button": '<p><button formaction="javascript:alert(1)">a</button></p>',
    "a refresh": '<meta http-equiv="refresh" content="0;url=https://x.org"><p>a</p>',
    "another base": '<base href="https://x.org/"><p>a</p>',
    "an object": '<object data="https://x.org/x.swf"><p>a</p></object>',
    "an embedded program": '<p>a</p><embed src="https://x.org/x.swf">',
    "a film": '<p>a</p><video src="https://x.org/x.mp4" autoplay onplay="x"></video>',
    "a template": "<p>a</p><template><script>alert(1)</script></template>",
    "a comment that conditions": "<!--[if IE]><script>alert(1)</script><![endif]--><p>a</p>",
    "an instruction": "<?xml-stylesheet href='x'?><p>a</p>",
    "a title that closes a comment": '<p>a<b title="--&gt;&lt;script&gt;alert(1)"></b></p>',
    "an address of a quotation": '<blockquote cite="javascript:alert(1)"><p>a</p></blockquote>',
    "a source of several pictures": '<p>a<img srcset="https://x.org/x.png 2x"></p>',
}  # fmt: skip
SAFE_ATTRIBUTES = {"alt", "class", "href", "id", "rel", "src", "style", "title"}


@pytest.mark.parametrize("kind", DANGEROUS)
def test_nothing_dangerous_gets_through_and_the_words_do(kind: str) -> None:
    body = composed(DANGEROUS[kind]).html
    root = tree.parse(body)
    assert tree.words_of(root) == "a"
    assert not root.xpath(
        "//script|//style|//iframe|//form|//button|//input|//object|//embed|//meta"
    )
    attributes = {str(key): str(value) for e in root.iter() for key, value in e.attrib.items()}
    assert attributes.keys() <= SAFE_ATTRIBUTES
    values = " ".join(attributes.values())
    assert not re.search("alert|x.org|javascript|vbscript|data:|file:|url", values)


@pytest.mark.parametrize(
    ("fragment", "line", "message", "hint"),
    [
        ('<p data-line="3">A <a href="#ebb">b</a></p>', 3, "nothing here is called “#ebb”",
         "a link “#…” names a heading or an id"),
        ('<p data-line="4">A <svg><text>b</text></svg></p>', 4,
         "a drawing in the text itself (“<svg>”) cannot be set",
         "save it as an SVG file and name it as a picture"),
        ('<p data-line="4">A <math><mi>b</mi></math></p>', 4,
         "a formula in the text itself (“<math>”) cannot be set",
         "save it as an SVG file and name it as a picture"),
    ],
)  # fmt: skip
def test_anomaly_is_reported_with_its_line_and_a_hint(
    fragment: str, line: int, message: str, hint: str
) -> None:
    (error,) = complaints(fragment)
    assert type(error) is MarkupError
    assert (error.path, error.line, error.message, error.hint) == (PATH, line, message, hint)


def test_several_anomalies_are_reported_together_in_order() -> None:
    links = "".join(f'<p data-line="{n}"><a href="#x{n}">a</a></p>' for n in (9, 2, 5))
    assert [error.line for error in complaints(links)] == [2, 5, 9]


def test_a_note_that_calls_another_is_reported() -> None:
    text = b"A[^1]\n\n[^1]: One[^2]\n\n[^2]: Two"
    with pytest.raises(Complaints, match="a note cannot call another note"):
        composed(read_bytes(text, PATH).body)


@pytest.mark.parametrize("unit", ["<div>", "<b>", "<ul><li>", "<blockquote>"])
def test_elements_nested_beyond_reason_are_reported(unit: str) -> None:
    with pytest.raises(MarkupError, match="elements are nested over 100 deep") as caught:
        composed('<p data-line="2">a</p>' + unit * 3_000)
    assert (caught.value.path, caught.value.line) == (PATH, 2)


def test_headings_begin_at_2_and_skip_no_level() -> None:
    body = composed("<h3>a</h3><h6>b</h6><h6>c</h6><h4>d</h4><h1>e</h1><h2>f</h2>")
    assert [crosshead.level for crosshead in body.crossheads] == [2, 3, 3, 3, 2, 3]


@given(st.lists(st.integers(1, 6), min_size=1, max_size=12))
def test_no_heading_is_more_than_one_level_below_the_one_before_it(ranks: list[int]) -> None:
    body = composed("".join(f"<h{rank}>a</h{rank}>" for rank in ranks))
    levels = [1, *(crosshead.level for crosshead in body.crossheads)]
    assert all(1 < below <= above + 1 for above, below in pairwise(levels))


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("The Tide, again", "the-tide-again"), ("Über Flüsse", "über-flüsse"), ("№ 5", "no-5"),
        ("2º lugar ½", "2o-lugar-1-2"), ("潮の満ち引き", "潮の満ち引き"),
        ("— !", ""), ("A_b", "a-b"),
        ("हिन्दी में", "हिन्दी-में"),
    ],
)  # fmt: skip
def test_a_slug_has_the_letters_and_digits_that_a_name_may_have(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@given(st.text(max_size=20))
def test_every_slug_is_part_of_an_xml_name(text: str) -> None:
    root = etree.fromstring(f'<a id="a-{slug_of(text)}"/>'.encode())
    etree.fromstring(f"<a-{slug_of(text)}/>".encode())
    assert root.get("id") == f"a-{slug_of(text)}"


@given(HTML)
def test_ids_are_unique_begin_with_the_slug_and_are_the_same_every_time(fragment: str) -> None:
    body = composed_or_none(fragment)
    assume(body is not None)
    assert body == composed_or_none(fragment)
    ids = [i for text in texts_of(body) for i in re.findall(r' id="([^"]*)"', text)]
    ids += [note.anchor for note in body.notes] if body else []
    assert len(ids) == len(set(ids))
    assert all(i.startswith("tide--") for i in ids)


@given(HTML)
def test_what_is_written_is_the_same_tree_for_xml_and_for_html(fragment: str) -> None:
    body = composed_or_none(fragment)
    assume(body is not None)
    for text in texts_of(body):
        xml = etree.fromstring(f"<div>{text}</div>".encode())
        html = tinyhtml5.parse(f"<body><div>{text}</div></body>", namespace_html_elements=False)
        assert outline(html.find("body/div")) == outline(xml)


@given(MARKDOWN)
def test_no_word_of_a_markdown_text_is_lost_or_moved(text: str) -> None:
    try:
        fragment = read_bytes(text.encode(), PATH).body
    except PressError:
        return
    body = composed_or_none(fragment)
    assume(body is not None and "footnote" not in fragment)
    assert letters(tree.parse(body.html if body else "")) == letters(tree.parse(fragment))


@given(st.one_of(HTML, st.text(max_size=60)))
def test_nothing_but_a_press_error_comes_of_any_fragment(fragment: str) -> None:
    body = composed_or_none(fragment)
    assert body is None or count_signs(body.html) >= 0
    assert all(isinstance(source, str) for source, _ in picture_sources(fragment))


@given(HTML)
def test_composing_what_was_composed_changes_no_sign(fragment: str) -> None:
    body = composed_or_none(fragment)
    assume(body is not None and "noteref" not in body.html)
    again = composed_or_none(body.html if body else "")
    assert again is None or letters(tree.parse(again.html)) == letters(
        tree.parse(body.html if body else "")
    )


def test_lines_name_the_block_of_every_id() -> None:
    fragment = read_bytes(b"# H\n## Two\n\n![a](p.png)\n\n### Three {#x}\n", PATH).body
    assert composed(fragment).lines == (
        ("tide--two", 2), ("tide--figure-1", 4), ("tide--x", 6),
    )  # fmt: skip


def test_pictures_are_listed_as_written_with_their_lines() -> None:
    fragment = read_bytes(
        b"![a](a%20b.png)\n\nText ![b](../c.svg)\n\n<div><img src=d.png></div>\n", PATH
    )
    assert picture_sources(fragment.body) == (("a%20b.png", 1), ("../c.svg", 3), ("d.png", 5))


def test_each_edition_has_every_word_of_text_and_notes_once() -> None:
    text = b'A[^1] b[^2] c[^1].\n\n[^1]: One.\n\n    - Item\n[^2]: ![alt](p.png "Two")'
    body = composed(read_bytes(text, PATH).body)
    printed = tree.parse(for_print(body.html, body.notes))
    assert tree.words_of(printed).split() == ["AOne.", "Item", "bTwo", "c1."]
    assert printed.xpath("count(.//p//p|.//p//ul|.//p//li|.//p//div|.//p//figure)") == 0
    assert [note.number for note in body.notes] == ["1", "2"]
    calls = tree.parse(for_epub(body.html, ())).xpath(".//a[@role='doc-noteref']")
    assert [call.text for call in calls] == ["1", "2", "1"]


def test_a_long_name_may_break_in_print_and_the_line_end_behind_it_is_a_space() -> None:
    text = b"See [front_of_house::hosting\nof it](https://a.org).\n"
    printed = tree.parse(for_print(composed(read_bytes(text, PATH).body).html, ()))
    assert len(printed.findall(".//wbr")) > 2
    assert tree.words_of(printed) == "See front_of_house::hosting of it."


def test_a_table_that_can_be_moved_is_reached_by_the_keyboard_and_called_by_its_caption() -> None:
    text = b"| a | b |\n|---|---|\n| 1 | 2 |\n\n: High *water* {#tbl-tides}\n"
    (box,) = tree.parse(for_epub(composed(read_bytes(text, PATH).body).html, ())).xpath(".//div")
    said = {name: box.get(name) for name in ("tabindex", "role", "aria-label")}
    assert said == {"tabindex": "0", "role": "group", "aria-label": "High water"}


@given(MARKDOWN, st.integers(0, 40))
def test_a_page_begins_in_the_epub_before_the_sign_that_print_counted(
    text: str, offset: int
) -> None:
    try:
        body = composed_or_none(read_bytes(text.encode(), PATH).body)
    except PressError:
        return
    assume(body is not None and offset < count_signs(body.html))
    html = body.html if body else None
    assert html is not None
    marked = tree.parse(for_epub(html, (PageTarget(folio="2", slug="tide", offset=offset),)))
    (mark,) = marked.xpath(".//span[@role='doc-pagebreak']")
    before, _, _ = str(tree.write(marked)).partition(f'<span id="{mark.get("id")}"')
    assert count_signs(type(html)(before)) == offset


def composed(fragment: str) -> Body:
    return compose(
        fragment, slug="tide", language="en", path=PATH, hrefs={"p.png": "figures/p.png"}
    )


def composed_or_none(fragment: str) -> Body | None:
    try:
        return composed(fragment)
    except PressError:
        return None


def complaints(fragment: str) -> tuple[PressError, ...]:
    with pytest.raises(Complaints) as caught:
        composed(fragment)
    return caught.value.errors


def texts_of(body: Body | None) -> list[str]:
    return [body.html, *(note.body for note in body.notes)] if body else []


def letters(root: tree.Element) -> str:
    return "".join(char for char in "".join(root.itertext()) if char.isalnum())


def outline(element: Any) -> list[object]:
    """Return what a tree of either library says, for comparison."""
    inside = [(outline(child), child.tail or "") for child in element]
    return [element.tag, sorted(element.attrib.items()), element.text or "", inside]


def shown(text: str) -> str:
    """Show a body, its notes and its complaints as case files have them."""
    fragment = read_bytes(f"# High and low\n{text}".encode(), PATH).body
    hrefs = {source: f"figures/{source}" for source, _ in picture_sources(fragment)}
    try:
        body = compose(fragment, slug="tide", language="en", path=PATH, hrefs=hrefs, dateline=None)
    except Complaints as error:
        return str(error)
    notes = [f"note {note.number} {note.anchor} {note.call}: {note.body}" for note in body.notes]
    return "\n".join([str(body.html), *notes])
