"""The limits that bound a build, and how an order raises them; enforces those of time and size.

They hold for one article or picture each, so that a hostile one ends with a message that names it
and not with a machine that is out of memory. What is in force is the process's own: whoever starts
another process hands it on.
"""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, NoReturn

from pressrun.errors import ManuscriptError, UsageError
from pressrun.nearest import did_you_mean
from pressrun.prevailing import Prevailing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path


def _limit(most: int, says: str) -> int:
    """Give a field its default, and say what it holds for."""
    made: int = field(default=most, metadata={"says": says})
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that is taken of each kind; what each holds for stands beside it."""

    article: int = _limit(5_000_000, "a text, in bytes")
    matter: int = _limit(100_000, "its front matter, in signs")
    nesting: int = _limit(
        100, "lists, quotations, elements or a formula’s parts within one another"
    )
    cells: int = _limit(50_000, "the cells of a table")
    pixels: int = _limit(80_000_000, "a picture, or all frames of one that moves")
    seconds: int = _limit(60, "reading or composing an article, in seconds of the processor")
    layout: int = _limit(120, "the layout of an article for print, in seconds of the processor")
    memory: int = _limit(4_000, "each process that lays out, in megabytes (on Linux)")


# Python, lxml and the validators go down into elements by recursion, of some levels each.
_DEEPEST_EVER = 200
_prevailing = Prevailing(Limits())


class _TimeIsUp(BaseException):
    """Ends work from outside; no `except Exception` of a decoder may take it for a fault."""


def current() -> Limits:
    """Return the limits in force."""
    return _prevailing.now


def in_force(limits: Limits) -> AbstractContextManager[None]:
    """Let `limits` hold for all that this process does meanwhile."""
    return _prevailing.meanwhile(limits)


def raised(orders: Sequence[str]) -> Limits:
    """Return the usual limits but for what `orders` say, each as `NAME=NUMBER`.

    Raises UsageError for a name that there is not, and for what is no number.
    """
    limits = Limits()
    known = ", ".join(field.name for field in fields(Limits))
    for order in orders:
        name, _, number = order.partition("=")
        if not hasattr(limits, name) or not number.isdecimal() or int(number) < 1:
            names = () if hasattr(limits, name) else known.split(", ")
            hint = did_you_mean(name, names) or f"write NAME=NUMBER, of: {known}"
            raise UsageError(f"“{order}” is no limit", hint=hint)
        limits = replace(limits, **{name: int(number)})
    if limits.nesting > _DEEPEST_EVER:
        raise UsageError(f"elements cannot be nested over {_DEEPEST_EVER} deep")
    return limits


def remedy(name: str, else_: str) -> str:
    """Return the hint of a message about a limit: what to do, or how to raise it."""
    return f"{else_}, or raise the limit: --limit {name}={getattr(current(), name) * 2}"


def refuse_large(name: str, size: int, said: str, else_: str, path: Path) -> None:
    """Refuse what is larger than the limit `name`; `said` tells what has that size.

    Raises ManuscriptError.
    """
    most = getattr(current(), name)
    if size > most:
        message = f"{said}; the limit is {most:,}"
        raise ManuscriptError(message, path=path, line=1, hint=remedy(name, else_))


@contextmanager
def time_for(path: Path, line: int | None = None) -> Iterator[None]:
    """Give the work on a manuscript so many seconds of the processor.

    Raises ManuscriptError when they are over. Only a process's main thread has such a clock, and no
    thread has it on Windows.
    """
    on_main = threading.current_thread() is threading.main_thread()
    if not (on_main and hasattr(signal, "setitimer")):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, current().seconds)
    try:
        yield
    except _TimeIsUp:
        raise ManuscriptError(
            f"this article takes over {current().seconds} seconds of computing",
            path=path, line=line, hint=remedy("seconds", "divide it"),
        ) from None  # fmt: skip
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _ring(*_: object) -> NoReturn:
    raise _TimeIsUp
