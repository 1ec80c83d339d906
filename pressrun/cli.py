"""The command line: parse, call, report; decides nothing about publications.

Paths of what was made go to standard output, one a line; everything else goes to standard error.
The exit codes are a promise: 0 done, 1 the content is at fault, 2 wrong usage, 3 something is
missing on the machine.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pressrun
from pressrun.errors import Complaints, MachineError, PressError, UsageError
from pressrun.interrupts import Stopped, stoppable
from pressrun.limits import in_force, raised
from pressrun.nearest import near_file
from pressrun.options import COMMANDS, build_parser, ordered, previewed
from pressrun.progress import Progress
from pressrun.terminal import brush_for, harmless

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Sequence

    from pressrun.building import Order
    from pressrun.model import Dropped
    from pressrun.progress import Tell

_MOST_OBSTACLES = 10


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    arguments = list(sys.argv[1:] if words is None else words)
    _ready_streams()
    try:
        with stoppable():
            return _run(arguments)
    except PressError as error:
        _report(error)
        return error.exit_code
    except BrokenPipeError:
        _abandon_output()
        return 0
    except Stopped as stop:
        _say("interrupted; nothing was published")
        return 128 + stop.number


def _run(arguments: list[str]) -> int:
    work = {
        "new": _new, "read": _read, "import": _import, "check": _check, "eject": _eject,
        "preview": _preview, "explain": _explain,
        "completion": _completion, "clean": _clean,
    }  # fmt: skip
    if arguments and (name := arguments[0]) in work:
        return work[name](COMMANDS[name]().parse_args(arguments[1:]))
    return _build(build_parser().parse_args(arguments))


def _build(options: argparse.Namespace) -> int:
    if options.version:
        return _version(verbose=options.verbose)
    order = ordered(options)
    _demand_sources(order.sources)
    from pressrun.building import build  # noqa: PLC0415 - `--help` needs none of it
    from pressrun.overriding import overriding  # noqa: PLC0415 - as above

    house = overriding(options.overrides)
    with in_force(raised(options.limit)), house, _progress(options) as progress:
        if options.dry_run:
            return _rehearse(order, progress.step)
        outcome = build(order, progress.step)
    _give("".join(f"{path}\n" for path in outcome.paths))
    _tell_left_out(outcome.dropped, options)
    _tell_obstacles(outcome.obstacles, options)
    if outcome.borrowed:
        names = ", ".join(font.name for font in outcome.borrowed)
        _say(f"the PDF draws some characters with fonts of this machine: {names}")
    for path in outcome.across:  # WeasyPrint 70.0 has no vertical writing
        _say(f"{path}: the lines run downwards in the EPUB alone; in the PDF they run across")
    if outcome.shortfall:
        _report(outcome.shortfall, prefix="there is no PDF, and no page-list in the EPUB: ")
    for fault in outcome.faults:
        _report(fault)
    _tell_unread(order.sources, options)
    if outcome.shortfall or not options.quiet:
        told = "is withdrawn" if outcome.shortfall else "is still there"
        for path in outcome.earlier:
            _say(f"{path}, of an earlier build, {told}")
    return 1 if outcome.faults else 3 if outcome.shortfall else 0


def _version(*, verbose: bool) -> int:
    if not verbose:
        _give(f"Pressrun {pressrun.__version__}\n")
        return 0
    from pressrun.equipment import equipment  # noqa: PLC0415 - as above

    for each in equipment():
        _give(f"{each}\n")
    return 0


def _rehearse(order: Order, tell: Tell) -> int:
    from pressrun.rehearsing import rehearse  # noqa: PLC0415 - as above

    lines = list(rehearse(order, tell))
    _give("".join(f"{line}\n" for line in lines))
    return 0


def _demand_sources(sources: Sequence[Path]) -> None:
    """Raise UsageError for a source that is not there; a command may have been meant."""
    if missing := next((source for source in sources if not source.exists()), None):
        begin = None if missing.suffix else f"build.py new {missing} writes one to start from"
        hint = near_file(missing, COMMANDS) or begin
        raise UsageError(f"there is no “{missing}”", hint=hint)


def _progress(options: argparse.Namespace) -> Progress:
    return Progress(quiet=options.quiet, verbose=options.verbose, stream=sys.stderr)


def _tell_left_out(dropped: Iterable[tuple[Path, Dropped]], options: argparse.Namespace) -> None:
    for source, each in () if options.quiet else dropped:
        if options.verbose or not each.understood:
            _say(f"{source}:{each.line}: {each.told(whole=options.verbose)}")


def _tell_obstacles(
    found: Sequence[tuple[Path, int | None, str]], options: argparse.Namespace
) -> None:
    """Tell what readers will miss; of very much, the beginning."""
    most = 0 if options.quiet else len(found) if options.verbose else _MOST_OBSTACLES
    for path, line, fault in found[:most]:
        _say(f"{path}{f':{line}' if line else ''}: {fault}")
    if 0 < most < len(found):
        _say(f"and {len(found) - most} more like it; -v tells each")


def _tell_unread(sources: Sequence[Path], options: argparse.Namespace) -> None:
    """Tell of files that look like overrides, and are none unless somebody says so here."""
    from pressrun.resources import would_override  # noqa: PLC0415 - as above

    for folder in () if options.quiet or options.overrides else sources:
        if (folder / "publication.yaml").is_file() and (found := would_override(folder)):
            _say(f"{found[0]} is left alone; --overrides {folder} lets it stand in for ours")


def _new(options: argparse.Namespace) -> int:
    from pressrun.starting import start  # noqa: PLC0415 - as above

    _give("".join(f"{path}\n" for path in start(options.folder, issue=options.issue)))
    _say(f"cd {options.folder}, and build; README.md there says the rest")
    return 0


def _read(options: argparse.Namespace) -> int:
    from pressrun import readers, reading  # noqa: PLC0415 - as above

    with in_force(raised(options.limit)):
        if options.file == Path("-"):
            manuscript = readers.read_bytes(sys.stdin.buffer.read(), Path("standard-input.txt"))
        else:
            manuscript = readers.read(_one_file(options.file))
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
        raise UsageError(f"there is no file “{path}”", hint=near_file(path))
    return path


def _import(options: argparse.Namespace) -> int:
    from pressrun.importing import PASTE, import_manuscripts  # noqa: PLC0415 - as above

    pasted = sys.stdin.buffer.read() if PASTE in options.sources else b""
    with in_force(raised(options.limit)), _progress(options) as progress:
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


def _check(options: argparse.Namespace) -> int:
    from pressrun.checking import Wanted, check  # noqa: PLC0415 - as above
    from pressrun.checking.records import as_json, as_sarif  # noqa: PLC0415 - as above
    from pressrun.checking.text import text  # noqa: PLC0415 - as above
    from pressrun.overriding import overriding  # noqa: PLC0415 - as above

    wanted = Wanted(
        paths=tuple(options.files) or (Path("source"),),
        ignored=frozenset(number for words in options.ignore for number in words.split(",")),
        manuscripts_only=options.manuscripts,
        incomplete=options.incomplete,
        theme=options.theme,
        page_size=options.page_size,
        jobs=os.cpu_count() or 1,
    )
    house = overriding(options.overrides)
    with in_force(raised(options.limit)), house, _progress(options) as progress:
        report = check(wanted, progress.step)
    if options.json or options.sarif:
        _give(as_json(report) if options.json else as_sarif(report))
    else:
        _give(text(report, brush_for(sys.stdout), all_of_them=options.verbose))
    report.demand_judges()
    return report.exit_code


def _explain(options: argparse.Namespace) -> int:
    from pressrun.checking.explaining import explained  # noqa: PLC0415 - as above

    _give(explained(options.numbers, brush_for(sys.stdout)))
    return 0


def _eject(options: argparse.Namespace) -> int:
    from pressrun.ejecting import eject  # noqa: PLC0415 - as above
    from pressrun.resources import names  # noqa: PLC0415 - as above

    if not options.files:
        _give("".join(f"{name}\n" for name in names()))
        return 0
    _give("".join(f"{path}\n" for path in eject(options.files, options.output)))
    _say(f"change it, then build with --overrides {options.output}")
    return 0


def _preview(options: argparse.Namespace) -> int:
    order = previewed(options)
    from pressrun.overriding import overriding  # noqa: PLC0415 - as above
    from pressrun.preview.desk import Desk  # noqa: PLC0415
    from pressrun.preview.proofing import Proofreader  # noqa: PLC0415
    from pressrun.preview.server import open_port, serve  # noqa: PLC0415
    from pressrun.workers import Processes, Workers  # noqa: PLC0415

    port = open_port(options.port)
    kept = overriding(options.overrides)
    with in_force(raised(options.limit)), kept, Workers(Processes(order.jobs)) as workers:
        house = options.overrides
        reader = Proofreader(order, workers, house)
        desk = Desk(order, reader, lambda: _progress(options), *([house] if house else []))
        serve(desk, port, show=options.open, ready=lambda address: _give(f"{address}\n"))
    return 0


def _completion(options: argparse.Namespace) -> int:
    from pressrun.options.completion import completion  # noqa: PLC0415 - few want it

    _give(completion(options.shell, build_parser(), COMMANDS))
    return 0


def _clean(_options: argparse.Namespace) -> int:
    from pressrun.building import forget  # noqa: PLC0415 - as above

    forget()
    return 0


def _report(error: PressError, prefix: str = "") -> None:
    for each in error.errors if isinstance(error, Complaints) else (error,):
        from pressrun.excerpts import told  # noqa: PLC0415 - a build without errors needs none

        _print(f"{prefix}{told(each, brush_for(sys.stderr))}")


def _say(line: str) -> None:
    _print(harmless(line))


def _print(text: str) -> None:
    with suppress(OSError):  # a full device hears nothing, and the exit code says it too
        print(text, file=sys.stderr)  # noqa: T201 - all but results


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
