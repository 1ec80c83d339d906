"""Draw laid-out pages as what can be kept and joined; knows WeasyPrint's boxes, and no whole PDF.

What a page refers to has a number that holds in its drawing alone; what all drawings share, their
fonts and colour profiles, has the same one in each.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pydyf

from pressrun.fragments import Drawing, Drawn, Face
from pressrun.sequences import Sequences
from pressrun.structure import structure_of
from pressrun.tagging import mark_artifacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pressrun.fragments import Corners, Stored

    # WeasyPrint ships no types.
    Page = Any
    Stream = Any
    Link = tuple[str, str, Corners, Any]  # kind, target, place and box

FONTS, SPACES, PROFILE = 3, 4, 5  # numbers in every drawing, behind pydyf's own three
_NAMED = ("ExtGState", "XObject", "Pattern", "Shading")
_POINTS = 0.75  # of a CSS pixel
_HAIR = 0.01
_APART = 1_000_000
_UNSHARED = frozenset({"hb_font", "hb_face", "file_content"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is drawn on: WeasyPrint's output intent, the name of its profile, tagged or not."""

    intent: str | None
    profile: str | None
    tagged: bool


def body(weasyprint: Any, pages: Sequence[Page], ground: Ground) -> Drawing:  # noqa: ANN401
    """Draw what stands on pages, without their backgrounds and margins."""
    canvas = _Canvas(weasyprint, ground, pydyf.Dictionary)
    boxes = [page._page_box for page in pages]  # noqa: SLF001 - no other way to the boxes
    streams = []
    for page, box in zip(pages, boxes, strict=True):
        box.background = box.canvas_background = None
        # What is hidden in a margin may say how the numbers of lines look.
        box.children = [child for child in box.children if not _is_margin(child, hidden=False)]
        if ground.tagged:
            page.links += _ways_of_notes(page, box)
        page.links[:] = _within_reach(page.links)
        _number_links(page)
        streams.append(canvas.draw(page, tagged=ground.tagged))
    structure = None
    if ground.tagged:
        found = structure_of(boxes, [stream._tags for stream in streams])  # noqa: SLF001
        structure = found.document
        for number, stream in enumerate(streams):
            mark_artifacts(stream, {c.mcid for c in found.artifacts if c.page == number})
    drawn = tuple(map(_drawn, pages, streams))
    return canvas.finished(drawn, structure)


def furniture(
    weasyprint: Any,  # noqa: ANN401
    pages: Sequence[Page],
    shifts: Sequence[float],
    ground: Ground,
) -> Drawing:
    """Draw the backgrounds and margins of pages, as no content; move what is drawn after them.

    `shifts` are in CSS pixels, to the right.
    """
    canvas = _Canvas(weasyprint, ground, _Apart)
    drawn = []
    for page, shift in zip(pages, shifts, strict=True):
        box = page._page_box  # noqa: SLF001 - as above
        box.children = [child for child in box.children if _is_margin(child)]
        stream = canvas.draw(page, tagged=False)
        if ground.tagged and len(stream.stream) > 1:
            before = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"}), b"BDC"]
            stream.stream[:] = [*before, b"q", *stream.stream, b"Q", b"EMC"]
        else:
            stream.stream[:] = [b"q", *stream.stream, b"Q"]
        if shift:
            stream.set_matrix(1, 0, 0, 1, shift * _POINTS, 0)
        drawn.append(Drawn(size=(page.width, page.height), bleed={}, content=_payload(stream)))
    return canvas.finished(tuple(drawn), None)


class _Apart(pydyf.Dictionary):  # type: ignore[misc]
    """Resources whose names are none of a page's text: WeasyPrint 70.0 counts to name them."""

    def __len__(self) -> int:
        return _APART + len(self.keys())

    def __bool__(self) -> bool:
        return any(True for _ in self)


class _Canvas:
    """What pages are drawn on together."""

    def __init__(self, weasyprint: Any, ground: Ground, kind: type) -> None:  # noqa: ANN401
        self._weasyprint = weasyprint
        self._intent = ground.intent
        self._pdf = pydyf.PDF()
        shared = [pydyf.Dictionary() for _ in range(FONTS, PROFILE + 1)]
        for each in shared:
            self._pdf.add_object(each)
        fonts, spaces, profile = shared
        stand_in = SimpleNamespace(pdf_reference=profile.reference)
        self._profiles = {ground.profile: stand_in} if ground.profile else {}
        self._fonts: dict[Any, Any] = {}
        self._images: dict[str, Any] = {}
        self._resources = pydyf.Dictionary(
            {
                **{name: kind() for name in _NAMED},
                "ColorSpace": spaces.reference,
                "Font": fonts.reference,
            }
        )

    def draw(self, page: Page, *, tagged: bool) -> Stream:
        """Draw a page as WeasyPrint's `generate_pdf` does."""
        bleed = page.bleed
        left, top = -bleed["left"], -bleed["top"]
        width = page.width + bleed["right"] - left
        height = page.height + bleed["bottom"] - top
        stream = self._weasyprint.pdf.Stream(
            self._fonts, (left, top, width, height), self._resources, self._images,
            Sequences() if tagged else None, self._profiles, self._intent, compress=True,
        )  # fmt: skip
        stream.transform(d=-1, f=page.height * _POINTS)
        page.paint(stream, _POINTS)
        return stream

    def finished(self, pages: tuple[Drawn, ...], structure: Any) -> Drawing:  # noqa: ANN401
        """Return what was drawn."""
        self._weasyprint.pdf._use_references(  # noqa: SLF001 - as `generate_pdf`
            self._pdf, self._resources, self._images, self._profiles
        )
        faces: dict[str, Face] = {}
        read = self._weasyprint.text.fonts.get_hb_object_data
        for font in self._fonts.values():
            name = font.hash
            faces[name] = _joined(faces.get(name), _face(font, read))
        own = (o for o in self._pdf.objects if o.number > PROFILE)
        return Drawing(
            pages=pages,
            faces=faces,
            objects={each.number: _stored(each) for each in own},
            resources=self._named(),
            structure=structure,
        )

    def _named(self) -> dict[str, dict[str, bytes]]:
        """Return what pages draw with, by kind and by name."""
        return {
            kind: {name: pydyf.Array([value]).data[1:-1] for name, value in named.items()}
            for kind, named in self._resources.items()
            if kind in _NAMED and named
        }


def _is_margin(box: Any, *, hidden: bool = True) -> bool:  # noqa: ANN401
    """Tell whether a box stands in a margin; `hidden` counts those that are hidden, too."""
    shown = hidden or box.style["visibility"] == "visible"
    return type(box).__name__ == "MarginBox" and bool(shown)


def _ways_of_notes(page: Page, root: Any) -> Iterator[Link]:  # noqa: ANN401
    """Yield the links from calls to their notes and back; name each call, where it has a name.

    WeasyPrint 70.0 links notes in margins alone.
    """
    for box in root.descendants(placeholders=True):
        pseudo = str(box.element_tag).partition("::")[2]
        if pseudo not in {"footnote-call", "footnote-marker"}:
            continue
        note, call = box.element.get("id"), box.element.get("data-call")
        left, top, width, height = box.hit_area()
        area = left, top, left + width, top + height
        if pseudo == "footnote-call":
            page.anchors[call] = area
        yield "internal", note if pseudo == "footnote-call" else call, area, box


def _within_reach(links: Iterable[Link]) -> Iterator[Link]:
    """Yield the links that are not within the one before; WeasyPrint 70.0 makes one of each part.

    A raised sign, whose line is of no height, has room for a finger.
    """
    before: Link | None = None
    for kind, target, (left, top, right, bottom), box in links:
        least = box.style["font_size"]
        more = max(0.0, least - (bottom - top)) / 2
        link = kind, target, (left, top - more, right, bottom + more), box
        if before is None or before[:2] != link[:2] or not _holds(before[2], link[2]):
            yield link
            before = link


def _holds(area: Corners, other: Corners) -> bool:
    left, top, right, bottom = other
    begins = area[0] <= left + _HAIR and area[1] <= top + _HAIR
    return begins and area[2] >= right - _HAIR and area[3] >= bottom - _HAIR


def _number_links(page: Page) -> None:
    """Let the box of each link know its place among the page's, for the structure tree."""
    for place, (kind, _, _, box) in enumerate(page.links):
        if kind in {"internal", "external"}:
            box.link_annotation = place


def _drawn(page: Page, stream: Stream) -> Drawn:
    return Drawn(
        size=(page.width, page.height),
        bleed=dict(page.bleed),
        content=_payload(stream),
        links=tuple((kind, target, rectangle) for kind, target, rectangle, _ in page.links),
        anchors=dict(page.anchors),
        bookmarks=tuple(page.bookmarks),
    )


def _stored(thing: Any) -> Stored:  # noqa: ANN401
    head, stream, rest = thing.data.partition(b"\nstream\n")
    return head, stream + rest, hashlib.sha256(rest).digest() if rest else b""


def _payload(stream: Stream) -> bytes:
    """Return the compressed operators alone."""
    _, _, rest = stream.data.partition(b"\nstream\n")
    return bytes(rest.removesuffix(b"\nendstream"))


def _face(font: Any, read: Callable[[Any], bytes]) -> Face:  # noqa: ANN401
    digest = _digest_of(font.hb_face, read)
    known = {name: value for name, value in vars(font).items() if name not in _UNSHARED}
    return Face(digest=digest, known=known)


@cache
def _digest_of(face: Any, read: Callable[[Any], bytes]) -> str:  # noqa: ANN401 - cffi ships none
    """Return the digest of a font's file; HarfBuzz's face stays, so that no other has its place."""
    return hashlib.sha256(read(face)).hexdigest()


def joined_faces(drawings: Iterable[Drawing]) -> dict[str, Face]:
    """Return every face that any drawing uses, with the glyphs that all of them draw."""
    faces: dict[str, Face] = {}
    for drawing in drawings:
        for name, face in drawing.faces.items():
            faces[name] = _joined(faces.get(name), face)
    return faces


def _joined(first: Face | None, second: Face) -> Face:
    if first is None:
        return second
    glyphs: dict[str, Mapping[Any, Any]] = {
        name: second.known[name] | first.known[name] for name in ("widths", "to_unicode", "missing")
    }
    return Face(digest=first.digest, known={**first.known, **glyphs})
