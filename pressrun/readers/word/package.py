"""Open a Word file (ECMA-376) as its author meant it: changes accepted, secrets gone.

Deleted, moved-away and hidden text and all comments are taken out before anything is converted,
so that no later step can leak them; each paragraph is marked with its number, which is what a
Word file has for lines. The one module of this reader that imports lxml.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from pressrun import limits
from pressrun.errors import ManuscriptError
from pressrun.model import Dropped
from pressrun.readers.word.formulas import M as _MATH
from pressrun.readers.word.formulas import marked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_LOOSE = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"

MARK = "press-paragraph-"
_TEXTS = re.compile(r"word/(?:document\d*|footnotes|endnotes)\.xml\Z")
_DOCUMENT = re.compile(r"word/document\d*\.xml\Z")
# What says how a text looks, and what nobody asks; one of a name that stands twice is the last.
_UNREAD = re.compile(r"customXml/|docProps/thumbnail|word/(?:stylesWithEffects|theme/|fontTable)")
_GONE = (
    "del", "moveFrom", "delText", "delInstrText", "commentRangeStart", "commentRangeEnd",
    "commentReference",
)  # fmt: skip
_STAYING = ("ins", "moveTo")
_CONTENTS = re.compile(r"toc ?\d|toc heading|table of figures", re.IGNORECASE)
_AGAIN = "open it in Word and save it as .docx"
_MOST_BYTES = 500_000_000
_MARK_IDS_FROM = 900_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """The core properties of a file (ECMA-376, part 2, 11); `created` is in ISO 8601."""

    title: str | None = None
    creator: str | None = None
    language: str | None = None
    created: str | None = None
    keywords: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A file ready for conversion, its properties, what was left out, how its writer was set."""

    data: bytes
    properties: Properties
    dropped: tuple[Dropped, ...]
    language: str | None
    right_to_left: bool


@dataclass(slots=True)
class _Styles:
    """The styles by id: the name that the map knows, and whether their text is hidden."""

    names: dict[str, str] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    outlines: dict[str, int] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    language: str | None = None

    def line_of(self, style: str) -> Iterator[str]:
        """Yield a style and those that it is based on."""
        seen: set[str] = set()
        while style and style not in seen:
            seen.add(style)
            yield style
            style = self.bases.get(style, "")


def open_package(data: bytes, path: Path, known: frozenset[str]) -> Package:
    """Open a Word file; `known` are the names of styles that have a role, in small letters.

    A style without a role takes that of the style it is based on. Raises ManuscriptError for what
    is no Word file, or a damaged one.
    """
    parts = _read_parts(data, path)
    sheet = _parse(parts.get("word/styles.xml"), path)
    styles = _read_styles(sheet)
    if sheet is not None:
        parts["word/styles.xml"] = _names_alone(sheet)
    told: list[Dropped] = []
    right_to_left = False
    for name in [name for name in parts if _TEXTS.match(name)]:
        root = _parse(parts[name], path)
        if root is None:
            continue
        _accept(root, styles, known)
        size = sum(len(text.encode()) for text in root.itertext())
        limits.refuse_large("article", size, f"its text has {size:,} bytes", "divide it", path)
        if _DOCUMENT.match(name):
            right_to_left = _is_right_to_left(root)
            told += _number(root)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    told += _comments(_parse(parts.pop("word/comments.xml", None), path))
    return Package(
        data=_pack(parts),
        properties=_properties(_parse(parts.get("docProps/core.xml"), path)),
        dropped=tuple(told),
        language=styles.language,
        right_to_left=right_to_left,
    )


def _read_parts(data: bytes, path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                message = "this Word file unpacks to over 500 MB"
                raise ManuscriptError(message, path=path, hint=_AGAIN)
            names = [e.filename for e in archive.infolist() if not _UNREAD.match(e.filename)]
            parts = {name: archive.read(name) for name in names}
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        zlib.error,
    ):
        raise ManuscriptError(
            "this is no Word file, or a damaged one",
            path=path,
            hint=_AGAIN,
        ) from None
    if not any(_DOCUMENT.match(name) for name in parts):
        raise ManuscriptError(
            "this file holds no Word document", path=path, hint="save it as .docx from Word"
        )
    return {
        name: part.replace(_STRICT, _LOOSE) if name.endswith(".xml") else part
        for name, part in parts.items()
    }


def _parse(part: bytes | None, path: Path) -> etree._Element | None:
    if part is None:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        message = f"this Word file is damaged: {error.msg}"
        raise ManuscriptError(message, path=path, hint=_AGAIN) from None
    if root.getroottree().docinfo.doctype:
        message = "this Word file declares a document type, which none does"
        raise ManuscriptError(message, path=path, hint=_AGAIN)
    return root


def _read_styles(root: etree._Element | None) -> _Styles:
    styles = _Styles()
    if root is None:
        return styles
    for style in root.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        styles.names[name] = _value(style.find(f"{W}name")) or ""
        styles.bases[name] = _value(style.find(f"{W}basedOn")) or ""
        level = _value(style.find(f"{W}pPr/{W}outlineLvl"))
        if level and level.isdigit():
            styles.outlines[name] = int(level)
        if _is_on(style.find(f"{W}rPr/{W}vanish")):
            styles.hidden.add(name)
    language = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    styles.language = _value(language)
    return styles


def _names_alone(root: etree._Element) -> bytes:
    """Leave of the styles their names and numbering, all that the converter asks.

    It reads a part as slowly as it is long, and most of a short file is how its styles look.
    """
    sheet = etree.Element(root.tag, nsmap=root.nsmap)
    for style in root.findall(f"{W}style"):
        named = etree.SubElement(sheet, style.tag, dict(style.attrib))
        kept = ("name", "pPr") if style.get(f"{W}type") == "numbering" else ("name",)
        named.extend([part for name in kept for part in style.findall(f"{W}{name}")])
    return etree.tostring(sheet)


def _value(element: etree._Element | None) -> str | None:
    return element.get(f"{W}val") if element is not None else None


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and element.get(f"{W}val", "true") not in (
        "0",
        "false",
        "off",
        "none",
    )


def _accept(root: etree._Element, styles: _Styles, known: frozenset[str]) -> None:
    """Accept all changes, and take out what is not to be read."""
    for mark in list(root.iter(f"{W}moveFrom")):
        if _place_of(mark) == f"{W}rPr":
            mark.tag = f"{W}del"  # the end of a paragraph that was moved away
    for row in [r for r in root.iter(f"{W}tr") if r.find(f"{W}trPr/{W}del") is not None]:
        _remove(row)
    for name in _GONE:
        for element in [e for e in root.iter(f"{W}{name}") if _place_of(e) != f"{W}rPr"]:
            _remove(element)
    for name in _STAYING:
        for element in [
            e for e in root.iter(f"{W}{name}") if _place_of(e) not in (f"{W}rPr", f"{W}trPr")
        ]:
            _unwrap(element)
    _hide(root, styles)
    _lift_text_boxes(root)
    _write_out(root)
    _inherit_roles(root, styles, known)


def _place_of(element: etree._Element) -> str:
    """Return the tag of what an element stands in."""
    parent = element.getparent()
    return str(parent.tag) if parent is not None else ""


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _replace(element: etree._Element, new: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, new)


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        place = parent.index(element)
        parent[place : place + 1] = list(element)


def _hide(root: etree._Element, styles: _Styles) -> None:
    """Take out hidden text, be it so by itself or by its style (ECMA-376, part 1, 17.3.2.41)."""
    for run in list(root.iter(f"{W}r")):
        own = run.find(f"{W}rPr/{W}vanish")
        paragraph = next(run.iterancestors(f"{W}p"), None)
        named = [_value(run.find(f"{W}rPr/{W}rStyle"))]
        named.append(_value(paragraph.find(f"{W}pPr/{W}pStyle")) if paragraph is not None else None)
        by_style = any(
            base in styles.hidden for name in named if name for base in styles.line_of(name)
        )
        if _is_on(own) or (own is None and by_style):
            _remove(run)


def _lift_text_boxes(root: etree._Element) -> None:
    """Put the paragraphs of a text box below the paragraph that it is anchored in."""
    for alternate in list(root.iter(_ALTERNATE)):
        choice = alternate[0] if len(alternate) else None
        boxes = list(choice.iter(f"{W}txbxContent")) if choice is not None else []
        host = next(alternate.iterancestors(f"{W}p"), None)
        if host is not None and boxes:
            for block in reversed([block for box in boxes for block in box]):
                host.addnext(block)
            _remove(alternate)
        elif choice is not None and len(alternate) == 1:
            _replace(alternate, choice)
            _unwrap(choice)


def _write_out(root: etree._Element) -> None:
    """Write out formulas and ruby, which the converter does not know."""
    for formula in [
        f
        for f in root.iter(f"{_MATH}oMath")
        if next(f.iterancestors(f"{_MATH}oMath"), None) is None
    ]:
        _replace_by_text(formula, marked(formula, apart=_place_of(formula) == f"{_MATH}oMathPara"))
    for formula in list(root.iter(f"{_MATH}oMathPara")):
        _unwrap(formula)
    for ruby in list(root.iter(f"{W}ruby")):
        base = "".join(
            t.text or "" for part in ruby.iter(f"{W}rubyBase") for t in part.iter(f"{W}t")
        )
        reading = "".join(t.text or "" for part in ruby.iter(f"{W}rt") for t in part.iter(f"{W}t"))
        text = etree.Element(f"{W}t")
        text.text = f"{base} ({reading})" if reading else base
        _replace(ruby, text)


def _replace_by_text(element: etree._Element, text: str) -> None:
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}t").text = text
    _replace(element, run)


def _inherit_roles(root: etree._Element, styles: _Styles, known: frozenset[str]) -> None:
    """Give a paragraph the style with a role that its own is based on, or its outline's heading."""
    by_name = {name.lower(): style for style, name in styles.names.items()}
    for style in root.iter(f"{W}pStyle"):
        line = list(styles.line_of(style.get(f"{W}val", "")))
        found = next((s for s in line if styles.names.get(s, "").lower() in known), None)
        level = next((styles.outlines[s] for s in line if s in styles.outlines), None)
        if found is None and level is not None:
            found = by_name.get(f"heading {level + 1}")
        if found is not None:
            style.set(f"{W}val", found)


def _is_right_to_left(root: etree._Element) -> bool:
    paragraphs = list(root.iter(f"{W}p"))
    return 2 * sum(_is_on(p.find(f"{W}pPr/{W}bidi")) for p in paragraphs) > len(paragraphs)


def _number(root: etree._Element) -> list[Dropped]:
    """Mark every paragraph with its number, from 1; take out the table of contents."""
    for number, paragraph in enumerate(root.iter(f"{W}p"), start=1):
        mark = etree.Element(f"{W}bookmarkStart")
        mark.set(f"{W}id", str(_MARK_IDS_FROM + number))
        mark.set(f"{W}name", f"{MARK}{number}")
        properties = paragraph.find(f"{W}pPr")
        paragraph.insert(0 if properties is None else 1, mark)
    return [
        told for block in list(root.iter(f"{W}sdt", f"{W}p")) if (told := _take_contents(block))
    ]


def _take_contents(block: etree._Element) -> Dropped | None:
    gallery = block.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    style = block.find(f"{W}pPr/{W}pStyle")
    named = _value(gallery) == "Table of Contents" or bool(_CONTENTS.match(_value(style) or ""))
    mark = next(
        (b for b in block.iter(f"{W}bookmarkStart") if b.get(f"{W}name", "").startswith(MARK)), None
    )
    if not named or mark is None or block.getparent() is None:
        return None
    text = " ".join(" ".join(t.text or "" for t in p.iter(f"{W}t")) for p in block.iter(f"{W}p"))
    _remove(block)
    line = int(mark.get(f"{W}name", "").removeprefix(MARK))
    return Dropped(
        line=line,
        text=" ".join(text.split()),
        why="a table of contents, which each edition makes anew",
    )


def _comments(root: etree._Element | None) -> list[Dropped]:
    """Tell that there were comments, and not a word of them."""
    count = 0 if root is None else sum(1 for _ in root.iter(f"{W}comment"))
    text = f"{count} comments" if count > 1 else "1 comment"
    return [Dropped(line=1, text=text, why="comments stay in the Word file")] if count else []


def _properties(root: etree._Element | None) -> Properties:
    def text(tag: str) -> str | None:
        element = None if root is None else root.find(tag)
        return " ".join((element.text or "").split()) or None if element is not None else None

    return Properties(
        title=text(f"{_DC}title"), creator=text(f"{_DC}creator"), language=text(f"{_DC}language"),
        created=text(f"{_TERMS}created"), keywords=text(f"{_CORE}keywords"),
    )  # fmt: skip


def _pack(parts: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return packed.getvalue()
