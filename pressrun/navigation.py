"""Say where the EPUB's contents, landmarks and printed pages lead; knows no markup and no file.

EPUB 3.3, 7 (https://www.w3.org/TR/epub-33/#sec-nav). The NCX says the same for old readers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressrun.chapters import Homes
    from pressrun.model import Article, Publication, Section
    from pressrun.signs import PageTarget
    from pressrun.wording import Wording

DEEPEST_CROSSHEAD = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the navigation; `order` is its place among all of them (NCX's playOrder).

    `type` is what a landmark is, by EPUB's structural semantics, and of contents “section” alone.

    `language` and `direction` are there where they are not the publication's.
    """

    href: str
    text: str
    order: int = 0
    type: str = ""
    byline: str | None = None
    language: str | None = None
    direction: str | None = None
    children: tuple[Entry, ...] = ()


def contents(publication: Publication, wording: Wording, home: Homes) -> tuple[Entry, ...]:
    """Return the contents: title page, articles with their bylines and crossheads, colophon.

    Articles of a section with a title stand below it, those of a chapter behind its crossheads.
    `home` says which document has which.
    """
    order = count(1)

    def entry(href: str, text: str, article: Article | None = None) -> Entry:
        made = Entry(href=href, text=text, order=next(order))
        if article is None or article.language == publication.language:
            return made
        return replace(made, language=article.language, direction=article.direction)

    def of_article(article: Article, parts: Sequence[Article]) -> Entry:
        byline = wording.names(article.byline) if article.byline else None
        own = replace(entry(home.href(article.slug), article.headline, article), byline=byline)
        inner = (
            entry(home.href(article.slug, crosshead.anchor), crosshead.text, article)
            for crosshead in article.body.crossheads
            if crosshead.level <= DEEPEST_CROSSHEAD
        )
        return replace(own, children=(*inner, *of_articles(parts)))

    def of_articles(articles: Sequence[Article]) -> tuple[Entry, ...]:
        return tuple(of_article(group[0], group[1:]) for group in nested(articles))

    def of_section(section: Section) -> Iterator[Entry]:
        if section.title is None:
            yield from of_articles(section.articles)
            return
        own = replace(entry(home.href(section.slug), section.title), type="section")
        yield replace(own, children=of_articles(section.articles))

    return (
        entry(home.href("titlepage"), wording["title_page"]),
        *(each for section in publication.sections for each in of_section(section)),
        entry(home.href("colophon"), wording["colophon"]),
    )


def nested(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    """Yield each article with those that belong to it behind it."""
    starts = [0] if articles else []
    for place, article in enumerate(articles[1:], start=1):
        if article.level <= articles[starts[-1]].level:
            starts.append(place)
    yield from (articles[a:b] for a, b in pairwise((*starts, len(articles))))


def landmarks(publication: Publication, wording: Wording, home: Homes) -> tuple[Entry, ...]:
    """Return what a reading system leads to by a button of its own.

    The contents are among them only where they are a page of the book.
    """
    opening = publication.sections[0]
    first = opening.slug if opening.title else opening.articles[0].slug
    toc = Entry(type="toc", href="nav.xhtml#toc", text=wording["contents"])
    return (
        Entry(type="cover", href="cover.xhtml", text=wording["cover"]),
        Entry(type="titlepage", href="titlepage.xhtml", text=wording["title_page"]),
        *([toc] if len(publication.articles) > 1 else []),
        Entry(type="bodymatter", href=home.href(first), text=wording["start"]),
        Entry(type="colophon", href="colophon.xhtml", text=wording["colophon"]),
    )


def depth(entries: Sequence[Entry]) -> int:
    """Return how many levels contents have."""
    return 1 + max((depth(entry.children) for entry in entries), default=0) if entries else 0


def page_list(targets: Sequence[PageTarget], home: Homes, after: int = 0) -> tuple[Entry, ...]:
    """Return where the printed pages begin; their order goes on `after` that of the contents."""
    return tuple(
        Entry(href=home.href(target.slug, target.anchor), text=target.folio, order=number)
        for number, target in enumerate(targets, start=after + 1)
    )
