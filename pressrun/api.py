"""The interface for other programs: one call that builds; prints nothing and ends no process.

It is reached as `pressrun.build`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun import building, limits
from pressrun.errors import UsageError
from pressrun.overriding import overriding
from pressrun.standards import DEFAULT, Production

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pressrun.errors import PressError
    from pressrun.model import Dropped

    AnyPath = str | os.PathLike[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Editions:
    """What was published.

    `paths` are all files, in the order in which the command line prints them; `epub` and `pdf` are
    those of the whole publication, None where one was not ordered or could not be made. `shortfall`
    says why there is no PDF where one was ordered. `dropped` is what was left out of which
    manuscript; `obstacles` what keeps readers from the contents: manuscript, line, and what is
    wrong.
    """

    paths: tuple[Path, ...]
    epub: Path | None
    pdf: Path | None
    shortfall: PressError | None
    dropped: tuple[tuple[Path, Dropped], ...]
    obstacles: tuple[tuple[Path, int | None, str], ...]


def build(  # noqa: PLR0913 - what can be ordered
    source: AnyPath | Iterable[AnyPath],
    output: AnyPath = "dist",
    *,
    formats: Iterable[str] = building.USUAL_FORMATS,
    theme: str | None = None,
    page_size: str | None = None,
    links: str | None = None,
    print_standard: str = DEFAULT,
    overrides: AnyPath | None = None,
    embed_fonts: bool = False,
    each: bool = False,
    check: bool = False,
    verify: bool = False,
    incomplete: bool = False,
    jobs: int | None = None,
    cache: bool = True,
    most: Mapping[str, int] | None = None,
) -> Editions:
    """Build a publication’s folder, or manuscripts in the order given, into the folder `output`.

    What may be ordered is what the command line takes, under the same names; `most` raises or
    lowers limits by name. Everything is published, or nothing is.

    Raises PressError: its `path`, `line`, `message` and `hint` say what is wrong; `Complaints`,
    which is one, carries several in its `errors`.
    """
    sources = (source,) if isinstance(source, str | os.PathLike) else tuple(source)
    wanted = tuple(dict.fromkeys(formats))
    _refuse_unknown(wanted)
    order = building.Order(
        sources=tuple(map(Path, sources)), output=Path(output), formats=wanted, theme=theme,
        page_size=page_size, links=links, production=Production(standard=print_standard),
        embed_fonts=embed_fonts, each=each, check=check, verify=verify, incomplete=incomplete,
        jobs=jobs or os.cpu_count() or 1, cache=cache,
    )  # fmt: skip
    raised = limits.raised([f"{name}={number}" for name, number in (most or {}).items()])
    house = overriding(None if overrides is None else Path(overrides))
    with limits.in_force(raised), house:
        outcome = building.build(order)
    return Editions(
        paths=outcome.paths,
        epub=_whole(outcome, ".epub"),
        pdf=_whole(outcome, ".pdf"),
        shortfall=outcome.shortfall,
        dropped=outcome.dropped,
        obstacles=outcome.obstacles,
    )


def _refuse_unknown(formats: tuple[str, ...]) -> None:
    if unknown := [name for name in formats if name not in building.FORMATS]:
        hint = f"one or more of {', '.join(building.FORMATS)}"
        raise UsageError(f"there is no format “{unknown[0]}”", hint=hint)
    if not formats:
        raise UsageError("no format is ordered", hint="leave “formats” out for EPUB and PDF")


def _whole(outcome: building.Outcome, suffix: str) -> Path | None:
    """Return the file of the whole publication, which is named first of its kind."""
    of_kind = (path for path in outcome.paths if path.suffix == suffix)
    return next((p for p in of_kind if not p.name.endswith(building.FORMATS["kepub"])), None)
