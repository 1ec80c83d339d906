"""Strip a page of what no article holds, and settle which lines are its paragraphs.

The rules are those of Mozilla's Readability (https://github.com/mozilla/readability,
`_grabArticle`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun.readers.web import dom, shape
from pressrun.readers.web.leavings import HIDDEN, OUTSIDE, reason_of
from pressrun.readers.web.tidying import trim_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressrun.readers.web.attempt import Attempt
    from pressrun.readers.web.dom import Element

_UNLIKELY = re.compile(
    r"-ad-|ai2html|banner|breadcrumbs|combx|comment|community|cover-wrap|disqus|extra|footer|gdpr|header|legends|menu"
    r"|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|sponsor|supplemental|ad-break|agegate|pagination"
    r"|pager|popup|yom-remote",
    re.IGNORECASE,
)
_MAYBE = re.compile(r"and|article|body|column|content|main|mathjax|shadow", re.IGNORECASE)
_BYLINE = re.compile(r"byline|author|dateline|writtenby|p-author", re.IGNORECASE)
_UNLIKELY_ROLES = frozenset(
    {"menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog"}
)
_SCORED = frozenset({"section", "h2", "h3", "h4", "h5", "h6", "p", "td", "pre"})
_OFTEN_EMPTY = frozenset({"div", "section", "header", "h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_BYLINE = 100
_SAME_TITLE = 0.75
_FEW_LINKS = 0.25


def strip(work: Attempt) -> None:
    """Go through the page in order: take out what no article holds, collect what scores."""
    element: Element | None = work.root
    while element is not None:
        if why := _unwanted(work, element):
            after = _after(element, into=False)
            work.leavings.take(element, why)
            element = after
            continue
        if dom.tag_of(element) in _SCORED:
            work.to_score.append(element)
        if element.tag == "div":
            element = _settle_division(work, element)
        element = _after(element, into=True)


def _after(element: Element, *, into: bool) -> Element | None:
    """Return the element that follows in the order of the page."""
    if into and len(element):
        return element[0]
    place: Element | None = element
    while place is not None:
        if (sibling := place.getnext()) is not None:
            return sibling
        place = place.getparent()
    return None


def _unwanted(work: Attempt, element: Element) -> str | None:
    """Say why an element is to be taken out, None if it is to stay."""
    if element is work.root or element.tag == "body":
        return None
    if not shape.visible(element):
        return HIDDEN
    return _taken_as_field(work, element) or _taken_as_furniture(work, element)


def _taken_as_field(work: Attempt, element: Element) -> str | None:
    """Say which field an element is, the first byline and the first heading that is the title."""
    if not work.named and work.byline is None and _is_byline(element):
        work.byline = _byline_of(element)
        return "understood as the byline"
    titled = work.title_removed or element.tag not in ("h1", "h2")
    if titled or not _repeats_title(element, work.title):
        return None
    work.title_removed = True
    return "understood as the headline"


def _taken_as_furniture(work: Attempt, element: Element) -> str | None:
    dialog = element.get("aria-modal") == "true" and element.get("role") == "dialog"
    if dialog or (work.rules.strip_unlikely and _unlikely(element)):
        return reason_of(element)
    return OUTSIDE if element.tag in _OFTEN_EMPTY and shape.empty(element) else None


def _is_byline(element: Element) -> bool:
    told = element.get("rel") == "author" or "author" in (element.get("itemprop") or "")
    if not (told or _BYLINE.search(dom.name_of(element))):
        return False
    return 0 < len(element.text_content().strip()) < _LONGEST_BYLINE


def _byline_of(element: Element) -> str:
    name = next(
        (e for e in element.iter() if "name" in (e.get("itemprop") or "") and e is not element),
        element,
    )
    return dom.fold(name.text_content())


def _repeats_title(element: Element, title: str) -> bool:
    return shape.alike(title, shape.words_in(element)) > _SAME_TITLE


def _unlikely(element: Element) -> bool:
    if element.get("role") in _UNLIKELY_ROLES:
        return True
    names = dom.name_of(element)
    if not _UNLIKELY.search(names) or _MAYBE.search(names) or element.tag == "a":
        return False
    return not dom.within(element, "table", "code")


def _settle_division(work: Attempt, division: Element) -> Element:
    """Make paragraphs of the lines that stand bare in a division, or a paragraph of the whole."""
    _wrap_lines(division)
    only = shape.only_child(division, "p")
    if only is not None and shape.link_density(division) < _FEW_LINKS:
        parent = dom.parent_of(division)
        only.tail = division.tail
        division.tail = None
        parent.replace(division, only)
        work.to_score.append(only)
        return only
    if not shape.holds_blocks(division):
        dom.rename(division, "p")
        work.to_score.append(division)
    return division


def _wrap_lines(division: Element) -> None:
    pieces = list(_take_pieces(division))
    line: Element | None = None
    for piece in pieces:
        if not isinstance(piece, str) and not shape.phrasing(piece):
            _end_line(line)
            line = None
            division.append(piece)
        elif line is not None:
            _append(line, piece)
        elif piece.strip() if isinstance(piece, str) else piece.tag != "br":
            line = dom.make("p", division)
            division.append(line)
            _append(line, piece)
    _end_line(line)


def _take_pieces(division: Element) -> Iterator[Element | str]:
    """Empty an element, and yield its texts and elements in order."""
    text, children = division.text, list(division)
    division.text = None
    if text:
        yield text
    for child in children:
        division.remove(child)
        tail, child.tail = child.tail, None
        yield child
        if tail:
            yield tail


def _append(line: Element, piece: Element | str) -> None:
    if not isinstance(piece, str):
        line.append(piece)
    elif len(line):
        line[-1].tail = (line[-1].tail or "") + piece
    else:
        line.text = (line.text or "") + piece


def _end_line(line: Element | None) -> None:
    if line is not None:
        trim_end(line)
