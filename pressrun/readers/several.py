"""Read several manuscripts, many of them side by side; knows no kind of file.

The results are those that one process gives, in the same order.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pressrun import limits, readers
from pressrun.errors import Complaints, PressError
from pressrun.model import Manuscript
from pressrun.readers import shelf
from pressrun.sharing import processes_for, shared

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pressrun.progress import Tell

    _Result = Manuscript | PressError

# Milliseconds of CPU that a manuscript takes (benchmarks/reading.py, November 2026).
_COST = {".docx": 55, ".html": 35, ".htm": 35, ".mhtml": 35}
_COST_OF_TEXT = 12


def read_all(
    paths: Sequence[Path],
    tell: Tell,
    *,
    folder: Path | None = None,
    incomplete: bool = False,
    processes: int | None = None,
) -> tuple[list[Manuscript], list[PressError], frozenset[Path]]:
    """Return the manuscripts, what is wrong with others, and which files were read.

    The first two are in the order of the files. What was read before is not read again; `tell`
    hears first how many are to be, and then, after each of all, how many there are. `folder` and
    `incomplete` are as for `readers.read`. Reading takes as many `processes` as are worth it,
    unless their number is given.
    """
    manuscripts: list[Manuscript] = []
    errors: list[PressError] = []
    names = {path: shelf.name_of(path, incomplete=incomplete) for path in paths}
    known = {path: found for path, name in names.items() if name and (found := shelf.kept(name))}
    rest = [path for path in paths if path not in known]
    read = partial(_read, folder=folder, incomplete=incomplete)
    cost = sum(_COST.get(path.suffix.lower(), _COST_OF_TEXT) for path in rest)
    results = shared(read, rest, processes or processes_for(cost))
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
    return manuscripts, errors, frozenset(rest)


def _read(path: Path, *, folder: Path | None, incomplete: bool) -> _Result:
    try:
        with limits.time_for(path):
            return readers.read(path, folder, incomplete=incomplete)
    except PressError as error:
        return error
