"""Leave out of a PDF what need not be judged: make a copy of it in which that is blank.

What is found of a page depends on what is drawn, on what it is drawn with, on the elements of the
structure tree that it belongs to, and on what the whole file says of itself. A page that has all of
that in common, byte for byte, with one in which nothing was found is known, whatever other glyphs
its fonts have by now. Its content becomes white space in the copy, and a photograph that is known,
or sound, a small one; every other byte of the file is judged as it is. Since a font may have become
another one, each glyph that known pages draw is drawn once, on one of them. Who finds anything in
such a copy judges the file itself.
"""

from __future__ import annotations

import hashlib
import pickle
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf

from pressrun.cache import Cache, key_of
from pressrun.preflight.blanking import GREY, drawing_of, glyphs_in, marked, takes, white
from pressrun.preflight.photographs import photographs, sound
from pressrun.preflight.shortening import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SOUND = Cache(name="sound", most=20_000_000)
_JPEG = b"/DCTDecode"  # which is never in a compressed object, being of a stream
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

    `named` tells the names of its pages and photographs, by what they have in common, with the
    glyphs that they draw; where all of these were known they are left out. It takes a while; a page
    of which it cannot be told what it draws has no name.
    """

    data: bytes | None
    pages: int
    named: Callable[[], Mapping[str, Mapping[bytes, _Glyphs]]]


@dataclass(slots=True, kw_only=True)
class _Page:
    """A page: its name, in the group of those that have as much in common, and the object itself.

    `glyphs` are what it draws, None where that is not known yet.
    """

    group: str
    name: bytes
    page: Any
    glyphs: _Glyphs | None = None


def abridged(data: bytes, judges: Iterable[str] | None) -> Abridged | None:
    """Return a copy without what the `judges`, by name and version, found nothing in before.

    Where nobody remembers that, or none are named, one without sound photographs. None for a file
    whose parts cannot be told.
    """
    known = judges if SOUND.is_used else None
    if known is None and _JPEG not in data:
        return None
    try:
        pdf = pikepdf.open(BytesIO(data), suppress_warnings=True)
        return _Reading(pdf, known).abridged(data) if known else _lightened(pdf, data)
    except (pikepdf.PdfError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None  # whatever is wrong with it, it is for the judges


def _lightened(pdf: pikepdf.Pdf, data: bytes) -> Abridged:
    small = {each.objgen[0]: GREY for each in sound(photographs(pdf))}
    copy = shortened(data, pdf, small) if small else None
    return Abridged(data=copy, pages=0, named=dict)


def remember(names: Mapping[str, Mapping[bytes, _Glyphs]]) -> None:
    """Let all be known that is `named` in a file in which, or in whose copy, nothing was found."""
    for group, each in names.items():
        SOUND.keep(group, pickle.dumps(each, pickle.HIGHEST_PROTOCOL))
    SOUND.tidy()


class _Reading:
    """A PDF while its parts are named."""

    def __init__(self, pdf: pikepdf.Pdf, judges: Iterable[str]) -> None:
        self._pdf = pdf
        self._digests: dict[tuple[int, int], bytes | None] = {}
        self._elements: dict[tuple[int, int], bytes] = {}
        self._placed: dict[tuple[int, int], list[tuple[int, bytes]]] = defaultdict(list)
        self._tree = pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())
        xmp = pdf.open_metadata()  # which is written back where it is a context
        claims = sorted(f"{name} {xmp[name]}" for name in xmp if "pdf" in name.partition("}")[0])
        said = (each.encode() for each in (*judges, *claims, pdf.pdf_version))
        whole = (self._of(pdf.Root.get(name)) for name in _WHOLE)
        self._common = key_of([*said, *whole, *(self._of(self._tree.get(n)) for n in _TREE)])
        self._read_tree()

    def abridged(self, data: bytes) -> Abridged:
        """Name everything, and blank what is known."""
        pages = [self._named(page.obj) for page in self._pdf.pages]
        before = {group: _remembered(group) for group in dict.fromkeys(p.group for p in pages)}
        old = [page for page in pages if page.name in before[page.group]]
        for page in old:
            page.glyphs = before[page.group][page.name]
        drawn = [*self._photographs(pages)]
        new = [page for page in pages if page.name not in before[page.group]]
        contents = self._whites(old, {s.objgen[0] for page in new for s in _streams(page.page)})
        known = [photograph for group, name, photograph in drawn if name in before[group]]
        others = (photograph for group, name, photograph in drawn if name not in before[group])
        contents |= {photograph.objgen[0]: GREY for photograph in (*known, *sound(others))}
        copy = shortened(data, self._pdf, contents) if contents else None
        named = partial(self._names, pages, drawn, before)
        return Abridged(data=copy, pages=len(old), named=named)

    def _names(
        self,
        pages: Iterable[_Page],
        drawn: Iterable[tuple[str, bytes, Any]],
        before: Mapping[str, Mapping[bytes, _Glyphs]],
    ) -> dict[str, dict[bytes, _Glyphs]]:
        """Return the names of all, where not all are known."""
        names: dict[str, dict[bytes, _Glyphs]] = {group: {} for group in before}
        for page in pages:
            glyphs = page.glyphs
            if glyphs is None:
                glyphs = glyphs_in([stream.read_bytes() for stream in _streams(page.page)])
            if glyphs is not None:
                names[page.group][page.name] = glyphs
        for group, name, _ in drawn:
            names[group][name] = {}
        return {group: each for group, each in names.items() if each.keys() - before[group].keys()}

    def _named(self, page: Any) -> _Page:  # noqa: ANN401 - pikepdf's objects are of any kind
        own = self._resolved(_own(page.Resources, _AROUND_RESOURCES))
        return _Page(
            group=key_of([self._common.encode(), own]), name=self._name_of(page), page=page
        )

    def _whites(self, old: Iterable[_Page], kept: set[int]) -> dict[int, bytes]:
        """Return what takes the place of the content of known pages; the `kept` streams stay.

        Raises ValueError where no page has room for the glyphs of a font.
        """
        drawn: dict[int, bytes] = {}
        hosts: dict[tuple[int, int], tuple[str, int]] = {}
        first: dict[int, Any] = {}
        wanted: dict[tuple[int, int], set[str]] = defaultdict(set)
        for page in old:
            streams = [s for s in _streams(page.page) if s.objgen[0] not in kept and takes(s)]
            drawn |= {stream.objgen[0]: b"" for stream in streams}
            for name, font in page.page.Resources.get("/Font", pikepdf.Dictionary()).items():
                wanted[font.objgen] |= (page.glyphs or {}).get(name, frozenset())
                if streams:
                    number = streams[0].objgen[0]
                    hosts.setdefault(font.objgen, (name, number))
                    first[number] = page.page
        for font, glyphs in sorted(wanted.items()):
            if glyphs:
                if font not in hosts:
                    raise ValueError(font)
                name, number = hosts[font]
                drawn[number] += drawing_of(name, sorted(glyphs))
        return {
            number: white(marked(content, self._first_mark(first[number])) if content else b"")
            for number, content in drawn.items()
        }

    def _first_mark(self, page: Any) -> int | None:  # noqa: ANN401 - as above
        return min((mark for mark, _ in self._placed[page.objgen]), default=None)

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
                elif "/S" in kid:
                    waiting.append((kid, own))
                elif "/MCID" in kid:
                    self._placed[kid.get("/Pg", element.get("/Pg")).objgen].append(
                        (int(kid.MCID), own)
                    )

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
            content = hashlib.sha256(part.get_raw_stream_buffer()).digest()
            return _hashed(self._resolved(head), content)
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
    return hashlib.sha256(b"".join([b"%d " % len(each) + each for each in parts])).digest()[:_SIZE]


def _remembered(group: str) -> Mapping[bytes, _Glyphs]:
    kept = SOUND.found(group)
    return pickle.loads(kept) if kept is not None else {}  # noqa: S301 - of our own making
