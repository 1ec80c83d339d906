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
# From how many pieces, seconds, and from which share of the work on an estimate holds.
_FEWEST, _SHORTEST, _SHARE = 3, 2.0, 20
_LONG = 100  # seconds; from here on minutes are told
# To the beginning of the line, and away with the rest of it (ECMA-48, 8.3.41).
_CLEAR = "\r\x1b[K"


class Tell(Protocol):
    """Hears of a step as it begins, and as often as one likes how much of it is done."""

    def __call__(self, step: str, done: int = 0, total: int = 0, /) -> None:
        """Tell that `done` of `total` pieces are done; a total of 0 is not known."""


def silence(_step: str, _done: int = 0, _total: int = 0, /) -> None:
    """Hear and say nothing."""


def remaining(seconds: float, done: int, left: int) -> str:
    """Say how long the rest of a step may take; nothing where that would be a guess.

    It is one while few pieces are done, or in a moment, or where hardly any of the work is.
    """
    if done < _FEWEST or seconds < _SHORTEST or done * _SHARE < done + left or left <= 0:
        return ""
    more = seconds / done * left
    return f", about {more:.0f} s more" if more < _LONG else f", about {more / 60:.0f} min more"


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
        self._step_began, self._done, self._begun_with, self._total = self._began, 0, 0, 0
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
        if step != self._step:
            self._step_began, self._begun_with = monotonic(), done
        self._step, self._done, self._total = step, done, total
        self._line = f"{step} {done:,} of {total:,}" if total > 1 else step

    def _run(self) -> None:
        """Draw now and then, whatever the work is at, so that a person sees it go on."""
        wait = _PATIENCE
        while not self._over.wait(wait):
            wait = _EVERY
            if not self._line:
                continue
            now = monotonic()
            left = remaining(
                now - self._step_began, self._done - self._begun_with, self._total - self._done
            )
            text = f"{self._line} ({now - self._began:.0f} s{left})"
            self._write(_CLEAR + text[: shutil.get_terminal_size().columns - 1])
            self._drawn = True

    def _write(self, text: str) -> None:
        """Write at once; a terminal that went away ends no work."""
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._over.set()
