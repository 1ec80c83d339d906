"""The words of the command line: what each command takes, and what was ordered with them.

Nothing runs here.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pressrun
from pressrun.errors import UsageError
from pressrun.marks import Surround
from pressrun.model import LINKS
from pressrun.standards import DEFAULT, USUAL, Production, standard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressrun.build import Order
    from pressrun.imposition import Folding

_EPILOG = """\
commands:
  read FILE|- [--json]   show what is understood of a manuscript
  import FILE…|-         write manuscripts as Markdown, with their pictures, for you to correct
  check FILE…            run every validator that this machine has on finished files
  clean                  remove what is kept for later builds

exit codes:
  0  done                     2  the command line is wrong
  1  the content is at fault  3  something is missing on this machine

examples:
  {program}                          build source/ into dist/
  {program} story.txt -o out         one pasted article, both editions
  {program} a.md b.md -f epub        several articles, EPUB alone
  {program} import *.docx            Word files into source/articles/
  {program} --booklet                pages on sheets to fold, too
  {program} check dist/*             preflight what was built
"""


class _Parser(argparse.ArgumentParser):
    """Speaks of errors as everything here does."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, hint=f"{self.prog} --help")


def _program() -> str:
    name = Path(sys.argv[0]).name
    return f"python {name}" if name == "build.py" else "pressrun"


def build_parser() -> argparse.ArgumentParser:
    """Read the words of `build.py [SOURCE…]`."""
    program = _program()
    parser = _Parser(
        prog=program,
        description="Build an EPUB and a print PDF that agree, from one manuscript.",
        epilog=_EPILOG.format(program=program),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "sources",
        metavar="SOURCE",
        nargs="*",
        type=Path,
        help="a publication’s folder, or manuscripts (.md, .txt, .html, .docx); default: source/",
    )
    parser.add_argument("-o", "--output", metavar="DIR", type=Path, default=Path("dist"),
                        help="where the editions go; default: dist")  # fmt: skip
    parser.add_argument(
        "-f",
        "--formats",
        metavar="LIST",
        default="epub,pdf",
        help="epub, pdf or both; default: epub,pdf",
    )
    parser.add_argument(
        "--page-size",
        metavar="SIZE",
        help="of the PDF: A4, A5, B5, Letter, Half-Letter, or a measure (148x210mm); default: the"
        " theme’s, such as A5",
    )
    parser.add_argument(
        "--theme",
        metavar="NAME",
        help="of the PDF: journal (the default), broadsheet, large-print, manuscript, or one of"
        " themes/ beside publication.yaml",
    )
    parser.add_argument(
        "--links",
        metavar="WHERE",
        choices=LINKS,
        help="where the PDF’s paper says what links lead to: notes, list or none (the default)",
    )
    _add_press(parser)
    _add_sheets(parser)
    _add_care(parser)
    _add_work(parser)
    _add_limit(parser)
    _add_loudness(parser)
    parser.add_argument("--version", action="version", version=f"Pressrun {pressrun.__version__}")
    return parser


def _add_care(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--check",
        action="store_true",
        help="let every validator that this machine has judge the editions first",
    )
    parser.add_argument(
        "--verify",
        action="store_true",
        help="build twice, in different surroundings, and publish only what is the same",
    )
    parser.add_argument(
        "--incomplete",
        action="store_true",
        help="do without pictures and articles that are named and not there, and tell of each",
    )
    parser.add_argument(
        "--each", action="store_true", help="make editions of every article by itself, too"
    )
    parser.add_argument(
        "--keep-going",
        action="store_true",
        help="with --each: do without articles that are at fault, and without the issue",
    )
    parser.add_argument(
        "--embed-fonts", action="store_true", help="let the EPUB bring the faces that it is set in"
    )


def _add_press(parser: argparse.ArgumentParser) -> None:
    press = parser.add_argument_group("for a printing house or an archive")
    press.add_argument(
        "--print-standard",
        metavar="NAME",
        default=DEFAULT,
        help="a-3a+ua-1 (archive and screen reader; the default), a-2u, x-4 (four inks), plain",
    )
    press.add_argument(
        "--profile", metavar="FILE", type=Path, help="of the press, for x-4 (an .icc of CMYK inks)"
    )
    press.add_argument(
        "--attach", action="store_true", help="let the PDF carry the EPUB and the manuscripts"
    )
    press.add_argument("--grey", action="store_true", help="print without colours")
    press.add_argument(
        "--bleed", metavar="LENGTH", default="0mm", help="beyond the page’s edge, such as 3mm"
    )
    press.add_argument(
        "--crop-marks", action="store_true", help="show where to cut, and whether inks meet"
    )
    press.add_argument("--colour-bar", action="store_true", help="show what each ink does")


def _add_work(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-j",
        "--jobs",
        metavar="N",
        type=int,
        default=os.cpu_count() or 1,
        help="lay out so many articles at a time; default: one for each core",
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="make everything anew, and keep nothing of it"
    )


def _add_sheets(parser: argparse.ArgumentParser) -> None:
    sheets = parser.add_argument_group("sheets to print, beside the PDF")
    sheets.add_argument(
        "--booklet", action="store_true", help="NAME-booklet.pdf: print on both sides and fold"
    )
    sheets.add_argument(
        "--signature",
        metavar="N",
        type=int,
        help="fold N pages of it at a time (4: each sheet by itself); default: all in one",
    )
    sheets.add_argument(
        "--paper-thickness",
        metavar="MM",
        type=float,
        help="of its paper, which pushes inner sheets out; default: 0.1, as of 80 g/m²",
    )
    sheets.add_argument(
        "--two-up", action="store_true", help="NAME-two-up.pdf: two pages side by side"
    )


def _add_limit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--limit", metavar="NAME=NUMBER", action="append", default=[],
        help="raise or lower a limit, such as article=9000000; the README lists them",
    )  # fmt: skip


def _add_loudness(parser: argparse.ArgumentParser) -> None:
    loudness = parser.add_mutually_exclusive_group()
    loudness.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")
    loudness.add_argument(
        "-v", "--verbose", action="store_true", help="say each step, and all that was left out"
    )


def _command(name: str, description: str) -> _Parser:
    return _Parser(prog=f"{_program()} {name}", allow_abbrev=False, description=description)


def read_parser() -> argparse.ArgumentParser:
    """Read the words of `build.py read`."""
    parser = _command("read", "Show what is understood of a manuscript, as Markdown to correct.")
    parser.add_argument(
        "file", metavar="FILE", help="a manuscript, or - for pasted text on standard input"
    )
    parser.add_argument("--json", action="store_true", help="as JSON, for programs")
    _add_limit(parser)
    return parser


def import_parser() -> argparse.ArgumentParser:
    """Read the words of `build.py import`."""
    parser = _command(
        "import", "Write manuscripts as Markdown to correct, with their pictures beside them."
    )
    parser.add_argument(
        "sources",
        metavar="FILE",
        nargs="+",
        type=Path,
        help="a manuscript, a folder of them, or - for pasted text on standard input",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        type=Path,
        default=Path("source/articles"),
        help="where they go; default: source/articles",
    )
    parser.add_argument("--force", action="store_true", help="write over files that differ")
    parser.add_argument(
        "--incomplete",
        action="store_true",
        help="do without pictures that are named and not there, and tell of each",
    )
    _add_limit(parser)
    _add_loudness(parser)
    return parser


def check_parser() -> argparse.ArgumentParser:
    """Read the words of `build.py check`."""
    parser = _command(
        "check", "Run EPUBCheck, Ace, veraPDF, page-validation and qpdf, where they are."
    )
    parser.add_argument(
        "files", metavar="FILE", nargs="+", type=Path, help="a finished EPUB or PDF"
    )
    return parser


def clean_parser() -> argparse.ArgumentParser:
    """Read the words of `build.py clean`, which are none."""
    return _command("clean", "Remove what is kept for later builds; what was published stays.")


def ordered(options: argparse.Namespace) -> Order:
    """Turn the words of a build into an order; raises UsageError for what cannot be followed."""
    from pressrun.build import FORMATS, Order  # noqa: PLC0415 - `--help` needs none of it
    from pressrun.stylesheets import page_size  # noqa: PLC0415

    formats = tuple(dict.fromkeys(options.formats.lower().split(",")))
    if unknown := [name for name in formats if name not in FORMATS]:
        raise UsageError(
            f"there is no format “{unknown[0]}”", hint=f"one or both of {','.join(FORMATS)}"
        )
    if options.page_size is not None:
        page_size(options.page_size)
    if (options.booklet or options.two_up) and "pdf" not in formats:
        raise UsageError("sheets are made of the PDF’s pages", hint="leave out -f, or say -f pdf")
    sources = tuple(options.sources) or (Path("source"),)
    return Order(
        sources=sources,
        output=options.output,
        formats=formats,
        page_size=options.page_size,
        theme=options.theme,
        links=options.links,
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
        jobs=_jobs(options),
        cache=not options.no_cache,
    )


def _jobs(options: argparse.Namespace) -> int:
    if options.jobs < 1:
        raise UsageError(f"-j {options.jobs} leaves nobody to lay out", hint="say -j 1, or more")
    return int(options.jobs)


def _production(options: argparse.Namespace, formats: Sequence[str]) -> Production:
    from pressrun.stylesheets import length  # noqa: PLC0415 - as above

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
    if options.embed_fonts and "epub" not in formats:
        raise UsageError(
            "a PDF has its fonts anyway", hint="leave out --embed-fonts, or say -f epub"
        )
    return bool(options.embed_fonts)


def _folding(options: argparse.Namespace) -> Folding | None:
    from pressrun.imposition import PAPER_THICKNESS, Folding  # noqa: PLC0415 - as above

    asked = options.signature, options.paper_thickness
    if not options.booklet:
        if asked != (None, None):
            raise UsageError("only a booklet is folded", hint="add --booklet")
        return None
    signature, thickness = asked
    return Folding(
        signature=signature, thickness=PAPER_THICKNESS if thickness is None else thickness
    )
