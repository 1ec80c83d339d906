"""Build a publication's editions: gather, lay out, package, check, publish, in this order.

Holds no rule of its own on what an edition is.

Print is laid out first, because the EPUB quotes its pages. Nothing is published before everything
is made.
"""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pressrun import accessibility
from pressrun.cache import Cache, unused
from pressrun.errors import Complaints, EditionError, MachineError, PreflightError, PressError
from pressrun.inventory import name_of_build
from pressrun.manuscript import gather
from pressrun.progress import silence
from pressrun.publishing import clear, present, publish
from pressrun.readers import SUFFIXES
from pressrun.standards import USUAL, Production

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from pressrun.fragments import PrintedEdition
    from pressrun.imposition import Folding
    from pressrun.manuscript import Gathered
    from pressrun.model import Dropped, Manuscript, Publication
    from pressrun.progress import Tell
    from pressrun.workers import Workers

    # The files by name, the fonts that were borrowed, and why the PDF is missing if it is.
    _Editions = tuple[dict[str, bytes], tuple[Path, ...], PressError | None]

USUAL_FORMATS = ("epub", "pdf")
FORMATS = {"epub": ".epub", "kepub": ".kepub.epub", "pdf": ".pdf"}
_BOOKLET, _TWO_UP = "-booklet.pdf", "-two-up.pdf"
EDITIONS = Cache(name="editions", most=1_000_000_000)
_ENDINGS = (*FORMATS.values(), _BOOKLET, _TWO_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to build: sources, where to, in which formats, on which page, for what press.

    `theme` and `links` are what the sources say, the `page_size` the theme’s, unless ordered.
    `booklet` says how to fold one, if one is wanted beside the PDF; `two_up`, that sheets of two
    pages are. `each` wants an edition of every article besides; then `keep_going` does without
    articles that are at fault, and without the issue. So many `jobs` lay out at a time; `cache`
    lets layouts be kept.
    """

    sources: tuple[Path, ...]
    output: Path
    formats: tuple[str, ...] = USUAL_FORMATS
    page_size: str | None = None
    theme: str | None = None
    links: str | None = None
    production: Production = USUAL
    booklet: Folding | None = None
    two_up: bool = False
    attach: bool = False
    embed_fonts: bool = False
    check: bool = False
    verify: bool = False
    incomplete: bool = False
    each: bool = False
    keep_going: bool = False
    jobs: int = 1
    cache: bool = True


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
    """Editions by their names, whose stem is `name`; the rest is as in an Outcome."""

    name: str
    files: dict[str, bytes]
    dropped: tuple[tuple[Path, Dropped], ...]
    obstacles: tuple[tuple[Path, int | None, str], ...]
    borrowed: tuple[Path, ...]
    across: tuple[Path, ...]
    shortfall: PressError | None
    faults: tuple[PressError, ...] = ()


def build(order: Order, tell: Tell = silence) -> Outcome:
    """Build what was ordered and publish it; `tell` hears of each step as it begins.

    Raises Complaints for the content, PreflightError for an edition that must not be released. When
    the PDF cannot be made, or fails its preflight, the EPUB is published all the same, without a
    page-list, and `shortfall` says why.
    """
    clear(order.output)
    editions = _kept_or_made(order, tell)
    if order.verify:
        from pressrun.verifying import verify  # noqa: PLC0415 - few want it

        tell("verifying")
        verify(editions.files, _elsewhere(order))
    files, shortfall = editions.files, editions.shortfall
    names = (f"{editions.name}{ending}" for ending in _ENDINGS)
    earlier = present([name for name in names if name not in files], order.output)
    return Outcome(
        dropped=editions.dropped,
        obstacles=editions.obstacles,
        borrowed=editions.borrowed,
        across=editions.across,
        shortfall=shortfall,
        earlier=earlier,
        faults=editions.faults,
        paths=publish(files, order.output, [p.name for p in earlier] if shortfall else ()),
    )


def made(order: Order, tell: Tell = silence) -> Made:
    """Make and judge what was ordered, and publish nothing; raises what `build` does."""
    with ExitStack() as stack:
        # Entered first, so that whoever leaves in a hurry ends the press, and waits for nothing.
        pool = stack.enter_context(ThreadPoolExecutor(max_workers=1))
        press = _start_press(order, stack, tell)
        gathered, faults = _gathered(order, _expecting(press, tell) if press else tell)
        publication = gathered.publication
        files: dict[str, bytes] = {}
        borrowed: tuple[Path, ...] = ()
        shortfall = None
        if not faults:
            files, borrowed, shortfall = _editions(order, publication, press, pool, tell)
            files = _with_attachments(order, gathered, files)
        if order.each:
            run = partial(_editions, order, press=press, pool=pool)
            singles, failures = _singles(order, publication, run, tell)
            files, faults = files | singles, (*faults, *failures)
    return Made(
        name=publication.name,
        files=files,
        dropped=_dropped(gathered.manuscripts),
        obstacles=tuple(accessibility.obstacles(publication)),
        borrowed=borrowed,
        across=tuple(a.path for a in publication.articles if a.vertical and press),
        shortfall=shortfall,
        faults=faults,
    )


def forget() -> None:
    """Remove all editions, layouts and pictures that are kept for later builds."""
    from pressrun.pictures.shelf import SHELF  # noqa: PLC0415 - a build may need neither
    from pressrun.presswork import KEPT  # noqa: PLC0415 - as above

    for kept in (EDITIONS, KEPT, SHELF):
        kept.clear()


def _kept_or_made(order: Order, tell: Tell) -> Made:
    """Return what a build of the same made; not where validators or profiles here decide."""
    fit = order.cache and not (order.check or order.verify or order.production.ink == "cmyk")
    wanted = repr(replace(order, output=Path(), jobs=1))
    name = name_of_build(order.sources, wanted) if fit else None
    if name and (found := EDITIONS.found(name)):
        kept: Made = pickle.loads(found)  # noqa: S301 - of our own making
        return kept
    with nullcontext() if order.cache else unused():
        editions = made(order, tell)
    if name and not (editions.borrowed or editions.shortfall or editions.faults):
        EDITIONS.keep(name, pickle.dumps(editions, pickle.HIGHEST_PROTOCOL))
        EDITIONS.tidy()
    return editions


def _gathered(order: Order, tell: Tell) -> tuple[Gathered, tuple[PressError, ...]]:
    """Gather the sources; where it is to go on, without the articles that are at fault.

    What leads to one of these is words alone then, so they are told, and nothing else is.
    """
    gathering = partial(gather, order.sources, theme=order.theme, tell=tell)
    try:
        return _with_links(gathering(incomplete=order.incomplete), order), ()
    except Complaints as complaints:
        faulty = frozenset(Path(error.path or "") for error in complaints.errors)
        of_articles = all(path.suffix.lower() in SUFFIXES for path in faulty)
        if not (order.keep_going and of_articles):
            raise
        with suppress(PressError):  # one sound article is enough
            sound = gathering(incomplete=order.incomplete, without=faulty)
            return _with_links(sound, order), tuple(complaints.errors)
        raise


def _with_links(gathered: Gathered, order: Order) -> Gathered:
    """Let the order say what becomes of links in print, if it does."""
    if not order.links:
        return gathered
    return replace(gathered, publication=replace(gathered.publication, links=order.links))


def _singles(
    order: Order, publication: Publication, make: Callable[..., _Editions], tell: Tell
) -> tuple[dict[str, bytes], list[PressError]]:
    """Make an edition of each article by itself; say what was wrong with those that have none."""
    from pressrun.singles import alone  # noqa: PLC0415 - few want it

    files: dict[str, bytes] = {}
    faults: list[PressError] = []
    for number, article in enumerate(publication.articles):
        tell("articles", number, len(publication.articles))
        try:
            made, _, shortfall = make(publication=alone(publication, article), tell=silence)
        except PressError as error:
            made, shortfall = {}, error
        if shortfall and not order.keep_going:
            raise shortfall
        files |= made
        faults += [shortfall] if shortfall else []
    return files, faults


def _elsewhere(order: Order) -> Order:
    """Return the same order for a process with another working folder."""
    profile = order.production.profile
    return replace(
        order,
        sources=tuple(source.absolute() for source in order.sources),
        production=replace(order.production, profile=profile and profile.absolute()),
        check=False,
        jobs=1,
    )


def _start_press(order: Order, stack: ExitStack, tell: Tell) -> Workers | None:
    """Start a process that lays out first, so that it gets ready while the sources are read."""
    if "pdf" not in order.formats:
        return None
    from pressrun.fonts import font_folder  # noqa: PLC0415 - an EPUB alone needs no press
    from pressrun.workers import Workers  # noqa: PLC0415 - as above

    font_folder(tell=tell)
    return stack.enter_context(Workers(order.jobs))


def _expecting(press: Workers, tell: Tell) -> Tell:
    """Let the press, too, hear how many articles there will be."""

    def told(step: str, done: int = 0, total: int = 0, /) -> None:
        press.expect(total)
        tell(step, done, total)

    return told


def _editions(
    order: Order,
    publication: Publication,
    press: Workers | None,
    pool: ThreadPoolExecutor,
    tell: Tell,
) -> _Editions:
    """Make the editions; the cover is drawn while the other process lays out."""
    printing = pool.submit(_printed, order, publication, press, tell) if press else None
    cover = _cover(publication) if {"epub", "kepub"} & {*order.formats} else None
    printed, borrowed, shortfall = _result_of(printing, required=cover is None)
    tell("packaging")
    files: dict[str, bytes] = {}
    if cover is not None:
        from pressrun.epub_edition import epub_editions  # noqa: PLC0415 - a PDF alone needs none

        targets, fonts = printed.targets if printed else (), order.embed_fonts
        epubs = epub_editions(publication, targets, cover, order.formats, embed_fonts=fonts)
        for name, epub in epubs.items():
            files |= _preflight(name, epub, quick=not order.check, tell=tell)
    if printed is not None:
        files[f"{publication.name}.pdf"] = printed.pdf  # judged before the EPUB quoted its pages
        files |= _imposed(order, publication, printed)
    return files, borrowed, shortfall


def _cover(publication: Publication) -> bytes:
    from pressrun.epub_edition import cover_picture  # noqa: PLC0415 - as above

    return cover_picture(publication)


def _result_of(
    printing: Future[tuple[PrintedEdition, tuple[Path, ...]]] | None, *, required: bool
) -> tuple[PrintedEdition | None, tuple[Path, ...], PressError | None]:
    """Return what was printed, or why nothing was; raise that where nothing else was ordered."""
    if printing is None:
        return None, (), None
    try:
        return *printing.result(), None
    except (EditionError, MachineError, PreflightError, Complaints) as error:
        if required:
            raise
        return None, (), error


def _printed(
    order: Order, publication: Publication, press: Workers, tell: Tell
) -> tuple[PrintedEdition, tuple[Path, ...]]:
    from pressrun.presswork import KEPT, PressRun  # noqa: PLC0415 - as above
    from pressrun.print_edition import (  # noqa: PLC0415 - as above
        borrowed_fonts,
        print_design,
        print_parts,
    )

    loan = borrowed_fonts(publication)
    size, production = order.page_size, order.production
    design = print_design(publication, page_size=size, loan=loan, production=production)
    run = PressRun(design, press, kept=KEPT if order.cache else None)
    printed = run.print(print_parts(publication, size), tell)
    _preflight(f"{publication.name}.pdf", printed.pdf, quick=not order.check)
    return printed, loan.machine


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
    return files | _preflight(name, pdf, quick=not order.check)


def _imposed(order: Order, publication: Publication, printed: PrintedEdition) -> dict[str, bytes]:
    """Put the pages on sheets, for those who print them."""
    if not (order.booklet or order.two_up):
        return {}
    from pressrun.imposition import booklet, two_up  # noqa: PLC0415 - few want it
    from pressrun.sheets import impose  # noqa: PLC0415 - as above

    pages, direction = printed.pages, publication.direction
    files: dict[str, bytes] = {}
    if order.booklet:
        sides = booklet(pages, order.booklet, direction)
        sheets = impose(printed.pdf, sides, folded=True)
        files |= _preflight(publication.name + _BOOKLET, sheets, quick=True)
    if order.two_up:
        sheets = impose(printed.pdf, two_up(pages, direction), folded=False)
        files |= _preflight(publication.name + _TWO_UP, sheets, quick=True)
    return files


def _preflight(name: str, data: bytes, *, quick: bool, tell: Tell = silence) -> dict[str, bytes]:
    """Judge a file before anybody sees it and return it; raises PreflightError where it fails."""
    from pressrun.preflight.report import findings_in  # noqa: PLC0415 - not before it is made

    with TemporaryDirectory(prefix="pressrun-") as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        if found := [f for f in findings_in(path, quick=quick, tell=tell) if f.failing]:
            message = "; ".join(f"{f.number} {f.message}" for f in found[:5])
            raise PreflightError(f"preflight found: {message}", path=name)
    return {name: data}


def _dropped(manuscripts: Sequence[Manuscript]) -> tuple[tuple[Path, Dropped], ...]:
    return tuple(
        (manuscript.path, dropped) for manuscript in manuscripts for dropped in manuscript.dropped
    )
