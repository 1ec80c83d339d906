"""Leave out of a PDF what was judged before: make a copy of it in which that is blank.

What is found of a page depends on what is drawn, on what it is drawn with, on the elements of the
structure tree that it belongs to, and on what the whole file says of itself. A page that has all of
that in common, byte for byte, with one in which nothing was found is known. Its content becomes
white space in the copy, of the same length, so that every other byte of the file is judged where it
stands; a photograph that is known becomes a small one. Who finds anything in such a copy judges the
file itself.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import defaultdict
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf

from pressrun.cache import Cache, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SOUND = Cache(name="sound", most=20_000_000)
_SIZE = 16  # bytes of a name, which let no two parts agree by chance
_REFERENCE = re.compile(rb"\b(\d+) (\d+) R\b")
_WHOLE = ("/Extensions", "/Lang", "/MarkInfo", "/OCProperties", "/OutputIntents", "/Version")
_TREE = ("/ClassMap", "/Namespaces", "/RoleMap")
# What is not a page's or an element's own, or is judged in the copy as it is.
_AROUND_A_PAGE = frozenset({"/Annots", "/Contents", "/Parent", "/Resources", "/StructParents"})
_AROUND_AN_ELEMENT = frozenset({
    "/IDTree", "/K", "/P", "/ParentTree", "/ParentTreeNextKey", "/Pg", "/Ref"
})  # fmt: skip
_STORED = 65_535  # bytes of a block that is not compressed (RFC 1951, 3.2.4)
_COMMENT = 65_533  # bytes of a comment in a JPEG (ITU-T T.81, B.2.4.5)
# Eight by eight dots of one grey: after a comment, tables, frame, scan and end (T.81, B.2).
_BEGIN = b"\xff\xd8"
_GREY = bytes.fromhex(
    f"ffdb004300{'01' * 64} ffc0000b080008000801011100 ffc4001400 01{'00' * 16}"
    f"ffc4001410 01{'00' * 16} ffda0008010100003f00 3f ffd9"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Abridged:
    """A copy of a PDF, `data`, in which `pages` are blank; None where nothing is.

    `names` are those of all its pages and photographs, by what they have in common.
    """

    data: bytes | None
    pages: int
    names: Mapping[str, frozenset[bytes]]


def abridged(data: bytes, judges: Iterable[str]) -> Abridged | None:
    """Return a copy without what the `judges`, by name and version, found nothing in before.

    None for a file whose parts cannot be told.
    """
    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            names, blank, pages = _Reading(pdf, judges).known()
            copy = _blanked(data, pdf, blank) if blank else None
            return Abridged(data=copy, pages=pages, names=names)
    except (pikepdf.PdfError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None  # whatever is wrong with it, it is for the judges


def remember(judged: Abridged) -> None:
    """Let all be known of a file in which, or in whose copy, nothing was found."""
    for group, names in judged.names.items():
        SOUND.keep(group, b"".join(sorted(names)))
    SOUND.tidy()


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

    def known(self) -> tuple[dict[str, frozenset[bytes]], dict[int, bool], int]:
        """Return all names, the streams that are known (true for a photograph), how many pages."""
        names: dict[str, set[bytes]] = defaultdict(set)
        photographs: dict[tuple[str, int], bytes] = {}
        pages: list[tuple[str, bytes, list[int]]] = []
        for page in self._pdf.pages:
            group = key_of([self._common.encode(), self._of(page.obj.Resources)])
            if group not in names:
                found = self._photographs(page.obj.Resources)
                photographs |= {(group, number): name for number, name in found}
            pages.append((group, self._name_of(page.obj), _streams(page.obj)))
            names[group].add(pages[-1][1])
        for (group, _), name in photographs.items():
            names[group].add(name)
        before = {group: _remembered(group) for group in names}
        blank = {number: True for (g, number), name in photographs.items() if name in before[g]}
        old = [streams for group, name, streams in pages if name in before[group]]
        new = {n for group, name, streams in pages if name not in before[group] for n in streams}
        blank |= {number: False for streams in old for number in streams if number not in new}
        return {group: frozenset(each) for group, each in names.items()}, blank, len(old)

    def _name_of(self, page: Any) -> bytes:  # noqa: ANN401 - pikepdf's objects are of any kind
        """Name a page by its content, its own entries, and the elements that it belongs to."""
        contents = page.get("/Contents", pikepdf.Array())
        streams = [contents] if isinstance(contents, pikepdf.Stream) else [*contents]
        parts = [_own(page, _AROUND_A_PAGE), *map(self._of, streams)]
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

    def _photographs(self, resources: Any) -> Iterator[tuple[int, bytes]]:  # noqa: ANN401 - as above
        """Yield number and name of each photograph that pages are drawn with."""
        for each in resources.get("/XObject", pikepdf.Dictionary()).values():
            if each.get("/Filter") == pikepdf.Name.DCTDecode:
                yield each.objgen[0], self._of(each)

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


def _streams(page: Any) -> list[int]:  # noqa: ANN401 - as above
    contents = page.get("/Contents", pikepdf.Array())
    streams = [contents] if isinstance(contents, pikepdf.Stream) else contents
    return [stream.objgen[0] for stream in streams]


def _hashed(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(b"%d " % len(each) + each for each in parts)).digest()[:_SIZE]


def _remembered(group: str) -> frozenset[bytes]:
    kept = SOUND.found(group) or b""
    return frozenset(kept[at : at + _SIZE] for at in range(0, len(kept), _SIZE))


def _blanked(data: bytes, pdf: pikepdf.Pdf, blank: Mapping[int, bool]) -> bytes:
    """Return a copy in which these streams are blank, where they can be."""
    copy = bytearray(data)
    place = 0
    for number in sorted(blank):
        stream = pdf.get_object(number, 0)
        stored = stream.read_raw_bytes()
        head = data.find(b"\n%d 0 obj\n" % number, place)
        begin = data.find(stored, head) if head >= 0 else -1
        filling = _grey(len(stored)) if blank[number] else _white(stream, len(stored))
        # Its keyword is the last that stands before it (ISO 32000-1, 7.3.8.1).
        if filling and begin >= 0 and data[head:begin].rstrip(b"\r\n").endswith(b"stream"):
            copy[begin : begin + len(stored)] = filling
            place = begin + len(stored)
    return bytes(copy)


def _white(stream: Any, size: int) -> bytes | None:  # noqa: ANN401 - as above
    """Return white space that is so long when it is compressed (RFC 1950, 2.2)."""
    if stream.get("/Filter") != pikepdf.Name.FlateDecode or "/DecodeParms" in stream:
        return None
    room = size - 6
    blocks = -(-room // (_STORED + 5))
    if room < 5:  # noqa: PLR2004 - the head of a block
        return None
    white = b" " * (room - 5 * blocks)
    parts = [white[at : at + _STORED] for at in range(0, len(white), _STORED)] or [b""]
    if len(parts) != blocks:
        return None
    heads = [b"\0"] * (blocks - 1) + [b"\1"]
    body = b"".join(
        head + len(part).to_bytes(2, "little") + (_STORED - len(part)).to_bytes(2, "little") + part
        for head, part in zip(heads, parts, strict=True)
    )
    return b"\x78\x01" + body + zlib.adler32(white).to_bytes(4, "big")


def _grey(size: int) -> bytes | None:
    """Return a photograph that is so long, because of what it remarks."""
    room = size - len(_BEGIN) - len(_GREY)
    comments = []
    while room > 0:
        length = min(room - 4, _COMMENT)
        if 0 < room - 4 - length < 4:  # noqa: PLR2004 - the head of a comment
            length -= 4
        if length < 0:
            return None
        comments.append(b"\xff\xfe" + (length + 2).to_bytes(2, "big") + b" " * length)
        room -= length + 4
    return _BEGIN + b"".join(comments) + _GREY if room == 0 else None
