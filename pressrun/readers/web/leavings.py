"""Keep what is left out of an article, with its line and the reason in an editor's words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pressrun.model import Dropped
from pressrun.readers.plain import reasons
from pressrun.readers.web import dom

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pressrun.readers.web.dom import Element

OUTSIDE = "outside the article"
HIDDEN = "hidden on the page"
NOT_SAVED = "a picture that was not saved with the page"
NOT_PRINTED = "a player or a frame, which neither edition shows"
_KINDS = (
    ("comments", "comment|disqus|replies|remark|discussion"),
    ("newsletter", "newsletter|signup|sign-up|mailing|subscri"),
    ("share", "share|social|tweet|facebook|follow"),
    ("related", "related|recommend|read-?more|more-|outbrain|taboola|promo|teaser|popular"),
    ("consent", "cookie|consent|gdpr"),
    ("advertisement", r"\bad\b|ads\b|-ad-|advert|sponsor|banner"),
    ("rights", "copyright|legal"),
    (
        "navigation",
        r"nav|menu|breadcrumb|masthead|pagination|pager|\bheader|footer|toolbar|sidebar",
    ),
)
_LONGEST_FIELD = 160
_TAGS = {"nav": "navigation", "header": "navigation", "footer": "navigation", "menu": "navigation"}


class Leavings:
    """The blocks that were taken out of a page, in the order that they were taken."""

    def __init__(self) -> None:
        self._dropped: list[Dropped] = []

    def take(self, element: Element, why: str | None = None) -> None:
        """Take an element out of its tree and keep its words, if it has any."""
        self.keep(dom.line_of(element), dom.text_of(element), why or reason_of(element))
        dom.remove(element)

    def keep(self, line: int, text: str, why: str) -> None:
        """Keep words that stand in no element of their own."""
        if folded := dom.fold(text):
            self._dropped.append(Dropped(line=line, text=folded, why=why))

    def give_back(self, text: str, before: int) -> bool:
        """Forget a block above line `before` that a field has; tell if it was there."""
        place = next(
            (n for n, d in enumerate(self._dropped) if d.text == text and d.line <= before), None
        )
        if place is None:
            return False
        del self._dropped[place]
        return True

    def explain(self, names: Collection[str], dates: Collection[str], headline: str) -> None:
        """Say of the lines around an article that became its fields which they became."""
        for place, dropped in enumerate(self._dropped):
            if dropped.why == OUTSIDE and len(dropped.text) <= _LONGEST_FIELD:
                told = [
                    "byline" if any(name in dropped.text for name in names) else "",
                    "date" if dropped.text in dates else "",
                    "headline" if dropped.text == headline else "",
                ]
                if found := " and ".join(filter(None, told)):
                    self._dropped[place] = replace(dropped, why=f"understood as the {found}")

    def texts(self) -> tuple[str, ...]:
        """Return the words of everything that was left out so far."""
        return tuple(dropped.text for dropped in self._dropped)

    def all(self, more: Iterable[Dropped] = ()) -> tuple[Dropped, ...]:
        """Return everything that was left out, by line."""
        return tuple(sorted((*self._dropped, *more), key=lambda dropped: dropped.line))


def reason_of(element: Element) -> str:
    """Say what a block of a page is, as far as its names tell."""
    names = dom.name_of(element)
    kind = next((k for k, pattern in _KINDS if re.search(pattern, names, re.IGNORECASE)), None)
    kind = kind or _TAGS.get(dom.tag_of(element))
    return reasons.FURNITURE[kind] if kind else OUTSIDE
