"""Choose the part of a page that is its article, and give up what is not.

The method is that of Mozilla's Readability (https://github.com/mozilla/readability): paragraphs score
their ancestors, the best ancestor is the article, siblings that look like it join. It is written anew
over lxml, because what was given up must be told, with its line and the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pressrun.readers.web import dom, shape
from pressrun.readers.web.cleaning import clean
from pressrun.readers.web.leavings import HIDDEN, OUTSIDE, Leavings, reason_of
from pressrun.readers.web.tidying import tidy, trim_end

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_STARTING_SCORES = {
    "div": 5, "pre": 3, "td": 3, "blockquote": 3,
    "address": -3, "ol": -3, "ul": -3, "dl": -3, "dd": -3, "dt": -3, "li": -3, "form": -3,
    "h1": -5, "h2": -5, "h3": -5, "h4": -5, "h5": -5, "h6": -5, "th": -5,
}  # fmt: skip
_KEPT_TAGS = frozenset({"div", "article", "section", "p", "ol", "ul"})
_SHORTEST_SCORED = 25
_ANCESTORS = 5
_LENGTH_FOR_A_POINT = 100
_MOST_POINTS_FOR_LENGTH = 3
_TOP = 5
_NEARLY_TOP = 0.75
_FEWEST_NEARLY_TOP = 3
_LONGEST_BYLINE = 100
_SAME_TITLE = 0.75
_ENOUGH_TEXT = 500
_FEW_LINKS = 0.25
_LONG_SIBLING = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The article as an element, what was left out, the byline and the direction that the page gives it."""

    article: Element
    leavings: Leavings
    byline: str | None
    direction: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """How strict an attempt is."""

    strip_unlikely: bool = True
    weigh_names: bool = True
    clean: bool = True


@dataclass(slots=True)
class _Attempt:
    """One try at a copy of the page."""

    root: Element
    rules: _Rules
    title: str
    named: bool
    leavings: Leavings = field(default_factory=Leavings)
    scores: dict[Element, float] = field(default_factory=dict)
    to_score: list[Element] = field(default_factory=list)
    byline: str | None = None
    title_removed: bool = False

    def score(self, element: Element) -> float:
        """Return the element's score so far, which its tag and names begin."""
        if element not in self.scores:
            names = shape.weight(element) if self.rules.weigh_names else 0
            self.scores[element] = _STARTING_SCORES.get(dom.tag_of(element), 0) + names
        return self.scores[element]


_ATTEMPTS = (
    _Rules(),
    _Rules(strip_unlikely=False),
    _Rules(strip_unlikely=False, weigh_names=False),
    _Rules(strip_unlikely=False, weigh_names=False, clean=False),
)


def choose(page: Element, title: str, *, named: bool) -> Chosen:
    """Choose the article of a page, less strictly as long as too little text is found.

    `title` is the headline, which need not stand in the text again; `named` says that the authors are
    known, so that no byline is looked for.
    """
    longest: Chosen | None = None
    for rules in _ATTEMPTS:
        chosen = _attempt(_Attempt(root=dom.clone(page), rules=rules, title=title, named=named))
        length = len(shape.words_in(chosen.article))
        if longest is None or length > len(shape.words_in(longest.article)):
            longest = chosen
        if length >= _ENOUGH_TEXT:
            return chosen
    assert longest is not None
    return longest


def _attempt(work: _Attempt) -> Chosen:
    tidy(work.root)
    _strip(work)
    _score(work)
    body = next(work.root.iter("body"), work.root)
    top = _top_candidate(work, body)
    direction = _direction(top)
    article = _join_siblings(work, top)
    _leave_outside(body, article, work.leavings)
    clean(article, work.leavings, strict=work.rules.clean, weigh_names=work.rules.weigh_names)
    return Chosen(article=article, leavings=work.leavings, byline=work.byline, direction=direction)


def _strip(work: _Attempt) -> None:
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


def _unwanted(work: _Attempt, element: Element) -> str | None:
    """Say why an element is to be taken out, None if it is to stay."""
    if element is work.root or element.tag == "body":
        return None
    if not shape.visible(element):
        return HIDDEN
    if element.get("aria-modal") == "true" and element.get("role") == "dialog":
        return reason_of(element)
    if not work.named and work.byline is None and _is_byline(element):
        work.byline = _byline_of(element)
        return "understood as the byline"
    if (
        not work.title_removed
        and element.tag in ("h1", "h2")
        and _repeats_title(element, work.title)
    ):
        work.title_removed = True
        return "understood as the headline"
    if work.rules.strip_unlikely and _unlikely(element):
        return reason_of(element)
    if element.tag in _OFTEN_EMPTY and shape.empty(element):
        return OUTSIDE
    return None


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


def _settle_division(work: _Attempt, division: Element) -> Element:
    """Make paragraphs of the lines that stand bare in a division, or a paragraph of the whole."""
    _wrap_lines(division)
    only = shape.only_child(division, "p")
    if only is not None and shape.link_density(division) < _FEW_LINKS:
        parent = division.getparent()
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
        inline = isinstance(piece, str) or shape.phrasing(piece)
        if not inline:
            line = _end_line(line)
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


def _score(work: _Attempt) -> None:
    for element in work.to_score:
        text = shape.words_in(element)
        if element.getparent() is None or len(text) < _SHORTEST_SCORED:
            continue
        length = min(len(text) // _LENGTH_FOR_A_POINT, _MOST_POINTS_FOR_LENGTH)
        points = 1 + len(shape.COMMAS.split(text)) + length
        for level, ancestor in enumerate(element.iterancestors()):
            if level >= _ANCESTORS or ancestor.getparent() is None:
                break
            work.scores[ancestor] = work.score(ancestor) + points / (1, 2, 6, 9, 12)[level]


def _top_candidate(work: _Attempt, body: Element) -> Element:
    for element in list(work.scores):
        work.scores[element] *= 1 - shape.link_density(element)
    best = sorted(work.scores, key=lambda e: -work.scores[e])[:_TOP]
    if not best or best[0] is body or best[0].tag == "html":
        return _whole(work, body)
    top = _common_ancestor(work, best, body)
    top = _better_parent(work, top, body)
    while (parent := top.getparent()) is not None and parent is not body and len(parent) == 1:
        top = parent
    work.score(top)
    return top


def _whole(work: _Attempt, body: Element) -> Element:
    """Make one element of everything on the page."""
    whole = dom.make("div", body, text=body.text)
    body.text = None
    whole.extend(list(body))
    body.append(whole)
    work.score(whole)
    return whole


def _common_ancestor(work: _Attempt, best: list[Element], body: Element) -> Element:
    """Step up from the best to what holds at least three others that are nearly as good."""
    top = best[0]
    rivals = [e for e in best[1:] if work.scores[e] >= _NEARLY_TOP * work.scores[top]]
    if len(rivals) < _FEWEST_NEARLY_TOP:
        return top
    lines = [frozenset(rival.iterancestors()) for rival in rivals]
    for ancestor in top.iterancestors():
        if ancestor is body:
            break
        if sum(ancestor in line for line in lines) >= _FEWEST_NEARLY_TOP:
            return ancestor
    return top


def _better_parent(work: _Attempt, top: Element, body: Element) -> Element:
    """Step up to a parent that scores more: the text is in several places below it."""
    last = work.score(top)
    least = last / 3
    for parent in list(top.iterancestors()):
        if parent is body:
            break
        if parent not in work.scores:
            continue
        score = work.scores[parent]
        if score < least:
            break
        if score > last:
            return parent
        last = score
    return top


def _direction(top: Element) -> str | None:
    for element in (top, *top.iterancestors()):
        if direction := element.get("dir"):
            return direction.lower() if direction.lower() in ("ltr", "rtl") else None
    return None


def _join_siblings(work: _Attempt, top: Element) -> Element:
    """Gather the article: the best element and the siblings that look like it."""
    article = dom.make("div", top)
    parent = top.getparent()
    for sibling in list(parent) if parent is not None else [top]:
        if sibling is top or _belongs(work, sibling, top):
            if sibling.tag not in _KEPT_TAGS:
                dom.rename(sibling, "div")
            _move(sibling, article)
    return article


def _belongs(work: _Attempt, sibling: Element, top: Element) -> bool:
    score = work.scores[top]
    bonus = (
        score * 0.2 if sibling.get("class") and sibling.get("class") == top.get("class") else 0.0
    )
    if sibling in work.scores and work.scores[sibling] + bonus >= max(10.0, score * 0.2):
        return True
    if sibling.tag != "p":
        return False
    text, links = shape.words_in(sibling), shape.link_density(sibling)
    if len(text) > _LONG_SIBLING:
        return links < _FEW_LINKS
    return bool(text) and links == 0 and bool(re.search(r"\.( |$)", text))


def _move(element: Element, article: Element) -> None:
    """Move an element into the article; what follows it stays, and its place is marked."""
    tail, element.tail = element.tail, None
    mark = dom.make(_MARK, element)
    mark.tail = tail
    if (parent := element.getparent()) is not None:
        parent.replace(element, mark)
    article.append(element)


_MARK = "article-was-here"


def _leave_outside(body: Element, article: Element, leavings: Leavings) -> None:
    """Leave out every block that holds no part of the article, one by one."""
    path = {ancestor for mark in body.iter(_MARK) for ancestor in mark.iterancestors()} | {body}
    for place in (e for e in body.iter() if e in path):
        leavings.keep(dom.line_of(place), place.text or "", OUTSIDE)
        for child in place:
            if child not in path:
                leavings.keep(dom.line_of(child), dom.text_of(child), reason_of(child))
            leavings.keep(dom.line_of(child), child.tail or "", OUTSIDE)
