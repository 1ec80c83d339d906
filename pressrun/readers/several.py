"""Read several manuscripts, many of them in processes of their own; knows no kind of file.

`python -m pressrun.readers.several` takes pickled paths on its standard input and answers with a
pickled manuscript, or what is wrong with it, for each. The results are those that one process
gives, in the same order.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import ExitStack, suppress
from functools import partial
from typing import IO, TYPE_CHECKING, Self

from pressrun import limits, readers
from pressrun.errors import Complaints, PressError
from pressrun.model import Manuscript
from pressrun.readers import shelf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pressrun.progress import Tell

    _Result = Manuscript | PressError
    _Read = partial[_Result]

# Milliseconds of CPU that a manuscript takes (benchmarks/reading.py, November 2026), and how many
# have to come together before processes are worth it: each takes up to 1,000 to get ready, since
# it compiles the words of every language that it meets.
_COST = {".docx": 55, ".html": 35, ".htm": 35, ".mhtml": 35}
_COST_OF_TEXT = 12
_WORTH_IT = 6_000
_MOST_PROCESSES = 8


def read_all(
    paths: Sequence[Path],
    tell: Tell,
    *,
    folder: Path | None = None,
    incomplete: bool = False,
    processes: int | None = None,
) -> tuple[list[Manuscript], list[PressError]]:
    """Return the manuscripts, and what is wrong with the others, both in the order of the files.

    What was read before is not read again; `tell` hears first how many are to be, and then, after
    each of all, how many there are. `folder` and `incomplete` are as for `readers.read`. Reading
    takes as many `processes` as are worth it, unless their number is given.
    """
    manuscripts: list[Manuscript] = []
    errors: list[PressError] = []
    names = {path: shelf.name_of(path, incomplete=incomplete) for path in paths}
    known = {path: found for path, name in names.items() if name and (found := shelf.kept(name))}
    rest = [path for path in paths if path not in known]
    read = partial(_read, folder=folder, incomplete=incomplete)
    results = _results(rest, read, processes or _worth(rest))
    tell("reading", 0, len(rest))
    for number, path in enumerate(paths, start=1):
        result: _Result = known[path] if path in known else next(results)
        tell("reading", number, len(paths))
        if isinstance(result, Manuscript):
            name = names[path]
            # It may have been changed before it was read.
            if path not in known and name and name == shelf.name_of(path, incomplete=incomplete):
                shelf.keep(name, result)
            manuscripts.append(result)
        else:
            errors += result.errors if isinstance(result, Complaints) else (result,)
    return manuscripts, errors


def _worth(paths: Sequence[Path]) -> int:
    """Return how many processes to take: those that are worth it, and have a core to themselves."""
    cost = sum(_COST.get(path.suffix.lower(), _COST_OF_TEXT) for path in paths)
    idle = (os.cpu_count() or 1) - round(os.getloadavg()[0])
    return max(1, min(idle, _MOST_PROCESSES)) if cost > _WORTH_IT else 1


def _results(paths: Sequence[Path], read: _Read, processes: int) -> Iterator[_Result]:
    """Yield what becomes of each file; each process has every nth of them, and answers in order."""
    if processes == 1:
        yield from map(read, paths)
        return
    with ExitStack() as stack:
        answers = [
            stack.enter_context(_Reader(paths[n::processes], read)) for n in range(processes)
        ]
        for number, path in enumerate(paths):
            yield answers[number % processes].next() or read(path)


class _Reader:
    """A process that reads files; leaving the context ends it."""

    def __init__(self, paths: Sequence[Path], read: _Read) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own code, no shell
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        with suppress(BrokenPipeError), _pipe(self._process.stdin) as orders:
            pickle.dump((limits.current(), read.keywords, list(paths)), orders)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        _pipe(self._process.stdout).close()
        self._process.wait()

    def next(self) -> _Result | None:
        """Return the next result; None if the process broke down, which is then seen here."""
        try:
            result: _Result = pickle.load(_pipe(self._process.stdout))  # noqa: S301
        except (EOFError, pickle.UnpicklingError):
            return None
        return result


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # noqa: S101 - it was asked for
    return stream


def _read(path: Path, *, folder: Path | None, incomplete: bool) -> _Result:
    try:
        with limits.time_for(path):
            return readers.read(path, folder, incomplete=incomplete)
    except PressError as error:
        return error


def main() -> None:
    """Read the files that standard input names, and answer for each."""
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr
    most, how, paths = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    with limits.in_force(most):
        for path in paths:
            pickle.dump(_read(path, **how), answers)
            answers.flush()


if __name__ == "__main__":
    main()
