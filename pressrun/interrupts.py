"""Let a person, or the system, stop a build at any moment but one; knows nothing of the work.

SIGTERM and SIGHUP stop it as Ctrl-C does: what was begun is cleared, and that is told. A second
signal ends the process at once, and so does its own clock, where clearing comes to no end.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from pressrun.prevailing import Prevailing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Windows has no SIGHUP.
_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_GRACE = 10.0  # seconds to clear what was begun
_SOON = 0.01  # seconds, for a finaliser to end
_came: Prevailing[int | None] = Prevailing(None)  # the signal that stops the work


class Stopped(KeyboardInterrupt):
    """Tell that a signal, whose `number` it has, stopped the work."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped where the work is when a signal comes that this process was not to ignore."""
    with _came.meanwhile(None), _on_signals(_stop), _nothing_lost():
        yield


def heed() -> None:
    """Raise Stopped where a signal came; for the last moment at which it can be heeded."""
    if _came.now is not None:
        raise Stopped(_came.now)


@contextmanager
def unstoppable() -> Iterator[None]:
    """Take no notice of signals meanwhile, for what takes no time and must not be cut in two."""
    with _on_signals(signal.SIG_IGN):
        yield


@contextmanager
def in_one_go() -> Iterator[None]:
    """Heed signals at the end of this: for loading what ends the process where one is raised."""
    came: list[int] = []
    try:
        with _on_signals(lambda number, _: came.append(number)):
            yield
    finally:
        if came:
            signal.raise_signal(came[0])


@contextmanager
def _on_signals(action: signal._HANDLER) -> Iterator[None]:
    """Let `action` answer the signals; only the main thread of a process may say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    taken = [number for number, old in before.items() if old is not signal.SIG_IGN]
    try:
        for number in taken:
            signal.signal(number, action)
        yield
    finally:
        for number in taken:
            signal.signal(number, before[number])


@contextmanager
def _nothing_lost() -> Iterator[None]:
    """Raise Stopped once more where Python heeds no exception: in a finaliser, or a callback.

    https://docs.python.org/3/library/sys.html#sys.unraisablehook
    """
    usual = sys.unraisablehook

    def unraisable(lost: sys.UnraisableHookArgs) -> None:
        if isinstance(lost.exc_value, Stopped):
            number = lost.exc_value.number
            _ring_after(_SOON, lambda *_: _stop(number))
        else:
            usual(lost)

    sys.unraisablehook = unraisable
    try:
        yield
    finally:
        sys.unraisablehook = usual
        if _came.now is not None:  # it was heeded before it was raised once more
            _ring_after(_GRACE, partial(_give_up, _came.now))


def _stop(number: int, *_: object) -> NoReturn:
    for each in _SIGNALS:
        signal.signal(each, signal.SIG_DFL)
    _ring_after(_GRACE, partial(_give_up, number))
    _came.now = number
    raise Stopped(number)


def _ring_after(seconds: float, action: Callable[..., None]) -> None:
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, action)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _give_up(number: int, *_: object) -> None:
    """End the process; the next build clears what this one leaves.

    An exception that meets CPython 3.11 in the midst of an import keeps the lock of all imports, so
    that threads wait for ever, and whoever waits for them.
    """
    with suppress(OSError):
        os.write(2, b"interrupted; nothing was published\n")
    os._exit(128 + number)
