"""Share work on many things among processes; knows nothing of what is done.

On Linux the others are copies of this process, which are there at once. Elsewhere a copy may break
what the system's libraries do, so they are started anew, which only much work is worth.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pressrun import limits, startup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection

    from pressrun.limits import Limits

_Thing = TypeVar("_Thing")
_Result = TypeVar("_Result")

_COPIES = sys.platform == "linux"
# Milliseconds of work that are worth another process: one takes up to 1,000 to get ready anew,
# since it compiles the words of every language that it meets.
_WORTH_IT = 100 if _COPIES else 6_000
_MOST = 8


def processes_for(cost: float) -> int:
    """Return how many processes are worth it for work that takes so many milliseconds.

    One in a thread, such as that of a server: a copy would wait for ever for what another one has.
    And one in a process that may have no others.
    """
    if cost < _WORTH_IT or threading.current_thread() is not threading.main_thread():
        return 1
    import multiprocessing  # noqa: PLC0415 - few build so much

    if multiprocessing.current_process().daemon:
        return 1
    cores = len(os.sched_getaffinity(0)) if _COPIES else os.cpu_count() or 1
    return min(cores, _MOST)


def shared(
    work: Callable[[_Thing], _Result],
    things: Sequence[_Thing],
    processes: int,
    away: Callable[[_Thing], Any] | None = None,
) -> Iterator[_Result]:
    """Yield what `work` makes of each thing, in order; each process has every nth of them.

    Other processes do the same, or what they are to do `away`, if it is not for what it changes
    there. Results are pickled, and so is the work where processes are started anew. What they make
    nothing of, None, is done here, and so is what one has left that broke down.
    """
    processes = max(1, min(processes, len(things)))
    with ExitStack() as stack:
        others = [
            stack.enter_context(_Other(away or work, things[n::processes]))
            for n in range(1, processes)
        ]
        for number, thing in enumerate(things):
            turn = number % processes
            found = others[turn - 1].next() if turn else None
            yield work(thing) if found is None else found


@contextmanager
def beside(work: Callable[[], _Result], cost: float) -> Iterator[Callable[[], _Result]]:
    """Give what returns the result of `work`, which another process does meanwhile.

    Where its cost, in milliseconds, is not worth one, or one broke down, it is done when it is
    asked for.
    """
    if processes_for(cost) == 1:
        yield work
        return
    with _Other(_done, [work]) as other:

        def result() -> _Result:
            found: _Result | None = other.next()
            return work() if found is None else found

        yield result


def _done(work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever it makes
    return work()


class _Other:
    """A process that does its part; leaving the context ends it."""

    def __init__(self, work: Callable[[Any], Any], things: Sequence[Any]) -> None:
        import multiprocessing  # noqa: PLC0415 - as above

        context: Any = multiprocessing.get_context("fork" if _COPIES else "spawn")
        self._answers, answers = context.Pipe(duplex=False)
        ends = self._answers, answers
        self._process = context.Process(
            target=_answer, args=(work, things, limits.current(), *ends), daemon=True
        )
        with warnings.catch_warnings():
            # Python 3.12 warns of copies where there are threads: here these only wait for pipes.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process.start()
        answers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()
        self._answers.close()

    def next(self) -> Any:  # noqa: ANN401 - whatever was made
        """Return the next result, None if the process broke down."""
        try:
            return self._answers.recv()
        except (EOFError, OSError):
            return None


def _answer(
    work: Callable[[Any], Any],
    things: Sequence[Any],
    most: Limits,
    other_end: Connection,
    answers: Connection,
) -> None:
    """Send the results, and end as soon as nobody wants them."""
    other_end.close()  # a copy of it would be somebody who may yet read them
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, signal.SIG_DFL)
    try:
        with limits.in_force(most):
            for thing in things:
                answers.send(work(thing))
        startup.keep()
    finally:
        os._exit(0)
