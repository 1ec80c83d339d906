"""Answer messages in a process of its own; the other end of `pressrun.workers`.

Messages come pickled on standard input and are answered, pickled, on standard output, each with its
length before it. Knows nothing of what is in them.
"""

from __future__ import annotations

import os
import pickle
import sys
import time
from threading import Thread
from typing import TYPE_CHECKING, Any

from pressrun.fragments import LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO


def begin() -> tuple[Iterator[Any], Callable[[object], None]]:
    """Return the messages, and what answers one; the process ends with the one that started it."""
    answers = _own_standard_output()
    Thread(target=_end_with, args=[os.getppid()], daemon=True).start()

    def answer(said: object) -> None:
        data = pickle.dumps(said, pickle.HIGHEST_PROTOCOL)
        answers.write(LENGTH.pack(len(data)))
        answers.write(data)
        answers.flush()

    return _messages(sys.stdin.buffer), answer


def _messages(stream: BinaryIO) -> Iterator[Any]:
    while head := stream.read(LENGTH.size):
        yield pickle.loads(stream.read(*LENGTH.unpack(head)))  # noqa: S301 - from our own parent


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
