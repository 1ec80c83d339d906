"""Say of a publication what is true of its accessibility, and nothing more; knows the model only.

EPUB Accessibility 1.1, 2.2 (https://www.w3.org/TR/epub-a11y-11/) with schema.org's vocabulary.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pressrun.model import Article, Body, Picture, Publication

SUMMARY = "schema:accessibilitySummary"  # in English
STANDARD = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
# A flash is two changes, and three flashes within a second are allowed (WCAG 2.2, 2.3.1).
_FEWEST_FLASHING = 6
_UNDESCRIBED = (
    "a picture has no text alternative (WCAG 1.1.1): describe it in its brackets, or say "
    "{.decorative} behind it"
)
HEADLESS = "a table has no headings (WCAG 1.3.1)"
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')


def metadata(publication: Publication, *, page_list: bool) -> Iterator[tuple[str, str]]:
    """Yield the package's `meta` properties and their values, in order.

    `page_list` tells whether the printed pages are marked. The cover counts as a picture with a
    text alternative, because it has one.
    """
    pictures = [figure for article in publication.articles for figure in article.body.figures]
    described = all(figure.described for figure in pictures)
    yield "schema:accessMode", "textual"
    if pictures:
        yield "schema:accessMode", "visual"
        yield "schema:accessModeSufficient", "textual,visual"
    if described:
        yield "schema:accessModeSufficient", "textual"
        yield "schema:accessibilityFeature", "alternativeText"
    for feature in (
        "displayTransformability",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    ):
        yield "schema:accessibilityFeature", feature
    if any("<math" in text for article in publication.articles for text in _texts(article.body)):
        yield "schema:accessibilityFeature", "MathML"
    if page_list:
        yield "schema:accessibilityFeature", "pageBreakMarkers"
        yield "schema:accessibilityFeature", "pageNavigation"
        yield "pageBreakSource", f"{publication.title} (PDF)"
    moving = [picture for picture in publication.pictures if picture.changes != 0]
    for hazard in _hazards(moving):
        yield "schema:accessibilityHazard", hazard
    yield (
        SUMMARY,
        _summary(len(pictures), described=described, moving=bool(moving), page_list=page_list),
    )


def obstacles(publication: Publication) -> Iterator[tuple[Path, int | None, str]]:
    """Yield what keeps a publication from `STANDARD`: manuscript, its line, and what is wrong.

    That is what a program can know; that nothing is found proves nothing.
    """
    for article in publication.articles:
        yield from obstacles_in(article)


def obstacles_in(article: Article) -> Iterator[tuple[Path, int | None, str]]:
    """Yield the same of one article."""
    for figure in article.body.figures:
        if not figure.described:
            yield article.path, figure.line, _UNDESCRIBED
    lines = dict(article.body.lines)
    for table in _TABLE.findall(article.body.html):
        if "<th" not in table:
            place = next((lines[i] for i in _ID.findall(table) if i in lines), None)
            yield article.path, place, HEADLESS


def _texts(body: Body) -> Iterator[str]:
    yield body.html
    yield from (note.body for note in body.notes)


def _hazards(moving: Sequence[Picture]) -> Iterator[str]:
    """Yield what moving pictures may do to a reader; a picture that stands still does nothing.

    What changes too rarely cannot flash; at the rest nobody has looked. Whether a motion seems to
    be the reader's own cannot be told either, and is left unsaid: Ace 1.4.6 takes the value for
    that only where it is misspelt (November 2026).
    """
    if not moving:
        yield "none"
        return
    slow = all(p.changes is not None and p.changes <= _FEWEST_FLASHING for p in moving)
    yield "noFlashingHazard" if slow else "unknownFlashingHazard"
    yield "noSoundHazard"


def _summary(pictures: int, *, described: bool, moving: bool, page_list: bool) -> str:
    sentences = ["The text can be enlarged, recoloured and read aloud, in its logical order."]
    if pictures and described:
        sentences.append("Every picture has a text alternative.")
    elif pictures:
        sentences.append("Some pictures have no text alternative.")
    if moving:
        sentences.append("Some pictures move.")
    if page_list:
        sentences.append("The pages of the printed edition are marked.")
    return " ".join(sentences)
