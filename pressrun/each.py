"""Have every article made by itself, several at a time, and keep what was made until it is read.

What is made of the same is the same, so a run that was broken off is taken up where it ended; a
hundred thousand editions are never in memory together.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from pressrun import limits
from pressrun.cache import Cache, key_of
from pressrun.editions import Editions, Jobbing, digests_of
from pressrun.errors import EditionError, MachineError, PressError
from pressrun.fragments import Failure
from pressrun.inventory import makers
from pressrun.print_edition import borrowed_fonts
from pressrun.resources import overrides
from pressrun.workers import Processes, ended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pressrun.editions import Order
    from pressrun.model import Publication
    from pressrun.workers import Carrier

    Keep = Callable[[Editions], None]

MODULE = "pressrun.jobbing"
SINGLES = Cache(name="singles", most=1_000_000_000)


class Store(Mapping[str, bytes]):
    """Files by name, read when they are asked for; in memory is only what could not be kept."""

    def __init__(self) -> None:
        self._places: dict[str, bytes | str] = {}  # the content, or the key that it is kept under
        self._last: tuple[str, dict[str, bytes]] = ("", {})

    def add(self, files: Mapping[str, bytes], key: str | None) -> None:
        """Take files that are kept under `key`, if they are."""
        self._places |= dict.fromkeys(files, key) if key else files

    @property
    def places(self) -> list[str]:
        """Return what all is kept under."""
        return [place for place in self._places.values() if isinstance(place, str)]

    @property
    def is_there(self) -> bool:
        """Tell whether all that was kept is there still."""
        return all(map(SINGLES.has, dict.fromkeys(self.places)))

    def __getitem__(self, name: str) -> bytes:
        place = self._places[name]
        if isinstance(place, bytes):
            return place
        if place != self._last[0]:
            found = SINGLES.found(place)
            self._last = place, _read(found).files if found else {}
        if name not in self._last[1]:
            raise MachineError(
                "what was kept of it is gone, and nothing was published", path=name,
                hint="build again: what is still there is not made anew",
            )  # fmt: skip
        return self._last[1][name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class Maker(Protocol):
    """Makes the editions of one article; `most` are made at a time."""

    most: int

    def begin(self, publication: Publication, keep: Keep) -> Future[Editions]:
        """Return what will be the editions, which `keep` hears of as soon as they are there."""


class Here:
    """Makes one after the other, in this process."""

    most = 1

    def __init__(self, make: Callable[[Publication], Editions]) -> None:
        self._make = make

    def begin(self, publication: Publication, keep: Keep) -> Future[Editions]:
        """Return what are the editions."""
        try:
            made = self._make(publication)
        except PressError as error:
            made = Editions(files={}, shortfall=error)
        keep(made)
        return _done(made)


class Elsewhere:
    """Has many made at a time, in other processes or on other machines, by the same code.

    What another machine finds at fault, or makes with fonts of its own, is for this one to judge.
    """

    def __init__(self, order: Order, carrier: Carrier) -> None:
        """Send articles by `carrier`; leaving the context ends it."""
        self.most = carrier.most
        self._carrier = carrier
        self._near = Processes(1, MODULE) if order.scheduler else None
        self._pool = ThreadPoolExecutor(carrier.most)
        for each in filter(None, (carrier, self._near)):
            each.begin(_jobbing(order))
        carrier.expect(carrier.most)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        for each in filter(None, (self._carrier, self._near)):
            each.end()
        self._pool.shutdown(wait=True)

    def begin(self, publication: Publication, keep: Keep) -> Future[Editions]:
        """Send it on its way."""
        return self._pool.submit(self._kept, publication, keep)

    def _kept(self, publication: Publication, keep: Keep) -> Editions:
        made = self._made(publication)
        keep(made)
        return made

    def _made(self, publication: Publication) -> Editions:
        path = publication.articles[0].path
        made = _opened(self._carrier.carry(publication), path)
        if self._near and (made.shortfall or not _same_fonts(made, publication)):
            return _opened(self._near.carry(publication), path)
        return made


def made_each(
    publications: Iterable[Publication], order: Order, maker: Maker, tell: Callable[[int], None]
) -> tuple[Store, list[PressError]]:
    """Return the editions of every publication, and what was wrong with those that lack one.

    `tell` hears how many are done. Raises PressError for the first at fault, unless the order is to
    keep going. A run that ends so leaves what was made to the next one.
    """
    store = Store()
    faults: list[PressError] = []
    for number, (key, future) in enumerate(_ahead(publications, order, maker)):
        made = future.result()
        if made.shortfall and not order.keep_going:
            raise made.shortfall
        store.add(made.files, key if key and SINGLES.has(key) else None)
        faults += [made.shortfall] if made.shortfall else []
        tell(number + 1)
    return store, faults


def _keep(key: str, made: Editions) -> None:
    """Keep what was made, unless it is no good to another run."""
    if key and not (made.shortfall or made.borrowed):
        SINGLES.keep(key, pickle.dumps(made, pickle.HIGHEST_PROTOCOL))


def _ahead(
    publications: Iterable[Publication], order: Order, maker: Maker
) -> Iterator[tuple[str, Future[Editions]]]:
    """Yield what is made, in order, while what comes next is under way already."""
    under_way: deque[tuple[str, Future[Editions]]] = deque()
    said = repr((makers(), _jobbing(order))).encode("utf-8", "surrogateescape")
    for publication in publications:
        key = _key(said, publication) if order.cache else ""
        found = SINGLES.found(key) if key else None
        future = _done(_read(found)) if found else maker.begin(publication, partial(_keep, key))
        under_way.append((key, future))
        if len(under_way) > 2 * maker.most:
            yield under_way.popleft()
    yield from under_way


def _key(said: bytes, publication: Publication) -> str:
    """Name what is made of a publication; not by its pickle, since equal ones may have two."""
    pictures = [(p.href, p.media_type, p.changes, key_of([p.data])) for p in publication.pictures]
    words = repr((replace(publication, pictures=()), pictures))
    return key_of((said, words.encode("utf-8", "surrogateescape")))


def _read(found: bytes) -> Editions:
    made: Editions = pickle.loads(found)  # noqa: S301 - of our own making
    return made


def _done(made: Editions) -> Future[Editions]:
    future: Future[Editions] = Future()
    future.set_result(made)
    return future


def _opened(made: Editions | Failure, path: Path) -> Editions:
    if isinstance(made, Failure):
        told = made.ended is not None
        fault = ended("its making", made, path) if told else EditionError(made.message, path=path)
        return Editions(files={}, shortfall=fault)
    return made


def _same_fonts(made: Editions, publication: Publication) -> bool:
    """Tell whether fonts that another machine lent are those that this one would lend."""
    if not made.borrowed:
        return True
    return made.digests == digests_of(borrowed_fonts(publication).machine)


def _jobbing(order: Order) -> Jobbing:
    """Return what an article by itself depends on."""
    bare = replace(
        order, sources=(), output=Path(), each=True, keep_going=False, issue=False, verify=False,
        incomplete=False, jobs=1, scheduler=None, cache=False, theme=None, links=None, openers=None,
        attach=False,
    )  # fmt: skip
    return Jobbing(order=bare, cached=order.cache, limits=limits.current(), overrides=overrides())
