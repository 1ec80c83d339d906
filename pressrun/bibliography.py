"""Say in a package what is known of a publication: Dublin Core's elements and their refinements.

EPUB 3.3, 5.5 and appendix D (https://www.w3.org/TR/epub-33/#sec-pkg-metadata). Codes are those of
ONIX list 5 (what kind of number) and of MARC's relators (who did what). Knows no packager.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressrun import accessibility

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressrun.model import Collection, Contributor, Publication

IDENTIFIER = "id"
# ONIX list 5: ISBN-13, DOI, ISSN-13 is 34 as a serial's own; a UUID has no code but a URN's.
_KINDS = (("urn:isbn:", "15"), ("doi:", "06"), ("urn:uuid:", "22"))
# calibre, and what reads its metadata, wants one number; “12.3” is the third of volume 12 to it.
_ONE_NUMBER = re.compile(r"\d+(?:\.\d+)?")
Attributes = tuple[tuple[str, str], ...]
_ENGLISH = ("{http://www.w3.org/XML/1998/namespace}lang", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An element of the package's metadata: one of Dublin Core's by its name, or `meta`."""

    name: str
    value: str
    attributes: Attributes = ()


def statements(publication: Publication, *, page_list: bool) -> Iterator[Statement]:
    """Yield all but identifier, title and language, which no package can be without.

    Languages of articles follow that of the publication (EPUB 3.3, 5.5.3.1.3). `page_list` tells
    whether the printed pages are marked.
    """
    for language in dict.fromkeys(article.language for article in publication.articles):
        if language != publication.language:
            yield Statement(name="language", value=language)
    yield from _identifiers(publication)
    for number, contributor in enumerate(publication.contributors, start=1):
        yield from _contributor(contributor, f"contributor-{number}")
    for name, value in _described(publication):
        yield Statement(name=name, value=value)
    if publication.collection:
        yield from _collection(publication.collection)
    for name, value in accessibility.metadata(publication, page_list=page_list):
        own = (("property", name),)
        in_english = name == accessibility.SUMMARY and publication.language != "en"
        yield Statement(
            name="meta", value=value, attributes=(*own, _ENGLISH) if in_english else own
        )
    if publication.certified_by:
        yield from _conformance(publication.certified_by)


def refinement(of: str, name: str, value: str, scheme: str | None = None) -> Statement:
    """Return a statement about another."""
    attributes = (("refines", f"#{of}"), ("property", name))
    return Statement(
        name="meta", value=value, attributes=(*attributes, ("scheme", scheme)) if scheme
        else attributes,
    )  # fmt: skip


def _identifiers(publication: Publication) -> Iterator[Statement]:
    yield from _kind_of(publication.identifier, IDENTIFIER)
    for number, identifier in enumerate(publication.other_identifiers, start=2):
        anchor = f"{IDENTIFIER}-{number}"
        yield Statement(name="identifier", value=identifier, attributes=(("id", anchor),))
        yield from _kind_of(identifier, anchor)


def _kind_of(identifier: str, anchor: str) -> Iterator[Statement]:
    for beginning, code in _KINDS:
        if identifier.startswith(beginning):
            yield refinement(anchor, "identifier-type", code, "onix:codelist5")


def _contributor(contributor: Contributor, anchor: str) -> Iterator[Statement]:
    name = "creator" if contributor.role == "aut" else "contributor"
    yield Statement(name=name, value=contributor.name, attributes=(("id", anchor),))
    yield refinement(anchor, "role", contributor.role, "marc:relators")
    if contributor.file_as:
        yield refinement(anchor, "file-as", contributor.file_as)


def _described(publication: Publication) -> Iterator[tuple[str, str]]:
    described = (
        ("publisher", publication.publisher),
        ("date", publication.issued.isoformat() if publication.issued else None),
        ("rights", publication.rights),
        ("description", publication.description),
        *(("subject", subject) for subject in publication.subjects),
    )
    yield from ((name, value) for name, value in described if value)


def _collection(collection: Collection) -> Iterator[Statement]:
    """Yield the collection as EPUB 3 has it, and as calibre wrote it into EPUB 2.

    Of those who show a series, Kobo's and Apple's shelves read the first; KOReader and the older
    library programs the second.
    """
    own = (("id", "collection"), ("property", "belongs-to-collection"))
    yield Statement(name="meta", value=collection.title, attributes=own)
    yield refinement("collection", "collection-type", collection.kind)
    if collection.identifier:
        yield refinement("collection", "dcterms:identifier", collection.identifier)
    if collection.position:
        yield refinement("collection", "group-position", collection.position)
    if collection.kind == "series":
        yield _old("calibre:series", collection.title)
        if collection.position and _ONE_NUMBER.fullmatch(collection.position):
            yield _old("calibre:series_index", collection.position)


def _conformance(certified_by: str) -> Iterator[Statement]:
    """Yield the claim that somebody answers for (EPUB Accessibility 1.1, 3.5 and 3.6).

    No program can tell whether a text alternative says what its picture shows, so the press claims
    nothing on its own account.
    """
    own = (("id", "conformance"), ("property", "dcterms:conformsTo"))
    yield Statement(name="meta", value=accessibility.STANDARD, attributes=own)
    yield refinement("conformance", "a11y:certifiedBy", certified_by)


def _old(name: str, content: str) -> Statement:
    return Statement(name="meta", value="", attributes=(("name", name), ("content", content)))
