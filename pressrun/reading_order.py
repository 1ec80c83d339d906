"""Tell which files of a folder are its articles, and in what order; reads no article.

The folder is a publication's, with articles/ in it, or one that holds manuscripts only, such as an
mdBook's: https://rust-lang.github.io/mdBook/format/summary.html.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun import readers, summary
from pressrun.errors import Complaints, ManuscriptError
from pressrun.readers import front_matter, keys
from pressrun.readers.defaults import defaults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pressrun.errors import PressError
    from pressrun.model import Manuscript

ARTICLES = "articles"
# What macOS and Word leave beside a file, under its name.
_LITTER = ("._", "~$")
_ABOUT = frozenset({"readme", "summary"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """The files of a section, in order; a publication that is not divided has one without title.

    `levels` says which of them belong to the last before them of a lower level, of 2 and more;
    `absent` complains of those that are named and not there; `usual` is what holds for those that
    do not say otherwise.
    """

    files: tuple[Path, ...]
    title: str | None = None
    standfirst: str | None = None
    levels: Mapping[Path, int] = field(default_factory=dict)
    absent: tuple[ManuscriptError, ...] = ()
    usual: Manuscript | None = None


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


def folder_of(path: Path) -> Path:
    """Return the publication's folder, in which a manuscript's pictures lie."""
    folder = path.parent
    return Path(normpath(folder / "..")) if folder.absolute().name == ARTICLES else folder


def manuscripts_in(folder: Path) -> tuple[Path, ...]:
    """Return the manuscripts of a folder, as `whole` does, without those that are not there."""
    return whole(folder).files


def whole(folder: Path) -> Division:
    """Return the manuscripts of a folder as a publication that is not divided.

    They come in the order of mdBook's SUMMARY.md, then of their names. A README and a SUMMARY are
    about the articles, and none themselves, unless the summary names them. Raises ManuscriptError
    when there is no article, Complaints for those that the summary has twice.
    """
    place = inside(folder / ARTICLES, folder) if (folder / ARTICLES).is_dir() else folder
    named = (path for path in place.iterdir() if not path.name.startswith(_LITTER))
    found = sorted(path for path in named if path.suffix.lower() in readers.suffixes())
    if place == folder:
        found = [path for path in found if path.stem.lower() not in _ABOUT]
    chapters = _summarised(folder)
    there = [one for one in chapters if _lies_in(one.path, folder) and _is_file(one.path)]
    if not (found or there):
        raise ManuscriptError(
            "there is no article here",
            path=place,
            hint=f"put a manuscript into it ({', '.join(readers.suffixes())})",
        )
    files = dict.fromkeys((*(chapter.path for chapter in there), *found))
    return Division(
        files=tuple(inside(path, folder) for path in files),
        levels={chapter.path: chapter.level for chapter in there if chapter.level > 1},
        absent=tuple(_absent(c, folder) for c in chapters if c not in there),
    )


def _summarised(folder: Path) -> tuple[summary.Chapter, ...]:
    chapters = tuple(summary.chapters(_summary(folder), folder))
    if errors := [*summary.faults(chapters, folder / summary.NAME)]:
        raise Complaints(errors)
    return chapters


def _summary(folder: Path) -> str:
    return summary.read(inside(folder / summary.NAME, folder))


def _absent(chapter: summary.Chapter, folder: Path) -> ManuscriptError:
    outside = not _lies_in(chapter.path, folder)
    return ManuscriptError(
        f"“{chapter.path.name}” lies outside the publication’s folder" if outside
        else f"there is no chapter “{chapter.path.name}”", path=folder / summary.NAME,
        line=chapter.line,
        hint="write it, take its line out, or build with --incomplete",
    )  # fmt: skip


def _lies_in(path: Path, folder: Path) -> bool:
    return path.is_relative_to(normpath(folder))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long
        return False


def title_of(folder: Path) -> str:
    """Return the title of a folder that does not say it: its SUMMARY.md's heading, or its name."""
    title = summary.title_in(_summary(folder))
    name = " ".join(re.findall(r"[^\W_]+", folder.resolve().name))
    return title if title.lower() not in {"", *_ABOUT} else name[:1].upper() + name[1:]


def divided(settings: front_matter.Mapping, path: Path) -> tuple[Division, ...]:
    """Return the articles that publication.yaml lists, by section, else all there are.

    Raises Complaints for those that are there twice, in whatever section.
    """
    listed, sections = settings.get("articles"), settings.get("sections")
    if sections is None:
        if listed is None:
            return (whole(path.parent),)
        return tuple(_chosen([(Division(files=()), listed)], path))
    if listed is not None:
        raise ManuscriptError(
            "articles are listed by section or in one list, not both", path=path,
            line=sections.line, hint="move those of “articles” into a section",
        )  # fmt: skip
    items = sections.items if isinstance(sections, front_matter.Sequence) else (sections,)
    return tuple(_chosen([_section(item, path) for item in items], path))


def _section(item: front_matter.Value, path: Path) -> tuple[Division, front_matter.Value | None]:
    """Return a section as yet without its articles, and the list of these."""
    if not isinstance(item, front_matter.Mapping):
        raise ManuscriptError(
            "a section has a title and articles", path=path, line=item.line,
            hint="write “- title: Essays”, and below it “  articles: [tide, harbour]”",
        )  # fmt: skip
    keys.refuse_unknown_keys(item, frozenset(keys.SECTION), path)
    title = front_matter.text_of(item.get("title"), "title", path)
    if not title:
        message, hint = "a section has no title", "give it “title: …”"
        raise ManuscriptError(message, path=path, line=item.line, hint=hint)
    standfirst = front_matter.text_of(item.get("standfirst"), "standfirst", path)
    usual = defaults(item, path)
    section = Division(title=title, standfirst=standfirst, usual=usual, files=())
    return section, item.get("articles")


def _chosen(
    lists: Iterable[tuple[Division, front_matter.Value | None]], path: Path
) -> Iterator[Division]:
    """Yield the articles of each list; raise Complaints for all that are wrong in any."""
    chosen: set[Path] = set()
    errors: list[PressError] = []
    for section, value in lists:
        files: list[Path] = []
        absent: list[ManuscriptError] = []
        for item in _names(section.title, value, path):
            name = front_matter.text_of(item, "articles", path) or ""
            found = _find_article(path.parent / ARTICLES, name)
            if found is None:
                absent.append(_unknown(name, item, path))
            elif found in chosen:
                errors.append(_twice(name, item, path))
            else:
                files.append(found)
                chosen.add(found)
        yield replace(section, files=tuple(files), absent=tuple(absent))
    if errors:
        raise Complaints(errors)


def _names(
    title: str | None, value: front_matter.Value | None, path: Path
) -> tuple[front_matter.Value, ...]:
    items = value.items if isinstance(value, front_matter.Sequence) else (value,) if value else ()
    if items:
        return items
    what = f"the section “{title}”" if title else "the publication"
    hint = (
        "name them in “articles”" if title
        else f"name them here, or leave “articles” out for all that are in {ARTICLES}/"
    )  # fmt: skip
    line = value.line if value else None
    raise ManuscriptError(f"{what} has no article", path=path, line=line, hint=hint)


def _unknown(name: str, item: front_matter.Value, path: Path) -> ManuscriptError:
    there = ", ".join(f.stem for f in manuscripts_in(path.parent))
    message, hint = f"there is no article “{name}”", f"{ARTICLES}/ has: {there}"
    return ManuscriptError(message, path=path, line=item.line, hint=hint)


def _twice(name: str, item: front_matter.Value, path: Path) -> ManuscriptError:
    message, hint = f"“{name}” is listed twice", "take one of the two out"
    return ManuscriptError(message, path=path, line=item.line, hint=hint)


def _find_article(folder: Path, name: str) -> Path | None:
    if not name or "/" in name or "\\" in name:
        return None
    candidates = [folder / name, *(folder / f"{name}{suffix}" for suffix in readers.suffixes())]
    there = (path for path in candidates if path.suffix in readers.suffixes() and _is_there(path))
    return next((inside(path, folder.parent) for path in there), None)


def _is_there(path: Path) -> bool:
    """Tell whether a name is taken, by whatever it may be."""
    try:
        return path.exists() or path.is_symlink()
    except OSError:  # a name too long
        return False
