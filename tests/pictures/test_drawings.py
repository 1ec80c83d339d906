"""A drawing in a book acts on nothing, fetches nothing, and ends; what it shows stays."""

from __future__ import annotations

import base64
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import ExifTags, Image

from pressrun import pictures
from pressrun.errors import MarkupError
from tests.pictures.specimens import moving, opened, photograph, saved, svg, taken

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">'
HTML = 'xmlns="http://www.w3.org/1999/xhtml"'
RECT = '<rect width="1" height="1"/>'
CUT = {
    "a script": "<script>alert(1)</script>",
    "a script in capitals": "<SCRIPT>alert(1)</SCRIPT>",
    "a script of HTML": f"<script {HTML}>alert(1)</script>",
    "a script's file": '<script href="https://x.org/alert.js"/>',
    "a handler": '<g onclick="alert(1)"/>',
    "a handler in capitals": '<g ONLOAD="alert(1)"/>',
    "a handler of events": '<handler type="text/ecmascript">alert(1)</handler>',
    "a link": '<a xlink:href="https://x.org/alert"><g/></a>',
    "a script's link": '<a href="java&#10;script:alert(1)"><g/></a>',
    "a link that changes": '<set attributeName="href" to="javascript:alert(1)"/>',
    "a link that changes by its old name": '<animate attributeName="xlink:href" to="alert"/>',
    "a frame": f'<iframe {HTML} src="https://x.org/alert"/>',
    "what an editor keeps": '<metadata>alert</metadata><i:pgf xmlns:i="urn:i">alert</i:pgf>',
    "where an editor kept it": '<g xmlns:s="urn:s" s:docname="/home/alert/map.svg"/>',
    "a note": "<!-- alert -->",
    "an instruction": "<?alert now?>",
    "another base": '<g xml:base="https://x.org/alert"/>',
    "HTML that has another branch": (
        f"<switch><foreignObject><p {HTML}>alert</p></foreignObject><text>a</text></switch>"
    ),
    "an empty box for HTML": '<foreignObject id="alert"/>',
}
OUTSIDE = "draws on another file, “{}”, in its line 2"
REFUSED = {
    "another picture": ('<image href="https://x.org/a.png"/>', "https://x.org/a.png"),
    "a file of the machine": ('<image href="file:///etc/passwd"/>', "file:///etc/passwd"),
    "a file beside it": ('<use xlink:href="b.svg#a"/>', "b.svg#a"),
    "a file above it": ('<feImage href="../secret.png"/>', "../secret.png"),
    "a drawing in data": ('<image href="data:image/svg+xml;base64,AA"/>',
                          "data:image/svg+xml;base64,AA"),
    "a style's address": ('<g style="fill: url(https://x.org)"/>', "https://x.org"),
    "a filter's address": ('<g filter="url(file:///etc/passwd)"/>', "file:///etc/passwd"),
    "a sheet's address": ("<style>g { fill: URL( '//x.org' ) }</style>", "//x.org"),
    "a sheet that imports": ('<style>@import "https://x.org/a.css"</style>',
                             "https://x.org/a.css"),
    "an import in other signs": ("<style>@\\69mport 'a.css'</style>", "a.css"),
    "an address in other signs": ("<style>g { fill: u\\72 l(a.svg) }</style>", "a.svg"),
    "an address with a note in it": ("<style>g { fill: url(/**/a.svg) }</style>", "a.svg"),
    "a set of pictures": ('<style>g { background: image-set("https://x.org/a" 1x) }</style>',
                          "https://x.org/a"),
}  # fmt: skip
USE_BOMB = "".join(
    f'<g id="a{n}">{f"""<use href="#a{n - 1}"/>""" * 10 if n else RECT}</g>' for n in range(10)
)
DEEP = "".join(f'<g id="a{n}"><use href="#a{n + 1}"/></g>' for n in range(150))
LAUGHS = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
FAULTS = {
    "HTML with words": (f"<foreignObject><p {HTML}>a</p></foreignObject>",
                        "holds HTML, in its line 2, which few readers draw"),
    "shapes that multiply": (USE_BOMB, "draws more than 50,000 shapes, in its line 2"),
    "shapes that hold themselves": ('<g id="a"><use href="#a"/></g>',
                                    "holds itself, in its line 2"),
    "patterns that hold themselves": (
        '<pattern id="a"><rect fill="url(#a)"/></pattern>', "holds itself, in its line 2"),
    "shapes below shapes": (DEEP, "nests deeper than 100 levels, in its line 2"),
}  # fmt: skip


def multiline(inside: str) -> bytes:
    """Return a drawing that holds `inside` in its second line."""
    return svg(f"\n{inside}\n{RECT}")


def fault_of(data: bytes) -> str:
    with pytest.raises(MarkupError) as caught:
        taken(data)
    assert (str(caught.value.path), caught.value.line) == ("tide.md", 3)
    assert caught.value.hint
    return caught.value.message.removeprefix("the picture “figures/tide” ")


@pytest.mark.parametrize("what", CUT)
def test_what_was_never_seen_is_cut(what: str) -> None:
    found = taken(multiline(CUT[what]))
    assert found.media_type == "image/svg+xml"
    assert b"alert" not in found.data
    assert RECT.encode() in found.data


@pytest.mark.parametrize("what", REFUSED)
def test_what_would_be_fetched_is_an_error_with_its_line(what: str) -> None:
    inside, address = REFUSED[what]
    assert fault_of(multiline(inside)) == OUTSIDE.format(address)


@pytest.mark.parametrize("what", FAULTS)
def test_what_few_readers_draw_or_none_would_finish_is_an_error(what: str) -> None:
    inside, message = FAULTS[what]
    assert fault_of(multiline(inside)) == message


def test_a_sheet_beside_the_drawing_is_an_error() -> None:
    sheet = '<?xml-stylesheet href="https://x.org/a.css"?>\n'
    assert fault_of(svg(before=sheet)).startswith("draws on another file, “https://x.org/a.css”")


@pytest.mark.parametrize(
    "declared", ['<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>', f"{LAUGHS}]>"]
)
def test_no_entity_brings_a_file_or_multiplies(declared: str) -> None:
    last = "a" if "SYSTEM" in declared else "j"
    assert "entity" in fault_of(svg(f"<text>&{last};</text>", declared)).lower()


def test_an_entity_that_stands_for_a_word_is_the_word() -> None:
    data = svg("<text>&tide;</text>", '<!DOCTYPE svg [<!ENTITY tide "ebb">]>')
    assert b"<text>ebb</text>" in taken(data).data


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<!DOCTYPE html><p>a", "is a web page, no picture"),
        (b"<html><body>" + svg() + b"</body></html>", "is a web page, no picture"),
        (b"<a/>", "is no SVG drawing"),
        (b"<svg><rect/></svg>", "is no SVG drawing"),
        (b"<svg", "is not well-formed SVG, in its line 1"),
        (gzip.compress(svg(), mtime=0), "is compressed, no picture"),
    ],
)
def test_what_is_no_drawing_is_called_what_it_is(data: bytes, message: str) -> None:
    assert fault_of(data).startswith(message)


@pytest.mark.parametrize(
    "inside",
    [
        '<use href="#a"/><rect id="a" fill="url(#b)"/><linearGradient id="b"/>',
        "<style>rect { fill: url('#a') }</style>",
        "<style>@font-face { src: url(data:font/woff2;base64,AA) }</style>",
        '<style>@namespace svg url("http://www.w3.org/2000/svg"); rect { fill: red }</style>',
        '<text xml:lang="fr" xml:space="preserve">la mer</text>', "<title>Tide</title>",
    ],
)  # fmt: skip
def test_what_a_drawing_has_inside_stays(inside: str) -> None:
    found = etree.fromstring(taken(svg(inside)).data)
    kept = [e for e in found if e.get("style") != "fill:#fff;stroke:none"]
    given = etree.fromstring(svg(inside))
    assert [(e.tag, dict(e.attrib), e.text) for e in kept] == [
        (e.tag, dict(e.attrib), e.text) for e in given
    ]


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_a_drawing_in_any_coding_becomes_utf_8(coding: str) -> None:
    declared = '<?xml version="1.0" encoding="iso-8859-1"?>' if coding == "iso-8859-1" else ""
    data = svg("<text>Köln</text>", declared).decode().encode(coding)
    assert "Köln".encode() in taken(data).data


def test_a_picture_inside_a_drawing_is_prepared_like_any_other() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Ada Tidewell"
    coded = base64.b64encode(saved(photograph(), "WEBP", exif=exif)).decode()
    found = etree.fromstring(taken(svg(f'<image href="data:image/webp;base64,{coded}"/>')).data)
    head, _, kept = found[-1].get("href", "").partition(",")
    assert head == "data:image/jpeg;base64"
    assert opened(base64.b64decode(kept)).size == (240, 160)


def test_a_damaged_picture_inside_a_drawing_is_an_error() -> None:
    assert "no picture" in fault_of(svg('<image href="data:image/png;base64,AAAA"/>'))


def test_the_words_of_a_drawing_are_known_so_that_print_can_borrow_fonts_for_them() -> None:
    found = taken(svg("<title>no</title><text>Ebb <tspan>❯</tspan></text><text>tide</text>"))
    assert pictures.words_in(found) == "Ebb ❯ tide"
    assert pictures.words_in(taken(saved(photograph(), "JPEG"))) == ""


def test_white_lies_behind_a_drawing_below_its_name() -> None:
    found = etree.fromstring(taken(svg("<title>Tide</title><g/>")).data)
    assert [etree.QName(e).localname for e in found] == ["title", "rect", "g"]
    box = {name: found[1].get(name) for name in ("x", "y", "width", "height")}
    assert box == {"x": "0", "y": "0", "width": "1", "height": "1"}


def test_a_drawing_that_names_only_its_size_gets_a_box_to_be_scaled_by() -> None:
    data = b'<svg xmlns="http://www.w3.org/2000/svg" width="60px" height="30"/>'
    assert etree.fromstring(taken(data).data).get("viewBox") == "0 0 60 30"


@pytest.mark.parametrize(
    "inside",
    ['<animate attributeName="x"/>', "<style>@keyframes a {}</style>",
     '<g style="animation: a 1s"/>'],
)  # fmt: skip
def test_a_drawing_that_moves_is_told(inside: str) -> None:
    assert taken(svg(inside)).changes is None
    assert taken(svg("<g/>")).changes == 0


@given(st.text("<>/&;'\"= #gauserct:xlinkhref[]!-?", max_size=40))
def test_nothing_but_a_markup_error_comes_of_any_drawing(inside: str) -> None:
    assert refused(svg(inside)) in {True, False}


@given(
    st.one_of(
        st.binary(max_size=200),
        st.binary(max_size=60).map(saved(photograph(), "JPEG")[:200].__add__),
        st.binary(max_size=60).map(moving()[:60].__add__),
    )
)
def test_nothing_but_a_markup_error_comes_of_any_bytes(data: bytes) -> None:
    assert refused(data) in {True, False}


@given(st.integers(0, 400), st.binary(min_size=1, max_size=4))
def test_no_damage_brings_the_press_down(place: int, noise: bytes) -> None:
    sound = [saved(photograph((9, 9)), kind) for kind in ("PNG", "JPEG", "TIFF", "BMP", "WEBP")]
    for data in (*sound, moving(), svg("<rect/>")):
        refused(data[:place] + noise + data[place + len(noise) :])


def refused(data: bytes) -> bool:
    try:
        taken(data)
    except MarkupError:
        return True
    return False
