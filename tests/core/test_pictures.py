"""Pictures are judged by their bytes: what every reader shows passes, and nothing that acts."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun import pictures
from pressrun.errors import MarkupError
from tests.core.picture_files import raster, svg

PATH = Path("articles/tide.md")
NO_PICTURE = "is no PNG, JPEG, GIF or SVG; save it as one of these"
SCRIPT = "holds a script, which no reader may run"
OUTSIDE = "draws on another file, “{}”"

SOUND = {
    "image/png": [raster(), raster(mode="RGBA")],
    "image/jpeg": [raster("JPEG"), raster("JPEG", mode="CMYK"), raster("JPEG", mode="L")],
    "image/gif": [raster("GIF")],
    "image/svg+xml": [
        svg(), svg('<use href="#a"/><rect fill="url(#a)"/>'), svg(before="<!-- by hand -->\n"),
        svg('<image xlink:href="data:image/png;base64,AA"/>'),
        svg().decode().encode("utf-16"),
        svg(before='<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x.org/svg11.dtd">'),
        svg("<style>rect { fill: url('#a') }</style>"), b"\xef\xbb\xbf" + svg(),
        svg(before="<!--" + "x" * 9_000 + "-->"),
    ],
}  # fmt: skip
FAULTS = {
    "nothing": (b"", NO_PICTURE),
    "WebP": (raster("WEBP"), NO_PICTURE),
    "TIFF": (raster("TIFF"), NO_PICTURE),
    "HTML": (b"<!DOCTYPE html><p>a", NO_PICTURE),
    "HTML with a drawing": (b"<html><body>" + svg() + b"</body></html>", NO_PICTURE),
    "XML": (b"<a/>", NO_PICTURE),
    "SVG without its namespace": (b"<svg><rect/></svg>", NO_PICTURE),
    "compressed SVG": (gzip.compress(svg()), NO_PICTURE),
    "a JPEG cut short": (raster("JPEG", (200, 200))[:300], "is damaged: Truncated File Read"),
    "too many pixels": (raster(size=(10_000, 9_000), mode="1"),
                        "has 90,000,000 pixels; the limit is 80,000,000"),
    "far too many pixels": (raster(size=(20_000, 20_000), mode="1"),
                            "has too many pixels; the limit is 80,000,000"),
    "a script": (svg("<script>alert(1)</script>"), SCRIPT),
    "a script of HTML": (svg('<script xmlns="http://www.w3.org/1999/xhtml">a</script>'), SCRIPT),
    "a handler": (svg('<rect onclick="alert(1)"/>'), SCRIPT),
    "a handler in capitals": (svg('<rect ONLOAD="alert(1)"/>'), SCRIPT),
    "HTML within": (svg("<foreignObject/>"), SCRIPT),
    "a frame": (svg('<iframe xmlns="http://www.w3.org/1999/xhtml"/>'), SCRIPT),
    "a link that changes": (svg('<set attributeName="href" to="javascript:alert(1)"/>'), SCRIPT),
    "a link that changes by its old name": (svg('<animate attributeName="xlink:href"/>'), SCRIPT),
    "another picture": (svg('<image href="https://x.org/a.png"/>'),
                        OUTSIDE.format("https://x.org/a.png")),
    "a file beside it": (svg('<use xlink:href="b.svg#a"/>'), OUTSIDE.format("b.svg#a")),
    "a script's address": (svg('<a href="javascript:alert(1)"><rect/></a>'),
                           OUTSIDE.format("javascript:alert(1)")),
    "a drawing in data": (svg('<use href="data:image/svg+xml;base64,AA"/>'),
                          OUTSIDE.format("data:image/svg+xml;base64,AA")),
    "a style's address": (svg('<rect style="fill: url(https://x.org)"/>'),
                          OUTSIDE.format("https://x.org")),
    "a filter's address": (svg('<rect filter="url(file:///etc/passwd)"/>'),
                           OUTSIDE.format("file:///etc/passwd")),
    "a sheet's address": (svg("<style>rect { fill: URL( '//x.org' ) }</style>"),
                          OUTSIDE.format("//x.org")),
    "a sheet that imports": (svg('<style>@import "https://x.org/a.css"</style>'),
                             OUTSIDE.format("https://x.org/a.css")),
    "a sheet of its own": (svg(before='<?xml-stylesheet href="https://x.org/a.css"?>'),
                           OUTSIDE.format("https://x.org/a.css")),
    "another base": (svg('<g xml:base="https://x.org/"/>'), OUTSIDE.format("https://x.org/")),
    "an entity of a file": (svg("<text>&a;</text>",
                                '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
                            "declares entities, which few readers know; save it as plain SVG"),
    "entities that multiply": (svg("<text>&a;</text>", '<!DOCTYPE svg [<!ENTITY a "aaaa">]>'),
                               "declares entities, which few readers know; save it as plain SVG"),
}  # fmt: skip


@pytest.mark.parametrize("media_type", SOUND)
def test_what_every_reader_shows_passes_as_what_it_is(media_type: str) -> None:
    for data in SOUND[media_type]:
        picture = pictures.identify(data, "figures/tide.doc", path=PATH, line=3)
        assert (picture.media_type, picture.data) == (media_type, data)
        assert picture.href == "figures/tide.doc"


@pytest.mark.parametrize("kind", FAULTS)
def test_anomaly_is_reported_with_the_line_that_names_the_picture(kind: str) -> None:
    data, fault = FAULTS[kind]
    with pytest.raises(MarkupError) as caught:
        pictures.identify(data, "figures/tide.svg", path=PATH, line=3)
    assert (caught.value.path, caught.value.line) == (PATH, 3)
    assert caught.value.message == f"the picture “figures/tide.svg” {fault}"


def test_svg_that_is_not_well_formed_is_reported_as_such() -> None:
    with pytest.raises(MarkupError, match="is not well-formed SVG: "):
        pictures.identify(b"<svg", "a.svg", path=PATH, line=3)


@given(st.one_of(st.binary(max_size=200), st.binary(max_size=60).map(raster("JPEG")[:200].__add__)))
def test_nothing_but_a_markup_error_comes_of_any_bytes(data: bytes) -> None:
    assert refused(data) in (True, False)


@given(st.integers(0, 60), st.binary(min_size=1, max_size=4))
def test_no_damaged_picture_brings_the_press_down(place: int, noise: bytes) -> None:
    for sound in (raster(), raster("GIF"), svg("<rect/>")):
        refused(sound[:place] + noise + sound[place + len(noise) :])


def refused(data: bytes) -> bool:
    try:
        pictures.identify(data, "a", path=PATH, line=None)
    except MarkupError:
        return True
    return False
