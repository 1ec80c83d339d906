"""The words of every command but the build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pressrun.options.words import (
    SHELLS,
    add_incomplete,
    add_jobs,
    add_limit,
    add_looks,
    add_loudness,
    add_overrides,
    add_page,
    add_sources,
    command,
)

if TYPE_CHECKING:
    import argparse


def new_parser() -> argparse.ArgumentParser:
    """Read the words of `build.py new`."""
    parser = command("new", "Write a publication to start from, with comments that teach.")
    parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that is new, or empty")
    parser.add_argument(
        "--issue", action="store_true", help="several articles in sections, not one article"
    )
    return parser


def read_parser() -> argparse.ArgumentParser:
    """Read the words of `build.py read`."""
    parser = command("read", "Show what is understood of a manuscript, as Markdown to correct.")
    parser.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help="a manuscript, or - for pasted text on standard input",
    )
    parser.add_argument("--json", action="store_true", help="as JSON, for programs")
    add_limit(parser)
    return parser


def import_parser() -> argparse.ArgumentParser:
    """Read the words of `build.py import`."""
    parser = command(
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
    add_incomplete(parser, of="pictures")
    add_limit(parser)
    add_loudness(parser)
    return parser


def check_parser() -> argparse.ArgumentParser:
    """Read the words of `build.py check`."""
    parser = command(
        "check",
        "Look for what an editor would mend in manuscripts, and let EPUBCheck, Ace, veraPDF,"
        " page-validation and qpdf, where they are, judge the editions.",
    )
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help="a publication’s folder or manuscripts, or finished EPUBs and PDFs; default: source/",
    )
    parser.add_argument(
        "--manuscripts", action="store_true", help="look at the manuscripts alone; build nothing"
    )
    parser.add_argument(
        "--ignore",
        metavar="NUMBER",
        action="append",
        default=[],
        help="leave out what has this number, such as PR-401; may be said again",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON, for programs")
    form.add_argument("--sarif", action="store_true", help="as SARIF 2.1.0, for code hosts")
    add_page(parser)
    add_overrides(parser)
    add_incomplete(parser, told=False)
    add_limit(parser)
    add_loudness(parser)
    return parser


def explain_parser() -> argparse.ArgumentParser:
    """Read the words of `build.py explain`."""
    parser = command("explain", "Say what the number of a finding means, and what mends it.")
    parser.add_argument(
        "numbers", metavar="NUMBER", nargs="*", help="such as PR-401; without one, all are listed"
    )
    return parser


def eject_parser() -> argparse.ArgumentParser:
    """Read the words of `build.py eject`."""
    parser = command("eject", "Copy templates and style sheets to where you can change them.")
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        help="such as shared/article.html.jinja or print.css; without one, all names are listed",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        type=Path,
        default=Path("source"),
        help="the folder that is to have them, for --overrides DIR; default: source",
    )
    return parser


def preview_parser() -> argparse.ArgumentParser:
    """Read the words of `build.py preview`."""
    parser = command(
        "preview",
        "Show outline, screen and pages in a browser of this machine, and follow changes.",
    )
    add_sources(parser)
    parser.add_argument(
        "--port", metavar="N", type=int, default=0, help="answer there; default: one that is free"
    )
    parser.add_argument("--open", action="store_true", help="open it in the browser")
    add_looks(parser)
    add_incomplete(parser)
    add_jobs(parser)
    add_limit(parser)
    add_loudness(parser)
    return parser


def completion_parser() -> argparse.ArgumentParser:
    """Read the words of `build.py completion`."""
    parser = command(
        "completion",
        "Write what completes the words of `pressrun` in a shell. In the file that bash or zsh "
        'begins with: eval "$(pressrun completion bash)"; for fish: pressrun completion fish > '
        "~/.config/fish/completions/pressrun.fish.",
    )
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=", ".join(SHELLS))
    return parser


def clean_parser() -> argparse.ArgumentParser:
    """Read the words of `build.py clean`, which are none."""
    return command("clean", "Remove what is kept for later builds; what was published stays.")
