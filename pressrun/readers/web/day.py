"""Find the date of an article on the page itself, where its metadata have none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun.readers.plain.dates import find_dates
from pressrun.readers.web import dom
from pressrun.readers.web.metadata import as_date

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from pressrun.readers.plain.lexicon import Lexicon
    from pressrun.readers.web.dom import Element

_DATED = re.compile(r"date|time|publish|posted|timestamp|byline|meta", re.IGNORECASE)
LONGEST_DATE = 120


def find_date(root: Element, language: str | None, words: Lexicon) -> datetime.date | None:
    """Return the date of publication that stands on the page itself."""
    for time in dom.xpath(root, ".//time[@datetime]"):
        if day := as_date(time.get("datetime")):
            return day
    for text in _dated_texts(root):
        found = [each for each in find_dates(text, language, words) if not each.updated]
        if found:
            return found[0].date
    return None


def _dated_texts(root: Element) -> Iterator[str]:
    for element in root.iter(
        "p", "span", "div", "time", "li", "td", "em", "a", "h4", "h5", "h6", "small", "cite"
    ):
        if element.tag == "time" or _DATED.search(
            dom.name_of(element) + element.get("itemprop", "")
        ):
            text = dom.text_of(element)
            if len(text) <= LONGEST_DATE and any(c.isdigit() for c in text):
                yield text
