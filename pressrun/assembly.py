"""Make a Publication of its articles and of what its settings say; reads no file.

What publication.yaml says comes first, then the front matter of an article that stands alone.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from pressrun import accessibility, catalogue, markup
from pressrun.errors import Complaints, ManuscriptError
from pressrun.model import Publication, Section
from pressrun.readers import front_matter
from pressrun.typography import typeset
from pressrun.wording import Wording

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pressrun.model import Article, Manuscript, Picture, Theme
    from pressrun.reading_order import Division

_LONGEST_NAME = 200  # bytes, of the 255 that file systems take


@dataclass(frozen=True, slots=True, kw_only=True)
class Gatherings:
    """All that a publication is made of; `path` is where its settings stand, or its folder.

    `title` is what it is called if nothing says so, `cover` what it calls the picture on its cover.
    """

    settings: front_matter.Mapping
    path: Path
    divisions: Sequence[Division]
    articles: Sequence[Article]
    manuscripts: Sequence[Manuscript]
    entry: catalogue.Entry
    pictures: tuple[Picture, ...]
    modified: datetime.datetime
    title: str | None
    cover: str | None
    theme: Theme | None

    def text(self, key: str) -> str | None:
        """Return what the settings say, or the front matter of an article that stands alone."""
        own = front_matter.text_of(self.settings.get(key), key, self.path)
        single = self.manuscripts[0] if len(self.manuscripts) == 1 else None
        return own or (dict(single.extra).get(key) if single else None)


def assembled(found: Gatherings) -> Publication:
    """Assemble a publication.

    Raises Complaints where somebody certifies of it what is known not to be so.
    """
    text, articles, entry = found.text, found.articles, found.entry
    only = articles[0] if len(articles) == 1 else None
    language = _language(found)
    title = _set(text("title") or (None if only else found.title), language) or articles[0].headline
    issued = front_matter.date_of(found.settings.get("date"), "date", found.path)
    publication = Publication(
        name=_name(text("file-name"), title, found.path, articles),
        title=title,
        identifier=next(iter(entry.identifiers), _identifier(title, language, articles)),
        other_identifiers=entry.identifiers[1:],
        language=language,
        modified=found.modified,
        sections=tuple(_sections(found, language)),
        subtitle=_set(text("subtitle"), language),
        issued=issued or _newest_date(articles),
        publisher=text("publisher"),
        rights=_set(text("rights"), language),
        description=text("description") or (" ".join(only.standfirst) if only else None) or None,
        contributors=catalogue.filed(entry.contributors, language),
        subjects=catalogue.subjects(found.settings, found.path, found.manuscripts),
        pictures=found.pictures,
        direction=only.direction if only else Wording(language).direction,
        vertical=only.vertical if only else vertical_by_default(found.settings, found.path),
        collection=entry.collection,
        cover=next((p for p in found.pictures if p.href == found.cover), None),
        cover_alt=entry.cover.alt if entry.cover else None,
        certified_by=entry.certified_by,
        theme=found.theme,
        links=entry.links,
        openers=entry.openers,
        imprint=_imprint(found, language),
    )
    if publication.certified_by:
        _refuse_untrue(publication)
    return publication


def with_article(
    publication: Publication, article: Article, pictures: Iterable[Picture]
) -> Publication:
    """Return a publication with an article, and its pictures, in the place of its earlier self."""

    def renewed(section: Section) -> Section:
        own = (
            replace(article, level=each.level) if each.slug == article.slug else each
            for each in section.articles
        )
        return replace(section, articles=tuple(own))

    hung = {p.href: p for p in publication.pictures} | {p.href: p for p in pictures}
    return replace(
        publication,
        sections=tuple(map(renewed, publication.sections)),
        pictures=tuple(hung[name] for name in sorted(hung)),
    )


def section_slug(number: int) -> str:
    """Return what the page is called that opens a section, counted from 1."""
    return f"section-{number}"


def _sections(found: Gatherings, language: str) -> Iterator[Section]:
    articles = iter(found.articles)
    for number, division in enumerate(found.divisions, start=1):
        yield Section(
            slug=section_slug(number),
            title=_set(division.title, language),
            standfirst=_set(division.standfirst, language),
            articles=tuple(
                replace(article, level=division.levels.get(article.path, 1))
                for article in islice(articles, len(division.files))
            ),
        )


def vertical_by_default(settings: front_matter.Mapping, path: Path) -> bool:
    """Tell whether the publication’s lines run downwards wherever their language’s can."""
    key = "writing-mode"
    return bool(front_matter.vertical_of(settings.get(key), key, path))


def _language(found: Gatherings) -> str:
    told = front_matter.language_of(found.settings.get("lang"), "lang", found.path)
    return told or found.articles[0].language


def _set(text: str | None, language: str) -> str | None:
    return typeset([text], language)[0] if text else None


def _imprint(found: Gatherings, language: str) -> tuple[str, ...]:
    said = front_matter.texts_of(found.settings.get("imprint"), "imprint", found.path)
    return tuple(typeset([line], language)[0] for line in said)


def _refuse_untrue(publication: Publication) -> None:
    """Raise Complaints where somebody certifies what is known not to be so."""
    hint = "mend it, or leave “certified-by” out"
    errors = [
        ManuscriptError(f"“certified-by” is not true: {why}", path=path, line=line, hint=hint)
        for path, line, why in accessibility.obstacles(publication)
    ]
    if errors:
        raise Complaints(errors)


def _name(given: str | None, title: str, path: Path, articles: Sequence[Article]) -> str:
    """Name the finished files: after the file for a single manuscript, else after the title."""
    if given:
        return _fitting(re.sub(r"[^\w.-]+", "-", given).strip(".-")) or "publication"
    if path.is_dir() and len(articles) == 1:
        return _fitting(articles[0].path.stem.lstrip(".")) or "publication"
    return markup.slug_of(title)[:80] or "publication"


def _fitting(name: str) -> str:
    """Cut a file's name to what every file system takes, with an ending and a mark before it."""
    data = name.encode(errors="surrogateescape")
    return name if len(data) <= _LONGEST_NAME else data[:_LONGEST_NAME].decode(errors="ignore")


def _identifier(title: str, language: str, articles: Sequence[Article]) -> str:
    """Derive a UUID from what stays the same when a text is corrected (RFC 9562, version 5)."""
    first = articles[0]
    parts = (title, language, first.slug, str(first.date or ""), *first.byline)
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'pressrun:' + chr(10).join(parts))}"


def _newest_date(articles: Iterable[Article]) -> datetime.date | None:
    return max((day for a in articles if (day := a.updated or a.date)), default=None)
