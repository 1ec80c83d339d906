"""What was ordered with the words of a build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pressrun.errors import UsageError
from pressrun.marks import Surround, length
from pressrun.nearest import did_you_mean, near_file
from pressrun.standards import USUAL, Production, standard

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from pressrun.building import Order
    from pressrun.imposition import Folding


def ordered(options: argparse.Namespace) -> Order:
    """Turn the words of a build into an order; raises UsageError for what cannot be followed."""
    from pressrun.building import FORMATS, Order  # noqa: PLC0415 - `--help` needs none of it

    formats = tuple(dict.fromkeys(options.formats.lower().split(",")))
    if unknown := [name for name in formats if name not in FORMATS]:
        raise UsageError(
            f"there is no format “{unknown[0]}”",
            hint=did_you_mean(unknown[0], FORMATS) or f"one or more of {','.join(FORMATS)}",
        )
    if (options.booklet or options.two_up) and "pdf" not in formats:
        raise UsageError("sheets are made of the PDF’s pages", hint="leave out -f, or say -f pdf")
    return Order(
        sources=_sources(options),
        output=options.output,
        formats=formats,
        page_size=_page_size(options),
        theme=options.theme,
        links=options.links,
        openers=options.openers,
        production=_production(options, formats),
        booklet=_folding(options),
        two_up=options.two_up,
        attach=_attach(options, formats),
        embed_fonts=_embed_fonts(options, formats),
        check=options.check,
        verify=options.verify,
        incomplete=options.incomplete,
        each=options.each,
        keep_going=_keep_going(options),
        issue=_issue(options),
        jobs=_jobs(options),
        scheduler=_scheduler(options),
        cache=not options.no_cache,
    )


def previewed(options: argparse.Namespace) -> Order:
    """Turn the words of a preview into an order; raises UsageError as `ordered` does."""
    from pressrun.building import Order  # noqa: PLC0415 - as above

    sources = _sources(options)
    if missing := next((source for source in sources if not source.exists()), None):
        raise UsageError(f"there is no “{missing}”", hint=near_file(missing))
    return Order(
        sources=sources,
        output=Path(),
        page_size=_page_size(options),
        theme=options.theme,
        links=options.links,
        openers=options.openers,
        incomplete=options.incomplete,
        jobs=_jobs(options),
    )


def _sources(options: argparse.Namespace) -> tuple[Path, ...]:
    return tuple(options.sources) or (Path("source"),)


def _page_size(options: argparse.Namespace) -> str | None:
    """Return the size as it was said, which must be one."""
    if options.page_size is None:
        return None
    from pressrun.stylesheets import page_size  # noqa: PLC0415 - the press begins before most of this

    page_size(options.page_size)
    return str(options.page_size)


def _jobs(options: argparse.Namespace) -> int:
    if options.jobs < 1:
        raise UsageError(f"-j {options.jobs} leaves nobody to lay out", hint="say -j 1, or more")
    return int(options.jobs)


def _issue(options: argparse.Namespace) -> bool:
    if options.no_issue and not options.each:
        raise UsageError("without the issue there is nothing to make", hint="say --each besides")
    if options.no_issue and options.attach:
        raise UsageError("only the issue’s PDF carries files", hint="leave out --attach")
    return not options.no_issue


def _scheduler(options: argparse.Namespace) -> str | None:
    """Return where the cluster is; what depends on one machine's programs is made on one."""
    alone = "--check" if options.check else None
    if standard(options.print_standard).printed:
        alone = f"--print-standard {options.print_standard}"
    if options.scheduler and options.each and alone:
        raise UsageError(
            f"with --each, {alone} depends on the machine, and a cluster has many",
            hint=f"leave out {alone}, or --scheduler",
        )
    return str(options.scheduler) if options.scheduler else None


def _production(options: argparse.Namespace, formats: Sequence[str]) -> Production:
    production = Production(
        standard=options.print_standard,
        profile=options.profile,
        grey=options.grey,
        surround=Surround(
            bleed=length(options.bleed),
            crop_marks=options.crop_marks,
            colour_bar=options.colour_bar,
        ),
    )
    if production != USUAL and "pdf" not in formats:
        raise UsageError("a press prints the PDF alone", hint="leave out -f, or say -f pdf")
    return production


def _attach(options: argparse.Namespace, formats: Sequence[str]) -> bool:
    if options.attach and not ("pdf" in formats and standard(options.print_standard).attachments):
        raise UsageError(
            f"{options.print_standard} carries no files"
            if "pdf" in formats
            else "only a PDF carries files",
            hint="leave out --attach, or say --print-standard a-3a+ua-1, which may carry any",
        )
    return bool(options.attach)


def _keep_going(options: argparse.Namespace) -> bool:
    if options.keep_going and not options.each:
        raise UsageError(
            "an issue is made whole or not at all",
            hint="say --each besides, for editions of the articles that are sound",
        )
    return bool(options.keep_going)


def _embed_fonts(options: argparse.Namespace, formats: Sequence[str]) -> bool:
    if options.embed_fonts and not {"epub", "kepub"} & set(formats):
        raise UsageError(
            "a PDF has its fonts anyway", hint="leave out --embed-fonts, or say -f epub"
        )
    return bool(options.embed_fonts)


def _folding(options: argparse.Namespace) -> Folding | None:
    asked = options.signature, options.paper_thickness
    if not options.booklet:
        if asked != (None, None):
            raise UsageError("only a booklet is folded", hint="add --booklet")
        return None
    from pressrun.imposition import PAPER_THICKNESS, Folding  # noqa: PLC0415 - few want it

    signature, thickness = asked
    return Folding(
        signature=signature, thickness=PAPER_THICKNESS if thickness is None else thickness
    )
