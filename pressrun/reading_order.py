"""Tell which files of a folder are its articles, and in what order; reads no article.

The folder is a publication's, with articles/ in it, or one that holds manuscripts only, such as an
mdBook's: https://rust-lang.github.io/mdBook/format/summary.html.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pressrun import readers, regular
from pressrun.errors import Complaints, ManuscriptError
from pressrun.readers import front_matter
from pressrun.readers.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pressrun.errors import PressError

ARTICLES = "articles"
_SUMMARY = "SUMMARY.md"
_ABOUT = frozenset({"readme", "summary"})
_LINK = re.compile(r"\]\(<?(?:\./)?([^)#>]+)")


@contextmanager
def told_as_a_fault() -> Iterator[None]:
    """Turn the system’s refusal to open a source, wherever it comes, into a ManuscriptError."""
    try:
        yield
    except OSError as error:
        if not isinstance(error.filename, str | bytes):
            raise
        message = f"this cannot be read: {error.strerror}"
        hint = "put a file there that you may read, or take this name away"
        raise ManuscriptError(message, path=os.fsdecode(error.filename), hint=hint) from None


def inside(path: Path, folder: Path) -> Path:
    """Return a path that lies in the publication's folder, wherever links in its way lead.

    Raises ManuscriptError for one that does not: what is outside is nobody's to publish.
    """
    try:
        if path.resolve().is_relative_to(folder.resolve()):
            return path
        fault = "this is a link that leads outside the publication’s folder"
    except RuntimeError:  # Python 3.11 and 3.12
        fault = "this is a link that leads to itself"
    raise ManuscriptError(fault, path=path, hint="put the file itself there")


def manuscripts_in(folder: Path) -> tuple[Path, ...]:
    """Return the manuscripts of a folder: in the order of mdBook's SUMMARY.md, then of their names.

    A README and a SUMMARY are about the articles, and none themselves. Raises ManuscriptError when
    there is no article.
    """
    place = inside(folder / ARTICLES, folder) if (folder / ARTICLES).is_dir() else folder
    found = sorted(path for path in place.iterdir() if path.suffix.lower() in readers.SUFFIXES)
    if place == folder:
        found = [path for path in found if path.stem.lower() not in _ABOUT]
    if not found:
        raise ManuscriptError(
            "there is no article here",
            path=place,
            hint=f"put a manuscript into it ({', '.join(readers.SUFFIXES)})",
        )
    found = [inside(path, folder) for path in found]
    return tuple(dict.fromkeys((*_summarised(folder, found), *found)))


def title_of(folder: Path) -> str:
    """Return the title of a folder that does not say it: its SUMMARY.md's heading, or its name."""
    heading = re.match(r"\s*# (.+)", _summary(folder))
    title = heading[1].strip() if heading else ""
    name = " ".join(re.findall(r"[^\W_]+", folder.resolve().name))
    return title if title.lower() not in {"", *_ABOUT} else name[:1].upper() + name[1:]


def _summarised(folder: Path, found: Sequence[Path]) -> Iterator[Path]:
    named = (folder / unquote(name) for name in _LINK.findall(_summary(folder)))
    yield from (path for path in named if path in found)


def _summary(folder: Path) -> str:
    path = folder / _SUMMARY
    return decode(regular.read(inside(path, folder)), path) if path.is_file() else ""


def ordered(settings: front_matter.Mapping, path: Path) -> tuple[Path, ...]:
    """Return the articles that publication.yaml lists, else all there are.

    Raises Complaints for those that are not there, or are there twice.
    """
    value = settings.get("articles")
    if value is None:
        return manuscripts_in(path.parent)
    items = value.items if isinstance(value, front_matter.Sequence) else (value,)
    if not items:
        raise ManuscriptError(
            "the publication has no article", path=path, line=value.line,
            hint=f"name them here, or leave “articles” out for all that are in {ARTICLES}/",
        )  # fmt: skip
    chosen: dict[str, Path] = {}
    errors: list[PressError] = []
    for item in items:
        name = front_matter.text_of(item, "articles", path) or ""
        found = _find_article(path.parent / ARTICLES, name)
        if found is None:
            there = ", ".join(f.stem for f in manuscripts_in(path.parent))
            message, hint = f"there is no article “{name}”", f"{ARTICLES}/ has: {there}"
            errors.append(ManuscriptError(message, path=path, line=item.line, hint=hint))
        elif found in chosen.values():
            message, hint = f"“{name}” is listed twice", "take one of the two out"
            errors.append(ManuscriptError(message, path=path, line=item.line, hint=hint))
        else:
            chosen[name] = found
    if errors:
        raise Complaints(errors)
    return tuple(chosen.values())


def _find_article(folder: Path, name: str) -> Path | None:
    if not name or "/" in name or "\\" in name:
        return None
    candidates = [folder / name, *(folder / f"{name}{suffix}" for suffix in readers.SUFFIXES)]
    there = (path for path in candidates if path.suffix in readers.SUFFIXES and _is_there(path))
    return next((inside(path, folder.parent) for path in there), None)


def _is_there(path: Path) -> bool:
    """Tell whether a name is taken, by whatever it may be."""
    try:
        return path.exists() or path.is_symlink()
    except OSError:  # a name too long
        return False
