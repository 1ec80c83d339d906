"""Bring manuscripts of any kind into a folder, as Markdown with their pictures beside them.

Decides everything first: names, pictures, links, and what would be overwritten. Knows no kind of
file and no edition.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from pressrun import markup, pictures, readers, reading, reading_order
from pressrun.errors import Complaints, ManuscriptError, PressError, UsageError
from pressrun.markup import tree
from pressrun.model import Dropped
from pressrun.pictures.gallery import Gallery
from pressrun.publishing import publish
from pressrun.readers import several

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pressrun.model import Manuscript
    from pressrun.progress import Tell

PASTE = Path("-")
_PASTED = Path("standard-input.txt")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What was written, and what was left out of which manuscript.

    `rivals` are other manuscripts in the folder that a publication would take for the same article.
    """

    paths: tuple[Path, ...]
    dropped: tuple[tuple[Path, Dropped], ...]
    rivals: tuple[Path, ...]


@dataclass(slots=True, kw_only=True)
class _Copy:
    """A manuscript on its way: its new name, the pictures that go with it, what was left out."""

    manuscript: Manuscript
    stem: str
    addresses: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the name of the Markdown file."""
        return f"{self.stem}.md"


def import_manuscripts(  # noqa: PLR0913 - what a command line can ask for
    sources: Sequence[Path],
    folder: Path,
    *,
    tell: Tell,
    pasted: bytes = b"",
    force: bool = False,
    incomplete: bool = False,
) -> Imported:
    """Write each manuscript into `folder` as Markdown, named as its article is in an edition.

    A source is a file, a folder of manuscripts, or PASTE, which stands for `pasted`. Nothing is
    written when anything is wrong: UsageError for what is no manuscript; Complaints for manuscripts
    that cannot be read, for two that fall on one name, for a picture that is not there (unless
    `incomplete`), and, unless `force`, for every file that would be overwritten.
    """
    with reading_order.told_as_a_fault():
        manuscripts = _read(sources, pasted, tell, incomplete=incomplete)
        copies = [_Copy(manuscript=m, stem=_stem(m)) for m in manuscripts]
        _refuse_doubles(copies)
        files = _files(copies, incomplete=incomplete)
        new = {name: data for name, data in files.items() if not _is_there(folder / name, data)}
        if not force:
            _refuse_overwriting([folder / name for name in new])
        _refuse_ways_out(folder, new)
        rivals = tuple(path for copy in copies for path in _rivals(folder, copy))
    publish(new, folder)
    return Imported(
        paths=tuple(folder / name for name in files),
        dropped=tuple((c.manuscript.path, d) for c in copies for d in c.dropped),
        rivals=rivals,
    )


def _read(
    sources: Sequence[Path], pasted: bytes, tell: Tell, *, incomplete: bool
) -> list[Manuscript]:
    files = tuple(dict.fromkeys(path for source in sources for path in _files_of(source)))
    named = [path for path in files if path != PASTE]
    roots = {reading_order.folder_of(path) for path in named}
    folder = roots.pop() if len(roots) == 1 else None  # where Markdown may include files from
    manuscripts, errors, _ = several.read_all(named, tell, folder=folder, incomplete=incomplete)
    if errors:
        raise Complaints(errors)
    if PASTE in files:
        manuscripts.insert(files.index(PASTE), readers.read_bytes(pasted, _PASTED))
    return manuscripts


def _files_of(source: Path) -> tuple[Path, ...]:
    if source.is_dir():
        return reading_order.manuscripts_in(source)
    if source != PASTE and not source.exists():
        raise UsageError(f"there is no “{source}”", hint="name a manuscript or a folder of some")
    return (source,)


def _stem(manuscript: Manuscript) -> str:
    """Name a manuscript after its file, which is how a publication calls it; a paste has none."""
    if manuscript.path != _PASTED:
        return markup.slug_of(manuscript.path.stem) or "article"
    stem = markup.slug_of(manuscript.headline or "")[:_LONGEST_NAME].rstrip("-")
    if not stem:
        raise ManuscriptError(
            "the paste has no headline to be named by", path=_PASTED, line=1,
            hint="save it as a file, whose name it then keeps",
        )  # fmt: skip
    return stem


def _refuse_doubles(copies: Sequence[_Copy]) -> None:
    first: dict[str, Path] = {}
    errors: list[PressError] = []
    for copy in copies:
        path = copy.manuscript.path
        before = first.setdefault(copy.name, path)
        if before is not path:
            message = f"would become “{copy.name}”, as {before} would"
            hint = "give one of them another name, or import it into another folder"
            errors.append(ManuscriptError(message, path=path, hint=hint))
    if errors:
        raise Complaints(errors)


def _files(copies: Sequence[_Copy], *, incomplete: bool) -> dict[str, bytes]:
    """Return the files of all manuscripts by name; raises Complaints for pictures not there."""
    names = {_bare(copy.manuscript.path): copy.name for copy in copies}
    errors: list[PressError] = []
    files: dict[str, bytes] = {}
    for copy in copies:
        copy.dropped += copy.manuscript.dropped
        faults = list(_take_pictures(copy))
        if incomplete:
            copy.dropped += [Dropped(line=e.line or 1, text=e.message, why=_KEPT) for e in faults]
        else:
            errors += faults
        copy.addresses |= dict(_links(copy.manuscript, names))
        text = reading.as_markdown(copy.manuscript, addresses=copy.addresses)
        files |= {copy.name: text.encode(), **copy.pictures}
    if errors:
        raise Complaints(errors)
    return files


_KEPT = "its name stays in the text"


def _take_pictures(copy: _Copy) -> Iterator[PressError]:
    """Give each picture of a manuscript a name beside it; yield what is wrong with the others."""
    own = {picture.href: picture.data for picture in copy.manuscript.pictures}
    path = copy.manuscript.path
    gallery = Gallery(reading_order.folder_of(path))
    for source, line in markup.picture_sources(copy.manuscript.body):
        try:
            data = own.get(source)
            if data is None:
                found = gallery.find(source, line, copy.manuscript)
                data = pictures.read_file(found, source, manuscript=path, line=line)
                copy.addresses[source] = _keep(copy, found.name, data)
            else:
                copy.addresses[source] = _keep(copy, source.rsplit("/", 1)[-1], data)
        except PressError as error:
            yield error


def _keep(copy: _Copy, name: str, data: bytes) -> str:
    """Put a picture into the folder of its manuscript's, under a name no other has; return that."""
    stem, dot, ending = name.rpartition(".")
    stem = re.sub(r"[^\w-]+", "-", stem).strip("-") or "picture"
    place, number = f"{copy.stem}-pictures/{stem}", 2
    href = f"{place}{dot}{ending}"
    while copy.pictures.setdefault(href, data) != data:
        href, number = f"{place}-{number}{dot}{ending}", number + 1
    return href


def _links(manuscript: Manuscript, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the links to manuscripts that come along, as they are and as they have to be."""
    for link in tree.parse(manuscript.body).iter("a"):
        address = link.get("href", "")
        file, mark, place = address.partition("#")
        if file and not _SCHEME.match(file):
            target = manuscript.path.parent / unquote(file.partition("?")[0])
            if name := names.get(_bare(target)):
                yield address, f"{quote(name)}{mark}{place}"


def _bare(path: Path) -> str:
    known = path.suffix.lower() in readers.suffixes()
    return os.path.normpath(path.with_suffix("") if known else path)


def _is_there(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


def _refuse_overwriting(paths: Sequence[Path]) -> None:
    taken = [path for path in paths if os.path.lexists(path)]
    errors = [ManuscriptError("is there already, and differs", path=path) for path in taken]
    if errors:
        errors[-1].hint = f"--force writes over {'it' if len(errors) == 1 else 'them'}"
        raise Complaints(errors)


def _refuse_ways_out(folder: Path, names: Iterable[str]) -> None:
    """Raise Complaints where a link in the folder would lead what is written out of it."""
    places = {(folder / name).parent for name in names}
    away = sorted(p for p in places if not p.resolve().is_relative_to(folder.resolve()))
    if away:
        message = "leads out of the folder that is written"
        raise Complaints(ManuscriptError(message, path=path) for path in away)


def _rivals(folder: Path, copy: _Copy) -> Iterator[Path]:
    for suffix in readers.suffixes():
        path = folder / f"{copy.stem}{suffix}"
        if path.name != copy.name and path.is_file():
            yield path
