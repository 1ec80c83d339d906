"""Name articles after their files: what a file is called becomes an address in the EPUB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun import assembly, markup
from pressrun.errors import ManuscriptError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_RESERVED = frozenset({"cover", "titlepage", "colophon", "nav", "toc", "contents", "ncx"})


def slugs(paths: Iterable[Path], sections: int = 0) -> list[str]:
    """Name each article after its file: an XML name, unlike any other in the publication."""
    taken = {*_RESERVED, *(assembly.section_slug(n) for n in range(1, sections + 1))}
    named = []
    for path in paths:
        base = _base_of(path)
        slug, number = base, 2
        # In an EPUB’s zip, “straße” and “strasse” are one name (EPUB 3.3, 4.2.2).
        while slug.casefold() in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug.casefold())
        named.append(slug)
    return named


def clashes(paths: Iterable[Path]) -> Iterator[ManuscriptError]:
    """Yield a complaint for each file whose address another one of its folder has."""
    known: dict[tuple[Path, str], Path] = {}
    for path in paths:
        first = known.setdefault((path.parent, _base_of(path).casefold()), path)
        if first != path:
            message = f"its address would be “{_base_of(path)}”, which is that of “{first.name}”"
            yield ManuscriptError(message, path=path, hint="give one of the two another name")


def _base_of(path: Path) -> str:
    base = markup.slug_of(path.stem) or "article"
    return base if base[0].isalpha() else f"article-{base}"
