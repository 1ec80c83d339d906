"""The words of `build.py [SOURCE…]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from pressrun.options.words import (
    Parser,
    add_incomplete,
    add_jobs,
    add_limit,
    add_looks,
    add_loudness,
    add_sources,
    program,
)
from pressrun.standards import DEFAULT

_EPILOG = """\
commands:
  new DIR [--issue]      write a publication to start from, with comments that teach
  read FILE|- [--json]   show what is understood of a manuscript
  import FILE…|-         write manuscripts as Markdown, with their pictures, for you to correct
  check [FILE…]          look for faults in manuscripts, their editions, or finished files
  explain [NUMBER]       say what a finding means, and what mends it
  completion SHELL       write what completes all of this in bash, zsh or fish
  eject [FILE…]          copy templates and style sheets to where you can change them
  preview [SOURCE…]      show screen and pages in a browser, and again after each save
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
  {program} check                    look for faults in source/ and what it makes
"""


def build_parser() -> argparse.ArgumentParser:
    """Read the words of `build.py [SOURCE…]`."""
    name = program()
    parser = Parser(
        prog=name,
        description="Build an EPUB and a print PDF that agree, from one manuscript.",
        epilog=_EPILOG.format(program=name),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_sources(parser)
    parser.add_argument("-o", "--output", metavar="DIR", type=Path, default=Path("dist"),
                        help="where the editions go; default: dist")  # fmt: skip
    parser.add_argument(
        "-f",
        "--formats",
        metavar="LIST",
        default="epub,pdf",
        help="of epub, kepub (for a Kobo), pdf and onix (a record for shops); default: epub,pdf",
    )
    add_looks(parser)
    _add_press(parser)
    _add_sheets(parser)
    _add_care(parser)
    _add_work(parser)
    add_limit(parser)
    add_loudness(parser)
    parser.add_argument(
        "--version",
        action="store_true",
        help="say the version; with -v, all that is installed, and what is missing",
    )
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
        "--dry-run",
        action="store_true",
        help="say what would be made, and why, and make nothing",
    )
    add_incomplete(parser)
    parser.add_argument(
        "--each", action="store_true", help="make editions of every article by itself, too"
    )
    parser.add_argument(
        "--no-issue", action="store_true", help="with --each: leave out the editions of them all"
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
        help="a-3a+ua-1 (archive and screen reader; the default), a-2u, ua-2, x-4 (four inks), "
        "plain",
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
    add_jobs(parser)
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="let the workers of a Dask cluster lay out, such as tcp://press.example:8786",
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
