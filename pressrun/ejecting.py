"""Copy templates and style sheets of ours to where they can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun import resources
from pressrun.errors import Complaints, ManuscriptError, UsageError
from pressrun.publishing import publish

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def eject(wanted: Sequence[str], folder: Path) -> tuple[Path, ...]:
    """Copy files of ours into a folder; return their paths.

    Each is named as it is listed, or by the end of that, where no other ends so. Raises UsageError
    for a name that is none, and Complaints for files that are there already and differ: nothing is
    written over.
    """
    names = [_found(name) for name in wanted]
    files = {name: resources.original(name) for name in dict.fromkeys(names)}
    new = {name: data for name, data in files.items() if not _is_there(folder / name, data)}
    errors = [
        ManuscriptError(
            "is there already, and differs", path=folder / name,
            hint="take it away, or eject into another folder: -o DIR",
        )
        for name in new
        if (folder / name).exists()
    ]  # fmt: skip
    if errors:
        raise Complaints(errors)
    publish(new, folder)
    return tuple(folder / name for name in files)


def _found(name: str) -> str:
    ends = [known for known in resources.names() if f"/{known}".endswith(f"/{name}")]
    if len(ends) == 1:
        return ends[0]
    if ends:
        raise UsageError(f"“{name}” may be several", hint=f"one of {', '.join(ends)}")
    raise UsageError(f"there is no file “{name}” to eject", hint=resources.nearest(name))


def _is_there(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data
