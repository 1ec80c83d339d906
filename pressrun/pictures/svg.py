"""Make a drawing safe: nothing in it acts, fetches, or multiplies; knows no raster file.

A book shows it by `img`, where browsers run no script, follow no link and fetch no file (SVG
Integration, 3.2), so what is cut was never seen. What would have been seen, and a book cannot
have, is an error. The manifest wants no property for a file of its own: `svg` is for documents
that embed SVG, `scripted` and `remote-resources` for what is cut here (EPUB 3.3, D.3).
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from lxml import etree

from pressrun.model import Picture
from pressrun.pictures.expansion import refuse_expansion
from pressrun.pictures.fault import FaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SPACE = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_BEGINNINGS = (b"<", b"\xff\xfe<", b"\xfe\xff\x00<")
_LARGEST = 20_000_000
_CUT = frozenset({"script", "handler", "listener", "metadata", "cursor"})
_MOVING = frozenset({"set", "animate", "animateMotion", "animateTransform", "animateColor"})
_HOLDS_HTML = "foreignObject"
# An address may name a part of the drawing, or bring a picture or a font along.
_DATA_PICTURE = re.compile(r"data:image/(?!svg)[\w.+-]+(?:;[^,]*)?,", re.IGNORECASE)
_INSIDE_STYLE = re.compile(r"#|data:(?:image/(?:png|jpe?g|gif)|font/|application/(?:x-)?font)",
                           re.IGNORECASE)  # fmt: skip
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_CSS_STRING = re.compile(r"""\"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""", re.DOTALL)
_NAMESPACE_RULE = re.compile(r"@namespace\b[^;]*;?", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:url|src|image)\(\s*[\"']?\s*([^)\"']*)|@import\s*(?:url\(\s*)?[\"']?\s*([^)\"';]*)"
    r"|[\"']\s*([a-z][a-z0-9+.-]*://[^\"']*|//[^\"']*)",
    re.IGNORECASE,
)
_MOTION_IN_STYLE = re.compile(r"@keyframes|\banimation\b", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")


# A reference to a part of the drawing, and a colour behind it for want of that part (SVG 2, 13.2).
_PAINT = re.compile(r"""url\(\s*["']?\s*#([^)"']*?)\s*["']?\s*\)\s*([#\w]*)""")
_ID = re.compile(r"[^\W\d][\w.-]*")


def is_markup(data: bytes) -> bool:
    """Tell whether a file is text with tags, by its first sign."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_BEGINNINGS)


def prepared(data: bytes, inner: Callable[[bytes], Picture]) -> Picture:
    """Return a drawing without what a book cannot have; its `href` is empty.

    `inner` prepares the pictures that it holds. Raises FaultError, with the drawing's own line, for
    what a reader would have seen and cannot, and for what would not end.
    """
    root = _root(data)
    _cut_html(root)
    moving = False
    for element in list(root.iter()):
        if element.getparent() is None and element is not root:
            continue  # cut with what held it
        if not _is_drawing(element):
            _cut(element)
            continue
        _clean_attributes(element, inner)
        moving |= _moves(element)
    _clean_ids(root)
    refuse_expansion(root)
    _give_view_box(root)
    _lay_on_white(root)
    etree.cleanup_namespaces(root)
    clean = etree.tostring(root, encoding="utf-8", xml_declaration=False)
    return Picture(href="", media_type="image/svg+xml", data=clean, changes=None if moving else 0)


def words_in(data: bytes) -> str:
    """Return the words that a prepared drawing shows."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    return " ".join("".join(text.itertext()) for text in root.iter(f"{_SPACE}text"))


def _root(data: bytes) -> etree._Element:
    if len(data) > _LARGEST:
        raise FaultError(f"has {len(data):,} bytes of SVG; the limit is {_LARGEST:,}",
                         "save it as PNG")  # fmt: skip
    parser = etree.XMLParser(resolve_entities="internal", no_network=True, load_dtd=False,
                             remove_comments=True, remove_pis=False)  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _unreadable(data, error) from None
    if root.tag != f"{_SPACE}svg":
        raise _no_drawing(data)
    for node in root.xpath("preceding-sibling::node()"):
        _refuse_sheet(node)
    return root


def _unreadable(data: bytes, error: etree.XMLSyntaxError) -> FaultError:
    if re.search(rb"<(?:!doctype\s+)?html\b", data[:2000], re.IGNORECASE) or b"<svg" not in data:
        return _no_drawing(data)
    reason = str(error.msg).partition(", line ")[0].strip()
    if "ntity" in reason:
        return FaultError(f"uses an entity that few readers know, {_at(error.lineno)}: {reason}",
                          "save it as plain SVG")  # fmt: skip
    return FaultError(f"is not well-formed SVG, {_at(error.lineno)}: {reason}",
                      "save it again, as plain SVG")  # fmt: skip


def _no_drawing(data: bytes) -> FaultError:
    if re.search(rb"<(?:!doctype\s+)?html\b", data[:2000], re.IGNORECASE):
        return FaultError("is a web page, no picture", "save the picture itself")
    return FaultError("is no SVG drawing", "save it as PNG, JPEG, GIF or SVG")


def _at(line: int | None) -> str:
    return f"in its line {line or 1}"


def _refuse_sheet(node: etree._Element) -> None:
    if isinstance(node, etree._ProcessingInstruction) and node.target == "xml-stylesheet":  # noqa: SLF001 - lxml's only name for it
        raise _outside(node, node.get("href") or "")


def _outside(element: etree._Element, address: str) -> FaultError:
    shown = address.strip() if len(address) <= 80 else f"{address.strip()[:79]}…"  # noqa: PLR2004
    return FaultError(f"draws on another file, “{shown}”, {_at(element.sourceline)}",
                      "save it with everything inside, or as PNG")  # fmt: skip


def _cut_html(root: etree._Element) -> None:
    """Cut HTML where a `switch` has another branch; refuse it where its words would be lost.

    Only browsers draw it, and none of the devices that show ink.
    """
    for box in list(root.iter(f"{_SPACE}{_HOLDS_HTML}")):
        switch = box.getparent()
        others = switch is not None and switch.tag == f"{_SPACE}switch" and len(switch) > 1
        if not others and ("".join(box.itertext()).strip() or _holds_picture(box)):
            raise FaultError(f"holds HTML, {_at(box.sourceline)}, which few readers draw",
                             "turn its text into SVG’s, or save it as PNG")  # fmt: skip
        _cut(box)


def _holds_picture(box: etree._Element) -> bool:
    return any(str(e.tag).rpartition("}")[2] in {"img", "svg", "math"} for e in box.iter())


def _cut(element: etree._Element) -> None:
    """Take an element out with all that it holds; what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)


def _is_drawing(element: etree._Element) -> bool:
    """Tell whether an element is SVG and shows something, however its tag is written."""
    if not isinstance(element.tag, str) or not element.tag.startswith(_SPACE):
        return False
    name = element.tag.removeprefix(_SPACE)
    if name.lower() in _CUT or name.lower() == _HOLDS_HTML.lower():
        return False
    return not (name in _MOVING and "href" in element.get("attributeName", "").lower())


def _clean_attributes(element: etree._Element, inner: Callable[[bytes], Picture]) -> None:
    for key, value in list(element.attrib.items()):
        name = str(key)
        if name.lower().startswith("on") or not _is_known(name):
            del element.attrib[key]
        elif name in {"href", f"{_XLINK}href", "src"}:
            _clean_reference(element, name, str(value), inner)
        else:
            _refuse_addresses(element, str(value))
    if element.tag == f"{_SPACE}style":
        sheet = "".join(element.itertext())
        _refuse_addresses(element, sheet)
        _refuse_unbalanced(element, sheet)


def _refuse_unbalanced(element: etree._Element, sheet: str) -> None:
    """Raise FaultError for rules that have no end, or end twice: EPUBCheck would stop at them."""
    depth = 0
    for brace in re.findall(r"[{}]", _CSS_STRING.sub("", _CSS_COMMENT.sub("", sheet))):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            break
    if depth:
        message = f"has a style sheet whose braces are no pairs, {_at(element.sourceline)}"
        raise FaultError(message, "mend it, or save it as PNG")


def _clean_ids(root: etree._Element) -> None:
    """Keep the first of ids that are alike, as browsers do, and none that XML cannot have.

    References to nothing go, too. Raises FaultError where something is drawn by an id that cannot
    be.
    """
    seen: set[str] = set()
    for element in root.iter(etree.Element):
        name = element.get("id")
        if name is None:
            continue
        if not _ID.fullmatch(name) and root.xpath("//@*[contains(., $name)]", name=f"#{name}"):
            message = f"calls a part “{name[:30]}”, {_at(element.sourceline)}"
            raise FaultError(message, "let its names begin with a letter, or save it as PNG")
        if name in seen or not _ID.fullmatch(name):
            del element.attrib["id"]
        seen.add(name)
    for element in root.iter(etree.Element):
        for key, value in list(element.attrib.items()):
            if key in {"href", f"{_XLINK}href"} and value[:1] == "#" and value[1:] not in seen:
                del element.attrib[key]
            elif "url" in value:
                there = _PAINT.sub(lambda m: m[0] if m[1] in seen else m[2] or "none", str(value))
                element.set(key, there)


def _is_known(name: str) -> bool:
    """Tell whether an attribute is SVG's; a base would move what references mean."""
    return not name.startswith("{") or (name.startswith((_XLINK, _XML)) and name != f"{_XML}base")


def _clean_reference(
    element: etree._Element, name: str, value: str, inner: Callable[[bytes], Picture]
) -> None:
    address = re.sub(r"[\x00-\x20]+", "", value)
    if address.startswith("#") and len(address) > 1:
        element.set(name, address)
    elif element.tag == f"{_SPACE}a" or not address.strip("#"):
        del element.attrib[name]  # a link is none inside a picture
    elif _DATA_PICTURE.match(address) and element.tag in {f"{_SPACE}image", f"{_SPACE}feImage"}:
        picture = inner(_bytes_in(address))
        coded = base64.b64encode(picture.data).decode()
        element.set(name, f"data:{picture.media_type};base64,{coded}")
    else:
        raise _outside(element, value)


def _bytes_in(address: str) -> bytes:
    """Decode a `data:` address (RFC 2397)."""
    head, _, coded = address.partition(",")
    raw = unquote_to_bytes(coded)
    if not head.lower().endswith(";base64"):
        return raw
    try:
        return base64.b64decode(raw)
    except binascii.Error:
        return b""


def _refuse_addresses(element: etree._Element, text: str) -> None:
    """Refuse addresses of other files in CSS and in what is written like it."""
    if not re.search(r"\\|url|src|image|import|//", text, re.IGNORECASE):
        return
    for address in _addresses(text):
        if address and not _INSIDE_STYLE.match(address):
            raise _outside(element, address)


def _addresses(text: str) -> Iterator[str]:
    plain = _CSS_ESCAPE.sub(lambda m: _unescaped(m[1]) if m[1] else m[2], text)
    plain = _NAMESPACE_RULE.sub("", _CSS_COMMENT.sub("", plain))
    for found in _ADDRESS.finditer(plain):
        yield "".join(part or "" for part in found.groups()).strip()


def _unescaped(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if 0 < number < 0x110000 else "\ufffd"  # noqa: PLR2004 - Unicode's end


def _moves(element: etree._Element) -> bool:
    name = str(element.tag).removeprefix(_SPACE)
    style = "".join(element.itertext()) if name == "style" else element.get("style", "")
    return name in _MOVING or bool(_MOTION_IN_STYLE.search(style))


def _give_view_box(root: etree._Element) -> None:
    """Name the part that is shown where width and height alone do.

    Without one, WeasyPrint 70.0 and Adobe's renderer cut a drawing that is shown smaller.
    """
    sides = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if root.get("viewBox") is None and all(sides):
        root.set("viewBox", " ".join(("0 0", *(side[1] for side in sides if side))))


def _lay_on_white(root: etree._Element) -> None:
    """Put white behind a drawing, whose black lines would be lost on the black page of the night.

    Print and the white page show no difference; nor does a drawing that fills its ground.
    """
    box = re.findall(r"-?[\d.]+(?:e-?\d+)?", root.get("viewBox", ""))
    left, top, width, height = box if len(box) == len("xywh") else ("0", "0", "100%", "100%")
    ground = etree.Element(f"{_SPACE}rect", nsmap={None: _SPACE[1:-1]})
    for name, value in zip(("x", "y", "width", "height"), (left, top, width, height), strict=True):
        ground.set(name, value)
    ground.set("style", "fill:#fff;stroke:none")
    named = [e for e in root if e.tag in {f"{_SPACE}title", f"{_SPACE}desc"}]
    root.insert(len(named) if list(root[: len(named)]) == named else 0, ground)
