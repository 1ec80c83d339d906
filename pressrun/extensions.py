"""Find the readers and checks that distributions installed beside this one bring along.

They are named by entry points (https://packaging.python.org/specifications/entry-points), in the
groups `pressrun.readers` and `pressrun.checks`. What is installed is trusted to run; what it
answers is looked at, and told as its own where it is none.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressrun.errors import MachineError, ManuscriptError, PressError
from pressrun.model import Manuscript

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from importlib.metadata import EntryPoint

_READERS, _CHECKS = "pressrun.readers", "pressrun.checks"


def suffixes() -> tuple[str, ...]:
    """Return the endings of the files that there are further readers for."""
    return tuple(sorted({f".{entry.name.lstrip('.').lower()}" for entry in _found(_READERS)}))


def read(data: bytes, path: Path) -> Manuscript:
    """Read a manuscript by the reader that has its ending.

    Raises MachineError for a reader that cannot be loaded, or where there are two; ManuscriptError
    for one that breaks down, and what the reader raises for the manuscript.
    """
    name = path.suffix.lower().lstrip(".")
    entries = [entry for entry in _found(_READERS) if entry.name.lstrip(".").lower() == name]
    if len(entries) > 1:
        both = " and ".join(map(_maker, entries))
        raise MachineError(f"{both} both read “.{name}”", hint="take one of them away")
    manuscript = _answer(entries[0], path, lambda function: function(data, path))
    if not isinstance(manuscript, Manuscript):
        raise _broken(entries[0], path, f"it gives a {type(manuscript).__name__}, no Manuscript")
    return manuscript


def checked(manuscript: Manuscript) -> Iterator[tuple[str, str, int | None, str, str | None]]:
    """Yield what further checks find: maker, number, line, a sentence, and what would mend it.

    Raises as `read` does.
    """
    for entry in _found(_CHECKS):
        answers = _answer(entry, manuscript.path, lambda check: [*check(manuscript)])
        for answer in answers:
            if not _is_answer(answer):
                wanted = "line, message and hint"
                raise _broken(entry, manuscript.path, f"it gives {answer!r}, not {wanted}")
            line, message, hint = answer
            yield _maker(entry), entry.name, line, message, hint


def _is_answer(answer: object) -> bool:
    if not (isinstance(answer, tuple) and len(answer) == 3):  # noqa: PLR2004 - as is said above
        return False
    line, message, hint = answer
    return (
        (line is None or isinstance(line, int))
        and isinstance(message, str)
        and (hint is None or isinstance(hint, str))
    )


def _answer(entry: EntryPoint, path: Path, ask: Callable[[Callable[..., Any]], Any]) -> Any:  # noqa: ANN401 - it is looked at by whoever asks
    try:
        function = entry.load()
    except Exception as error:
        raise MachineError(
            f"{_maker(entry)} cannot be loaded: {type(error).__name__}: {error}",
            hint="install it anew, or take it away",
        ) from error
    try:
        return ask(function)
    except PressError:
        raise
    except Exception as error:
        raise _broken(entry, path, f"{type(error).__name__}: {error}") from error


def _broken(entry: EntryPoint, path: Path, why: str) -> ManuscriptError:
    hint = f"tell the makers of {_maker(entry)}"
    return ManuscriptError(f"“{entry.value}” breaks down: {why}", path=path, hint=hint)


def _maker(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value


@cache
def _found(group: str) -> tuple[EntryPoint, ...]:
    """Return the entry points of a group; importlib.metadata is slow, and seldom needed."""
    if not any(f"[{group}]" in text for text in _tables()):
        return ()
    from importlib.metadata import entry_points  # noqa: PLC0415 - as above

    return tuple(sorted(entry_points(group=group), key=lambda entry: (entry.name, entry.value)))


@cache
def _tables() -> tuple[str, ...]:
    folders = [Path(name) for name in sys.path if name]
    files = (path for folder in folders for path in folder.glob("*-info/entry_points.txt"))
    return tuple(path.read_text("utf-8", "replace") for path in files)
