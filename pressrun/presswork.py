"""Make one PDF of parts that are laid out side by side; decides who lays out what, and when.

A part is laid out again when a page number that it quotes turns out to be another one. Then pages
get their furniture, many at a time, and all is joined. What is made of the same things is the same,
so it is kept, and the result does not depend on how many processes there are or what was kept.
"""

from __future__ import annotations

import pickle
from concurrent.futures import Future, wait
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressrun.cache import Cache, key_of
from pressrun.errors import EditionError
from pressrun.fonts import files_in
from pressrun.fragments import Fragment, Furnishing, Furniture, Joining
from pressrun.inventory import makers
from pressrun.padding import padded
from pressrun.signs import PageTarget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pressrun.fragments import Design, LaidPage, Part, Shell, Strings
    from pressrun.progress import Tell
    from pressrun.workers import Workers

KEPT = Cache(name="layouts", most=1_000_000_000)
# Change nothing of this lightly: the bytes of an edition depend on it.
_TOGETHER = 40  # pages that get their furniture together, at least
_FIGURES = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ROUNDS = 8  # as many as WeasyPrint takes for numbers that change what they are the numbers of


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedEdition:
    """Where pages begin in the articles, and the PDF of them, while that is `joined` elsewhere."""

    joined: Future[bytes]
    targets: tuple[PageTarget, ...]
    pages: int

    @property
    def pdf(self) -> bytes:
        """Wait for the PDF; raises EditionError when pages cannot be joined."""
        return self.joined.result()


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOut:
    """An edition before it is joined: its parts, and which page, from 1, each begins on.

    So many pages are in `front`, and numbered by themselves.
    """

    fragments: tuple[Fragment, ...]
    starts: tuple[int, ...]
    furniture: tuple[Furniture, ...]
    front: int = 0

    @property
    def pages(self) -> int:
        """Return how many pages it has."""
        return sum(len(fragment.pages) for fragment in self.fragments)

    def folio(self, page: int) -> str:
        """Return the number that is printed on a page, which counts from 1."""
        return str(page - self.front) if page > self.front else _roman(page)

    @property
    def targets(self) -> tuple[PageTarget, ...]:
        """Return where its pages begin in the articles."""
        return tuple(
            PageTarget(folio=self.folio(start + page), slug=slug, offset=offset)
            for start, fragment in zip(self.starts, self.fragments, strict=True)
            for page, slug, offset in fragment.targets
        )


class PressRun:
    """The printing of one edition: what it shares, who works, what is kept."""

    def __init__(self, design: Design, workers: Workers, *, kept: Cache | None = KEPT) -> None:
        """Begin; `kept` is where layouts are looked for and put, None for nowhere."""
        self._design = design
        self._workers = workers
        self._kept = kept
        self._shared = _shared_by(design) if kept else b""
        workers.begin(design)

    def print(self, parts: Sequence[Part], tell: Tell) -> PrintedEdition:
        """Lay the parts out and have them joined; raises EditionError for a part at fault."""
        laid = self.lay_out(parts, tell)
        tell("joining")
        drawings = tuple(fragment.drawing for fragment in laid.fragments)
        joined = self._workers.ask(
            Joining(drawings=drawings, furniture=laid.furniture, front=laid.front)
        )
        if self._kept:
            self._kept.tidy()
        return PrintedEdition(joined=joined, pages=laid.pages, targets=laid.targets)

    def lay_out(
        self, parts: Sequence[Part], tell: Tell, known: Mapping[int, Fragment] | None = None
    ) -> LaidOut:
        """Lay the parts out and furnish their pages; raises EditionError as `print` does.

        `known` are parts that were laid out before, by their indexes.
        """
        fragments, made = self._settled(parts, tell, known or {})
        front = _front(parts, fragments)
        wanted = [*_furnishings(fragments, front)]
        rest = [each for each in wanted if each not in made]
        work = (partial(self._furnish, each) for each in rest)
        made |= dict(zip(rest, self._together(work, "numbering pages", tell), strict=True))
        return LaidOut(
            fragments=tuple(fragments),
            starts=tuple(_starts(fragments)),
            furniture=tuple(made[each] for each in wanted),
            front=front,
        )

    def proof(self, laid: LaidOut, number: int) -> Future[bytes]:
        """Have a PDF made of the pages of the part with that index alone, to be looked at."""
        drawing, begin = laid.fragments[number].drawing, laid.starts[number] - 1
        furniture = _between(laid.furniture, begin, begin + len(laid.fragments[number].pages))
        return self._workers.ask(Joining(drawings=(drawing,), furniture=furniture, proof=True))

    def _settled(
        self, parts: Sequence[Part], tell: Tell, known: Mapping[int, Fragment]
    ) -> tuple[list[Fragment], dict[Furnishing, Furniture]]:
        """Lay out every part with the page numbers that it quotes.

        A reference may move what it refers to; then it is set once more, as WeasyPrint does it.
        Seldom does it move a page, so that meanwhile all pages get the furniture that they have if
        none is moved.
        """
        fragments: dict[int, Fragment] = {**known}
        furnishings: list[Furnishing] = []
        wanted: dict[int, dict[str, int]] = {n: {} for n in range(len(parts)) if n not in known}
        for _ in range(_ROUNDS):
            keys = {n: self._key(_name_of(parts[n], folios)) for n, folios in wanted.items()}
            # What is kept is read while the rest is laid out.
            order = sorted(wanted, key=lambda n: self._has(keys[n]))
            work = (partial(self._lay_out, parts[n], wanted[n], keys[n]) for n in order)
            meanwhile = (partial(self._furnish, each) for each in furnishings)
            made = self._together(chain(work, meanwhile), "laying out", tell)
            fragments |= dict(zip(order, made, strict=False))
            furnished = dict(zip(furnishings, made[len(order) :], strict=True))
            in_order = [*padded(parts, (fragments[number] for number in range(len(parts))))]
            front = _front(parts, in_order)
            wanted = _outdated(in_order, front)
            if not wanted:
                return in_order, furnished
            furnishings = [*_furnishings(in_order, front)]
        at_fault = parts[next(iter(wanted))].path
        message = "each page number that this quotes moves what it is the number of"
        raise EditionError(message, path=at_fault, hint="quote one page less, or in other words")

    def _together(
        self, work: Iterable[Callable[[], Future[Any]]], step: str, tell: Tell
    ) -> tuple[Any, ...]:
        """Have all of this done side by side; after a failure, nothing more is begun."""
        futures = [begin() for begin in work]
        results = []
        try:
            for number, future in enumerate(futures):
                tell(step, number, len(futures))
                results.append(future.result())
        finally:
            # Nobody may tell of one that was cancelled, so nobody waits for it.
            wait([future for future in futures if not future.cancel()])
        return tuple(results)

    def _lay_out(self, part: Part, folios: Mapping[str, int], key: str) -> Future[Fragment]:
        return self._made((part, folios), key, part.path)

    def _furnish(self, furnishing: Furnishing) -> Future[Furniture]:
        return self._made(furnishing, self._key(repr(furnishing)), None)

    def _key(self, known: str) -> str:
        return key_of((self._shared, known.encode()))

    def _has(self, key: str) -> bool:
        return self._kept is not None and self._kept.has(key)

    def _made(self, message: object, key: str, path: Path | None) -> Future[Any]:
        """Return what was made of a message before, or ask for it."""
        if self._kept is None:
            return self._workers.ask(message, path)
        found = self._kept.found(key)
        if found is not None:
            future: Future[Any] = Future()
            future.set_result(pickle.loads(found))  # noqa: S301 - of our own making
            return future
        kept = self._kept

        def keep(answer: object) -> None:
            kept.keep(key, pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))

        return self._workers.ask(message, path, keep)


def _roman(number: int) -> str:
    """Return a number below 4000 in Roman figures, as WeasyPrint prints it."""
    said = ""
    for value, figures in _FIGURES:
        times, number = divmod(number, value)
        said += figures * times
    return said


def unlaid(design: Design, parts: Sequence[Part], kept: Cache = KEPT) -> tuple[Part, ...]:
    """Return the parts whose layout is not kept, and would have to be made."""
    shared = _shared_by(design)
    return tuple(
        part for part in parts if not kept.has(key_of((shared, _name_of(part, {}).encode())))
    )


def _name_of(part: Part, folios: Mapping[str, int]) -> str:
    pictures = ((href.encode(), kind.encode(), data) for href, kind, data in part.resources)
    rest = repr((part.slugs, part.leading, sorted(folios.items())))
    return key_of((part.html.encode(), rest.encode(), *(p for each in pictures for p in each)))


def _shared_by(design: Design) -> bytes:
    # Not pickled, since what is equal may be pickled in two ways.
    return repr((makers(), _identity(design))).encode()


def _between(furniture: Sequence[Furniture], begin: int, end: int) -> tuple[Furniture, ...]:
    """Return the furniture of the pages from the index `begin` to before `end`."""
    found, index = [], 0
    for each in furniture:
        here = slice(max(0, begin - index), max(0, end - index))
        if each.shifts[here]:
            drawing = replace(each.drawing, pages=each.drawing.pages[here])
            found.append(Furniture(drawing=drawing, shifts=each.shifts[here]))
        index += len(each.shifts)
    return tuple(found)


def _starts(fragments: Sequence[Fragment]) -> list[int]:
    """Return the page number that each begins on."""
    return [*accumulate((len(fragment.pages) for fragment in fragments[:-1]), initial=1)]


def _front(parts: Sequence[Part], fragments: Sequence[Fragment]) -> int:
    """Return how many pages are numbered by themselves."""
    return sum(len(f.pages) for part, f in zip(parts, fragments, strict=True) if part.front)


def _outdated(fragments: Sequence[Fragment], front: int) -> dict[int, dict[str, int]]:
    """Return the parts that quote page numbers which are not so, each with what is so."""
    folios: dict[str, int] = {}
    for start, fragment in zip(_starts(fragments), fragments, strict=True):
        for anchor, page in fragment.anchors.items():
            folios.setdefault(anchor, start + page - front)
    outdated = {}
    for number, fragment in enumerate(fragments):
        true = {name: folios.get(name, said) for name, said in fragment.references.items()}
        if true != fragment.references:
            outdated[number] = true
    return outdated


def _furnishings(fragments: Sequence[Fragment], front: int) -> Iterator[Furnishing]:
    """Divide the pages of all parts, in order, into those that get their furniture together.

    Those in `front` are by themselves.
    """
    first = 1
    pages: list[LaidPage] = []
    shells: list[Shell] = []
    before: Strings = ()
    for number, fragment in enumerate(fragments, start=1):
        pages += (_in_whole(page, len(shells)) for page in fragment.pages)
        shells += fragment.shells
        ends = number == len(fragments) or first + len(pages) == front + 1
        if len(pages) >= _TOGETHER or ends:
            yield Furnishing(
                first=first, front=front, before=before, pages=tuple(pages), shells=tuple(shells)
            )
            first += len(pages)
            before = tuple(({**dict(before)} | dict(s for p in pages for s in p.strings)).items())
            pages, shells = [], []


def _in_whole(page: LaidPage, shells: int) -> LaidPage:
    return type(page)(shell=page.shell + shells, strings=page.strings, area=page.area)


def _identity(design: Design) -> tuple[object, ...]:
    """Return all of a design that a layout depends on: of its fonts, what they are."""
    fonts = [
        (file.name, file.stat().st_size, file.resolve().stat().st_mtime_ns)
        for folder in design.font_folders
        for file in files_in(Path(folder))
    ]
    return (
        design.stylesheet, design.frame, design.width, design.columns, design.column, design.line,
        design.direction, design.production, design.profile, design.line_numbers, fonts,
    )  # fmt: skip
