"""Keep the processes that lay out: start them, ask them, say what became of one that ended.

Knows messages and processes, and not what is in the messages.
"""

from __future__ import annotations

import os
import pickle
import re
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import LifoQueue
from typing import TYPE_CHECKING, Any, Self

import pressrun
from pressrun import limits
from pressrun.errors import EditionError, MachineError
from pressrun.fragments import LENGTH, Failure
from pressrun.stylesheets import place_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from types import TracebackType

    from pressrun.fragments import Design

_SIGKILL = 9
_GRACE = 5.0  # seconds to end by itself, for a process that said its last
_PANGO = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_INSTALL = {"darwin": "brew install pango", "win32": "see WeasyPrint’s documentation for Windows"}


class Workers:
    """Processes that lay out, `most` of them at once; the first gets ready at once.

    The others are started when there is work for them, or more is expected. Use it as a context
    manager: leaving it ends them all.
    """

    def __init__(self, most: int) -> None:
        self._most = max(1, most)
        self._free: LifoQueue[_Worker | None] = LifoQueue()  # who has begun goes on
        self._pool = ThreadPoolExecutor(self._most)
        self._all: list[_Worker] = []
        self._ready: list[_Worker] = []
        self._adding = threading.Lock()
        for _ in range(self._most - 1):
            self._free.put(None)
        self._design: bytes = b""
        self._seconds, self._sheet, self._fonts = 0, "", ""
        self._begun = False
        self._first = self._started()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        for worker in self._all:
            worker.end()
        self._pool.shutdown(wait=True)

    def expect(self, parts: int) -> None:
        """Get as many processes ready as so many parts keep busy, before any of them is there."""
        with self._adding:
            while len(self._all) < min(parts, self._most):
                self._all.append(_Worker())
                self._ready.append(self._all[-1])

    def begin(self, design: Design) -> None:
        """Let what is asked from now on be of an edition of that design.

        Nothing may be on its way.
        """
        self._design = pickle.dumps(design, pickle.HIGHEST_PROTOCOL)
        self._seconds, self._sheet = design.seconds, design.stylesheet
        self._fonts = design.fontconfig
        if not self._begun:
            self._free.put(self._first)
        self._begun = True

    def ask(
        self,
        message: object,
        path: Path | None = None,
        keep: Callable[[bytes], None] | None = None,
    ) -> Future[Any]:
        """Send a message to whoever is free; return what will be the answer, and `keep` its pickle.

        The answer raises EditionError, for the manuscript `path`, when the work failed, and
        MachineError when Pango is missing.
        """
        return self._pool.submit(self._answer, message, path, keep)

    def _answer(
        self, message: object, path: Path | None, keep: Callable[[bytes], None] | None
    ) -> Any:  # noqa: ANN401 - whatever was asked for
        worker = self._free.get() or self._started()
        try:
            if worker.fonts not in {"", self._fonts}:  # a process decides on its fonts once
                worker.end()
                worker = self._started()
            worker.fonts = self._fonts
            worker.tell(self._design)
            answer = worker.ask(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
            if answer is None:
                raise self._last_words(worker, path)
        finally:
            self._free.put(worker if worker.lives else None)
        result = pickle.loads(answer)  # noqa: S301 - from our own child
        if isinstance(result, Failure):
            raise _failure(result, path, self._sheet)
        if keep:
            keep(answer)
        return result

    def _started(self) -> _Worker:
        with self._adding:
            if self._ready:
                return self._ready.pop()
            worker = _Worker()
            self._all.append(worker)
        return worker

    def _last_words(self, worker: _Worker, path: Path | None) -> EditionError:
        """Say why a process ended; one that a signal ended has a negative status."""
        status, errors = worker.end(_GRACE)
        if status == -getattr(signal, "SIGXCPU", 0):
            message = f"the layout takes over {self._seconds} seconds of computing"
            hint = limits.remedy("layout", "divide what is long")
            return EditionError(message, path=path, hint=hint)
        lines = errors.decode(errors="replace").strip().splitlines()
        reason = lines[-1] if lines else "it said nothing"
        ended = f"ended with status {status}"
        how = f"was ended by {_signal_named(-status)}" if status < 0 else ended
        return EditionError(f"the layout {how}: {reason}", path=path, hint=_likely_cause(-status))


class _Worker:
    """A process that lays out; it keeps the design that it was told last."""

    def __init__(self) -> None:
        settings = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "PYTHONPATH": _import_path()}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "pressrun.press"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment() | settings,
        )
        self.fonts = ""
        self._errors: list[bytes] = []
        self._told = b""
        self._reader = threading.Thread(target=self._read_errors, daemon=True)
        self._reader.start()

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def tell(self, design: bytes) -> None:
        if design is not self._told:
            self._told = design
            self._send(design)

    def ask(self, message: bytes) -> bytes | None:
        """Return the answer, None from a process that ended."""
        self._send(message)
        assert self._process.stdout  # noqa: S101 - it is a pipe
        head = self._process.stdout.read(LENGTH.size)
        if len(head) < LENGTH.size:
            return None
        (length,) = LENGTH.unpack(head)
        answer = self._process.stdout.read(length)
        return answer if len(answer) == length else None

    def end(self, grace: float = 0) -> tuple[int, bytes]:
        """End the process, in `grace` seconds if it will; return its status and what it said."""
        assert self._process.stdin  # noqa: S101 - both are pipes
        assert self._process.stdout  # noqa: S101
        with suppress(OSError):  # what it never read
            self._process.stdin.close()
        try:
            self._process.wait(grace)
        except subprocess.TimeoutExpired:
            self._process.kill()
        status = self._process.wait()
        self._reader.join()
        self._process.stdout.close()
        return status, b"".join(self._errors)

    def _send(self, message: bytes) -> None:
        assert self._process.stdin  # noqa: S101 - it is a pipe
        try:
            self._process.stdin.write(LENGTH.pack(len(message)))
            self._process.stdin.write(message)
            self._process.stdin.flush()
        except OSError:
            return  # it ended: there will be no answer

    def _read_errors(self) -> None:
        """Take what it says of errors, so that it never waits for a reader."""
        assert self._process.stderr  # noqa: S101 - it is a pipe
        with self._process.stderr as stream:
            self._errors += stream


def _environment() -> dict[str, str]:
    """Pass on what a process needs to find its libraries, nothing that changes the result."""
    kept = (
        "PATH", "HOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
        "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "VIRTUAL_ENV",
    )  # fmt: skip
    return {name: os.environ[name] for name in kept if name in os.environ}


def _import_path() -> str:
    """Let the process import this very package, and with -P nothing from the working folder."""
    ours = str(Path(pressrun.__file__).parent.parent)
    return os.pathsep.join(filter(None, (ours, os.environ.get("PYTHONPATH"))))


def _failure(failure: Failure, path: Path | None, sheet: str) -> EditionError | MachineError:
    if not failure.missing:
        hint = limits.remedy(failure.limit, "divide what is long") if failure.limit else None
        # WeasyPrint 70.0 says of a rule that it ignores at which line of the sheet it stands.
        if ignored := re.search(r": Ignored .* at (\d+):\d+", failure.message):
            rule, line = place_in(sheet, int(ignored[1]))
            return EditionError(failure.message, path=rule, line=line)
        return EditionError(failure.message, path=path, hint=hint)
    command = _INSTALL.get(sys.platform, _PANGO)
    return MachineError(
        "the PDF needs Pango, which this machine lacks", hint=f"run “make”, or: {command}"
    )


def _likely_cause(number: int) -> str | None:
    """Say what may have made a signal come: the system, or a library that got no memory."""
    if number == _SIGKILL:
        return "the system ends what takes too much memory"
    if number == signal.SIGABRT:
        return limits.remedy("memory", "divide what is long")
    return None


def _signal_named(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # real-time signals have no names
        return f"signal {number}"
