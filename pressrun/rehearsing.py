"""Say what a build would make, and why; make nothing, and write nothing but fonts in the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun import building, cache
from pressrun.editions import BOOKLET, FORMATS, TWO_UP
from pressrun.print_edition import borrowed_fonts, galleys, print_design, print_parts
from pressrun.progress import silence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pressrun.building import Order
    from pressrun.manuscript import Gathered
    from pressrun.model import Publication
    from pressrun.progress import Tell

# So many names are read at a glance.
_MOST_NAMES = 12


def rehearse(order: Order, tell: Tell = silence) -> Iterator[str]:
    """Yield a line for each file that a build would write, and for what it would do for it.

    Raises what `build` does for the content.
    """
    with cache.only_read():
        done = building.kept(order)
        if done:
            yield "nothing that goes into it changed since it was made; that is kept"
            for name, data in done.files.items():
                path = order.output / name
                same = path.is_file() and path.read_bytes() == data
                yield f"{path} {'would stay as it is' if same else _fate(path)}"
            return
        gathered, faults = building.gathered_for(order, tell)
        newer = tuple(gathered.files)
        names = _names(order, gathered.publication) if order.issue and not faults else ()
        for path in (order.output / name for name in names):
            yield f"{path} {_fate(path)}{_reason(path, newer)}"
        if order.each:
            for article in gathered.publication.articles:
                yield f"{order.output / 'articles' / article.slug}: by itself, unless it is kept"
        if "pdf" in order.formats and names:
            yield from _layouts(order, gathered)


def _names(order: Order, publication: Publication) -> list[str]:
    endings = [FORMATS[name] for name in order.formats]
    endings += [BOOKLET] if order.booklet else []
    endings += [TWO_UP] if order.two_up else []
    return [f"{publication.name}{ending}" for ending in endings]


def _fate(path: Path) -> str:
    return "would be replaced" if path.exists() else "would be made"


def _reason(path: Path, files: Sequence[Path]) -> str:
    """Name what was changed after a file was made; where nothing was, the order is another."""
    if not path.exists():
        return ", since it is not there"
    made = path.stat().st_mtime_ns
    newer = [str(file) for file in files if file.exists() and file.stat().st_mtime_ns > made]
    if newer:
        return f", since these are newer: {_listed(newer)}"
    return ", since nothing is kept of what it was made from"


def _layouts(order: Order, gathered: Gathered) -> Iterator[str]:
    """Say which articles are laid out anew, and which are kept."""
    from pressrun.presswork import unlaid  # noqa: PLC0415 - an EPUB alone needs none

    publication = gathered.publication
    texts = galleys(publication, order.page_size)
    design = print_design(
        publication,
        page_size=order.page_size,
        loan=borrowed_fonts(publication, texts),
        production=order.production,
    )
    parts = print_parts(publication, order.page_size, texts)
    anew = set(unlaid(design, parts)) if order.cache else set(parts)
    for words, chosen in (
        ("would be laid out anew", [part for part in parts if part in anew]),
        ("is laid out already", [part for part in parts if part not in anew]),
    ):
        if chosen:
            names = [str(part.path or "".join(part.slugs[:1]) or "front matter") for part in chosen]
            yield f"{words} ({len(names)} of {len(parts)}): {_listed(names)}"


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    more = f" and {len(every) - _MOST_NAMES} more" if len(every) > _MOST_NAMES else ""
    return ", ".join(every[:_MOST_NAMES]) + more
