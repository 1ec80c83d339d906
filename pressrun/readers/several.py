"""Read several manuscripts, one after another; knows no kind of file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun import readers
from pressrun.errors import Complaints, PressError
from pressrun.model import Manuscript

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pressrun.progress import Tell


def read_all(
    paths: Sequence[Path], tell: Tell, *, folder: Path | None = None, incomplete: bool = False
) -> tuple[list[Manuscript], list[PressError]]:
    """Return the manuscripts, and what is wrong with the others, both in the order of the files.

    `tell` hears after each how many are read. `folder` and `incomplete` are as for `readers.read`.
    """
    manuscripts: list[Manuscript] = []
    errors: list[PressError] = []
    for number, path in enumerate(paths, start=1):
        tell("reading", number, len(paths))
        result = _read(path, folder, incomplete=incomplete)
        if isinstance(result, Manuscript):
            manuscripts.append(result)
        else:
            errors += result.errors if isinstance(result, Complaints) else (result,)
    return manuscripts, errors


def _read(path: Path, folder: Path | None, *, incomplete: bool) -> Manuscript | PressError:
    try:
        return readers.read(path, folder, incomplete=incomplete)
    except PressError as error:
        return error
