"""Keep the processes that lay out: start them, ask them, say what became of one that ended.

Knows messages and processes, and not what is in the messages. Who carries them elsewhere has the
interface of a Carrier.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import re
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import LifoQueue
from typing import IO, TYPE_CHECKING, Any, Protocol, Self

import pressrun
from pressrun import limits
from pressrun.errors import EditionError, MachineError
from pressrun.fragments import Failure, Joining

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from types import TracebackType

    from pressrun.fragments import Design

_SIGKILL = 9
_PIPE = 1 << 20  # bytes, the most that Linux allows everybody
_AT_ONCE = 1 << 15  # bytes that go into any pipe without anybody at the other end
_GRACE = 5.0  # seconds to end by itself, for a process that said its last
_PANGO = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_INSTALL = {"darwin": "brew install pango", "win32": "see WeasyPrint’s documentation for Windows"}


class Carrier(Protocol):
    """Brings messages to who answers them, on this machine or another; `most` at a time."""

    most: int

    def expect(self, parts: int) -> None:
        """Let as many get ready as so many parts keep busy."""

    def begin(self, settings: object) -> None:
        """Let the messages that come now be of these settings; none may be on its way."""

    def carry(self, message: object) -> Any:  # noqa: ANN401 - whatever was asked for
        """Return the answer to a message; a Failure where there is none."""

    def end(self) -> None:
        """End all that answers."""


class Processes:
    """Processes that answer, `most` of them at once.

    They are started when there is work for them, or more is expected. They run `module`.
    """

    def __init__(self, most: int, module: str = "pressrun.press") -> None:
        self.most = max(1, most)
        self._module = module
        self._free: LifoQueue[_Worker | None] = LifoQueue()  # who has begun goes on
        for _ in range(self.most):
            self._free.put(None)
        self._all: list[_Worker] = []
        self._ready: list[_Worker] = []
        self._adding = threading.Lock()
        self._settings = b""
        self._fonts = ""

    def expect(self, parts: int) -> None:
        """Get as many processes ready as so many parts keep busy, before any of them is there."""
        with self._adding:
            while len(self._all) < min(parts, self.most):
                self._all.append(_Worker(self._module))
                self._ready.append(self._all[-1])

    def begin(self, settings: object) -> None:
        """Let what is carried from now on be of these settings; nothing may be on its way.

        Who is there and has begun nothing gets ready for them at once.
        """
        self._settings = pickle.dumps(settings, pickle.HIGHEST_PROTOCOL)
        self._fonts = getattr(settings, "fontconfig", "")
        with self._adding:
            for worker in self._ready if len(self._settings) < _AT_ONCE else ():
                if worker.fonts in {"", self._fonts}:
                    worker.fonts = self._fonts
                    worker.tell(self._settings)

    def carry(self, message: object) -> Any:  # noqa: ANN401 - as above
        """Return the answer of whoever is free, or a Failure that says how it ended."""
        return self.carry_under(self._settings, self._fonts, message)

    def carry_under(self, settings: bytes, fonts: str, message: object) -> Any:  # noqa: ANN401
        """Return the answer to a message that is of these settings, whatever was begun.

        The settings are a pickle already.
        """
        worker = self._free.get() or self._started()
        try:
            if worker.fonts not in {"", fonts}:  # a process decides on its fonts once
                self._dismiss(worker)
                worker = self._started()
            worker.fonts = fonts
            worker.tell(settings)
            answer = worker.ask(message)
            return self._last_words(worker) if answer is None else answer
        finally:
            self._free.put(worker if worker.lives else None)

    def end(self) -> None:
        """End all processes."""
        for worker in tuple(self._all):
            worker.end()

    def _started(self) -> _Worker:
        with self._adding:
            if self._ready:
                return self._ready.pop()
            worker = _Worker(self._module)
            self._all.append(worker)
        return worker

    def _dismiss(self, worker: _Worker, grace: float = 0) -> tuple[int, bytes]:
        status = worker.end(grace)
        with self._adding, suppress(ValueError):  # it was ended from two sides
            self._all.remove(worker)
        return status

    def _last_words(self, worker: _Worker) -> Failure:
        status, errors = self._dismiss(worker, _GRACE)
        lines = errors.decode(errors="replace").strip().splitlines()
        return Failure(message=lines[-1] if lines else "it said nothing", ended=status)


class Workers:
    """Those who lay out, wherever they are; what they are asked is answered in time.

    Use it as a context manager: leaving it ends them all.
    """

    def __init__(self, carrier: Carrier, here: Carrier | None = None) -> None:
        """Ask through `carrier`, and get the first ready at once; what is joined is joined `here`.

        All parts come together there, so that is no work for another machine.
        """
        self._carrier = carrier
        self._here = here or carrier
        self._pool = ThreadPoolExecutor(carrier.most)
        self._design: Design | None = None
        self._last = False
        carrier.expect(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._end()
        self._pool.shutdown(wait=True)

    def _end(self) -> None:
        for carrier in (self._carrier, self._here):
            carrier.end()

    def expect(self, parts: int) -> None:
        """Let as many get ready as so many parts keep busy."""
        self._carrier.expect(parts)

    def end_when_joined(self) -> None:
        """Let all go as soon as pages are joined: nothing is asked after that."""
        self._last = True

    def begin(self, design: Design) -> None:
        """Let what is asked from now on be of an edition of that design.

        Nothing may be on its way.
        """
        self._design = design
        for carrier in {id(each): each for each in (self._carrier, self._here)}.values():
            carrier.begin(design)

    def ask(
        self,
        message: object,
        path: Path | None = None,
        keep: Callable[[Any], object] | None = None,
    ) -> Future[Any]:
        """Send a message to whoever is free; return what will be the answer, which `keep` hears of.

        The answer raises EditionError, for the manuscript `path`, when the work failed, and
        MachineError when Pango is missing.
        """
        return self._pool.submit(self._answer, message, path, keep)

    def _answer(
        self, message: object, path: Path | None, keep: Callable[[Any], object] | None
    ) -> Any:  # noqa: ANN401 - as above
        carrier = self._here if isinstance(message, Joining) else self._carrier
        answer = carrier.carry(message)
        if isinstance(answer, Failure):
            assert self._design  # noqa: S101 - there was a message
            raise _failure(answer, path, self._design)
        if self._last and isinstance(message, Joining):
            self._pool.submit(self._end)  # nobody waits for that
        if keep:
            keep(answer)
        return answer


class _Worker:
    """A process that answers; it keeps the settings that it was told last."""

    def __init__(self, module: str) -> None:
        settings = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "PYTHONPATH": _import_path()}
        self._process = subprocess.Popen(  # noqa: S603 - our own code, no shell
            [sys.executable, "-P", "-m", "pressrun.serving", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment() | settings,
        )
        _widen(self._process.stdin, self._process.stdout)
        self.fonts = ""
        self._errors: list[bytes] = []
        self._told = b""
        self._reader = threading.Thread(target=self._read_errors, daemon=True)
        self._reader.start()

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def tell(self, settings: bytes) -> None:
        if settings != self._told:
            self._told = settings
            with self._writing() as stream:
                stream.write(settings)

    def ask(self, message: object) -> Any:  # noqa: ANN401 - as above
        """Return the answer, None from a process that ended.

        Megabytes go from the message into the pipe, and from there into the answer.
        """
        with self._writing() as stream:
            pickle.dump(message, stream, pickle.HIGHEST_PROTOCOL)
        assert self._process.stdout  # noqa: S101 - it is a pipe
        try:
            return pickle.load(self._process.stdout)  # noqa: S301 - of our own
        except (EOFError, pickle.UnpicklingError):
            return None

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

    @contextmanager
    def _writing(self) -> Iterator[IO[bytes]]:
        """Give what it reads from; where it ended, there will be no answer."""
        assert self._process.stdin  # noqa: S101 - it is a pipe
        with suppress(OSError):
            yield self._process.stdin
            self._process.stdin.flush()

    def _read_errors(self) -> None:
        """Take what it says of errors, so that it never waits for a reader."""
        assert self._process.stderr  # noqa: S101 - it is a pipe
        with self._process.stderr as stream:
            self._errors += stream


def _widen(*pipes: IO[bytes] | None) -> None:
    """Let pipes hold more than 64 KiB, where the system lets them: megabytes go through sooner."""
    for pipe in pipes:
        with suppress(AttributeError, OSError):  # Linux alone has it, for so many
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)  # type: ignore[arg-type]


def _environment() -> dict[str, str]:
    """Pass on what a process needs to find its libraries, nothing that changes the result."""
    kept = (
        "PATH", "HOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
        "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "VIRTUAL_ENV",
        "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX",
    )  # fmt: skip
    return {name: os.environ[name] for name in kept if name in os.environ}


def _import_path() -> str:
    """Let the process import this very package, and with -P nothing from the working folder."""
    ours = str(Path(pressrun.__file__).parent.parent)
    return os.pathsep.join(filter(None, (ours, os.environ.get("PYTHONPATH"))))


def _failure(failure: Failure, path: Path | None, design: Design) -> EditionError | MachineError:
    if failure.ended is not None:
        return ended("the layout", failure, path, design.seconds)
    if not failure.missing:
        hint = limits.remedy(failure.limit, "divide what is long") if failure.limit else None
        # WeasyPrint 70.0 says of a rule that it ignores at which line of the sheet it stands.
        from pressrun.stylesheets import place_in  # noqa: PLC0415 - a sound layout needs none of it

        if ignored := re.search(r": Ignored .* at (\d+):\d+", failure.message):
            rule, line = place_in(design.stylesheet, int(ignored[1]))
            return EditionError(failure.message, path=rule, line=line)
        return EditionError(failure.message, path=path, hint=hint)
    command = _INSTALL.get(sys.platform, _PANGO)
    return MachineError(
        "the PDF needs Pango, which this machine lacks", hint=f"run “make”, or: {command}"
    )


def ended(what: str, failure: Failure, path: Path | None, seconds: int = 0) -> EditionError:
    """Say why a process ended that was at `what`; one that a signal ended has a negative status."""
    status = failure.ended or 0
    if status == -getattr(signal, "SIGXCPU", 0):
        message = f"{what} takes over {seconds} seconds of computing"
        return EditionError(message, path=path, hint=limits.remedy("layout", "divide what is long"))
    how = f"was ended by {_signal_named(-status)}" if status < 0 else f"ended with status {status}"
    message = f"{what} {how}: {failure.message}"
    return EditionError(message, path=path, hint=_likely_cause(-status))


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
