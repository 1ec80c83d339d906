"""Name articles after their files: what a file is called becomes an address in the EPUB."""

from __future__ import annotations

from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun import assembly, markup, reading_order
from pressrun.errors import ManuscriptError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_RESERVED = frozenset({"cover", "titlepage", "colophon", "nav", "toc", "contents", "ncx"})
# What opens a folder, and says no more than that: mdBook’s, Zola’s and Hugo’s, a repository’s.
_OPENS_FOLDER = frozenset({"readme", "index"})


def slugs(paths: Iterable[Path], root: Path, sections: int = 0) -> list[str]:
    """Name each article after its file: an XML name, unlike any other in the publication.

    A chapter’s README or index is named after its folder, where that is not the publication’s own,
    `root`: what that is called is the machine’s matter.
    """
    taken = {*_RESERVED, *(assembly.section_slug(n) for n in range(1, sections + 1))}
    named = []
    for path in paths:
        base = _base_of(path, root)
        slug, number = base, 2
        # In an EPUB’s zip, “straße” and “strasse” are one name (EPUB 3.3, 4.2.2).
        while slug.casefold() in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug.casefold())
        named.append(slug)
    return named


def clashes(paths: Iterable[Path], root: Path) -> Iterator[ManuscriptError]:
    """Yield a complaint for each file whose address another one of its folder has."""
    known: dict[tuple[Path, str], Path] = {}
    for path in paths:
        base = _base_of(path, root)
        first = known.setdefault((path.parent, base.casefold()), path)
        if first != path:
            message = f"its address would be “{base}”, which is that of “{first.name}”"
            yield ManuscriptError(message, path=path, hint="give one of the two another name")


def _base_of(path: Path, root: Path) -> str:
    base = markup.slug_of(path.stem) or "article"
    folder = _absolute(reading_order.folder_of(path))
    if base.casefold() in _OPENS_FOLDER and folder != _absolute(root):
        base = markup.slug_of(_absolute(path.parent).name) or base
    return base if base[0].isalpha() else f"article-{base}"


def _absolute(path: Path) -> Path:
    """Return a path as it would be spelt from anywhere; the disk is not asked."""
    return Path(normpath(path.absolute()))
