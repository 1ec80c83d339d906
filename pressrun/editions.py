"""Make the editions of one publication, and judge them; publishes nothing, and gathers nothing."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any

from pressrun.errors import Complaints, EditionError, MachineError, PreflightError, PressError
from pressrun.interrupts import in_one_go
from pressrun.progress import silence
from pressrun.sharing import beside
from pressrun.standards import USUAL, Production

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future, ThreadPoolExecutor
    from pathlib import Path

    from pressrun.imposition import Folding
    from pressrun.limits import Limits
    from pressrun.model import Publication
    from pressrun.presswork import PrintedEdition
    from pressrun.progress import Tell
    from pressrun.resources import Overrides
    from pressrun.workers import Workers

USUAL_FORMATS = ("epub", "pdf")
FORMATS = {"epub": ".epub", "kepub": ".kepub.epub", "pdf": ".pdf", "onix": ".onix.xml"}
_FEW = 8  # articles, which are packaged as soon as another process is there
_COST_OF_COVER = 100  # milliseconds
BOOKLET, TWO_UP = "-booklet.pdf", "-two-up.pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to build: sources, where to, in which formats, on which page, for what press.

    `theme`, `links` and `openers` are what the sources say, the `page_size` the theme’s, unless
    ordered. `booklet` says how to fold one, if one is wanted beside the PDF; `two_up`, that sheets
    of two pages are. `each` wants an edition of every article besides; then `keep_going` does
    without articles that are at fault, and without the issue; `issue` is False where nobody wants
    that anyway. So many `jobs` lay out at a time, here, or on the cluster whose `scheduler` is
    named; `cache` lets what is made be kept. What is not to be `judged` is made whatever is wrong
    with it.
    """

    sources: tuple[Path, ...]
    output: Path
    formats: tuple[str, ...] = USUAL_FORMATS
    page_size: str | None = None
    theme: str | None = None
    links: str | None = None
    openers: str | None = None
    production: Production = USUAL
    booklet: Folding | None = None
    two_up: bool = False
    attach: bool = False
    embed_fonts: bool = False
    check: bool = False
    judged: bool = True
    verify: bool = False
    incomplete: bool = False
    each: bool = False
    keep_going: bool = False
    issue: bool = True
    jobs: int = 1
    scheduler: str | None = None
    cache: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Editions:
    """Files by name, the fonts of the machine in them, and why the PDF is missing if it is.

    `digests` tell what was in these fonts, where another machine may have others.
    """

    files: dict[str, bytes]
    borrowed: tuple[Path, ...] = ()
    shortfall: PressError | None = None
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobbing:
    """What a process must know that makes articles: the order, and what is in force.

    Whoever asks keeps the editions; what they are made of is kept where that is `cached`.
    """

    order: Order
    cached: bool
    limits: Limits
    overrides: Overrides


def digests_of(fonts: Sequence[Path]) -> tuple[str, ...]:
    """Return what tells fonts from others, whatever they are called."""
    return tuple(hashlib.sha256(font.read_bytes()).hexdigest() for font in fonts)


def editions(
    order: Order,
    publication: Publication,
    press: Workers | None,
    pool: ThreadPoolExecutor,
    tell: Tell = silence,
) -> Editions:
    """Make the editions; the cover is drawn while the other process lays out, and not before.

    The EPUB is packaged while the PDF is joined and judged; where that fails, it is packaged once
    more, without the pages that there are not.
    """
    begun = Event()

    def told(*step: Any) -> None:  # noqa: ANN401
        begun.set()
        tell(*step)

    printing = pool.submit(_printed, order, publication, press, told) if press else None
    if printing:
        printing.add_done_callback(lambda _: begun.set())
        begun.wait()
    with _cover(order, publication, alone=printing is None) as cover:
        if order.judged and printing:
            _get_ready_to_judge()
        printed, borrowed, shortfall = _result_of(printing, required=cover is None)
        name = f"{publication.name}.pdf"
        judging = pool.submit(_judged, order, name, printed) if printed else None
        tell("packaging")
        files = _epubs(order, publication, printed, cover, tell) if cover else {}
        if printed is not None and judging is not None:
            try:
                files |= judging.result()
            except (EditionError, MachineError, PreflightError) as error:
                if cover is None:
                    raise
                borrowed, shortfall = (), error
                files = _epubs(order, publication, None, cover, tell)
            else:
                files |= _imposed(order, publication, printed)
    if "onix" in order.formats:
        files |= _message(publication, page_list=printed is not None and shortfall is None)
    return Editions(files=files, borrowed=borrowed, shortfall=shortfall)


def _message(publication: Publication, *, page_list: bool) -> dict[str, bytes]:
    """Tell shops of the EPUB, if it has the number by which they know it."""
    from pressrun import onix  # noqa: PLC0415 - few want it

    if onix.isbn_of(publication) is None:
        return {}
    name = publication.name + FORMATS["onix"]
    return {name: onix.message(publication, page_list=page_list)}


def _get_ready_to_judge() -> None:
    """Import what judges, while the other process lays out.

    pikepdf 10 ends the process where an exception meets it while it is loaded.
    """
    with in_one_go():
        from pressrun.preflight import abridging, judging, page_validation  # noqa: F401, PLC0415

        page_validation.get_ready()


def _epubs(
    order: Order,
    publication: Publication,
    printed: PrintedEdition | None,
    cover: Callable[[], bytes],
    tell: Tell,
) -> dict[str, bytes]:
    """Package and judge the EPUBs, which quote the pages of what is printed."""
    from pressrun.epub_edition import epub_editions  # noqa: PLC0415 - a PDF alone needs none

    targets, fonts = printed.targets if printed else (), order.embed_fonts
    files: dict[str, bytes] = {}
    made = epub_editions(publication, targets, cover, order.formats, embed_fonts=fonts)
    for kind, epub in made.items():
        files |= preflight(order, publication.name + FORMATS[kind], epub, tell=tell)
    return files


@contextmanager
def _cover(
    order: Order, publication: Publication, *, alone: bool
) -> Iterator[Callable[[], bytes] | None]:
    """Give what returns the cover of an EPUB, if one is ordered, and draw it at once.

    While many articles are packaged, and nothing else is under way, it is drawn beside that.
    """
    if not {"epub", "kepub"} & {*order.formats}:
        yield None
        return
    from pressrun.documents import cover_picture  # noqa: PLC0415 - as above

    if alone and len(publication.articles) > _FEW:
        with beside(partial(cover_picture, publication), _COST_OF_COVER) as cover:
            yield cover
        return
    drawn = cover_picture(publication)
    yield lambda: drawn


def _result_of(
    printing: Future[tuple[PrintedEdition, tuple[Path, ...]]] | None, *, required: bool
) -> tuple[PrintedEdition | None, tuple[Path, ...], PressError | None]:
    """Return what was printed, or why nothing was; raise that where nothing else was ordered."""
    if printing is None:
        return None, (), None
    try:
        return *printing.result(), None
    except (EditionError, MachineError, Complaints) as error:
        if required:
            raise
        return None, (), error


def _printed(
    order: Order, publication: Publication, press: Workers, tell: Tell
) -> tuple[PrintedEdition, tuple[Path, ...]]:
    from pressrun.presswork import KEPT, PressRun  # noqa: PLC0415 - as above
    from pressrun.print_edition import (  # noqa: PLC0415 - as above
        borrowed_fonts,
        galleys,
        print_design,
        print_parts,
    )

    size, production = order.page_size, order.production
    texts = galleys(publication, size)
    loan = borrowed_fonts(publication, texts)
    design = print_design(publication, page_size=size, loan=loan, production=production)
    run = PressRun(design, press, kept=KEPT if order.cache else None)
    return run.print(print_parts(publication, size, texts), tell), loan.machine


def _judged(order: Order, name: str, printed: PrintedEdition) -> dict[str, bytes]:
    """Wait for the PDF, and judge it."""
    return preflight(order, name, printed.pdf)


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
        files |= preflight(order, publication.name + BOOKLET, sheets, quick=True)
    if order.two_up:
        sheets = impose(printed.pdf, two_up(pages, direction), folded=False)
        files |= preflight(order, publication.name + TWO_UP, sheets, quick=True)
    return files


def preflight(
    order: Order, name: str, data: bytes, *, quick: bool = False, tell: Tell = silence
) -> dict[str, bytes]:
    """Judge a file before anybody sees it and return it; raises PreflightError where it fails."""
    from pressrun.preflight.judging import demand_sound  # noqa: PLC0415 - not before it is made

    if order.judged:
        quick = quick or not order.check
        demand_sound(name, data, tell, quick=quick, remembering=order.cache)
    return {name: data}
