"""Find the headline of a page among what its metadata, its `<title>` and its headings say.

Where metadata name none, a `<title>` is parted from the name of its site as Mozilla's Readability
does (https://github.com/mozilla/readability, `_getArticleTitle`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun.readers.web import dom
from pressrun.readers.web.metadata import Metadata, page_title

if TYPE_CHECKING:
    from pressrun.readers.web.dom import Element

_SEPARATOR = re.compile(r"\s[|\-–—\\/>»]\s")
_STEPS = re.compile(r"\s[\\/>»]\s")
_FEWEST_WORDS = 3
_MOST_BEFORE_COLON = 5
_LONGEST, _SHORTEST = 150, 15
_TOO_SHORT = 4


def find_headline(root: Element, metadata: Metadata) -> str:
    """Return the headline, an empty string for a page that has none."""
    return next(iter(metadata.titles), None) or _from_page_title(root)


def _from_page_title(root: Element) -> str:
    whole = page_title(root)
    if not whole:
        return next((text for h in root.iter("h1") if (text := dom.text_of(h))), "")
    title = whole
    steps = bool(_STEPS.search(whole))
    if _SEPARATOR.search(whole):
        title = _without_site(whole)
    elif ": " in whole:
        title = _after_colon(root, whole)
    elif not _SHORTEST <= len(whole) <= _LONGEST:
        title = _only_heading(root) or whole
    title = dom.fold(title)
    plain = len(re.sub(r"[|\-–—\\/>»]+", "", whole).split())
    if len(title.split()) <= _TOO_SHORT and (not steps or len(title.split()) != plain - 1):
        return whole
    return title


def _without_site(whole: str) -> str:
    """Cut the last part off; the first, if too little is left."""
    last = list(_SEPARATOR.finditer(whole))[-1]
    before = whole[: last.start()]
    if len(before.split()) >= _FEWEST_WORDS:
        return before
    return re.sub(r"^[^|\-–—\\/>»]*[|\-–—\\/>»]", "", whole)


def _after_colon(root: Element, whole: str) -> str:
    headings = (dom.text_of(heading) for heading in root.iter("h1", "h2"))
    if any(heading == whole for heading in headings):
        return whole
    last = whole[whole.rindex(":") + 1 :]
    if len(last.split()) < _FEWEST_WORDS:
        return whole[whole.index(":") + 1 :]
    if len(whole[: whole.index(":")].split()) > _MOST_BEFORE_COLON:
        return whole
    return last


def _only_heading(root: Element) -> str | None:
    headings = list(root.iter("h1"))
    return dom.text_of(headings[0]) if len(headings) == 1 else None
