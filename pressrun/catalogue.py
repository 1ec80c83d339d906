"""Make one entry for shops and libraries of what publication.yaml and manuscripts say; reads none.

What publication.yaml says comes first, then the front matter of an article that stands alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pressrun.filing import file_as
from pressrun.model import Contributor, Dropped, Particulars
from pressrun.readers import front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pressrun.model import Collection, CoverImage, Manuscript
    from pressrun.readers.front_matter import Mapping

_AUTHOR = "aut"
# What an article among others says in vain; its contributors are the publication's as well.
_OF_A_PUBLICATION = frozenset({
    "identifier", "belongs-to-collection", "group-position", "cover-image", "cover-image-alt",
    "certified-by", "theme", "links",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What was found; `cover_from` is the file that names the cover, `theme` has its place."""

    identifiers: tuple[str, ...]
    contributors: tuple[Contributor, ...]
    collection: Collection | None
    cover: CoverImage | None
    cover_from: Path
    certified_by: str | None
    theme: tuple[str, Path, int] | None = None
    links: str = "none"
    openers: str = "any"


def entry(own: Particulars, place: Path, manuscripts: Sequence[Manuscript]) -> Entry:
    """Join what the publication says itself, in the file `place`, and what its manuscripts say."""
    single = manuscripts[0].particulars if len(manuscripts) == 1 else None
    other = single or Particulars()
    return Entry(
        identifiers=own.identifiers or other.identifiers,
        contributors=_contributors(own, manuscripts),
        collection=own.collection or other.collection,
        cover=own.cover or other.cover,
        cover_from=place if own.cover or not other.cover else manuscripts[0].path,
        certified_by=own.certified_by or other.certified_by,
        links=own.links or other.links or "none",
        openers=own.openers or other.openers or "any",
        theme=_theme(own, place) or (_theme(single, manuscripts[0].path) if single else None),
    )


def left_out(manuscripts: Sequence[Manuscript]) -> Iterator[tuple[Path, Dropped]]:
    """Yield the fields of articles among others that only a publication has a use for."""
    if len(manuscripts) == 1:
        return
    for manuscript in manuscripts:
        given = manuscript.particulars.lines if manuscript.particulars else ()
        for key, line in given:
            if key in _OF_A_PUBLICATION:
                why = "said of one article among several; publication.yaml has it of all"
                yield manuscript.path, Dropped(line=line, text=key, why=why)


def filed(contributors: Sequence[Contributor], language: str) -> tuple[Contributor, ...]:
    """Say of each contributor how an index has the name, where nobody did."""
    return tuple(replace(c, file_as=c.file_as or file_as(c.name, language)) for c in contributors)


def subjects(settings: Mapping, path: Path, manuscripts: Sequence[Manuscript]) -> tuple[str, ...]:
    """Return what a publication says it is about, else what its manuscripts say, each once."""
    own = front_matter.texts_of(settings.get("keywords"), "keywords", path)
    words = (w for m in manuscripts for w in dict(m.extra).get("keywords", "").split(", "))
    return tuple(dict.fromkeys(word for word in own or words if word))


def _theme(said: Particulars, path: Path) -> tuple[str, Path, int] | None:
    return (said.theme, path, dict(said.lines)["theme"]) if said.theme else None


def _contributors(own: Particulars, manuscripts: Sequence[Manuscript]) -> tuple[Contributor, ...]:
    """Return the publication's authors, else the articles', then all others; each once."""
    of_articles = [c for m in manuscripts for c in _of_article(m)]
    authors = [c for c in own.contributors if c.role == _AUTHOR]
    authors = authors or [c for c in of_articles if c.role == _AUTHOR]
    others = [c for c in (*own.contributors, *of_articles) if c.role != _AUTHOR]
    once: dict[tuple[str, str], Contributor] = {}
    for contributor in (*authors, *others):
        once.setdefault((contributor.name, contributor.role), contributor)
    return tuple(once.values())


def _of_article(manuscript: Manuscript) -> Iterator[Contributor]:
    """Yield an article's contributors: as its byline has them, with what else is known of each."""
    known = manuscript.particulars.contributors if manuscript.particulars else ()
    by_name = {c.name: c for c in known}
    for name in manuscript.byline:
        yield by_name.get(name) or Contributor(name=name)
    yield from (c for c in known if c.name not in manuscript.byline)
