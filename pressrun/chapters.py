"""Say which articles stand in one document of the EPUB; knows no markup.

What belongs to a chapter stands in its document, so that a reading system counts the pages of the
chapter, and loads and styles one file and not ten. An article whose lines run another way, or that
is in another language, has a document of its own, and so has what would make one too large: in
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
    """Which document has which article; what is not in `named` is a document of its own."""

    named: Mapping[str, str] = field(default_factory=dict)

    def of(self, slug: str) -> str:
        """Return the name of the document that has an article, or a page of another kind."""
        return self.named.get(slug, slug)

    def href(self, slug: str, anchor: str = "", here: str | None = None) -> str:
        """Return the address of an article, or of an `anchor` in it, from the document `here`."""
        home = self.of(slug)
        anchor = anchor or (slug if home != slug else "")
        if home == here:
            return f"#{anchor or slug}"
        return f"{home}{SUFFIX}#{anchor}" if anchor else f"{home}{SUFFIX}"


def homes(publication: Publication) -> Homes:
    """Return the document of each article, which bears the name of its first one."""
    return Homes(named={
        article.slug: group[0].slug
        for section in publication.sections
        for group in _grouped(section.articles)
        for article in group
    })  # fmt: skip


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
    return article.language, article.direction, article.vertical


def _size(article: Article) -> int:
    texts = (article.body.html, *(note.body for note in article.body.notes))
    return sum(len(text.encode()) for text in texts)
