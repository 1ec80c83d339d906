"""Take off a body what its fields say already, and the buttons left between its paragraphs.

What a line is, is told by the rules of the reader of pasted copy (`pressrun.readers.plain.signs`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressrun.readers.names import sign_of
from pressrun.readers.opening import take_dateline
from pressrun.readers.plain import reasons
from pressrun.readers.web import dom, shape
from pressrun.readers.web.fragment import ALL_LINKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressrun.readers.plain.lexicon import Lexicon
    from pressrun.readers.plain.signs import Sign
    from pressrun.readers.web.dom import Element
    from pressrun.readers.web.leavings import Leavings

# How many blocks may stand between the headline and the first paragraph.
_FIRST = 4
_LONGEST = 160
_SAME = 0.9
# What is furniture wherever it stands; a relative date or a counter may be a title further down.
_ANYWHERE = frozenset({
    "advertisement", "share", "related", "newsletter", "subscription", "comments", "consent",
    "platforms", "player",
})  # fmt: skip
_STANDFIRST = re.compile(
    r"stand-?first|(?:^|[\s_-])(?:dek|deck|subhead|subheading|subheadline|sub-?title|strapline|lede)"
    r"(?:$|[\s_-])|article-?(?:summary|intro|lead)\b",
    re.IGNORECASE,
)
_STANDFIRST_WORDS = (4, 80)
_FEW_LINKS = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Trimmer:
    """Trims the blocks of one article, whose headline and authors are known."""

    headline: str
    names: Sequence[str]
    leavings: Leavings
    words: Lexicon
    language: str

    def trim(self, blocks: Sequence[Element]) -> list[Element]:
        """Return the blocks without those that repeat a field, and without buttons."""
        kept: list[Element] = []
        announced = False
        for block in blocks:
            text = dom.text_of(block)
            why = self._why(text, len(kept)) if _is_line(block, text) else None
            if block.attrib.pop(ALL_LINKS, None) and announced:
                why = reasons.TEASER
            announced = why in (reasons.TEASER, reasons.FURNITURE["related"])
            if why:
                self.leavings.keep(dom.line_of(block), text, why)
            else:
                kept.append(block)
        return kept

    def take_dateline(self, blocks: Sequence[Element]) -> str | None:
        """Take the dateline off the first paragraph."""
        first = next(
            (b for b in blocks if b.tag == "p" and not b.get("class") and dom.text_of(b)), None
        )
        if first is None:
            return None
        dateline, left = take_dateline(first, self._sign(dom.text_of(first), dom.line_of(first)))
        for dropped in left:
            self.leavings.keep(dropped.line, dropped.text, dropped.why)
        return dateline

    def _why(self, text: str, place: int) -> str | None:
        """Say why a short line is no part of the text, None if it is."""
        sign = self._sign(text)
        if place < _FIRST:
            return self._repeats(text, sign) or reasons.FURNITURE.get(sign.furniture or "")
        furniture = sign.furniture in _ANYWHERE and not sign.sentential
        return reasons.FURNITURE[sign.furniture or ""] if furniture else None

    def _repeats(self, text: str, sign: Sign) -> str | None:
        """Say which field a line above the text repeats."""
        if min(shape.alike(self.headline, text), shape.alike(text, self.headline)) > _SAME:
            return "understood as the headline"
        bare = text[sign.label.end() :] if sign.label else text
        if self.names and (sign.byline or bare.strip(" :,") in self.names):
            return "understood as the byline"
        return "understood as the date" if sign.is_date else None

    def _sign(self, text: str, line: int = 1) -> Sign:
        return sign_of(text, self.words, self.language, line)


def labelled_byline(blocks: Sequence[Element], words: Lexicon, language: str) -> str | None:
    """Find a line above the text that says who wrote it, and begins with “By”."""
    for block in blocks[:_FIRST]:
        text = dom.text_of(block)
        if _is_line(block, text):
            sign = sign_of(text, words, language, dom.line_of(block))
            if sign.label and sign.byline:
                return text
    return None


def _is_line(block: Element, text: str) -> bool:
    short = 0 < len(text) <= _LONGEST
    return block.tag in ("p", "h2", "h3") and short and block.find(".//img") is None


def take_standfirst(root: Element, blocks: list[Element], leavings: Leavings) -> str | None:
    """Take the paragraph that the page names its standfirst, from the blocks or what was left."""
    few, many = _STANDFIRST_WORDS
    for element in root.iter("p", "h2", "h3", "h4", "div", "span", "section", "header"):
        if not _STANDFIRST.search(dom.name_of(element)):
            continue
        text = dom.text_of(element)
        if not few <= len(text.split()) <= many:
            continue
        block = next((b for b in blocks[:_FIRST] if dom.text_of(b) == text), None)
        if block is not None:
            blocks.remove(block)
            return text
        if shape.link_density(element) < _FEW_LINKS and leavings.give_back(
            text, _first_line(blocks)
        ):
            return text
    return None


def _first_line(blocks: Sequence[Element]) -> int:
    return dom.line_of(blocks[0]) if blocks else 1
