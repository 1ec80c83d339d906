"""Make a publication of each article of an issue; knows the model, and how neither edition is made.

The texts are the issue's own, so a number or a title that an article quotes of another stays what
it says; what would lead there are words alone.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from pressrun import dating, markup
from pressrun.filing import file_as
from pressrun.model import Contributor, Section

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pressrun.manuscript import Gathered
    from pressrun.model import Article, Body, Picture, Publication

FOLDER = "articles"


def publications(gathered: Gathered) -> Iterator[Publication]:
    """Yield a publication of each article, as old as what it alone is made of."""
    singles = Singles(gathered.publication)
    articles = gathered.publication.articles
    groups = [
        (
            *(manuscript.path, *manuscript.files),
            *(file for f in article.body.figures for file in gathered.pictures.get(f.image, ())),
        )
        for article, manuscript in zip(articles, gathered.manuscripts, strict=True)
    ]
    dates = dating.each_modified(groups)
    for article, date in zip(articles, dates, strict=True):
        yield singles.alone(article, date)


class Singles:
    """The articles of a publication, each a publication of its own."""

    def __init__(self, publication: Publication) -> None:
        self._whole = publication

    @cached_property
    def _pictures(self) -> dict[str, Picture]:
        return {picture.href: picture for picture in self._whole.pictures}

    @cached_property
    def _authors(self) -> dict[str, Contributor]:
        return {c.name: c for c in reversed(self._whole.contributors) if c.role == "aut"}

    def alone(self, article: Article, modified: datetime) -> Publication:
        """Return the publication of one article, with an identifier and a cover of its own."""
        whole = self._whole
        own = replace(article, body=_without_others(article.body, article.slug))
        used = sorted({figure.image for figure in article.body.figures} & self._pictures.keys())
        return replace(
            whole,
            name=f"{FOLDER}/{article.slug}",
            title=article.headline,
            subtitle=None,
            identifier=_identifier(whole, article),
            modified=modified,
            other_identifiers=(),
            language=article.language,
            direction=article.direction,
            vertical=article.vertical,
            sections=(Section(articles=(own,)),),
            issued=article.updated or article.date or whole.issued,
            description=" ".join(article.standfirst) or None,
            contributors=tuple(self._author(name) for name in article.byline),
            pictures=tuple(self._pictures[href] for href in used),
            collection=None,
            cover=None,
            cover_alt=None,
        )

    def _author(self, name: str) -> Contributor:
        """Return an author as the issue files them."""
        usual = Contributor(name=name, file_as=file_as(name, self._whole.language))
        return self._authors.get(name, usual)


def _identifier(publication: Publication, article: Article) -> str:
    """Derive a UUID from the issue's identifier and the article's name (RFC 9562, version 5)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{publication.identifier}#{article.slug}").urn


def _without_others(body: Body, slug: str) -> Body:
    """Return a body whose links to other articles are words."""
    return replace(
        body,
        html=markup.without_others(body.html, slug),
        notes=tuple(replace(n, body=markup.without_others(n.body, slug)) for n in body.notes),
    )
