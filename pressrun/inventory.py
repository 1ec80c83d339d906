"""Name a build by all that goes into it, so that one that was made before need not be made again.

Only a folder with a publication.yaml can be named, since all that it takes lies inside it; and only
where no font and no profile of the machine comes into it.
"""

from __future__ import annotations

import os
import stat
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pressrun
from pressrun import installed, limits, regular
from pressrun.cache import key_of
from pressrun.resources import overrides, resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST_FILES = 250_000
_MOST_BYTES = 2_000_000_000
_AT_ONCE = 2  # threads: more would wait for memory
_LIBRARIES = (
    (("libpango-1.0.so.0", "libpango-1.0.0.dylib"), "pango_version_string"),
    (("libharfbuzz.so.0", "libharfbuzz.0.dylib"), "hb_version_string"),
)


def name_of_build(sources: Iterable[Path], ordered: str) -> str | None:
    """Return a name for what `sources` make, None where it cannot be known.

    It depends on what every file below them holds and when it was changed, on what was `ordered`,
    on limits, environment and overrides, and on `makers`. The date of a book may come from git, so
    what git knows is part of it.
    """
    folders = list(sources)
    if len(folders) != 1 or not (folders[0] / "publication.yaml").is_file():
        return None
    try:
        files = files_below(folders[0])
    except OSError:
        return None
    if files is None:
        return None
    said = [ordered, str(folders[0]), str(Path.cwd()), os.environ.get("SOURCE_DATE_EPOCH", "")]
    own = (f"{name}\n{sheet!r}" for name, sheet in overrides().files)
    parts = [*said, repr(limits.current()), *own, makers(), *map(repr, files)]
    return key_of(part.encode("utf-8", "surrogateescape") for part in (*parts, *_git(folders[0])))


def files_below(folder: Path) -> list[tuple[str, int, str]] | None:
    """Return name, date and hash of each file, None of more than are worth the look.

    None, too, where one is a link, a pipe or a device, which are not for opening here.
    """
    paths = [*islice(_paths_below(folder, without=".git"), _MOST_FILES + 1)]
    if len(paths) > _MOST_FILES:
        return None
    states = [(path, path.lstat()) for path in paths]
    strange = any(not stat.S_ISREG(state.st_mode) for _, state in states)
    if strange or sum(state.st_size for _, state in states) > _MOST_BYTES:
        return None
    named: list[str] = [""] * len(paths)

    def name(first: int) -> None:
        for n in range(first, len(paths), _AT_ONCE):
            named[n] = key_of([regular.read(paths[n])])

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        deque(pool.map(name, range(_AT_ONCE)), maxlen=0)
    dates = (state.st_mtime_ns for _, state in states)
    return [*zip(map(str, paths), dates, named, strict=True)]


def _paths_below(folder: Path, without: str) -> Iterator[Path]:
    """Yield the files below a folder, but not below folders of one name."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != without)
        yield from (Path(place, name) for name in sorted(names))


def _git(folder: Path) -> Iterator[str]:
    """Yield what tells one state of the repository around a folder from another."""
    for place in (folder.resolve(), *folder.resolve().parents):
        if (place / ".git").exists():
            for name in ("HEAD", "index", "logs/HEAD"):
                with suppress(OSError):
                    state = (place / ".git" / name).stat()
                    yield f"{name} {state.st_mtime_ns} {state.st_size}"
            return


@cache
def makers() -> str:
    """Name what makes editions: our own files, by what they hold, and every library's version."""
    packages = (f"{name} {version}" for name, version in installed.versions().items())
    said = ours(), sys.version, *packages, *map(str, libraries().items())
    return key_of(part.encode() for part in said)


@cache
def ours() -> str:
    """Name our own files, by what they hold."""
    package = Path(pressrun.__file__).parent
    folders = package, resource("templates"), resource("styles")
    paths = [path for folder in folders for path in _paths_below(folder, without="__pycache__")]
    return key_of(regular.read(path) for path in paths)


def libraries() -> dict[str, str]:
    """Return the versions of the libraries that set text, where they can be found at once."""
    import ctypes  # noqa: PLC0415 - an EPUB that is made anew needs none

    found = {}
    for names, function in _LIBRARIES:
        for name in names:
            with suppress(OSError, AttributeError):
                version = getattr(ctypes.CDLL(name), function)
                version.restype = ctypes.c_char_p
                found[name] = version().decode()
    return found
