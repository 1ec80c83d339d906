"""Have messages answered on a Dask cluster; alone in knowing `distributed`.

Each of its workers passes them on to processes of its own, the same that work on one machine, so
the results are the same bytes. A worker that is lost costs what it was at, which another is given.
Settings and fonts go to a worker once, under the hash of what they hold.
"""

from __future__ import annotations

import logging
import os
import pickle
import platform
import time
import zlib
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pressrun
from pressrun import installed
from pressrun.cache import key_of
from pressrun.errors import MachineError
from pressrun.fonts import cache_folder, files_in, publish
from pressrun.fragments import Design, Failure
from pressrun.inventory import libraries, ours
from pressrun.workers import Processes

if TYPE_CHECKING:
    from collections.abc import Mapping

_CONNECTING = 5  # seconds
_PATIENCE = 60.0  # seconds without any worker
_LOOK = 2.0  # seconds between two looks whether the cluster is there
_AT_LEAST = 32  # under way at once, for workers that come later
_KEPT = "; what was made is kept, so build again to go on"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parcel:
    """What messages need that come later: pickled settings, and what answers have to be made by.

    Of a Design, `fonts` are the folders, and its `fontconfig` file names them.
    """

    settings: bytes
    makers: Mapping[str, str]
    fontconfig: str = ""
    folders: tuple[str, ...] = ()
    fonts: tuple[tuple[tuple[str, bytes], ...], ...] = ()


class Cluster:
    """A Carrier to the workers of a scheduler, which run processes of `module`."""

    def __init__(self, address: str, module: str) -> None:
        """Connect; raises MachineError for a cluster that is not there, or not as this machine."""
        self._address, self._module = address, module
        self._client = _client(address)
        self._executor = self._client.get_executor()
        self._seen = self._looked = time.monotonic()
        try:
            self._compare()
            self.most = max(_AT_LEAST, 2 * sum(self._client.nthreads().values()))
        except BaseException:
            self.end()
            raise

    def expect(self, _parts: int) -> None:
        """Leave it to the cluster how many get ready."""

    def begin(self, settings: object) -> None:
        """Send settings, and what they need of this machine; a lost worker's are sent again."""
        data = pickle.dumps(settings, pickle.HIGHEST_PROTOCOL)
        parcel = _Parcel(settings=data, makers=_makers())
        if isinstance(settings, Design):
            parcel = replace(
                parcel, fontconfig=settings.fontconfig, folders=settings.font_folders,
                fonts=tuple(map(_contents_of, settings.font_folders)),
            )  # fmt: skip
        packed = pickle.dumps(parcel, pickle.HIGHEST_PROTOCOL)
        self._name = key_of((packed,))
        self._sent = self._client.submit(bytes, packed, key=f"pressrun-settings-{self._name}")

    def carry(self, message: object) -> Any:  # noqa: ANN401 - whatever was asked for
        """Return the answer; the same message is answered once, whoever asks it."""
        from distributed import KilledWorker  # noqa: PLC0415 - it is there by now

        data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        key = f"pressrun-{key_of((self._module.encode(), self._name.encode(), data))}"
        future = self._executor.submit(answered, self._module, self._sent, data, key=key)
        while True:
            try:
                answer: bytes = future.result(_LOOK)
            except TimeoutError:
                self._look()
            except KilledWorker:
                return Failure(message="every worker of the cluster that took it died")
            except (CancelledError, OSError) as error:
                raise MachineError(
                    f"the scheduler at {self._address} is gone", hint=f"start it{_KEPT}"
                ) from error
            else:
                return pickle.loads(answer)  # noqa: S301 - who may use a cluster is trusted

    def end(self) -> None:
        """Let go of what is under way, and of the cluster."""
        with suppress(Exception):  # it may be gone
            self._executor.shutdown(wait=False)
        with suppress(Exception):
            self._client.close(timeout=_LOOK)

    def _look(self) -> None:
        """Raise MachineError when there has been no worker for long; one thread looks for all."""
        if time.monotonic() - self._looked < _LOOK:
            return
        self._looked = time.monotonic()
        with suppress(OSError, TimeoutError):
            if self._client.nthreads():
                self._seen = time.monotonic()
        if time.monotonic() - self._seen > _PATIENCE:
            message = f"the cluster at {self._address} has no worker left"
            raise MachineError(message, hint=f"start one{_KEPT}")

    def _compare(self) -> None:
        """Raise MachineError for a worker that would make other bytes, or none."""
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            message = f"the cluster at {self._address} has no worker"
            raise MachineError(message, hint=f"start one: dask worker {self._address}") from None
        for worker, theirs in self._client.run(_makers, on_error="return").items():
            if isinstance(theirs, ModuleNotFoundError):
                hint = (
                    "start it where “import pressrun” works, with the packages of the same uv.lock"
                )
                raise MachineError(f"the worker at {worker} lacks something: {theirs}", hint=hint)
            if isinstance(theirs, BaseException):
                raise MachineError(f"the worker at {worker} is at fault: {theirs}")
            _refuse_others(_makers(), theirs, worker)


def answered(module: str, packed: bytes, message: bytes) -> bytes:
    """Answer a pickle with one, where a worker runs.

    Raises MachineError where that is not as we are.
    """
    settings, fontconfig = _unpacked(packed)
    asked = pickle.loads(message)  # noqa: S301 - as above
    answer = _processes(module).carry_under(settings, fontconfig, asked)
    return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)


@cache
def _processes(module: str) -> Processes:
    return Processes(os.cpu_count() or 1, module)


@lru_cache(maxsize=8)
def _unpacked(packed: bytes) -> tuple[bytes, str]:
    """Return settings that hold here, and the file that names their fonts."""
    parcel: _Parcel = pickle.loads(packed)  # noqa: S301 - who may use a cluster is trusted
    _refuse_others(parcel.makers, _makers(), platform.node())
    if not parcel.fontconfig:
        return parcel.settings, ""
    folder = cache_folder() / "fonts" / f"sent-{key_of((packed,))[:16]}"
    places = {old: folder / str(number) for number, old in enumerate(parcel.folders)}
    for place, files in zip(places.values(), parcel.fonts, strict=True):
        for name, data in files:
            if not (place / name).is_file():
                publish(place / name, _relocated(data, places) if name == "fonts.conf" else data)
    design: Design = pickle.loads(parcel.settings)  # noqa: S301 - as above
    there = Path(parcel.fontconfig)
    own = replace(
        design,
        fontconfig=str(places[str(there.parent)] / there.name),
        font_folders=tuple(str(places[old]) for old in parcel.folders),
    )
    return pickle.dumps(own, pickle.HIGHEST_PROTOCOL), own.fontconfig


def _relocated(data: bytes, places: Mapping[str, Path]) -> bytes:
    """Return a fontconfig file that names folders of this machine; longer names come first."""
    text = data.decode()
    for old in sorted(places, key=len, reverse=True):
        text = text.replace(escape(old), escape(str(places[old])))
    return text.encode()


def _contents_of(folder: str) -> tuple[tuple[str, bytes], ...]:
    return tuple((file.name, file.read_bytes()) for file in files_in(Path(folder)))


@cache
def _makers() -> dict[str, str]:
    """Return what editions are made by, by name: two machines that agree make the same bytes."""
    return {
        "Pressrun": f"{pressrun.__version__} ({ours()[:12]})",
        "Python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **installed.versions(),
        **libraries(),
    }


def _refuse_others(ours: Mapping[str, str], theirs: Mapping[str, str], worker: str) -> None:
    differ = [
        f"{name} is {theirs[name]} there and {ours[name]} here"
        for name in sorted(ours.keys() & theirs.keys())
        if ours[name] != theirs[name]
    ]
    if differ:
        raise MachineError(
            f"the worker at {worker} would make other editions: {', '.join(differ[:5])}",
            hint="run the same Pressrun on all machines, with the packages of its uv.lock",
        )


def _client(address: str) -> Any:  # noqa: ANN401 - imported where it is used
    try:
        import dask  # noqa: PLC0415 - few have a cluster
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        message = f"a cluster needs “{error.name}”, which is not installed"
        raise MachineError(message, hint="pip install 'pressrun[cluster]'") from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what is wrong is told here
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1TB"})
    try:
        return Client(address, timeout=_CONNECTING, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, RuntimeError, TypeError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        message = f"the scheduler at {address} cannot be reached: {reason}"
        raise MachineError(message, hint="start one: dask scheduler, then dask worker") from error
