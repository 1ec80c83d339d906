"""One try at finding the article of a page, and how strict it is; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pressrun.readers.web import dom, shape
from pressrun.readers.web.leavings import Leavings

if TYPE_CHECKING:
    from pressrun.readers.web.dom import Element

_STARTING_SCORES = {
    "div": 5, "pre": 3, "td": 3, "blockquote": 3,
    "address": -3, "ol": -3, "ul": -3, "dl": -3, "dd": -3, "dt": -3, "li": -3, "form": -3,
    "h1": -5, "h2": -5, "h3": -5, "h4": -5, "h5": -5, "h6": -5, "th": -5,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How strict an attempt is."""

    strip_unlikely: bool = True
    weigh_names: bool = True
    clean: bool = True


@dataclass(slots=True)
class Attempt:
    """One try at a copy of the page."""

    root: Element
    rules: Rules
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
