"""Gather the pictures that manuscripts name, each once; reads their files and no others.

A file is found from the manuscript that names it, and only inside the publication's folder.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlsplit

from pressrun import pictures
from pressrun.errors import MarkupError
from pressrun.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pressrun.model import Manuscript, Picture, PictureSource

_SHOWN = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".heic", ".tif", ".tiff", ".bmp"}
)
_LONGEST_NAME = 80
_SIDE_BY_SIDE = min(4, os.cpu_count() or 1)  # pictures, since each takes memory while it is decoded
_SAVE_IT = "save it beside the manuscript and name it there"


@dataclass(slots=True)
class Gallery:
    """The pictures of the publication in `root`, by their names in it; `files` are whence."""

    root: Path
    files: list[Path] = field(default_factory=list)
    _hung: dict[str, Picture] = field(default_factory=dict)
    _known: dict[Path, str] = field(default_factory=dict)
    _alike: dict[tuple[str, str], str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _ahead: dict[Path, Future[Picture]] = field(default_factory=dict)
    _folders: dict[Path, Path] = field(default_factory=dict)
    _found: dict[tuple[Path, str], Path] = field(default_factory=dict)
    _inside: Path = field(init=False)

    def __post_init__(self) -> None:
        """Follow the links to the folder once."""
        self._inside = self.root.resolve()

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Return the pictures in the order of their names."""
        return tuple(self._hung[name] for name in sorted(self._hung))

    @property
    def sources(self) -> dict[str, list[Path]]:
        """Return the files that each picture was taken from, by what the publication calls it."""
        found: dict[str, list[Path]] = {}
        for path, href in self._known.items():
            found.setdefault(href, []).append(path)
        return found

    @contextmanager
    def taking(self, named: Iterable[tuple[Manuscript, Iterable[PictureSource]]]) -> Iterator[None]:
        """Prepare what manuscripts name, side by side, while it is taken one after the other.

        What cannot be prepared is left for `take` to complain of.
        """
        with ThreadPoolExecutor(max_workers=_SIDE_BY_SIDE) as pool:
            for manuscript, sources in named:
                for source, line in sources:
                    with suppress(MarkupError):
                        path = self.find(source, line, manuscript)
                        if path not in self._ahead:
                            self._ahead[path] = pool.submit(_prepared, path)
            try:
                yield
            finally:
                pool.shutdown(cancel_futures=True)
                self._ahead.clear()

    def take(self, source: str, line: int | None, manuscript: Manuscript) -> str:
        """Return what the publication calls the picture that a manuscript names as `source`.

        Raises MarkupError, with the manuscript's line, for a picture that is not there, lies
        outside or on the web, or that no reader could show.
        """
        if own := next((p for p in manuscript.pictures if p.href == source), None):
            return self._hang(replace(own, href=f"figures/{_name(own.href)}"))
        path = self.find(source, line, manuscript)
        if path not in self._known:
            inside = "-".join(path.relative_to(self._inside).parts)
            name = f"figures/{_name(inside.removeprefix('figures-'))}"
            ahead = self._ahead.get(path)
            if ahead and not ahead.exception():
                picture = ahead.result()
            else:
                data = pictures.read_file(path, source, manuscript=manuscript.path, line=line)
                picture = pictures.take(data, source, path=manuscript.path, line=line)
            named = pictures.with_ending(name, picture.media_type)
            self._known[path] = self._hang(replace(picture, href=named))
            self.files.append(path)
        return self._known[path]

    def _hang(self, picture: Picture) -> str:
        """Take a picture under its own name, or as what it is known by already.

        A name that another has is told apart by the content, so that it stays the same whatever
        else is published; case does not tell names apart (EPUB 3.3, 4.2.3).
        """
        digest = hashlib.sha256(picture.data).hexdigest()
        same = digest, picture.media_type
        if same in self._alike:
            return self._alike[same]
        href = picture.href
        if href.casefold() in self._taken:
            stem, _, ending = href.rpartition(".")
            href = f"{stem}-{digest[:8]}.{ending}"
        self._hung[href] = replace(picture, href=href)
        self._taken.add(href.casefold())
        self._alike[same] = href
        return href

    def find(self, source: str, line: int | None, manuscript: Manuscript) -> Path:
        """Return the file that a picture's source names; it must lie in the publication's folder.

        Raises MarkupError, as `take` does.
        """
        named = manuscript.path.parent, source
        if named not in self._found:
            self._found[named] = self._find(source, line, manuscript)
        return self._found[named]

    def _find(self, source: str, line: int | None, manuscript: Manuscript) -> Path:
        """Look for it: the source is decoded once and then checked, so that no escape survives."""

        def wrong(message: str, hint: str | None = None) -> MarkupError:
            return MarkupError(message, path=manuscript.path, line=line, hint=hint)

        address = urlsplit(source)
        if address.scheme or address.netloc:
            raise wrong(
                f"the picture “{source}” is on the web",
                _SAVE_IT,
            )
        name = os.fsdecode(unquote_to_bytes(address.path))
        if not name or "\0" in name:
            raise wrong("a picture that names no file", _SAVE_IT)
        try:
            path = _composed_alike(self._resolved(manuscript.path.parent / name))
            there = path.exists()
        except OSError as error:  # a name too long, a folder that is closed
            message = f"the picture “{source}” cannot be read: {error.strerror}"
            raise wrong(message, _SAVE_IT) from None
        except RuntimeError:  # Python 3.11 and 3.12; from 3.13 on it is as if nothing were there
            message = f"the picture “{source}” is a link that leads to itself"
            raise wrong(message, _SAVE_IT) from None
        if not path.is_relative_to(self._inside):
            raise wrong(f"the picture “{source}” lies outside the publication’s folder", _SAVE_IT)
        if path.is_dir():
            raise wrong(f"the picture “{source}” is a folder", _near(path / "any") or _SAVE_IT)
        if not there:
            hint = _meant(path)
            raise wrong(f"there is no picture “{source}”", hint or _near(path) or _SAVE_IT)
        return path

    def _resolved(self, path: Path) -> Path:
        """Return what `resolve` would; links to folders that hold many are followed once."""
        if path.name in {"", ".."}:
            return path.resolve()
        if path.parent not in self._folders:
            self._folders[path.parent] = path.parent.resolve()
        found = self._folders[path.parent] / path.name
        return found.resolve() if found.is_symlink() else found


def _prepared(path: Path) -> Picture:
    data = pictures.read_file(path, path.name, manuscript=path, line=None)
    return pictures.take(data, path.name, path=path, line=None)


def _composed_alike(path: Path) -> Path:
    """Return the file itself, or one whose name has its accents apart, as Macs write them."""
    if path.exists() or path.name.isascii() or not path.parent.is_dir():
        return path
    name = unicodedata.normalize("NFC", path.name)
    alike = (p for p in path.parent.iterdir() if unicodedata.normalize("NFC", p.name) == name)
    return next((other.resolve() for other in alike), path)


def _meant(path: Path) -> str | None:
    return did_you_mean(path.name, _shown_beside(path), cutoff=0.75)


def _near(path: Path) -> str | None:
    there = _shown_beside(path)
    return f"{path.parent.name}/ has: {', '.join(there[:8])}" if there else None


def _shown_beside(path: Path) -> list[str]:
    files = path.parent.iterdir() if path.parent.is_dir() else ()
    return sorted(p.name for p in files if p.suffix.lower() in _SHOWN and p.is_file())


def _name(inside: str) -> str:
    """Write a file's name in the signs that every reading system takes for one.

    Kobo's Publisher Guidelines, OPF: “special characters and spaces should not be used”.
    """
    plain = unicodedata.normalize("NFKD", inside).encode("ascii", "ignore").decode()
    stem, dot, ending = re.sub(r"[^\w.-]+", "-", plain).rpartition(".")
    stem = re.sub(r"-{2,}", "-", (stem if dot else ending)).strip("-.")[:_LONGEST_NAME]
    return f"{stem or 'picture'}.{ending}" if dot else stem or "picture"
