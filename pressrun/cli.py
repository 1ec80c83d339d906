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
from typing import TYPE_CHECKING, NoReturn, Self

import pressrun
from pressrun.errors import Complaints, MachineError, PressError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pressrun.build import Order

_COMMANDS = ("read", "check")
_STEPS = 4
_EPILOG = """\
commands:
  read FILE|- [--json]   show what is understood of a manuscript
  check FILE…            run every validator that this machine has on finished files

exit codes:
  0  done                     2  the command line is wrong
  1  the content is at fault  3  something is missing on this machine

examples:
  {program}                          build source/ into dist/
  {program} story.txt -o out         one pasted article, both editions
  {program} a.md b.md -f epub        several articles, EPUB alone
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
    if arguments and arguments[0] in _COMMANDS:
        return {"read": _read, "check": _check}[arguments[0]](arguments[1:])
    return _build(arguments)


def _build(arguments: list[str]) -> int:
    options = _build_parser().parse_args(arguments)
    order = _order(options)
    from pressrun.build import build  # noqa: PLC0415 - `--help` needs none of it

    with _Progress(quiet=options.quiet, verbose=options.verbose) as progress:
        outcome = build(order, progress.step)
    _give("".join(f"{path}\n" for path in outcome.paths))
    if not options.quiet:
        for source, dropped in outcome.dropped:
            if options.verbose or not dropped.why.startswith("understood"):
                _say(f"{source}:{dropped.line}: left out “{dropped.text}” ({dropped.why})")
    for font in outcome.borrowed:
        _say(f"the PDF draws some characters with {font.name}, which only this machine has")
    if outcome.shortfall:
        _report(outcome.shortfall, prefix="there is no PDF, and no page-list in the EPUB: ")
        return 3
    return 0


def _order(options: argparse.Namespace) -> Order:
    from pressrun.build import FORMATS, Order  # noqa: PLC0415 - as above
    from pressrun.stylesheets import page_size  # noqa: PLC0415

    formats = tuple(dict.fromkeys(options.formats.lower().split(",")))
    if unknown := [name for name in formats if name not in FORMATS]:
        raise UsageError(
            f"there is no format “{unknown[0]}”", hint=f"one or both of {','.join(FORMATS)}"
        )
    page_size(options.page_size)
    sources = tuple(options.sources) or (Path("source"),)
    return Order(
        sources=sources,
        output=options.output,
        formats=formats,
        page_size=options.page_size,
        check=options.check,
        incomplete=options.incomplete,
    )


def _read(arguments: list[str]) -> int:
    options = _read_parser().parse_args(arguments)
    from pressrun import readers, reading  # noqa: PLC0415 - as above

    path = Path(options.file)
    if options.file == "-":
        manuscript = readers.read_bytes(sys.stdin.buffer.read(), Path("standard-input.txt"))
    elif path.is_file():
        manuscript = readers.read(path)
    else:
        raise UsageError(f"there is no file “{path}”")
    _give(reading.as_json(manuscript) if options.json else reading.as_markdown(manuscript))
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
    loudness = parser.add_mutually_exclusive_group()
    loudness.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")
    loudness.add_argument(
        "-v", "--verbose", action="store_true", help="say each step, and all that was left out"
    )
    parser.add_argument("--version", action="version", version=f"Pressrun {pressrun.__version__}")
    return parser


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


class _Progress:
    """A bar when the work is long and somebody watches; a line a step when asked for."""

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        self._verbose = verbose
        self._bar = None
        if sys.stderr.isatty() and not quiet and not verbose:
            from tqdm import tqdm  # noqa: PLC0415 - nobody watches a pipe

            # Nothing is drawn in the first second, which is all that one article takes.
            self._bar = tqdm(
                total=_STEPS,
                delay=1,
                leave=False,
                bar_format="{desc} {bar:20} {elapsed}",
                file=sys.stderr,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def step(self, name: str) -> None:
        """Tell that a step begins."""
        if self._verbose:
            _say(name)
        if self._bar is not None:
            self._bar.set_description_str(name, refresh=False)
            self._bar.update()


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
