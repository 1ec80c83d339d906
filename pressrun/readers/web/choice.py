"""Choose the part of a page that is its article, and give up what is not.

The method is that of Mozilla's Readability (https://github.com/mozilla/readability): paragraphs
score their ancestors, the best ancestor is the article, siblings that look like it join. It is
written anew over lxml, because what was given up must be told, with its line and the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressrun.readers.web import dom, shape
from pressrun.readers.web.attempt import Attempt, Rules
from pressrun.readers.web.cleaning import clean
from pressrun.readers.web.leavings import OUTSIDE, Leavings, reason_of
from pressrun.readers.web.stripping import strip
from pressrun.readers.web.tidying import tidy

if TYPE_CHECKING:
    from pressrun.readers.web.dom import Element

_KEPT_TAGS = frozenset({"div", "article", "section", "p", "ol", "ul"})
_SHORTEST_SCORED = 25
_ANCESTORS = 5
_LENGTH_FOR_A_POINT = 100
_MOST_POINTS_FOR_LENGTH = 3
_TOP = 5
_NEARLY_TOP = 0.75
_FEWEST_NEARLY_TOP = 3
_ENOUGH_TEXT = 500
_FEW_LINKS = 0.25
_LONG_SIBLING = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The article, what was left out, and the byline and direction that the page gives it."""

    article: Element
    leavings: Leavings
    byline: str | None
    direction: str | None


_ATTEMPTS = (
    Rules(),
    Rules(strip_unlikely=False),
    Rules(strip_unlikely=False, weigh_names=False),
    Rules(strip_unlikely=False, weigh_names=False, clean=False),
)


def choose(page: Element, title: str, *, named: bool) -> Chosen:
    """Choose the article of a page, less strictly as long as too little text is found.

    `title` is the headline, which need not stand in the text again; `named` says that the authors
    are known, so that no byline is looked for.
    """
    tried: list[tuple[int, Chosen]] = []
    for rules in _ATTEMPTS:
        chosen = _attempt(Attempt(root=dom.clone(page), rules=rules, title=title, named=named))
        tried.append((len(shape.words_in(chosen.article)), chosen))
        if tried[-1][0] >= _ENOUGH_TEXT:
            return chosen
    return max(tried, key=lambda pair: pair[0])[1]


def _attempt(work: Attempt) -> Chosen:
    tidy(work.root)
    strip(work)
    _score(work)
    body = next(work.root.iter("body"), work.root)
    top = _top_candidate(work, body)
    direction = _direction(top)
    article = _join_siblings(work, top)
    _leave_outside(body, work.leavings)
    clean(article, work.leavings, strict=work.rules.clean, weigh_names=work.rules.weigh_names)
    return Chosen(article=article, leavings=work.leavings, byline=work.byline, direction=direction)


def _score(work: Attempt) -> None:
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


def _top_candidate(work: Attempt, body: Element) -> Element:
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


def _whole(work: Attempt, body: Element) -> Element:
    """Make one element of everything on the page."""
    whole = dom.make("div", body, text=body.text)
    body.text = None
    whole.extend(list(body))
    body.append(whole)
    work.score(whole)
    return whole


def _common_ancestor(work: Attempt, best: list[Element], body: Element) -> Element:
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


def _better_parent(work: Attempt, top: Element, body: Element) -> Element:
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


def _join_siblings(work: Attempt, top: Element) -> Element:
    """Gather the article: the best element and the siblings that look like it."""
    article = dom.make("div", top)
    parent = top.getparent()
    for sibling in list(parent) if parent is not None else [top]:
        if sibling is top or _belongs(work, sibling, top):
            if sibling.tag not in _KEPT_TAGS:
                dom.rename(sibling, "div")
            _move(sibling, article)
    return article


def _belongs(work: Attempt, sibling: Element, top: Element) -> bool:
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


def _leave_outside(body: Element, leavings: Leavings) -> None:
    """Leave out every block that holds no part of the article, one by one."""
    path = {ancestor for mark in body.iter(_MARK) for ancestor in mark.iterancestors()} | {body}
    for place in (e for e in body.iter() if e in path):
        leavings.keep(dom.line_of(place), place.text or "", OUTSIDE)
        for child in place:
            if child not in path:
                leavings.keep(dom.line_of(child), dom.text_of(child), reason_of(child))
            leavings.keep(dom.line_of(child), child.tail or "", OUTSIDE)
