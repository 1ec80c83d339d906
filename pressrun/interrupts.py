"""Let a person, or the system, stop a build at any moment but one; knows nothing of the work.

SIGTERM and SIGHUP stop it as Ctrl-C does: what was begun is cleared, and that is told. A second
signal ends the process at once, and so does its own clock, where clearing comes to no end.
"""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

# Windows has no SIGHUP.
_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_GRACE = 10.0  # seconds to clear what was begun


class Stopped(KeyboardInterrupt):
    """Tell that a signal, whose `number` it has, stopped the work."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped where the work is when a signal comes that this process was not to ignore."""
    with _on_signals(_stop):
        yield


@contextmanager
def unstoppable() -> Iterator[None]:
    """Take no notice of signals meanwhile, for what takes no time and must not be cut in two."""
    with _on_signals(signal.SIG_IGN):
        yield


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


def _stop(number: int, _frame: object) -> NoReturn:
    for each in _SIGNALS:
        signal.signal(each, signal.SIG_DFL)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, partial(_give_up, number))
        signal.setitimer(signal.ITIMER_REAL, _GRACE)
    raise Stopped(number)


def _give_up(number: int, *_: object) -> None:
    """End the process; the next build clears what this one leaves.

    An exception that meets CPython 3.11 in the midst of an import keeps the lock of all imports, so
    that threads wait for ever, and whoever waits for them.
    """
    with suppress(OSError):
        os.write(2, b"interrupted; nothing was published\n")
    os._exit(128 + number)
