"""Have editions made a second time, elsewhere, and hold them against the first; knows no edition.

The second process has another time zone, locale, order of sets, umask, working folder and an empty
cache of its own. See https://reproducible-builds.org/docs/env-variations/
"""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pressrun
from pressrun import limits
from pressrun.archive import unpack
from pressrun.errors import Complaints, EditionError, PressError
from pressrun.resources import overrides

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ZONES = ("Pacific/Kiritimati", "America/St_Johns")
_OBJECT = re.compile(rb"(?:^|[\r\n])(\d+) \d+ obj\b")


def verify(files: Mapping[str, bytes], order: object) -> None:
    """Build `order` again, as `pressrun.rebuilding` takes it, and compare with `files` by name.

    Raises Complaints that name the first place in which each edition differs, or what the other
    process raised.
    """
    again = _made_elsewhere(order)
    errors = [
        EditionError(
            f"made a second time, it differs: {place}", path=name,
            hint="nothing was published; please report it, with the manuscript",
        )
        for name in dict.fromkeys((*files, *again))
        for place in _difference(name, files.get(name), again.get(name))
    ]  # fmt: skip
    if errors:
        raise Complaints(errors)


def _made_elsewhere(order: object) -> dict[str, bytes]:
    with TemporaryDirectory(prefix="pressrun-") as name:
        place = Path(name).resolve()
        done = subprocess.run(
            [sys.executable, "-P", "-m", "pressrun.rebuilding"],
            input=pickle.dumps((limits.current(), overrides(), order)),
            capture_output=True, check=False, cwd=place, env=_environment(place), umask=0o077,
        )  # fmt: skip
    if done.returncode != 0 or not done.stdout:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        reason = lines[-1] if lines else f"status {done.returncode}"
        raise EditionError(f"the second build broke down: {reason}")
    answer: dict[str, bytes] | PressError = pickle.loads(done.stdout)  # noqa: S301 - our own child
    if isinstance(answer, PressError):
        raise answer
    return answer


def _environment(place: Path) -> dict[str, str]:
    """Return an environment that differs from this one in all that no edition may depend on."""
    path = (str(Path(pressrun.__file__).parent.parent), os.environ.get("PYTHONPATH"))
    zone = next(zone for zone in _ZONES if zone != os.environ.get("TZ"))
    return os.environ | {
        "LANGUAGE": "tr",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1",
        "PYTHONPATH": os.pathsep.join(filter(None, path)),
        "TZ": zone,
        "XDG_CACHE_HOME": str(place / "cache"),
    }


def _difference(name: str, first: bytes | None, second: bytes | None) -> Iterator[str]:
    """Yield the first place in which two files differ, if there is one."""
    if first is None or second is None:
        yield f"only the {'second' if first is None else 'first'} build made it"
    elif first != second:
        inside = _member if name.endswith(".epub") else _object
        yield inside(first, second)


def _member(first: bytes, second: bytes) -> str:
    ours, theirs = unpack(first), unpack(second)
    for name in dict.fromkeys((*ours, *theirs)):
        if ours.get(name) != theirs.get(name):
            if name in ours and name in theirs:
                return f"{name}, {_excerpts(ours[name], theirs[name])}"
            return f"{name} is in one of them alone"
    return "the zip’s own order or dates"


def _object(first: bytes, second: bytes) -> str:
    place = _offset(first, second)
    numbers: list[Any] = _OBJECT.findall(first[: place + 1])
    where = f"object {int(numbers[-1])}, " if numbers else ""
    return where + _excerpts(first, second)


def _excerpts(first: bytes, second: bytes) -> str:
    place = _offset(first, second)
    ours, theirs = (
        data[max(0, place - 10) : place + 30].decode("latin-1").encode("unicode_escape").decode()
        for data in (first, second)
    )
    return f"byte {place}: “{ours}”, then “{theirs}”"


def _offset(first: bytes, second: bytes) -> int:
    """Return the place of the first byte that differs; the end where one goes on."""
    pairs = zip(first, second, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))
