"""Take out of an article what stands between its paragraphs: forms, shares, menus, teasers.

Which list, table or division goes is decided by the measures of Mozilla's Readability
(https://github.com/mozilla/readability, `_cleanConditionally`); each is told with its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressrun.readers.plain import reasons
from pressrun.readers.web import dom, shape
from pressrun.readers.web.leavings import NOT_PRINTED, OUTSIDE, Leavings, reason_of

if TYPE_CHECKING:
    from pressrun.readers.web.dom import Element

_SHARE = re.compile(r"(?:\b|_)(?:share|sharedaddy)(?:\b|_)", re.IGNORECASE)
_ADVERTISEMENT = re.compile(
    r"(?:ad(?:vertising|vertisement)?|pub(?:licité)?|werb(?:ung)?|anzeige|广告|реклама|anuncio)\Z",
    re.IGNORECASE,
)
_LOADING = re.compile(
    r"(?:(?:loading|正在加载|загрузка|chargement|cargando)(?:…|\.\.\.)?)\Z", re.IGNORECASE
)
_VIDEO = re.compile(
    r"//(?:www\.)?(?:(?:dailymotion|youtube|youtube-nocookie|player\.vimeo|v\.qq|bilibili|live\.bilibili)\.com"
    r"|archive\.org|upload\.wikimedia\.org|player\.twitch\.tv)",
    re.IGNORECASE,
)
_TEXTISH = ("span", "li", "td", "blockquote", "dl", "div", "img", "ol", "p", "pre", "table", "ul")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_EMBEDS = ("object", "embed", "iframe")
_PLAYERS = ("iframe", "object", "embed", "audio", "video", "canvas")
_FIELDS = ("input", "textarea", "select", "button")
_LONGEST_SHARE = 500
_MOST_COMMAS = 10
_LIST_OF_ALL = 0.9
_SHORT = 25
_WELL_NAMED = 25
_MANY_LINKS, _MOSTLY_LINKS = 0.2, 0.5
_FEW_PARAGRAPHS = 0.5
_MOST_IMAGES = 2
_SHORT_BESIDE_EMBED = 75
_ALLOWED_ITEMS = 100
_LONGEST_SPAN = 3
_DATA_ROWS, _DATA_COLUMNS, _DATA_CELLS = 10, 4, 10


def clean(article: Element, leavings: Leavings, *, strict: bool, weigh_names: bool) -> None:
    """Clean an article in place; only `strict` judges blocks by their measures."""
    data = frozenset(table for table in article.iter("table") if _is_data(table))
    judge = _Judge(data=data, weigh_names=weigh_names)
    if strict:
        _clean_by_measure(article, judge, leavings, "form", "fieldset")
    for element in list(article.iter("footer", "aside", "object", "embed")):
        if element.tag in ("object", "embed") and _is_video(element):
            continue
        leavings.take(
            element, NOT_PRINTED if element.tag in ("object", "embed") else reason_of(element)
        )
    _clean_shares(article, leavings)
    for element in list(article.iter("iframe", *_FIELDS)):
        if not _is_video(element):
            leavings.take(element, reason_of(element))
    _clean_headings(article, leavings, weigh_names=weigh_names)
    if strict:
        _clean_by_measure(article, judge, leavings, "table", "ul", "div")


def _clean_shares(article: Element, leavings: Leavings) -> None:
    for element in [e for part in article for e in part.iterdescendants()]:
        if _SHARE.search(dom.name_of(element)) and len(element.text_content()) < _LONGEST_SHARE:
            leavings.take(element, reasons.FURNITURE["share"])


def _clean_headings(article: Element, leavings: Leavings, *, weigh_names: bool) -> None:
    for heading in list(article.iter("h1", "h2")):
        if weigh_names and shape.weight(heading) < 0:
            leavings.take(heading)


def _clean_by_measure(article: Element, judge: _Judge, leavings: Leavings, *tags: str) -> None:
    for tag in tags:
        for element in reversed(list(article.iter(tag))):
            if element is not article and judge.is_furniture(element):
                leavings.take(element, _reason(element))


def _reason(element: Element) -> str:
    if _ADVERTISEMENT.match(shape.words_in(element)):
        return reasons.FURNITURE["advertisement"]
    told = reason_of(element)
    return "between the paragraphs of the article, and not one of them" if told == OUTSIDE else told


def _is_video(element: Element) -> bool:
    values = " ".join(str(value) for value in element.attrib.values())
    return element.tag in _EMBEDS and bool(_VIDEO.search(values))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """Tells furniture from text; `data` are the tables that are not there for layout."""

    data: frozenset[Element]
    weigh_names: bool

    def is_furniture(self, element: Element) -> bool:
        """Tell whether a block is no text of the article."""
        if element in self.data or any(a in self.data for a in element.iterancestors("table")):
            return False
        if dom.within(element, "code") or any(t in self.data for t in element.iter("table")):
            return False
        names = shape.weight(element) if self.weigh_names else 0
        return names < 0 or _looks_like_furniture(element, names)


def _looks_like_furniture(element: Element, names: int) -> bool:
    text = shape.words_in(element)
    embeds = [e for e in element.iter(*_EMBEDS) if e is not element]
    prose = len(shape.COMMAS.findall(text)) >= _MOST_COMMAS
    if prose or any(_is_video(embed) for embed in embeds):
        return False
    if _ADVERTISEMENT.match(text) or _LOADING.match(text):
        return True
    return _measures_as_furniture(element, text, names, len(embeds))


def _measures_as_furniture(element: Element, text: str, names: int, embeds: int) -> bool:
    is_list = element.tag == "ul" or _is_mostly_list(element, text)
    in_figure = dom.within(element, "figure")
    images, links = shape.count(element, "img"), shape.link_density(element)
    paragraphs = shape.count(element, "p")
    told = (
        not in_figure and images > 1 and paragraphs / images < _FEW_PARAGRAPHS,
        not is_list and shape.count(element, "li") - _ALLOWED_ITEMS > paragraphs,
        shape.count(element, "input") > paragraphs // 3,
        not is_list and not in_figure and shape.density(element, _HEADINGS) < _LIST_OF_ALL
        and len(text) < _SHORT and (images == 0 or images > _MOST_IMAGES) and links > 0,
        not is_list and names < _WELL_NAMED and links > _MANY_LINKS,
        names >= _WELL_NAMED and links > _MOSTLY_LINKS,
        (embeds == 1 and len(text) < _SHORT_BESIDE_EMBED) or embeds > 1,
        images == 0 and shape.density(element, _TEXTISH) == 0,
    )  # fmt: skip
    return any(told) and not (is_list and _is_gallery(element, images))


def _is_mostly_list(element: Element, text: str) -> bool:
    listed = sum(
        len(shape.words_in(part)) for part in element.iter("ul", "ol") if part is not element
    )
    return bool(text) and listed / len(text) > _LIST_OF_ALL


def _is_gallery(element: Element, images: int) -> bool:
    """Tell a list of one picture an item, which belongs to the article."""
    if any(len(child) > 1 for child in element):
        return False
    return images == shape.count(element, "li")


def _is_data(table: Element) -> bool:
    """Tell a table of data from one that only lays out the page."""
    if table.get("role") == "presentation" or table.get("datatable") == "0":
        return False
    if table.get("summary") or any(len(c) or (c.text or "").strip() for c in table.iter("caption")):
        return True
    if shape.count(table, "col", "colgroup", "tfoot", "thead", "th"):
        return True
    if shape.count(table, "table"):
        return False
    rows = list(table.iter("tr"))
    columns = max(
        (sum(_span(cell) for cell in row.iterchildren("td", "th")) for row in rows), default=0
    )
    if columns == 1 or len(rows) == 1:
        return False
    return len(rows) >= _DATA_ROWS or columns > _DATA_COLUMNS or len(rows) * columns > _DATA_CELLS


def _span(cell: Element) -> int:
    span = cell.get("colspan", "1")
    return int(span) if span.isascii() and span.isdigit() and len(span) <= _LONGEST_SPAN else 1
