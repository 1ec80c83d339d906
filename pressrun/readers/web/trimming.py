"""Take off the ends of a body what its fields say already, and the buttons left between its paragraphs.

What a line is, is told by the rules of the reader of pasted copy (`pressrun.readers.plain.signs`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.readers.names import sign_of
from pressrun.readers.plain import reasons
from pressrun.readers.web import dom, shape
from pressrun.readers.web.leavings import Leavings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressrun.readers.plain.lexicon import Lexicon
    from pressrun.readers.web.dom import Element

# How many blocks may stand between the headline and the first paragraph.
_FIRST = 4
_LONGEST = 160
_SAME = 0.9
_ALL_LINKS = 0.95
# What is furniture wherever it stands; a relative date or a counter may be a title or a cell further down.
_ANYWHERE = frozenset({
    "advertisement", "share", "related", "newsletter", "subscription", "comments", "consent", "platforms", "player",
})  # fmt: skip


def trim(
    blocks: Sequence[Element],
    headline: str,
    names: Sequence[str],
    leavings: Leavings,
    words: Lexicon,
    language: str,
) -> list[Element]:
    """Return the blocks without those that repeat the headline, the byline or the date, and without buttons."""
    kept: list[Element] = []
    announced = False
    for block in blocks:
        text = dom.text_of(block)
        why = (
            _why(text, len(kept), headline, names, words, language)
            if _is_line(block, text)
            else None
        )
        if announced and shape.link_density(block) > _ALL_LINKS:
            why = reasons.TEASER
        announced = why in (reasons.TEASER, reasons.FURNITURE["related"])
        if why:
            leavings.keep(dom.line_of(block), text, why)
        else:
            kept.append(block)
    return kept


def _is_line(block: Element, text: str) -> bool:
    return (
        block.tag in ("p", "h2", "h3")
        and 0 < len(text) <= _LONGEST
        and block.find(".//img") is None
    )


def _why(
    text: str, place: int, headline: str, names: Sequence[str], words: Lexicon, language: str
) -> str | None:
    sign = sign_of(text, words, language)
    if place < _FIRST:
        if shape.alike(headline, text) > _SAME and shape.alike(text, headline) > _SAME:
            return "understood as the headline"
        bare = text[sign.label.end() :] if sign.label else text
        if names and (sign.byline or bare.strip(" :,") in names):
            return "understood as the byline"
        if sign.is_date:
            return "understood as the date"
        if sign.furniture:
            return reasons.FURNITURE[sign.furniture]
    return (
        reasons.FURNITURE[sign.furniture]
        if sign.furniture in _ANYWHERE and not sign.sentential
        else None
    )
