"""Measure what an element looks like: its names, links, commas, densities; decides nothing.

The measures and most of the names are those of Mozilla's Readability
(https://github.com/mozilla/readability), which browsers' reading views go by.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun.readers.web import dom

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pressrun.readers.web.dom import Element

COMMAS = re.compile("[,\u060c\uff0c\u3001\ufe50\ufe10\ufe11\u2e41\u2e34\u2e32]")
_POSITIVE = re.compile(
    r"article|body|content|entry|hentry|h-entry|main|page|pagination|post|text|blog|story",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"-ad-|hidden|^hid$| hid$| hid |^hid |banner|combx|comment|com-|contact|footer|gdpr"
    r"|masthead|media|meta|outbrain|promo|related|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget",
    re.IGNORECASE,
)
_NAME_WEIGHT = 25
# A link within the page is half a note and half a menu.
_LINK_INSIDE_PAGE = 0.3
_SPACES = re.compile(r"\s{2,}")
_BLOCKS_IN_DIV = frozenset({"blockquote", "dl", "div", "img", "ol", "p", "pre", "table", "ul"})
# As Readability has them: a video or a drawing is no part of a line there.
_PHRASING = dom.PHRASING - {"iframe", "video", "svg", "picture", "map", "area"}
_IF_ALL_WITHIN = frozenset({"a", "del", "ins"})


def words_in(element: Element) -> str:
    """Return the element's text, trimmed, longer white space made one space."""
    return _SPACES.sub(" ", element.text_content().strip())


def weight(element: Element) -> int:
    """Return what class and id say for the element, or against it."""
    names = (element.get("class"), element.get("id"))
    return sum(
        _NAME_WEIGHT * (bool(_POSITIVE.search(n)) - bool(_NEGATIVE.search(n))) for n in names if n
    )


def link_density(element: Element) -> float:
    """Return the share of the element's text that is links."""
    length = len(words_in(element))
    if not length:
        return 0.0
    linked = sum(
        len(words_in(a)) * (_LINK_INSIDE_PAGE if (a.get("href") or "").startswith("#") else 1)
        for a in element.iter("a")
    )
    return linked / length


def density(element: Element, tags: Iterable[str]) -> float:
    """Return the share of the element's text that stands inside `tags`."""
    length = len(words_in(element))
    inside = sum(len(words_in(part)) for part in element.iter(*tags) if part is not element)
    return inside / length if length else 0.0


def count(element: Element, *tags: str) -> int:
    """Count the elements of these tags below `element`."""
    return sum(1 for part in element.iter(*tags) if part is not element)


def phrasing(element: Element) -> bool:
    """Tell whether the element can stand inside a line."""
    tag = dom.tag_of(element)
    if tag in _IF_ALL_WITHIN:
        return all(phrasing(child) for child in element)
    return tag in _PHRASING


def holds_blocks(element: Element) -> bool:
    """Tell whether an element holds what cannot stand in a paragraph."""
    return any(part is not element for part in element.iter(*_BLOCKS_IN_DIV))


def empty(element: Element) -> bool:
    """Tell whether there is nothing in the element but breaks and rules."""
    return not element.text_content().strip() and len(element) == sum(
        1 for _ in element.iterchildren("br", "hr")
    )


def only_child(element: Element, tag: str) -> Element | None:
    """Return the one child of that tag, when nothing stands beside it."""
    if len(element) != 1 or element[0].tag != tag:
        return None
    beside = (element.text or "") + (element[0].tail or "")
    return None if beside.strip() else element[0]


def visible(element: Element) -> bool:
    """Tell whether a browser would show the element, as far as its own attributes say."""
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
        return False
    return element.get("aria-hidden") != "true" or "fallback-image" in element.get("class", "")


_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def alike(first: str, second: str) -> float:
    """Return how much of `second` is in `first`, by words, 1.0 for all of it."""
    known = frozenset(_WORD.findall(first.lower()))
    words = _WORD.findall(second.lower())
    foreign = " ".join(word for word in words if word not in known)
    return 1 - len(foreign) / len(" ".join(words)) if words and known else 0.0


_WORD = re.compile(r"\w+")
