"""The command line: parse, call, report; decides nothing about publications.

Paths of what was made go to standard output, one a line; everything else goes to standard error.
The exit codes are a promise: 0 done, 1 the content is at fault, 2 wrong usage, 3 something is
missing on the machine.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, NoReturn

import pressrun
from pressrun.errors import Complaints, MachineError, PressError, UsageError
from pressrun.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pressrun.build import Order
    from pressrun.imposition import Folding
    from pressrun.model import Dropped

# A page’s hundred comments are left out as one piece; what stands in the Markdown is all of it.
_GLANCE = 300
_EPILOG = """\
commands:
  read FILE|- [--json]   show what is understood of a manuscript
  import FILE…|-         write manuscripts as Markdown, with their pictures, for you to correct
  check FILE…            run every validator that this machine has on finished files

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


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    arguments = list(sys.argv[1:] if words is None else words)
    _ready_streams()
    try:
        return _run(arguments)
    except PressError as error:
        _report(error)
        return error.exit_code
    except BrokenPipeError:
        _abandon_output()
        return 0
    except KeyboardInterrupt:
        _say("interrupted; nothing was published")
        return 130


def _run(arguments: list[str]) -> int:
    commands = {"read": _read, "import": _import, "check": _check}
    if arguments and arguments[0] in commands:
        return commands[arguments[0]](arguments[1:])
    return _build(arguments)


def _build(arguments: list[str]) -> int:
    options = _build_parser().parse_args(arguments)
    order = _order(options)
    from pressrun.build import build  # noqa: PLC0415 - `--help` needs none of it

    with _progress(options) as progress:
        outcome = build(order, progress.step)
    _give("".join(f"{path}\n" for path in outcome.paths))
    _tell_left_out(outcome.dropped, options)
    if outcome.borrowed:
        names = ", ".join(font.name for font in outcome.borrowed)
        _say(f"the PDF draws some characters with fonts of this machine: {names}")
    if outcome.shortfall:
        _report(outcome.shortfall, prefix="there is no PDF, and no page-list in the EPUB: ")
        return 3
    return 0


def _progress(options: argparse.Namespace) -> Progress:
    return Progress(quiet=options.quiet, verbose=options.verbose, stream=sys.stderr)


def _tell_left_out(dropped: Iterable[tuple[Path, Dropped]], options: argparse.Namespace) -> None:
    for source, each in () if options.quiet else dropped:
        if options.verbose or not each.why.startswith("understood"):
            text = each.text if options.verbose else shorten(each.text, _GLANCE, placeholder=" …")
            _say(f"{source}:{each.line}: left out “{text}” ({each.why})")


def _order(options: argparse.Namespace) -> Order:
    from pressrun.build import FORMATS, Order  # noqa: PLC0415 - as above
    from pressrun.stylesheets import page_size  # noqa: PLC0415

    formats = tuple(dict.fromkeys(options.formats.lower().split(",")))
    if unknown := [name for name in formats if name not in FORMATS]:
        raise UsageError(
            f"there is no format “{unknown[0]}”", hint=f"one or both of {','.join(FORMATS)}"
        )
    page_size(options.page_size)
    if (options.booklet or options.two_up) and "pdf" not in formats:
        raise UsageError("sheets are made of the PDF’s pages", hint="leave out -f, or say -f pdf")
    sources = tuple(options.sources) or (Path("source"),)
    return Order(
        sources=sources,
        output=options.output,
        formats=formats,
        page_size=options.page_size,
        booklet=_folding(options),
        two_up=options.two_up,
        check=options.check,
        incomplete=options.incomplete,
    )


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


def _read(arguments: list[str]) -> int:
    options = _read_parser().parse_args(arguments)
    from pressrun import readers, reading  # noqa: PLC0415 - as above

    if options.file == "-":
        manuscript = readers.read_bytes(sys.stdin.buffer.read(), Path("standard-input.txt"))
    else:
        manuscript = readers.read(_one_file(Path(options.file)))
    _give(reading.as_json(manuscript) if options.json else reading.as_markdown(manuscript))
    return 0


def _one_file(path: Path) -> Path:
    """Return the file to read; of a folder, such as that of a saved page, the one that is in it."""
    if path.is_dir():
        from pressrun.reading_order import manuscripts_in  # noqa: PLC0415 - as above

        first, *others = manuscripts_in(path)
        if others:
            raise UsageError(f"“{path}” holds several manuscripts", hint="name one of them")
        return first
    if not path.is_file():
        raise UsageError(f"there is no file “{path}”")
    return path


def _import(arguments: list[str]) -> int:
    options = _import_parser().parse_args(arguments)
    from pressrun.importing import PASTE, import_manuscripts  # noqa: PLC0415 - as above

    pasted = sys.stdin.buffer.read() if PASTE in options.sources else b""
    with _progress(options) as progress:
        imported = import_manuscripts(
            options.sources,
            options.output,
            tell=progress.step,
            pasted=pasted,
            force=options.force,
            incomplete=options.incomplete,
        )
    _give("".join(f"{path}\n" for path in imported.paths))
    _tell_left_out(imported.dropped, options)
    for path in imported.rivals:
        _say(f"{path} is still there, and would be an article besides; move it away")
    return 0


def _check(arguments: list[str]) -> int:
    options = _check_parser().parse_args(arguments)
    from pressrun.preflight.report import check  # noqa: PLC0415 - as above

    return check(options.files, stream=sys.stdout)


class _Parser(argparse.ArgumentParser):
    """Speaks of errors as everything here does."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, hint=f"{self.prog} --help")


def _program() -> str:
    name = Path(sys.argv[0]).name
    return f"python {name}" if name == "build.py" else "pressrun"


def _build_parser() -> argparse.ArgumentParser:
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
        default="A5",
        help="of the PDF: A4, A5, B5, Letter, Half-Letter, or a measure (148x210mm); default: A5",
    )
    _add_sheets(parser)
    parser.add_argument(
        "--check",
        action="store_true",
        help="let every validator that this machine has judge the editions first",
    )
    parser.add_argument(
        "--incomplete",
        action="store_true",
        help="do without pictures and articles that are named and not there, and tell of each",
    )
    _add_loudness(parser)
    parser.add_argument("--version", action="version", version=f"Pressrun {pressrun.__version__}")
    return parser


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


def _add_loudness(parser: argparse.ArgumentParser) -> None:
    loudness = parser.add_mutually_exclusive_group()
    loudness.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")
    loudness.add_argument(
        "-v", "--verbose", action="store_true", help="say each step, and all that was left out"
    )


def _read_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=f"{_program()} read",
        allow_abbrev=False,
        description="Show what is understood of a manuscript, as Markdown to correct.",
    )
    parser.add_argument(
        "file", metavar="FILE", help="a manuscript, or - for pasted text on standard input"
    )
    parser.add_argument("--json", action="store_true", help="as JSON, for programs")
    return parser


def _import_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=f"{_program()} import",
        allow_abbrev=False,
        description="Write manuscripts as Markdown to correct, with their pictures beside them.",
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
    _add_loudness(parser)
    return parser


def _check_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=f"{_program()} check",
        allow_abbrev=False,
        description="Run EPUBCheck, Ace, veraPDF, page-validation and qpdf, where they are.",
    )
    parser.add_argument(
        "files", metavar="FILE", nargs="+", type=Path, help="a finished EPUB or PDF"
    )
    return parser


def _report(error: PressError, prefix: str = "") -> None:
    for each in error.errors if isinstance(error, Complaints) else (error,):
        _say(f"{prefix}{each}")


def _say(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201 - all but results


def _give(result: str) -> None:
    """Write to standard output at once: what fails at exit is told to nobody."""
    try:
        sys.stdout.write(result)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _abandon_output()
        raise MachineError(f"standard output cannot be written: {error.strerror}") from error


def _abandon_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _ready_streams() -> None:
    """Give a closed stream somewhere to go; speak UTF-8 even under the C locale.

    So a headline never ends a build, nor does a job without a terminal.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - to the end
            setattr(sys, name, stream)
    # A path goes out with the bytes that it came in with; a message is to be read.
    for output, errors in ((sys.stdout, "surrogateescape"), (sys.stderr, "backslashreplace")):
        reconfigure: Callable[..., None] | None = getattr(output, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors=errors)
