"""Say which articles stand in one document of the EPUB; knows no markup.

What belongs to a chapter stands in its document, so that a reading system counts the pages of the
chapter, and loads and styles one file and not ten. What opens a section stands before its first
article, unless the lines of that run another way. An article whose lines do, or that is in another
language than its chapter, has a document of its own, and so has what would make one too large: in
Adobe’s renderer, which shows side-loaded books on a Kobo, 260 kilobytes are the most (calibre’s
manual, `--flow-size`), and old e-readers are slow before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pressrun.model import Article, Publication

SUFFIX = ".xhtml"
# Bytes of text with its markup; there is room for openers and page marks.
_LARGEST = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Homes:
    """Which document has which article or section; what is not in `named` has one of its own.

    `opened` has the sections that documents begin with, by their names.
    """

    named: Mapping[str, str] = field(default_factory=dict)
    opened: Mapping[str, str] = field(default_factory=dict)

    def of(self, slug: str) -> str:
        """Return the name of the document that has an article, or a page of another kind."""
        return self.named.get(slug, slug)

    def href(self, slug: str, anchor: str = "", here: str | None = None) -> str:
        """Return the address of an article, or of an `anchor` in it, from the document `here`."""
        home = self.of(slug)
        begins = self.opened.get(home, home) == slug
        anchor = anchor or ("" if begins else slug)
        if home == here:
            return f"#{anchor or slug}"
        return f"{home}{SUFFIX}#{anchor}" if anchor else f"{home}{SUFFIX}"


def homes(publication: Publication) -> Homes:
    """Return the document of each article, which bears the name of its first one."""
    named = {
        article.slug: group[0].slug
        for section in publication.sections
        for group in _grouped(section.articles)
        for article in group
    }
    opened = {
        section.articles[0].slug: section.slug
        for section in publication.sections
        if section.title and _lines(section.articles[0]) == _lines(publication)
    }
    return Homes(named=named | {slug: home for home, slug in opened.items()}, opened=opened)


def _grouped(articles: Iterable[Article]) -> Iterator[tuple[Article, ...]]:
    """Part the articles of a section into those of each document, in reading order."""
    group: list[Article] = []
    size = 0
    for article in articles:
        own = _size(article)
        if group and (size + own > _LARGEST or not _belongs(article, group[0])):
            yield tuple(group)
            group, size = [], 0
        group.append(article)
        size += own
    if group:
        yield tuple(group)


def _belongs(article: Article, first: Article) -> bool:
    return article.level > 1 and _manner(article) == _manner(first)


def _manner(article: Article) -> tuple[str, str, bool]:
    return article.language, *_lines(article)


def _lines(text: Article | Publication) -> tuple[str, bool]:
    return text.direction, text.vertical


def _size(article: Article) -> int:
    texts = (article.body.html, *(note.body for note in article.body.notes))
    return sum(len(text.encode()) for text in texts)
