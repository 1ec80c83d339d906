"""Make a publication of each article of an issue; knows the model, and how neither edition is made.

The texts are the issue's own, so a number or a title that an article quotes of another stays what
it says; what would lead there are words alone.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from pressrun import markup
from pressrun.filing import file_as
from pressrun.model import Contributor, Section

if TYPE_CHECKING:
    from pressrun.model import Article, Body, Publication

FOLDER = "articles"


def alone(publication: Publication, article: Article) -> Publication:
    """Return the publication of one article, with an identifier of its own and its own cover."""
    own = replace(article, body=_without_others(article.body, article.slug))
    used = {figure.image for figure in article.body.figures}
    return replace(
        publication,
        name=f"{FOLDER}/{article.slug}",
        title=article.headline,
        subtitle=None,
        identifier=_identifier(publication, article),
        other_identifiers=(),
        language=article.language,
        direction=article.direction,
        vertical=article.vertical,
        sections=(Section(articles=(own,)),),
        issued=article.updated or article.date or publication.issued,
        description=" ".join(article.standfirst) or None,
        contributors=tuple(_author(publication, name) for name in article.byline),
        pictures=tuple(picture for picture in publication.pictures if picture.href in used),
        collection=None,
        cover=None,
        cover_alt=None,
    )


def _identifier(publication: Publication, article: Article) -> str:
    """Derive a UUID from the issue's identifier and the article's name (RFC 9562, version 5)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{publication.identifier}#{article.slug}").urn


def _author(publication: Publication, name: str) -> Contributor:
    """Return an author as the issue files them."""
    filed = (c for c in publication.contributors if c.name == name and c.role == "aut")
    usual = Contributor(name=name, file_as=file_as(name, publication.language))
    return next(filed, usual)


def _without_others(body: Body, slug: str) -> Body:
    """Return a body whose links to other articles are words."""
    return replace(
        body,
        html=markup.without_others(body.html, slug),
        notes=tuple(replace(n, body=markup.without_others(n.body, slug)) for n in body.notes),
    )
