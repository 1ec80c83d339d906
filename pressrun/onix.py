"""Tell shops and libraries what an EPUB is in their own codes, as a message of ONIX 3.1.

What it says of accessibility, by code list 196, is what the package says of it, and no more (the
W3C's crosswalk, https://www.w3.org/2021/a11y-discov-vocab/latest/crosswalk/). Knows no package.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressrun import accessibility
from pressrun.navigation import DEEPEST_CROSSHEAD
from pressrun.templating import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressrun.model import Publication

_ISBN, _DOI = "urn:isbn:", "doi:"
# Code list 79: by code list 196, and by 143.
_ACCESSIBILITY, _HAZARD = "09", "12"
_FEATURES = {
    "alternativeText": "14", "displayTransformability": "36", "MathML": "17",
    "pageBreakMarkers": "19", "pageNavigation": "41", "readingOrder": "13",
    "structuralNavigation": "29",
}  # fmt: skip
_WITHOUT_SIGHT, _CONTENTS, _SUMMARY = "52", "11", "00"
# EPUB Accessibility 1.1, WCAG 2.2 at level AA; and language tagged to the phrase, which that asks.
_CONFORMING, _CERTIFIED = ("04", "82", "85", "22"), "90"
_HAZARDS = {
    "none": "00", "noFlashingHazard": "14", "unknownFlashingHazard": "24", "noSoundHazard": "16",
}  # fmt: skip
# Code list 17 for the relators of MARC; another is told as what is none of its own.
_ROLES = {"aut": "A01", "edt": "B01", "ill": "A12", "pht": "A13", "trl": "B06"}
_OTHER_ROLE = "Z99"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A code of the list that its `type` names, and words in a `language` where it asks so."""

    type: str
    code: str
    words: str | None = None
    language: str | None = None


def isbn_of(publication: Publication) -> str | None:
    """Return its ISBN; what has none is in no shop."""
    identifiers = (publication.identifier, *publication.other_identifiers)
    return next((i.removeprefix(_ISBN) for i in identifiers if i.startswith(_ISBN)), None)


def message(publication: Publication, *, page_list: bool) -> bytes:
    """Return the message, of one record; `publication` has an ISBN.

    `page_list` tells whether the printed pages are marked.
    """
    identifiers = (publication.identifier, *publication.other_identifiers)
    whole = render(
        "epub/onix.xml.jinja",
        publication=publication,
        isbn=isbn_of(publication),
        dois=[i.removeprefix(_DOI) for i in identifiers if i.startswith(_DOI)],
        sent=f"{publication.modified:%Y%m%d}",
        issued=publication.issued and publication.issued.isoformat().replace("-", ""),
        features=[*features(publication, page_list=page_list)],
        contributors=[(_ROLES.get(c.role, _OTHER_ROLE), c) for c in publication.contributors],
    )
    return whole.strip().encode()


def features(publication: Publication, *, page_list: bool) -> Iterator[Feature]:
    """Yield what is true of its accessibility, in the order of the codes' lists."""
    said = [*accessibility.metadata(publication, page_list=page_list)]
    summary = dict(said)[accessibility.SUMMARY]
    yield Feature(type=_ACCESSIBILITY, code=_SUMMARY, words=summary, language="eng")
    for key, value in said:
        if key == "schema:accessibilityFeature" and value in _FEATURES:
            yield Feature(type=_ACCESSIBILITY, code=_FEATURES[value])
        elif (key, value) == ("schema:accessModeSufficient", "textual"):
            yield Feature(type=_ACCESSIBILITY, code=_WITHOUT_SIGHT)
    if _leads_to_all(publication):
        yield Feature(type=_ACCESSIBILITY, code=_CONTENTS)
    if publication.certified_by:
        for code in _CONFORMING:
            yield Feature(type=_ACCESSIBILITY, code=code)
        yield Feature(type=_ACCESSIBILITY, code=_CERTIFIED, words=publication.certified_by)
    for key, value in said:
        if key == "schema:accessibilityHazard":
            yield Feature(type=_HAZARD, code=_HAZARDS[value])


def _leads_to_all(publication: Publication) -> bool:
    """Tell whether the contents lead to every level of the text, figures and tables, as 11 asks."""
    bodies = [article.body for article in publication.articles]
    deep = any(c.level > DEEPEST_CROSSHEAD for body in bodies for c in body.crossheads)
    return not deep and not any(body.figures or "<table" in body.html for body in bodies)
