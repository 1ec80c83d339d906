"""What the parsers of all commands have in common."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NoReturn

from pressrun.errors import UsageError


class Parser(argparse.ArgumentParser):
    """Speaks of errors as everything here does."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError instead of leaving."""
        raise UsageError(message, hint=f"{self.prog} --help")


def program() -> str:
    """Return what a person types to call this."""
    name = Path(sys.argv[0]).name
    return f"python {name}" if name == "build.py" else "pressrun"


def command(name: str, description: str) -> Parser:
    """Begin the parser of a command."""
    return Parser(prog=f"{program()} {name}", allow_abbrev=False, description=description)


def add_limit(parser: argparse.ArgumentParser) -> None:
    """Add `--limit`."""
    parser.add_argument(
        "--limit", metavar="NAME=NUMBER", action="append", default=[],
        help="raise or lower a limit, such as article=9000000; the README lists them",
    )  # fmt: skip


def add_loudness(parser: argparse.ArgumentParser) -> None:
    """Add `--quiet` and `--verbose`."""
    loudness = parser.add_mutually_exclusive_group()
    loudness.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")
    loudness.add_argument(
        "-v", "--verbose", action="store_true", help="say each step, and all that was left out"
    )
