"""Keep what was made in the user's cache, under the hash of what it was made from.

A kept file begins with the hash of the rest, so that a damaged one is seen and made again; files
appear whole, by rename, so that several builds may share the folder. What was longest out of use
goes first when it grows; how much there is is noted, so that a hundred thousand files are looked at
only when they are too much. A folder that cannot be written costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import math
import mmap
import os
import shutil
import struct
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun import fonts
from pressrun.prevailing import Prevailing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

# The only state of this module: what is in force, and how many bytes this process has kept where.
_in_use, _writing = Prevailing(usual=True), Prevailing(usual=True)
_kept: dict[str, int] = {}
_PART = 4  # of what a cache may hold, to be kept between two looks at how much it does
_DIGEST = hashlib.sha256().digest_size
_NUMBER = struct.Struct(">Q")  # of bytes, in a ledger


def unused() -> AbstractContextManager[None]:
    """Have nothing found and nothing kept by this process inside this."""
    return _in_use.meanwhile(other=False)


def only_read() -> AbstractContextManager[None]:
    """Have nothing kept by this process inside this, nor marked as used."""
    return _writing.meanwhile(other=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """A folder of the user's cache, which holds `most` bytes.

    One that is `tidied` by itself, now and then, needs nobody to do it while very much is kept.
    """

    name: str
    most: int
    tidied: bool = False

    @property
    def is_used(self) -> bool:
        """Tell whether anything is found here, or kept, by this process now."""
        return _in_use.now

    def found(self, key: str) -> bytes | None:
        """Return what was kept under `key`, None where there is nothing or it is damaged."""
        found = self.mapped(key)
        return None if found is None else bytes(found)

    def mapped(self, key: str) -> memoryview | None:
        """Return what `found` does, in the file itself: megabytes are not copied.

        The file may be removed meanwhile; none is ever written over.
        """
        if not _in_use.now:
            return None
        try:
            with (self._folder / key).open("rb") as file:
                whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            if _writing.now:
                os.utime(self._folder / key)
        except (OSError, ValueError):  # an empty one cannot be mapped
            return None
        rest = whole[_DIGEST:]
        return rest if hashlib.sha256(rest).digest() == whole[:_DIGEST] else None

    def has(self, key: str) -> bool:
        """Tell whether there is something under `key`, be it damaged."""
        return _in_use.now and (self._folder / key).is_file()

    def keep(self, key: str, *data: bytes) -> bool:
        """Keep `data`, in one, under `key`; tell whether that could be. `tidy` after the last."""
        if _in_use.now and _writing.now:
            with suppress(OSError):
                self._write(self._folder / key, data)
                self._count(_DIGEST + sum(map(len, data)))
                return True
        return False

    def _count(self, size: int) -> None:
        """Count what this process keeps, and tidy when that is much, if nobody else does."""
        _kept[self.name] = _kept.get(self.name, 0) + size
        if self.tidied and _kept[self.name] > self.most // _PART:
            self.tidy()

    def tidy(self, spared: Iterable[str] = ()) -> None:
        """Remove what was longest out of use, until the rest is within the limit.

        The keys that are `spared` stay, however much that is. Where this process has kept nothing
        since it last looked, there is nothing to be done.
        """
        kept = _kept.pop(self.name, 0) if _in_use.now and _writing.now else 0
        if kept:
            with suppress(OSError):
                if self._noted(kept) > self.most:
                    self._note(self._remove(frozenset(spared)))

    def _remove(self, stay: frozenset[str]) -> int:
        """Look at all that is kept, and remove what is too much; return how many bytes are left."""
        files = []
        with os.scandir(self._folder) as entries:
            for entry in entries:
                with suppress(OSError):  # another build removed it
                    files.append((entry.stat().st_mtime_ns, entry.stat().st_size, entry.path))
        left = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if left <= self.most:
                break
            if os.path.basename(path) not in stay:  # noqa: PTH119 - of a hundred thousand
                Path(path).unlink(missing_ok=True)
                left -= size
        return left

    def _noted(self, more: int) -> float:
        """Note so many bytes more; return how many there are by what was noted, or infinity.

        It is more than there are where another removed some, and less by what it noted while this
        one looked: the next look at all of them mends both.
        """
        try:
            with self._ledger.open("r+b") as file:
                noted = file.read()
                file.seek(0, os.SEEK_END)
                file.write(_NUMBER.pack(more))
            return float(sum(number for (number,) in _NUMBER.iter_unpack(noted)) + more)
        except (FileNotFoundError, struct.error):
            return math.inf

    def _note(self, size: int) -> None:
        """Note how many bytes there are."""
        descriptor, temporary = tempfile.mkstemp(dir=self._folder)
        with os.fdopen(descriptor, "wb") as file:
            file.write(_NUMBER.pack(size))
        Path(temporary).replace(self._ledger)

    def clear(self) -> None:
        """Remove all that is kept."""
        shutil.rmtree(self._folder, ignore_errors=True)
        with suppress(OSError):
            self._ledger.unlink()

    @property
    def _folder(self) -> Path:
        return fonts.cache_folder() / self.name

    @property
    def _ledger(self) -> Path:
        """Where it is noted how many bytes there were when somebody looked, and what came since."""
        return self._folder.with_name(f"{self._folder.name}.bytes")

    def _write(self, path: Path, data: tuple[bytes, ...]) -> None:
        digest = hashlib.sha256()
        for part in data:
            digest.update(part)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines((digest.digest(), *data))
            Path(temporary).replace(path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise


def key_of(parts: Iterable[bytes]) -> str:
    """Return the name of what is made from `parts`; where one ends is part of it."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
