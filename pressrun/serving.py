"""Answer messages in a process of its own; the other end of `pressrun.workers`.

`python -m pressrun.serving MODULE` lets a module’s `main` answer. Messages come pickled on standard
input, one behind another, and are answered, pickled, on standard output. Knows nothing of what is
in them.
"""

from __future__ import annotations

import os
import pickle
import sys
import time
from contextlib import suppress
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Any

from pressrun import startup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO


def begin() -> tuple[Iterator[Any], Callable[[object], None]]:
    """Return the messages, and what answers one; the process ends with the one that started it."""
    answers = _own_standard_output()
    Thread(target=_end_with, args=[os.getppid()], daemon=True).start()

    def answer(said: object) -> None:
        pickle.dump(said, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
        startup.keep()

    return _messages(sys.stdin.buffer), answer


def _messages(stream: BinaryIO) -> Iterator[Any]:
    with suppress(EOFError, pickle.UnpicklingError):  # one that was ended ends in the midst
        while True:
            yield pickle.load(stream)  # noqa: S301 - from our own parent


def _end_with(parent: int) -> None:
    """End this process when the one that started it is gone, be it killed."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _own_standard_output() -> BinaryIO:
    """Keep standard output for the answer, apart from whatever a library prints."""
    answer_to = sys.stdout.buffer
    sys.stdout = sys.stderr
    return answer_to


if __name__ == "__main__":
    startup.hasten()
    # Under its own name, so that what is pickled there is what the parent knows.
    import_module(sys.argv[1]).main()
