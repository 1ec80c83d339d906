"""What the parsers of all commands have in common."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path
from typing import NoReturn

from pressrun.errors import UsageError
from pressrun.nearest import did_you_mean
from pressrun.standards import LINKS, OPENERS

SHELLS = ("bash", "zsh", "fish")

_UNKNOWN = re.compile(r"unrecognized arguments: (--?[^\s=]+)")
_NO_CHOICE = re.compile(r"invalid choice: '([^']*)' \(choose from (.*)\)")


class Parser(argparse.ArgumentParser):
    """Speaks of errors as everything here does."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError instead of leaving."""
        raise UsageError(message, hint=self._meant(message) or f"{self.prog} --help")

    def _meant(self, message: str) -> str | None:
        """Return the option or the choice that is nearest to what argparse complains of."""
        if unknown := _UNKNOWN.search(message):
            return did_you_mean(unknown[1], self._option_string_actions, mark="{}")
        if choice := _NO_CHOICE.search(message):
            return did_you_mean(choice[1], re.findall(r"[\w+-]+", choice[2]))
        return None


def program() -> str:
    """Return what a person types to call this."""
    name = Path(sys.argv[0]).name
    return f"python {name}" if name == "build.py" else "pressrun"


def command(name: str, description: str) -> Parser:
    """Begin the parser of a command."""
    return Parser(prog=f"{program()} {name}", allow_abbrev=False, description=description)


def add_sources(parser: argparse.ArgumentParser) -> None:
    """Add what a publication is made of."""
    parser.add_argument(
        "sources",
        metavar="SOURCE",
        nargs="*",
        type=Path,
        help="a publication’s folder, or manuscripts (.md, .txt, .html, .docx); default: source/",
    )


def add_looks(parser: argparse.ArgumentParser) -> None:
    """Add what says how a publication looks."""
    add_page(parser)
    parser.add_argument(
        "--links",
        metavar="WHERE",
        choices=LINKS,
        help="where the PDF’s paper says what links lead to: notes, list or none (the default)",
    )
    parser.add_argument(
        "--openers",
        metavar="PAGES",
        choices=OPENERS,
        help="the PDF’s pages that articles begin on: any (the default), or recto, right-hand ones",
    )
    add_overrides(parser)


def add_page(parser: argparse.ArgumentParser) -> None:
    """Add `--page-size` and `--theme`."""
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


def add_overrides(parser: argparse.ArgumentParser) -> None:
    """Add `--overrides`."""
    parser.add_argument(
        "--overrides",
        metavar="DIR",
        type=Path,
        help="let files of templates/ and styles/ in a folder that you trust stand in for ours",
    )


def add_incomplete(
    parser: argparse.ArgumentParser, of: str = "pictures and articles", *, told: bool = True
) -> None:
    """Add `--incomplete`, which does without something, and that is `told` or not."""
    parser.add_argument(
        "--incomplete",
        action="store_true",
        help=f"do without {of} that are named and not there{', and tell of each' if told else ''}",
    )


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Add `--jobs`."""
    parser.add_argument(
        "-j",
        "--jobs",
        metavar="N",
        type=int,
        default=os.cpu_count() or 1,
        help="lay out so many articles at a time; default: one for each core",
    )


def add_limit(parser: argparse.ArgumentParser) -> None:
    """Add `--limit`."""
    parser.add_argument(
        "--limit", metavar="NAME=NUMBER", action="append", default=[],
        help="raise or lower a limit, such as article=9000000; docs/reference.md lists them",
    )  # fmt: skip


def add_loudness(parser: argparse.ArgumentParser) -> None:
    """Add `--quiet` and `--verbose`."""
    loudness = parser.add_mutually_exclusive_group()
    loudness.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")
    loudness.add_argument(
        "-v", "--verbose", action="store_true", help="say each step, and all that was left out"
    )
