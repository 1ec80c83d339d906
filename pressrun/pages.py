"""Fill the shared partials, the insides of <body>; both editions wrap what this makes.

Knows what a page says and in which words, and nothing of packaging or paper.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pressrun.navigation import nested
from pressrun.readers.particulars import printed
from pressrun.templating import render
from pressrun.typography import typeset
from pressrun.wording import Wording

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from markupsafe import Markup

    from pressrun.model import Article, Publication, Section


_MASTHEAD = ("edt", "trl", "ill", "pht")  # MARC relators


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedLine:
    """A date as words, and as `time` wants it."""

    text: str
    iso: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the contents, and those of what belongs to it.

    `language` and `direction` are there where they are not the publication's.
    """

    slug: str
    headline: str
    byline: str | None
    standfirst: str | None
    language: str | None
    direction: str | None
    parts: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The lines of a section."""

    slug: str
    title: str | None
    entries: tuple[Entry, ...]


def article_page(article: Article, body: Markup) -> Markup:
    """Render an article: opener, body, source line; `body` is the edition's form of the text."""
    wording = Wording(article.language)
    return render(
        "shared/article.html.jinja",
        article=article,
        body=body,
        headline=article.headline_markup or article.headline,
        standfirst=article.standfirst_markup or article.standfirst,
        byline=_set(wording.by(article.byline), article.language) if article.byline else None,
        dates=_dates(article, wording),
    )


def section_page(section: Section) -> Markup:
    """Render the page that opens a section."""
    return render("shared/section.html.jinja", section=section)


def title_page(publication: Publication) -> Markup:
    """Render the title page."""
    wording = Wording(publication.language)
    authors = [c.name for c in publication.contributors if c.role == "aut"]
    issued = publication.issued
    return render(
        "shared/titlepage.html.jinja",
        publication=publication,
        byline=wording.by(authors) if 0 < len(authors) <= 3 else None,  # noqa: PLR2004 - more is a list
        date=DatedLine(text=wording.date(issued), iso=issued.isoformat()) if issued else None,
        masthead=_masthead(publication, wording),
    )


def _masthead(publication: Publication, wording: Wording) -> list[str]:
    """Say who edited, translated, illustrated and photographed; other roles are metadata."""
    named = {
        role: [c.name for c in publication.contributors if c.role == role] for role in _MASTHEAD
    }
    return [wording.done_by(role, names) for role, names in named.items() if names]


def colophon_page(publication: Publication) -> Markup:
    """Render the colophon: title, imprint, rights, and the numbers of the book and its series.

    A UUID, which the book has where nobody gave it a number, tells a reader nothing.
    """
    series = publication.collection and publication.collection.identifier
    numbers = (publication.identifier, *publication.other_identifiers, series)
    wording = Wording(publication.language)
    return render(
        "shared/colophon.html.jinja",
        publication=publication,
        heading=wording["colophon"],
        changed=wording.updated(publication.modified.date()),
        numbers=[printed(number) for number in numbers if number and _is_given(number)],
    )


def _is_given(number: str) -> bool:
    return not number.startswith("urn:uuid:")


def contents_page(publication: Publication) -> Markup:
    """Render the contents of a publication of several articles, by section and chapter."""
    wording = Wording(publication.language)
    return render(
        "shared/contents.html.jinja",
        heading=wording["contents"],
        groups=[
            Group(
                slug=section.slug,
                title=section.title,
                entries=_entries(section.articles, publication),
            )
            for section in publication.sections
        ],
    )


def _entries(articles: Sequence[Article], publication: Publication) -> tuple[Entry, ...]:
    return tuple(
        replace(_entry(group[0], publication), parts=_entries(group[1:], publication))
        for group in nested(articles)
    )


def _entry(article: Article, publication: Publication) -> Entry:
    wording = Wording(publication.language)
    foreign = article.language != publication.language
    return Entry(
        slug=article.slug,
        headline=article.headline,
        byline=wording.names(article.byline) if article.byline else None,
        standfirst=article.standfirst[0] if article.standfirst else None,
        language=article.language if foreign else None,
        direction=article.direction if foreign else None,
    )


def _dates(article: Article, wording: Wording) -> list[DatedLine]:
    def line(text: str, day: datetime.date) -> DatedLine:
        return DatedLine(text=text, iso=day.isoformat())

    found = [line(wording.date(article.date), article.date)] if article.date else []
    return found + (
        [line(wording.updated(article.updated), article.updated)] if article.updated else []
    )


def _set(text: str, language: str) -> str:
    return typeset([text], language)[0]
