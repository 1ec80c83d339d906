"""Join the drawings of an edition's parts into one PDF, as if they had been laid out together.

WeasyPrint writes it, from pages that stand in for its own: so links, names, outline, fonts and
metadata are written by what writes them for any document.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pydyf

from pressrun.drawing import FONTS, PROFILE, SPACES, joined_faces
from pressrun.structure import Annotation, Content, Element, elements_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pressrun.fragments import Corners, Drawing, Drawn, Furniture

_REFERENCE = re.compile(rb"(?<![\w.])(\d+) 0 R\b")
# Declared here because WeasyPrint 70.0 has no need of them.
_HARFBUZZ = """
hb_blob_t *hb_blob_create(const char *data, unsigned int length, int mode, void *owner, void *end);
hb_face_t *hb_face_create(hb_blob_t *blob, unsigned int index);
"""
_READ_ONLY = 1  # hb_memory_mode_t: the blob is the content itself, and no copy


@dataclass(eq=False, slots=True)
class Link:
    """Stands in for the box of a link, which WeasyPrint gives its annotation."""

    link_annotation: Any = None


@dataclass(eq=False, slots=True, kw_only=True)
class Page:
    """Stands in for a page of WeasyPrint's; `shift` is how far it moves to the right."""

    drawn: Drawn
    furniture: Drawn
    shift: float
    forms: dict[None, list[Any]] = field(default_factory=lambda: {None: []})
    links: list[tuple[str, str, Corners, Link]] = field(init=False)
    anchors: dict[str, Corners] = field(init=False)
    bookmarks: list[Any] = field(init=False)
    width: float = field(init=False)
    height: float = field(init=False)
    bleed: Mapping[str, float] = field(init=False)

    def __post_init__(self) -> None:
        drawn, right = self.drawn, self.shift
        self.width, self.height = drawn.size
        self.bleed = drawn.bleed
        self.links = [(kind, to, _moved(at, right), Link()) for kind, to, at in drawn.links]
        anchors = drawn.anchors or {}
        self.anchors = {name: _moved(place, right) for name, place in anchors.items()}
        self.bookmarks = [
            (lv, label, (x + right, y), s) for lv, label, (x, y), s in drawn.bookmarks
        ]

    def paint(self, stream: Any, _scale: float) -> None:  # noqa: ANN401
        """Put what was drawn in the stead of a drawing."""
        _fill(stream, self.drawn.content)


def _moved(corners: Corners, shift: float) -> Corners:
    """Move two opposite corners to the right."""
    x, y, other_x, other_y = corners
    return x + shift, y, other_x + shift, other_y


def _fill(stream: Any, content: bytes) -> None:  # noqa: ANN401
    stream.stream = [content]
    stream.extra["Filter"] = "/FlateDecode"
    stream.compress = False


class Binding:
    """Drawings that become one document."""

    def __init__(self, drawings: Sequence[Drawing], furniture: Sequence[Furniture]) -> None:
        """Take the drawings of the parts and the furniture of their pages, both in order."""
        self._bodies = drawings
        self._furniture = furniture
        margins = [
            (page, shift)
            for each in furniture
            for page, shift in zip(each.drawing.pages, each.shifts, strict=True)
        ]
        bodies = [page for drawing in drawings for page in drawing.pages]
        self.pages = [
            Page(drawn=body, furniture=margin, shift=shift)
            for body, (margin, shift) in zip(bodies, margins, strict=True)
        ]

    @property
    def structure(self) -> Element:
        """Return the tree of all parts."""
        whole, begin = Element("Document"), 0
        for drawing in self._bodies:
            if drawing.structure is not None:
                for element in elements_below(drawing.structure):
                    self._move(element, begin)
                whole.kids += drawing.structure.kids
            begin += len(drawing.pages)
        return whole

    def _move(self, element: Element, begin: int) -> None:
        """Let an element of a part that begins on page `begin` speak of the whole's pages."""
        for place, kid in enumerate(element.kids):
            if isinstance(kid, Content):
                element.kids[place] = Content(kid.page + begin, kid.mcid)
            elif isinstance(kid, Annotation):
                box = self.pages[kid.page + begin].links[kid.link][3]
                element.kids[place] = Annotation(kid.page + begin, box.link_annotation)
        element.bookmarks[:] = [(page + begin, place) for page, place in element.bookmarks]
        if element.box:
            page, left, bottom, right, top = element.box
            move = self.pages[page + begin].shift
            element.box = (page + begin, left + move, bottom, right + move, top)

    def fonts(self, weasyprint: Any, folders: Iterable[str]) -> dict[str, Any]:  # noqa: ANN401
        """Return WeasyPrint's fonts for all that was drawn, from the files in `folders`."""
        drawings = [*self._bodies, *(each.drawing for each in self._furniture)]
        faces = joined_faces(drawings)
        files = _files_by_digest(folders) if faces else {}
        return {
            name: _font(weasyprint, face.known, files[face.digest]) for name, face in faces.items()
        }

    def dress(self, document: Any, pdf: pydyf.PDF) -> None:  # noqa: ANN401
        """Give the pages of a PDF that WeasyPrint has made what they are drawn with."""
        pool = _Pool(pdf, _shared(document, pdf))
        pages = iter([o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/Page"])
        margins = iter(
            [(each.drawing, page) for each in self._furniture for page in each.drawing.pages]
        )
        for drawing in self._bodies:
            for _ in drawing.pages:
                page, (behind, margin) = next(pages), next(margins)
                page["Resources"] = pool.resources(drawing, behind)
                stream = pydyf.Stream(extra={})
                _fill(stream, margin.content)
                pdf.add_object(stream)
                page["Contents"] = pydyf.Array([stream.reference, page["Contents"]])


class _Pool:
    """Objects of drawings in the one PDF, each there once."""

    def __init__(self, pdf: pydyf.PDF, shared: dict[int, bytes]) -> None:
        self._pdf = pdf
        self._shared = shared
        self._by_content: dict[tuple[bytes, bytes], bytes] = {}
        self._placed: dict[int, dict[int, bytes]] = {}
        self._merged: dict[tuple[int, int], bytes] = {}

    def resources(self, *drawings: Drawing) -> bytes:
        """Return a reference to all that these drawings are drawn with."""
        key = id(drawings[0]), id(drawings[1])
        if key not in self._merged:
            merged: dict[str, Any] = {
                "ColorSpace": self._shared[SPACES], "Font": self._shared[FONTS]
            }  # fmt: skip
            for drawing in drawings:
                for kind, named in drawing.resources.items():
                    all_named = merged.setdefault(kind, pydyf.Dictionary())
                    for name, value in named.items():
                        all_named[name] = self._here(value, drawing)
            dictionary = pydyf.Dictionary(merged)
            self._pdf.add_object(dictionary)
            self._merged[key] = dictionary.reference
        return self._merged[key]

    def _here(self, data: bytes, drawing: Drawing) -> bytes:
        """Let what is said in a drawing's numbers be said in the PDF's."""
        return _REFERENCE.sub(lambda found: self._place(int(found[1]), drawing), data)

    def _place(self, number: int, drawing: Drawing) -> bytes:
        if number in self._shared:
            return self._shared[number]
        placed = self._placed.setdefault(id(drawing), {})
        if number not in placed:
            said, stream, digest = drawing.objects[number]
            head = self._here(said, drawing)
            if (head, digest) not in self._by_content:
                data = b"\n".join((head, stream)) if stream else head
                made = _Whole(data, stream=bool(stream))
                self._pdf.add_object(made)
                self._by_content[head, digest] = made.reference
            placed[number] = self._by_content[head, digest]
        return placed[number]


class _Whole(pydyf.Object):  # type: ignore[misc]
    """An object that is written already."""

    def __init__(self, data: bytes, *, stream: bool) -> None:
        super().__init__()
        self._data = data
        self._stream = stream

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return not self._stream


def _shared(document: Any, pdf: pydyf.PDF) -> dict[int, bytes]:  # noqa: ANN401
    """Return references to what every drawing has at the same number."""
    main = next(o for o in pdf.objects if isinstance(o, dict) and "ExtGState" in o)
    shared = {FONTS: main["Font"], SPACES: main["ColorSpace"]}
    if profile := document.color_profiles.get(document.output_intent):
        shared[PROFILE] = profile.pdf_reference
    return shared


def _files_by_digest(folders: Iterable[str]) -> dict[str, bytes]:
    files = [file for folder in folders for file in sorted(Path(folder).iterdir())]
    states = ((file, file.stat()) for file in files if file.is_file())
    return dict(_read(str(file), state.st_size, state.st_mtime_ns) for file, state in states)


@lru_cache(maxsize=256)
def _read(file: str, _size: int, _changed: int) -> tuple[str, bytes]:
    """Return the digest of a file, and what is in it; of one that stays as it is, once."""
    data = Path(file).read_bytes()
    return hashlib.sha256(data).hexdigest(), data


def _font(weasyprint: Any, known: Mapping[str, Any], content: bytes) -> Any:  # noqa: ANN401
    """Return a font of WeasyPrint's as it was when its glyphs were drawn."""
    font = object.__new__(weasyprint.pdf.fonts.Font)
    vars(font).update(known, file_content=content)
    for name in ("widths", "to_unicode", "missing"):
        setattr(font, name, dict(known[name]))
    font.hb_face = _opened(weasyprint.text.ffi, content, font.index)
    return font


@lru_cache(maxsize=256)
def _opened(library: Any, content: bytes, index: int) -> Any:  # noqa: ANN401
    """Return HarfBuzz's face of a font's file, one of each; who uses it has the content, too."""
    ffi, harfbuzz = library.ffi, library.harfbuzz
    ffi.cdef(_HARFBUZZ, override=True)
    blob = harfbuzz.hb_blob_create(content, len(content), _READ_ONLY, ffi.NULL, ffi.NULL)
    face = ffi.gc(harfbuzz.hb_face_create(blob, index), harfbuzz.hb_face_destroy)
    harfbuzz.hb_blob_destroy(blob)
    return face
