"""Hostile pictures: broken, huge, disguised, elsewhere, and drawings that act."""

from __future__ import annotations

import os
import stat
import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.core.picture_files import raster, svg
from tests.hostile.cases import FIRST, LISTENER, NEEDLES, Case, around

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_OUTSIDE = "../outside/secret.png"


def _case(  # noqa: PLR0913 - the file, how it is named, and what becomes of it
    name: str,
    data: bytes | None,
    fault: str | None = None,
    *,
    file: str = "figures/picture.png",
    source: str | None = None,
    prepare: Callable[[Path], None] | None = None,
) -> Case:
    files = {"case.md": around(f'![Its words.]({source or file} "A pictureneedle.")')}
    if data is not None:
        files[file] = data
    needles = (*NEEDLES, "pictureneedle")
    place = f"case.md:{FIRST}" if fault else ""
    return Case(name=name, files=files, needles=needles, fault=fault, place=place, prepare=prepare)


def _drawing(name: str, inside: str, fault: str | None = None, before: str = "") -> Case:
    return _case(name, svg(inside, before), fault, file="figures/drawing.svg")


def _made(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    file = BytesIO()
    Image.new(mode, size).save(file, kind, **options)
    return file.getvalue()


def _frames(kind: str) -> bytes:
    others = [Image.new("RGB", (40, 30), (shade, 0, 0)) for shade in range(10, 100, 10)]
    return _made(kind, save_all=True, append_images=others, duration=20, loop=0)


def _turned(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return _made("JPEG", exif=exif)


def _png(width: int, height: int, data: bytes = b"") -> bytes:
    """Return a PNG that says it is so large, whatever its data is."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(data)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def _link(to: str, name: str = "figures/picture.png") -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(to)

    return prepare


def _links(folder: Path) -> None:
    _link("again.png")(folder)
    _link("../../outside/secret.png", "figures/again.png")(folder)


def _pipe(folder: Path) -> None:
    (folder / "figures").mkdir()
    os.mkfifo(folder / "figures/picture.png")


def _socket(folder: Path) -> None:
    (folder / "figures").mkdir()
    os.mknod(folder / "figures/picture.png", stat.S_IFSOCK | 0o600)


def _folder(folder: Path) -> None:
    (folder / "figures/picture.png").mkdir(parents=True)


_SOUND = raster("PNG", (40, 30))
_HTML = b"<!doctype html><html><body>404 not found</body></html>"
_USES = "".join(
    f'<g id="{chr(98 + n)}">' + f'<use xlink:href="#{chr(97 + n)}"/>' * 10 + "</g>"
    for n in range(9)
)
_LOL = (
    "<!DOCTYPE svg [<!ENTITY a0 'lol'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>"
)
_FILE = '<!DOCTYPE svg [<!ENTITY x SYSTEM "../../outside/secret.txt">]>'
_DTD = f'<!DOCTYPE svg SYSTEM "{LISTENER}/evil.dtd">'

CASES = (
    _case("a picture that is not there", None, "there is no picture"),
    _case("an empty picture", b"", "is empty"),
    _case("a picture of zeros", bytes(5_000), "no picture"),
    _case("a picture cut within its head", _SOUND[:20], "damaged"),
    _case("a picture cut within its data", raster("PNG", (300, 300))[:120], "damaged"),
    _case(
        "a JPEG cut short",
        _made("JPEG", size=(300, 300))[:700],
        "damaged",
        file="figures/picture.jpg",
    ),
    _case("a GIF cut short", _frames("GIF")[:400], "damaged", file="figures/picture.gif"),
    _case("a picture with a wrong checksum", _SOUND.replace(_SOUND[29:33], b"abcd"), "damaged"),
    _case("a picture with rubbish within", _SOUND[:45] + b"\xff" * 9 + _SOUND[54:], "damaged"),
    _case("a picture with rubbish behind", _SOUND + b"MZ" + b"\xff" * 5_000),
    _case("HTML in disguise", _HTML, "web page|no picture"),
    _case("HTML as a JPEG", _HTML, "web page|no picture", file="figures/picture.jpg"),
    _case("a PDF in disguise", b"%PDF-1.7\n" + bytes(99), "a PDF"),
    _case("a zip in disguise", b"PK\3\4" + bytes(99), "an archive"),
    _case("a script in disguise", b"#!/bin/sh\ntouch made\n", "no picture"),
    _case("a JPEG called PNG", _made("JPEG")),
    _case("a PNG called JPEG", _SOUND, file="figures/picture.jpg"),
    _case("a PNG without an ending", _SOUND, file="figures/picture"),
    _case("a PNG of an odd ending", _SOUND, file="figures/picture.exe"),
    _case("an SVG called PNG", svg('<rect width="1" height="1"/>')),
    _case("a PNG called SVG", _SOUND, file="figures/picture.svg"),
    _case("a picture that says 65,000 by 65,000", _png(65_000, 65_000), "pixels"),
    _case("a picture that says two thousand million wide", _png(2**31 - 1, 1), "pixels|damaged"),
    _case("a picture of no width", _png(0, 10), "damaged"),
    _case(
        "a picture of 100 million pixels that compress",
        _png(10_000, 10_000, bytes(30_010_000)),
        "pixels",
    ),
    _case("a picture of 50 million pixels", _made("PNG", "L", (10_000, 5_000))),
    _case("a picture one point high and 60,000 wide", _made("PNG", "L", (60_000, 1))),
    _case("a picture of one point", raster("PNG", (1, 1))),
    _case("a GIF that moves", _frames("GIF"), file="figures/picture.gif"),
    _case("a PNG that moves", _frames("PNG")),
    _case("a WebP that moves", _frames("WEBP"), file="figures/picture.webp"),
    _case("a TIFF of ten pages", _frames("TIFF"), file="figures/picture.tiff"),
    _case("a JPEG in CMYK", _made("JPEG", "CMYK"), file="figures/picture.jpg"),
    _case("a TIFF in CMYK", _made("TIFF", "CMYK"), file="figures/picture.tif"),
    _case("a TIFF in Lab", _made("TIFF", "LAB"), file="figures/picture.tif"),
    _case("a PNG of 16 bits", _made("PNG", "I;16")),
    _case("a PNG of one bit", _made("PNG", "1")),
    _case("a PNG that is clear", _made("PNG", "RGBA")),
    _case(
        "a JPEG with a rotten profile",
        _made("JPEG", icc_profile=b"rubbish" * 50),
        file="figures/picture.jpg",
    ),
    _case(
        "a JPEG with rotten metadata",
        _made("JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff"),
        file="figures/picture.jpg",
    ),
    *(
        _case(f"a JPEG turned as {n}", _turned(n), file="figures/picture.jpg")
        for n in (3, 6, 8, 99)
    ),
    _case(
        "a link to a picture within",
        _SOUND,
        file="figures/other.png",
        source="figures/picture.png",
        prepare=_link("other.png"),
    ),
    _case(
        "a link to a picture outside", None, "outside", prepare=_link("../../outside/secret.png")
    ),
    _case(
        "a link to a link to outside",
        None,
        "outside",
        file="figures/picture.png",
        prepare=_links,
    ),
    _case(
        "a folder that is a link to outside",
        None,
        "outside",
        file="away/secret.png",
        prepare=lambda folder: (folder / "away").symlink_to("../outside"),
    ),
    _case(
        "a link to itself",
        None,
        "leads to itself|cannot be read|no picture",
        prepare=_link("picture.png"),
    ),
    _case("a link to nothing", None, "there is no picture", prepare=_link("gone.png")),
    _case(
        "a picture that climbs by codes of its dots and slashes twice over",
        None,
        "there is no picture",
        source="%252e%252e%252foutside%252fsecret.png",
    ),
    _case(
        "a picture that climbs within and out again",
        None,
        "outside",
        source="figures/../../outside/secret.png",
    ),
    _case(
        "a picture that climbs by overlong codes",
        None,
        "there is no picture|no picture|cannot be read",
        source="%c0%ae%c0%ae/outside/secret.png",
    ),
    _case("a picture that is a socket", None, "cannot be read", prepare=_socket),
    _case("a terminal for a picture", None, "outside", prepare=_link("/dev/tty")),
    _case("a picture's link through /proc", None, "outside", prepare=_link("/proc/self/root/etc")),
    _case("a pipe", None, "it is no file", prepare=_pipe),
    _case("a device that never ends", None, "outside", prepare=_link("/dev/zero")),
    _case("a folder for a picture", None, "is a folder", prepare=_folder),
    _case("a picture of the web", None, "on the web", source=f"{LISTENER}/x.png"),
    _case("a picture of an unnamed scheme", None, "on the web", source="//listener.invalid/x.png"),
    _case("a picture by data:", None, "names no file", source="data:image/png;base64,AAAA"),
    _case("a picture by file:", None, "names no file", source="file:///etc/hostname"),
    _case("a picture that climbs", None, "outside", source=_OUTSIDE),
    _case("a picture that climbs by code", None, "outside", source="%2e%2e/outside/secret.png"),
    _case(
        "a picture that climbs by codes of its slashes",
        None,
        "outside",
        source="..%2foutside%2fsecret.png",
    ),
    _case(
        "a picture that climbs by codes of codes",
        None,
        "there is no picture",
        source="%252e%252e/outside/secret.png",
    ),
    _case(
        "a picture that climbs by backslashes",
        None,
        "no picture|outside",
        source="..\\outside\\secret.png",
    ),
    _case("a picture by an absolute path", None, "outside", source="/etc/hostname"),
    _case("a picture of the home folder", None, "there is no picture", source="~/secret.png"),
    _case(
        "a picture with a NUL in its name", None, "names no file", source="figures/picture%00.png"
    ),
    _case("a picture of a name beyond UTF-8", None, "no picture", source="figures/%ff%fe.png"),
    _case("a picture of a name too long", None, "cannot be read|no picture", source="n" * 400),
    _case("a picture with a query", _SOUND, source="figures/picture.png?x=../../y#z"),
    _drawing("a drawing with a script", "<script>alert(1)</script><rect width='1' height='1'/>"),
    _drawing("a drawing with handlers", "<rect onload='x()' onclick='y()' width='1' height='1'/>"),
    _drawing("a drawing with a link", "<a xlink:href='javascript:x()'><text>t</text></a>"),
    _drawing(
        "a drawing with HTML",
        "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml'>x</iframe></foreignObject>",
        "holds HTML",
    ),
    _drawing(
        "a drawing with entities within",
        "<text>&x;</text>",
        before="<!DOCTYPE svg [<!ENTITY x 'y'>]>",
    ),
    _drawing("a drawing with a bomb of entities", "<text>&a9;</text>", "SVG|entity", before=_LOL),
    _drawing("a drawing with a file for an entity", "<text>&x;</text>", "entity", before=_FILE),
    _drawing("a drawing with a DTD of the web", "<rect width='1' height='1'/>", before=_DTD),
    _drawing("a drawing that fetches", f"<image href='{LISTENER}/x.png'/>", "another file"),
    _drawing(
        "a drawing that reads a file", "<image href='../../outside/secret.png'/>", "another file"
    ),
    _drawing("a drawing that uses another", "<use href='../../outside/x.svg#a'/>", "another file"),
    _drawing(
        "a drawing with a bomb of uses that are nested by their own names",
        "".join(
            f'<g id="n{n}"><use href="#n{n + 1}"/><use href="#n{n + 1}"/></g>' for n in range(30)
        )
        + '<rect id="n30"/>',
        "shapes",
    ),
    _drawing(
        "a drawing with uses in a circle",
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        "holds itself",
    ),
    _drawing("a drawing of ids given twice", "<rect id='a' width='1' height='1'/><g id='a'/>"),
    _drawing("a drawing of ids that are no names", "<rect id='1 b' width='1' height='1'/>"),
    _drawing(
        "a drawing that uses an id that is no name", "<g id='1'/><use href='#1'/>", "calls a part"
    ),
    _drawing("a drawing that uses nothing", "<use href='#gone'/><rect fill='url(#gone)'/>"),
    _drawing("a drawing with a sheet that has no end", "<style>rect{</style><rect/>", "braces"),
    _drawing("a drawing with a sheet of ends", "<style>}} rect{{}</style><rect/>", "braces"),
    _drawing("a drawing that uses the web", f"<use href='{LISTENER}/x.svg#a'/>", "another file"),
    _drawing(
        "a drawing with fonts and pictures of the web in CSS",
        f"<style>@font-face{{font-family:x;src:url({LISTENER}/f)}} rect{{fill:url({LISTENER}/p)}}"
        "</style><rect/>",
        "another file",
    ),
    _drawing(
        "a drawing with a sheet of the web",
        f"<style>@import '{LISTENER}/x.css';</style>",
        "another file",
    ),
    _drawing(
        "a drawing with an address in CSS escapes",
        "<rect style='fill:u\\72l(http://x)'/>",
        "another file",
    ),
    _drawing(
        "a drawing with an instruction",
        "<rect/>",
        "another file",
        before=f'<?xml-stylesheet href="{LISTENER}/x.css"?>',
    ),
    _drawing(
        "a drawing with a bomb of uses",
        f'<rect id="a" width="1"/>{_USES}<use href="#j"/>',
        "shapes",
    ),
    _drawing("a drawing that holds itself", '<g id="a"><use href="#a"/></g>', "holds itself"),
    _drawing(
        "a pattern that is filled with itself",
        '<pattern id="p" width="1" height="1"><rect fill="url(#p)"/></pattern><rect fill="url(#p)"/>',  # noqa: E501
        "holds itself",
    ),
    _drawing("a drawing 5,000 deep", "<g>" * 5_000 + "</g>" * 5_000, "depth"),
    _drawing("a drawing of 100,000 shapes", "<rect/>" * 100_000, "shapes"),
    _drawing("a path of a megabyte", f"<path d='M0 0{' L1 1' * 200_000}'/>"),
    _drawing(
        "a drawing with an image of its own",
        "<image href='data:image/svg+xml,%3Csvg/%3E'/>",
        "another file",
    ),
    _drawing(
        "a drawing with a rotten picture", "<image href='data:image/png;base64,AAAA'/>", "picture"
    ),
    _drawing(
        "a drawing with filters",
        "<filter id='f'><feTurbulence numOctaves='99999'/>"
        "<feGaussianBlur stdDeviation='1e9'/></filter><rect filter='url(#f)' width='1'/>",
    ),
    _drawing(
        "a drawing with numbers that are none",
        "<rect width='NaN' height='-1'/><circle r='1e999'/><path d='M x 0'/><text x='%'>t</text>",
    ),
    _case(
        "a drawing of a size that is none",
        svg().replace(b'viewBox="0 0 1 1"', b'viewBox="0 0 0 0" width="1e99" height="-5"'),
        file="figures/drawing.svg",
    ),
    _case(
        "a drawing that is cut short",
        svg("<rect/>")[:-9],
        "not well-formed",
        file="figures/drawing.svg",
    ),
    _case(
        "a drawing in UTF-16", svg("<rect/>").decode().encode("utf-16"), file="figures/drawing.svg"
    ),
    _case(
        "a drawing without its namespace",
        b"<svg><rect/></svg>",
        "no SVG",
        file="figures/drawing.svg",
    ),
    _case(
        "a drawing squeezed",
        zlib.compress(svg("<rect/>")),
        "no picture",
        file="figures/drawing.svgz",
    ),
    Case(
        name="a hundred pictures of one file",
        needles=NEEDLES,
        files={
            "case.md": around("![x](figures/picture.png)\n\n" * 100),
            "figures/picture.png": _SOUND,
        },
    ),
    Case(
        name="a caption of markup and a picture's words of markup",
        needles=(*NEEDLES, "captionneedle"),
        files={
            "case.md": around('![a <b> & "q"](picture.png "A <script> & captionneedle *x*")'),
            "picture.png": _SOUND,
        },
    ),
)
