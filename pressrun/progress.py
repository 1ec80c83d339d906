"""Tell how far long work has come, in one line of a terminal that is gone when the work is done.

Nothing is drawn where nobody watches, nor in the first second, which is all that one article takes.
"""

from __future__ import annotations

import shutil
import threading
from time import monotonic
from typing import TYPE_CHECKING, Protocol, Self

from pressrun.terminal import can_redraw

if TYPE_CHECKING:
    from typing import TextIO

_PATIENCE = 1.0
_EVERY = 0.2
# To the beginning of the line, and away with the rest of it (ECMA-48, 8.3.41).
_CLEAR = "\r\x1b[K"


class Tell(Protocol):
    """Hears of a step as it begins, and as often as one likes how much of it is done."""

    def __call__(self, step: str, done: int = 0, total: int = 0, /) -> None:
        """Tell that `done` of `total` pieces are done; a total of 0 is not known."""


def silence(_step: str, _done: int = 0, _total: int = 0, /) -> None:
    """Hear and say nothing."""


class Progress:
    """A line that changes while the work goes on, or a line a step where that is asked for.

    Use it as a context manager, and speak to the same stream only before and after it.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False, stream: TextIO) -> None:
        """Watch `stream`; `verbose` has each step on a line of its own, terminal or not."""
        self._stream = stream
        self._verbose = verbose
        self._drawn = False
        self._line = self._step = ""
        self._began = monotonic()
        self._over = threading.Event()
        self._clock: threading.Thread | None = None
        if not quiet and not verbose and can_redraw(stream):
            self._clock = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        if self._clock:
            self._clock.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._clock:
            self._clock.join()
        if self._drawn:
            self._write(_CLEAR)

    def step(self, step: str, done: int = 0, total: int = 0, /) -> None:
        """Tell what is being done, and how much of it is done."""
        if self._verbose and step != self._step:
            self._write(f"{step}\n")
        self._step = step
        self._line = f"{step} {done:,} of {total:,}" if total > 1 else step

    def _run(self) -> None:
        """Draw now and then, whatever the work is at, so that a person sees it go on."""
        wait = _PATIENCE
        while not self._over.wait(wait):
            wait = _EVERY
            if not self._line:
                continue
            text = f"{self._line} ({monotonic() - self._began:.0f} s)"
            self._write(_CLEAR + text[: shutil.get_terminal_size().columns - 1])
            self._drawn = True

    def _write(self, text: str) -> None:
        """Write at once; a terminal that went away ends no work."""
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._over.set()
