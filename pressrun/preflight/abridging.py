"""Leave out of a PDF what was judged before: make a copy of it in which that is blank.

What is found of a page depends on what is drawn, on what it is drawn with, on the elements of the
structure tree that it belongs to, and on what the whole file says of itself. A page that has all of
that in common, byte for byte, with one in which nothing was found is known, whatever other glyphs
its fonts have by now. Its content becomes white space in the copy, of the same length, so that
every other byte of the file is judged where it stands; a photograph that is known becomes a small
one. Since a font may have become another one, each glyph that known pages draw is drawn once, on
one of them. Who finds anything in such a copy judges the file itself.
"""

from __future__ import annotations

import hashlib
import pickle
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf

from pressrun.cache import Cache, key_of
from pressrun.preflight.blanking import (
    AROUND_GLYPHS,
    drawing_of,
    glyphs_in,
    grey,
    marked,
    room_in,
    white,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SOUND = Cache(name="sound", most=20_000_000)
_SIZE = 16  # bytes of a name, which let no two parts agree by chance
_REFERENCE = re.compile(rb"\b(\d+) (\d+) R\b")
_WHOLE = ("/Extensions", "/Lang", "/MarkInfo", "/OCProperties", "/OutputIntents", "/Version")
_TREE = ("/ClassMap", "/Namespaces", "/RoleMap")
# What is not a page's or an element's own, or is judged in the copy as it is.
_AROUND_A_PAGE = frozenset({"/Annots", "/Contents", "/Parent", "/Resources", "/StructParents"})
_AROUND_RESOURCES = frozenset({"/Font"})
_AROUND_AN_ELEMENT = frozenset({
    "/IDTree", "/K", "/P", "/ParentTree", "/ParentTreeNextKey", "/Pg", "/Ref"
})  # fmt: skip

# The glyphs that a page draws, by the name of their font, in hexadecimal.
_Glyphs = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Abridged:
    """A copy of a PDF, `data`, in which `pages` are blank; None where nothing is.

    `names` are those of its pages and photographs, by what they have in common, with the glyphs
    that they draw; where all of these were known they are left out.
    """

    data: bytes | None
    pages: int
    names: Mapping[str, Mapping[bytes, _Glyphs]]


@dataclass(slots=True, kw_only=True)
class _Page:
    """A page: its name, in the group of those that have as much in common, and the object itself.

    `glyphs` is None where it cannot be told what it draws.
    """

    group: str
    name: bytes
    page: Any
    glyphs: _Glyphs | None = None


def abridged(data: bytes, judges: Iterable[str]) -> Abridged | None:
    """Return a copy without what the `judges`, by name and version, found nothing in before.

    None for a file whose parts cannot be told.
    """
    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            return _Reading(pdf, judges).abridged(data)
    except (pikepdf.PdfError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None  # whatever is wrong with it, it is for the judges


def remember(judged: Abridged) -> None:
    """Let all be known of a file in which, or in whose copy, nothing was found."""
    for group, names in judged.names.items():
        SOUND.keep(group, pickle.dumps(names, pickle.HIGHEST_PROTOCOL))
    SOUND.tidy()


@dataclass(slots=True, kw_only=True)
class _Host:
    """A stream of a known page that has room for glyphs, and what of them is `drawn` there."""

    room: int
    number: int
    page: _Page
    drawn: bytes = b""

    def takes(self, font: tuple[int, int], codes: list[str]) -> bool:
        """Draw glyphs here, if their font is at hand and there is room for them."""
        fonts = self.page.page.Resources.get("/Font", pikepdf.Dictionary())
        name = next((name for name, each in fonts.items() if each.objgen == font), None)
        more = drawing_of(name, codes) if name else b""
        if not more or len(self.drawn) + len(more) > self.room - AROUND_GLYPHS:
            return False
        self.drawn += more
        return True


class _Reading:
    """A PDF while its parts are named."""

    def __init__(self, pdf: pikepdf.Pdf, judges: Iterable[str]) -> None:
        self._pdf = pdf
        self._digests: dict[tuple[int, int], bytes | None] = {}
        self._elements: dict[tuple[int, int], bytes] = {}
        self._placed: dict[tuple[int, int], list[tuple[int, bytes]]] = defaultdict(list)
        self._tree = pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())
        with pdf.open_metadata() as xmp:
            claims = sorted(
                f"{name} {xmp[name]}" for name in xmp if "pdf" in name.partition("}")[0]
            )
        said = (each.encode() for each in (*judges, *claims, pdf.pdf_version))
        whole = (self._of(pdf.Root.get(name)) for name in _WHOLE)
        self._common = key_of([*said, *whole, *(self._of(self._tree.get(n)) for n in _TREE)])
        self._read_tree()

    def abridged(self, data: bytes) -> Abridged:
        """Name everything, and blank what is known."""
        pages = [self._named(page.obj) for page in self._pdf.pages]
        before = {group: _remembered(group) for group in dict.fromkeys(p.group for p in pages)}
        old = [page for page in pages if page.name in before[page.group]]
        new = [page for page in pages if page.name not in before[page.group]]
        for page in old:
            page.glyphs = before[page.group][page.name]
        for page in new:
            page.glyphs = glyphs_in([stream.read_bytes() for stream in _streams(page.page)])
        names: dict[str, dict[bytes, _Glyphs]] = {group: {} for group in before}
        for page in pages:
            if page.glyphs is not None:
                names[page.group][page.name] = page.glyphs
        photographs = [*self._photographs(pages)]
        for group, name, _ in photographs:
            names[group][name] = {}
        blank = {photo.objgen[0]: photo for group, n, photo in photographs if n in before[group]}
        whites = self._whites(old, {s.objgen[0] for page in new for s in _streams(page.page)})
        greys = {number: grey(len(photo.read_raw_bytes())) for number, photo in blank.items()}
        copy = _with(data, self._pdf, whites | greys) if whites or greys else None
        more = {group: each for group, each in names.items() if each.keys() - before[group].keys()}
        return Abridged(data=copy, pages=len(old), names=more)

    def _named(self, page: Any) -> _Page:  # noqa: ANN401 - pikepdf's objects are of any kind
        own = self._resolved(_own(page.Resources, _AROUND_RESOURCES))
        return _Page(
            group=key_of([self._common.encode(), own]), name=self._name_of(page), page=page
        )

    def _whites(self, old: Iterable[_Page], kept: set[int]) -> dict[int, bytes | None]:
        """Return what takes the place of the content of known pages; the `kept` streams stay.

        Raises ValueError where there is no room for the glyphs that they draw.
        """
        found: dict[int, bytes | None] = {}
        hosts: list[_Host] = []
        wanted: dict[tuple[int, int], set[str]] = defaultdict(set)
        for page in old:
            streams = [s for s in _streams(page.page) if s.objgen[0] not in kept]
            found |= {stream.objgen[0]: white(stream) for stream in streams}
            hosts += [_Host(room=room_in(s), number=s.objgen[0], page=page) for s in streams]
            for name, glyphs in (page.glyphs or {}).items():
                wanted[page.page.Resources.Font[name].objgen] |= glyphs
        hosts.sort(key=lambda host: (-host.room, host.number))
        for font, every in sorted(wanted.items()):
            fit = (host for host in hosts if host.takes(font, sorted(every)))
            if next(fit, None) is None:
                raise ValueError(font)
        for host in (host for host in hosts if host.drawn):
            mark = min((mark for mark, _ in self._placed[host.page.page.objgen]), default=None)
            stream = self._pdf.get_object(host.number, 0)
            found[host.number] = white(stream, marked(host.drawn, mark))
        return found

    def _name_of(self, page: Any) -> bytes:  # noqa: ANN401 - pikepdf's objects are of any kind
        """Name a page by its content, its own entries, and the elements that it belongs to."""
        parts = [_own(page, _AROUND_A_PAGE), *map(self._of, _streams(page))]
        for mark, element in sorted(self._placed[page.objgen]):
            parts += [b"%d" % mark, element]
        return _hashed(self._resolved(parts[0]), *parts[1:], b"", *self._row(page))

    def _row(self, page: Any) -> Iterator[bytes]:  # noqa: ANN401 - as above
        """Yield what the parent tree says of a page (ISO 32000-1, 14.7.4.4)."""
        if "/StructParents" in page:
            for element in pikepdf.NumberTree(self._tree.ParentTree)[int(page.StructParents)]:
                yield b"" if element is None else self._elements[element.objgen]

    def _read_tree(self) -> None:
        """Name each element by itself and those around it; note what it places on which page."""
        waiting: list[tuple[Any, bytes]] = [(self._tree, b"")]
        while waiting:
            element, around = waiting.pop()
            own = _hashed(around, self._resolved(_own(element, _AROUND_AN_ELEMENT)))
            self._elements[element.objgen] = own
            kids: Any = element.get("/K", pikepdf.Array())
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, int):
                    self._placed[element.Pg.objgen].append((kid, own))
                elif "/MCID" in kid:
                    self._placed[kid.get("/Pg", element.get("/Pg")).objgen].append(
                        (int(kid.MCID), own)
                    )
                elif "/S" in kid:
                    waiting.append((kid, own))

    def _photographs(self, pages: Iterable[_Page]) -> Iterator[tuple[str, bytes, Any]]:
        """Yield each photograph that pages are drawn with, and its name."""
        for group, page in {page.group: page.page for page in pages}.items():
            for each in page.Resources.get("/XObject", pikepdf.Dictionary()).values():
                if each.get("/Filter") == pikepdf.Name.DCTDecode:
                    yield group, self._of(each), each

    def _of(self, part: Any) -> bytes:  # noqa: ANN401 - as above
        """Return the hash of a part and of all that it refers to; ValueError for a circle."""
        if not isinstance(part, pikepdf.Object):
            return repr(part).encode()
        if not part.is_indirect:
            return _hashed(self._resolved(part.unparse()))
        if part.objgen not in self._digests:
            self._digests[part.objgen] = None
            self._digests[part.objgen] = self._of_indirect(part)
        digest = self._digests[part.objgen]
        if digest is None:
            raise ValueError(part.objgen)
        return digest

    def _of_indirect(self, part: Any) -> bytes:  # noqa: ANN401 - as above
        if isinstance(part, pikepdf.Stream):
            head = part.stream_dict.unparse(resolved=True)
            return _hashed(self._resolved(head), part.read_raw_bytes())
        return _hashed(self._resolved(part.unparse(resolved=True)))

    def _resolved(self, written: bytes) -> bytes:
        """Put what is referred to in the place of its number."""
        return _REFERENCE.sub(
            lambda found: self._of(self._pdf.get_object(int(found[1]), int(found[2]))), written
        )


def _own(part: Any, around: frozenset[str]) -> bytes:  # noqa: ANN401 - as above
    """Write a dictionary without what stands around it."""
    own = pikepdf.Dictionary({k: v for k, v in part.items() if k not in around})
    return own.unparse()


def _streams(page: Any) -> list[Any]:  # noqa: ANN401 - as above
    contents = page.get("/Contents", pikepdf.Array())
    return [contents] if isinstance(contents, pikepdf.Stream) else [*contents]


def _hashed(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(b"%d " % len(each) + each for each in parts)).digest()[:_SIZE]


def _remembered(group: str) -> Mapping[bytes, _Glyphs]:
    kept = SOUND.found(group)
    return pickle.loads(kept) if kept is not None else {}  # noqa: S301 - of our own making


def _with(data: bytes, pdf: pikepdf.Pdf, fillings: Mapping[int, bytes | None]) -> bytes:
    """Return a copy with other bytes in these streams, where they can be found."""
    copy = bytearray(data)
    place = 0
    for number, filling in sorted(fillings.items()):
        stored = pdf.get_object(number, 0).read_raw_bytes()
        head = data.find(b"\n%d 0 obj\n" % number, place)
        begin = data.find(b"stream", head) + len(b"stream")
        # Its keyword ends with the line (ISO 32000-1, 7.3.8.1).
        begin += 2 if data.startswith(b"\r\n", begin) else 1
        if filling and head >= 0 and data.startswith(stored, begin):
            copy[begin : begin + len(stored)] = filling
            place = begin + len(stored)
    return bytes(copy)
