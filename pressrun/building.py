"""Build a publication's editions: gather, lay out, package, check, publish, in this order.

Holds no rule of its own on what an edition is.

Print is laid out first, because the EPUB quotes its pages. Nothing is published before everything
is made.
"""

from __future__ import annotations

import pickle
import struct
from collections import ChainMap
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun.cache import Cache, unused
from pressrun.editions import (
    BOOKLET,
    FORMATS,
    TWO_UP,
    USUAL_FORMATS,
    Editions,
    Order,
    editions,
    preflight,
)
from pressrun.errors import Complaints, ManuscriptError, PressError
from pressrun.inventory import name_of_build
from pressrun.progress import silence
from pressrun.publishing import clear, present, publish

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pressrun.each import Maker, Store
    from pressrun.manuscript import Gathered
    from pressrun.model import Dropped, Manuscript
    from pressrun.progress import Tell
    from pressrun.workers import Carrier, Workers

__all__ = ["FORMATS", "USUAL_FORMATS", "Made", "Order", "Outcome", "build", "forget", "made"]
EDITIONS = Cache(name="editions", most=1_000_000_000)
_LENGTH = struct.Struct(">Q")
_ENDINGS = (*FORMATS.values(), BOOKLET, TWO_UP)
_FEW = 8  # articles: for so many, no other process is worth its start


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was built; `dropped` is what was left out of which manuscript.

    `obstacles` is what keeps readers from its contents: manuscript, line, and what is wrong.
    `borrowed` are fonts of this machine that the PDF needed beside the packaged ones; `across` are
    articles whose lines run downwards in the EPUB alone; `shortfall` says why the PDF is missing,
    if it is. `earlier` are editions of an earlier build: still there, since nobody ordered them
    anew, or, where the PDF is missing, withdrawn. `faults` are of the articles that were done
    without.
    """

    paths: tuple[Path, ...]
    dropped: tuple[tuple[Path, Dropped], ...]
    obstacles: tuple[tuple[Path, int | None, str], ...] = ()
    borrowed: tuple[Path, ...] = ()
    across: tuple[Path, ...] = ()
    shortfall: PressError | None = None
    earlier: tuple[Path, ...] = ()
    faults: tuple[PressError, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Editions by their names, whose stem is `name`; the rest is as in an Outcome.

    Those of the `whole` are apart from the `singles`, which may be too many for the memory.
    """

    name: str
    whole: dict[str, bytes]
    singles: Store | None
    dropped: tuple[tuple[Path, Dropped], ...]
    obstacles: tuple[tuple[Path, int | None, str], ...]
    borrowed: tuple[Path, ...]
    across: tuple[Path, ...]
    shortfall: PressError | None
    faults: tuple[PressError, ...] = ()

    @property
    def files(self) -> Mapping[str, bytes]:
        """Return all editions, the whole before the singles."""
        return ChainMap(self.singles or {}, self.whole)  # type: ignore[arg-type]  # only read


def build(order: Order, tell: Tell = silence) -> Outcome:
    """Build what was ordered and publish it; `tell` hears of each step as it begins.

    Raises Complaints for the content, PreflightError for an edition that must not be released. When
    the PDF cannot be made, or fails its preflight, the EPUB is published all the same, without a
    page-list, and `shortfall` says why.
    """
    clear(order.output)
    with ThreadPoolExecutor(max_workers=1) as meanwhile:
        done = kept_or_made(order, tell, meanwhile.submit)
        if order.verify:
            from pressrun.verifying import verify  # noqa: PLC0415 - few want it

            tell("verifying")
            verify(done.files, _elsewhere(order))
        names = (f"{done.name}{ending}" for ending in _ENDINGS)
        earlier = present([name for name in names if name not in done.files], order.output)
        withdrawn = [path.name for path in earlier] if done.shortfall else ()
        paths = publish(done.files, order.output, withdrawn)
    return Outcome(
        dropped=done.dropped,
        obstacles=done.obstacles,
        borrowed=done.borrowed,
        across=done.across,
        shortfall=done.shortfall,
        earlier=earlier,
        faults=done.faults,
        paths=paths,
    )


def made(order: Order, tell: Tell = silence) -> Made:
    """Make and judge what was ordered, and publish nothing; raises what `build` does."""
    with ExitStack() as stack:
        # Entered first, so that whoever leaves in a hurry ends the press, and waits for nothing.
        pool = stack.enter_context(ThreadPoolExecutor(max_workers=1))
        press = _start_press(order, stack, tell)
        # What reads and composes is imported while the press gets ready.
        from pressrun import accessibility  # noqa: PLC0415

        gathered, faults = gathered_for(order, _expecting(press, tell) if press else tell)
        publication = gathered.publication
        print_too = "pdf" in order.formats
        whole = Editions(files={})
        singles: Store | None = None
        if order.issue and not faults:
            whole = editions(order, publication, press, pool, tell)
            whole = replace(whole, files=_with_attachments(order, gathered, whole.files))
        if order.each:
            singles, failures = _singles(order, gathered, press, pool, tell)
            faults = (*faults, *failures)
    _tidy()
    return Made(
        name=publication.name,
        whole=whole.files,
        singles=singles,
        dropped=_dropped(gathered.manuscripts),
        obstacles=tuple(accessibility.obstacles(publication)),
        borrowed=whole.borrowed,
        across=tuple(a.path for a in publication.articles if a.vertical and print_too),
        shortfall=whole.shortfall,
        faults=faults,
    )


def _tidy() -> None:
    """Let what is kept of manuscripts stay within its limits."""
    from pressrun.markup.shelf import DRAFTS  # noqa: PLC0415 - they are there by now
    from pressrun.readers.shelf import MANUSCRIPTS  # noqa: PLC0415 - as above
    from pressrun.standing import STANDING  # noqa: PLC0415 - as above

    for kept in (DRAFTS, MANUSCRIPTS, STANDING):
        kept.tidy()


def forget() -> None:
    """Remove all editions, layouts, pictures and verdicts that are kept for later."""
    from pressrun.cover import COVERS  # noqa: PLC0415 - as below
    from pressrun.each import SINGLES  # noqa: PLC0415 - a build may need none of them
    from pressrun.markup.shelf import DRAFTS  # noqa: PLC0415 - as above
    from pressrun.pictures.shelf import SHELF  # noqa: PLC0415 - as above
    from pressrun.preflight.abridging import SOUND  # noqa: PLC0415 - as above
    from pressrun.preflight.judging import VERDICTS  # noqa: PLC0415 - as above
    from pressrun.presswork import KEPT  # noqa: PLC0415 - as above
    from pressrun.readers.shelf import MANUSCRIPTS  # noqa: PLC0415 - as above
    from pressrun.standing import STANDING  # noqa: PLC0415 - as above

    for kept in (
        COVERS,
        DRAFTS,
        EDITIONS,
        KEPT,
        MANUSCRIPTS,
        SHELF,
        SINGLES,
        SOUND,
        STANDING,
        VERDICTS,
    ):
        kept.clear()


def kept_or_made(
    order: Order, tell: Tell, meanwhile: Callable[..., object] = lambda work, *words: work(*words)
) -> Made:
    """Return what a build of the same made, or make it; it may be kept `meanwhile`."""
    name = _name_of(order)
    if found := _kept(name):
        return found
    with nullcontext() if order.cache else unused():
        done = made(order, tell)
    if name and not (done.borrowed or done.shortfall or done.faults):
        meanwhile(_keep, name, done)
    return done


def _keep(name: str, done: Made) -> None:
    """Keep what was made: how long its head is, the head, the whole's files one behind another."""
    sizes = [(file, len(data)) for file, data in done.whole.items()]
    head = pickle.dumps((replace(done, whole={}), sizes), pickle.HIGHEST_PROTOCOL)
    EDITIONS.keep(name, _LENGTH.pack(len(head)), head, *done.whole.values())
    EDITIONS.tidy()


def kept(order: Order) -> Made | None:
    """Return what a build of the same made, None where there was none, or nobody can know."""
    return _kept(_name_of(order))


def _name_of(order: Order) -> str | None:
    """Name a build by all that goes into it; not where validators or profiles here decide."""
    fit = order.cache and not (order.check or order.verify or order.production.ink == "cmyk")
    wanted = repr(replace(order, output=Path(), jobs=1, scheduler=None))
    return name_of_build(order.sources, wanted) if fit else None


def _kept(name: str | None) -> Made | None:
    found = EDITIONS.mapped(name) if name else None
    if found is None:
        return None
    begin = _LENGTH.size + _LENGTH.unpack_from(found)[0]
    done: Made
    done, sizes = pickle.loads(found[_LENGTH.size : begin])  # noqa: S301 - of our own making
    if done.singles and not done.singles.is_there:
        return None
    ends = [*accumulate((size for _, size in sizes), initial=begin)]
    whole = {file: found[a:b] for (file, _), (a, b) in zip(sizes, pairwise(ends), strict=True)}
    return replace(done, whole=whole)  # type: ignore[arg-type]  # only written and compared


def gathered_for(order: Order, tell: Tell) -> tuple[Gathered, tuple[PressError, ...]]:
    """Gather the sources; where it is to go on, without the articles that are at fault.

    What leads to one of these is words alone then, so they are told, and nothing else is.
    """
    from pressrun.manuscript import gather  # noqa: PLC0415 - while the press gets ready
    from pressrun.readers import suffixes  # noqa: PLC0415 - as above

    gathering = partial(gather, order.sources, theme=order.theme, tell=tell)
    try:
        return _as_ordered(gathering(incomplete=order.incomplete), order), ()
    except Complaints as complaints:
        faulty = frozenset(Path(error.path or "") for error in complaints.errors)
        of_articles = all(path.suffix.lower() in suffixes() for path in faulty)
        if not (order.keep_going and of_articles):
            raise
        with suppress(PressError):  # one sound article is enough
            sound = gathering(incomplete=order.incomplete, without=faulty)
            return _as_ordered(sound, order), tuple(complaints.errors)
        raise


def _as_ordered(gathered: Gathered, order: Order) -> Gathered:
    """Let the order say what becomes of links and openers in print, if it does.

    Raises ManuscriptError where shops are to be told of what they do not have.
    """
    publication = gathered.publication
    if "onix" in order.formats and order.issue:
        _refuse_without_isbn(gathered)
    links, openers = order.links or publication.links, order.openers or publication.openers
    if (links, openers) == (publication.links, publication.openers):
        return gathered
    return replace(gathered, publication=replace(publication, links=links, openers=openers))


def _refuse_without_isbn(gathered: Gathered) -> None:
    from pressrun.onix import isbn_of  # noqa: PLC0415 - few want it

    if isbn_of(gathered.publication) is None:
        raise ManuscriptError(
            "shops know a book by its ISBN, and this has none to be told of by (“onix”)",
            path=gathered.settings or gathered.manuscripts[0].path,
            hint="say “identifier: ISBN”, with its number, or leave “onix” out of -f",
        )


def _singles(
    order: Order, gathered: Gathered, press: Workers | None, pool: ThreadPoolExecutor, tell: Tell
) -> tuple[Store, list[PressError]]:
    """Make every article by itself; say what was wrong with those that have no editions."""
    from pressrun.each import MODULE, SINGLES, Elsewhere, Here, made_each  # noqa: PLC0415 - few want it
    from pressrun.singles import publications  # noqa: PLC0415 - as above

    total = len(gathered.publication.articles)
    with ExitStack() as stack:
        many = order.jobs > 1 and total > _FEW
        maker: Maker
        if many or order.scheduler or not order.issue:
            maker = stack.enter_context(Elsewhere(order, _carrier(order, MODULE)))
        else:
            maker = Here(lambda publication: editions(order, publication, press, pool))
        alone = publications(gathered)
        made = made_each(alone, order, maker, lambda done: tell("articles", done, total))
    SINGLES.tidy(spared=made[0].places)
    return made


def _carrier(order: Order, module: str) -> Carrier:
    """Return who brings messages to processes that run `module`."""
    if order.scheduler:
        from pressrun.cluster import Cluster  # noqa: PLC0415 - few have one

        return Cluster(order.scheduler, module)
    from pressrun.workers import Processes  # noqa: PLC0415 - an EPUB alone needs none

    return Processes(order.jobs, module)


def _elsewhere(order: Order) -> Order:
    """Return the same order for a process with another working folder."""
    profile = order.production.profile
    return replace(
        order,
        sources=tuple(source.absolute() for source in order.sources),
        production=replace(order.production, profile=profile and profile.absolute()),
        check=False,
        jobs=1,
        scheduler=None,
    )


def _start_press(order: Order, stack: ExitStack, tell: Tell) -> Workers | None:
    """Start a process that lays out first, so that it gets ready while the sources are read."""
    if "pdf" not in order.formats or not order.issue:
        return None
    from pressrun.fonts import font_folder  # noqa: PLC0415 - an EPUB alone needs no press
    from pressrun.workers import Processes, Workers  # noqa: PLC0415 - as above

    font_folder(tell=tell)
    module = "pressrun.press"
    here = Processes(1, module) if order.scheduler else None
    press = stack.enter_context(Workers(_carrier(order, module), here))
    if not order.each:
        press.end_when_joined()
    return press


def _expecting(press: Workers, tell: Tell) -> Tell:
    """Let the press, too, hear how many articles there are that were not read before."""

    def told(step: str, done: int = 0, total: int = 0, /) -> None:
        if step == "reading" and not done:
            press.expect(total)
        tell(step, done, total)

    return told


def _with_attachments(
    order: Order, gathered: Gathered, files: dict[str, bytes]
) -> dict[str, bytes]:
    """Put the EPUB, if there is one, and the manuscripts into the PDF."""
    publication = gathered.publication
    name = f"{publication.name}.pdf"
    if not order.attach or name not in files:
        return files
    from pressrun.attachments import attach, edition, manuscripts  # noqa: PLC0415 - few want it

    epub = f"{publication.name}.epub"
    epubs = [edition(epub, files[epub])] if epub in files else []
    sources = manuscripts([manuscript.path for manuscript in gathered.manuscripts])
    pdf = attach(files[name], [*epubs, *sources], publication.modified)
    return files | preflight(order, name, pdf)


def _dropped(manuscripts: Sequence[Manuscript]) -> tuple[tuple[Path, Dropped], ...]:
    return tuple(
        (manuscript.path, dropped) for manuscript in manuscripts for dropped in manuscript.dropped
    )
