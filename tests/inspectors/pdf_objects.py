"""Read a finished PDF's fonts, boxes, outline, labels, metadata and tags, by pikepdf.

It knows nothing of the text that the tags hold: a tag's content is named by page and number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_FILES: Final = ("/FontFile", "/FontFile2", "/FontFile3")
_SUBSET_TAG: Final = re.compile(r"[A-Z]{6}\+")
_BOXES: Final = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """A font by its PostScript name, without the tag of a subset."""

    name: str
    embedded: bool
    subset: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """An entry of the outline; `page` counts from 0, None where it leads nowhere."""

    title: str
    page: int | None
    children: tuple[Bookmark, ...] = ()

    def walk(self) -> Iterator[Bookmark]:
        """Give the entry itself and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Marked content on a page, which counts from 0."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """An element of the structure tree.

    `role` is what the role map makes of it; `attributes` are the entries of /A by name, as text.
    """

    role: str
    alt: str | None = None
    actual_text: str | None = None
    lang: str | None = None
    title: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Tag | Content, ...] = ()

    def walk(self) -> Iterator[Tag]:
        """Give the tag itself and all below it, in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Tag):
                yield from child.walk()

    def contents(self) -> Iterator[Content]:
        """Give the marked content of the tag and of all below it, in reading order."""
        for child in self.children:
            if isinstance(child, Tag):
                yield from child.contents()
            else:
                yield child


@dataclass(frozen=True, slots=True, kw_only=True)
class Objects:
    """What a finished PDF says of itself.

    `boxes` are those of each page by name, in points; `labels` the folio of each page; `language`
    the catalogue's; `metadata` the XMP, each name as `{namespace}name`; `info` the dictionary that
    XMP replaced.
    """

    version: str
    fonts: tuple[Font, ...]
    boxes: tuple[Mapping[str, Box], ...]
    outline: tuple[Bookmark, ...]
    labels: tuple[str, ...]
    language: str | None
    metadata: Mapping[str, str | tuple[str, ...]]
    info: Mapping[str, str]
    structure: tuple[Tag, ...]
    attachments: tuple[str, ...]
    intents: tuple[str, ...]


def objects(path: Path) -> Objects:
    """Read everything from the PDF at `path`."""
    with pikepdf.open(path) as pdf:
        return Objects(
            version=pdf.pdf_version,
            fonts=_fonts(pdf),
            boxes=tuple(_boxes(page) for page in pdf.pages),
            outline=_outline(pdf),
            labels=tuple(str(page.label) for page in pdf.pages),
            language=_text(pdf.Root.get("/Lang")),
            metadata=_metadata(pdf),
            info={key.lstrip("/"): str(value) for key, value in pdf.docinfo.items()},
            structure=_structure(pdf),
            attachments=tuple(pdf.attachments),
            intents=tuple(str(intent.get("/S")) for intent in pdf.Root.get("/OutputIntents", [])),
        )


def _fonts(pdf: pikepdf.Pdf) -> tuple[Font, ...]:
    """Give every font that a page or a form on it may use, each once, by name."""
    fonts: list[Any] = [entry for entry in pdf.objects if _is_font(entry)]
    found = {_font(entry) for entry in fonts}
    return tuple(sorted(found, key=lambda font: font.name))


def _is_font(entry: Any) -> bool:
    # A composite font's descendant is the same font again.
    return (
        isinstance(entry, pikepdf.Dictionary)
        and entry.get("/Type") == "/Font"
        and not str(entry.get("/Subtype")).startswith("/CIDFont")
    )


def _font(entry: pikepdf.Dictionary) -> Font:
    bearer = entry.DescendantFonts[0] if "/DescendantFonts" in entry else entry
    descriptor: Any = bearer.get("/FontDescriptor", {})
    tagged = str(entry.get("/BaseFont", entry.get("/Name", ""))).lstrip("/")
    name = _SUBSET_TAG.sub("", tagged, count=1)
    embedded = entry.get("/Subtype") == "/Type3" or any(file in descriptor for file in _FILES)
    return Font(name=name, embedded=embedded, subset=name != tagged)


def _boxes(page: pikepdf.Page) -> dict[str, Box]:
    found = {}
    for name in _BOXES:
        if name in page.obj:
            left, bottom, right, top = (float(edge) for edge in page.obj[name])
            found[name.lstrip("/")] = (left, bottom, right, top)
    return found


def _outline(pdf: pikepdf.Pdf) -> tuple[Bookmark, ...]:
    places = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    with pdf.open_outline() as outline:
        return tuple(_bookmark(item, places) for item in outline.root)


def _bookmark(item: pikepdf.OutlineItem, places: Mapping[tuple[int, int], int]) -> Bookmark:
    target: Any = item.destination
    if target is None and item.action is not None:
        target = item.action.get("/D")
    page = places.get(target[0].objgen) if isinstance(target, pikepdf.Array) else None
    children = tuple(_bookmark(child, places) for child in item.children)
    return Bookmark(title=item.title, page=page, children=children)


def _metadata(pdf: pikepdf.Pdf) -> dict[str, str | tuple[str, ...]]:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        return {
            key: value if isinstance(value, str) else tuple(str(entry) for entry in value)
            for key, value in xmp.items()
        }


def _structure(pdf: pikepdf.Pdf) -> tuple[Tag, ...]:
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return ()
    reader = _TagReader(pdf, dict(cast("Any", root.get("/RoleMap", {}))))
    return tuple(child for child in reader.children(root, None) if isinstance(child, Tag))


class _TagReader:
    """Turn elements of one structure tree into tags."""

    def __init__(self, pdf: pikepdf.Pdf, roles: Mapping[str, Any]) -> None:
        self._places = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        self._roles = roles

    def children(self, element: Any, page: int | None) -> tuple[Tag | Content, ...]:
        kids = element.get("/K", [])
        entries = kids if isinstance(kids, pikepdf.Array) else [kids]
        found = (self._child(entry, page) for entry in entries)
        return tuple(child for child in found if child is not None)

    def _child(self, entry: Any, page: int | None) -> Tag | Content | None:
        if not isinstance(entry, pikepdf.Dictionary):
            return None if page is None else Content(page=page, mcid=int(entry))
        page = self._page(entry, page)
        if entry.get("/Type") == "/MCR":
            return None if page is None else Content(page=page, mcid=int(entry.MCID))
        # An object reference (an annotation, a form) has no text of its own.
        return None if entry.get("/Type") == "/OBJR" else self._tag(entry, page)

    def _page(self, entry: pikepdf.Dictionary, page: int | None) -> int | None:
        return self._places[entry.Pg.objgen] if "/Pg" in entry else page

    def _tag(self, entry: pikepdf.Dictionary, page: int | None) -> Tag:
        role = str(entry.S)
        return Tag(
            role=str(self._roles.get(role, role)).lstrip("/"),
            alt=_text(entry.get("/Alt")),
            actual_text=_text(entry.get("/ActualText")),
            lang=_text(entry.get("/Lang")),
            title=_text(entry.get("/T")),
            attributes=_attributes(entry.get("/A", [])),
            children=self.children(entry, page),
        )


def _attributes(entry: Any) -> dict[str, str]:
    owners = entry if isinstance(entry, pikepdf.Array) else [entry]
    return {
        key.lstrip("/"): _attribute(value)
        for owner in owners
        if isinstance(owner, pikepdf.Dictionary)
        for key, value in owner.items()
        if key != "/O"
    }


def _attribute(value: Any) -> str:
    if isinstance(value, pikepdf.Array):
        return " ".join(map(_attribute, value))
    return str(value).lstrip("/")


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
