"""Look at dates: whether those of an article go together; never asks the clock."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

from pressrun.readers.plain.dates import find_dates
from pressrun.readers.plain.lexicon import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressrun.lint.copy import Copy
    from pressrun.preflight.finding import Finding

# How long a text may lie before it is published.
_LONGEST_WAIT = timedelta(days=31)
# A date in figures alone, such as 04/05/2015, may be either of two.
_PLAIN = re.compile(r"[^\W\d_]|^\s*\d{4}\D")


def order(copy: Copy) -> Iterator[Finding]:
    """Find an article that was updated before its date, or that is younger than its issue."""
    article = copy.article
    if article.date and article.updated and article.updated < article.date:
        message = f"updated on {article.updated}, before its date, {article.date}"
        yield copy.of_key("PR-501", message, "updated", "lastmod", "last_modified_at")
    if copy.issued and article.date and article.date > copy.issued:
        message = f"the article is of {article.date}, the issue of {copy.issued}"
        yield copy.of_key("PR-502", message, "date")


def dateline(copy: Copy) -> Iterator[Finding]:
    """Find a dateline that names another day than the article's."""
    article = copy.article
    if not (article.dateline and article.date):
        return
    newest = max(article.date, article.updated or article.date)
    for found in find_dates(article.dateline, copy.language, load(copy.language)):
        if found.date > newest or found.date < article.date - _LONGEST_WAIT:
            message = f"the dateline says {found.date}, the article is of {article.date}"
            if any(line.startswith("dateline") for line in copy.lines[:100]):
                yield copy.of_key("PR-503", message, "dateline")
            else:
                yield copy.finding("PR-503", message, 1, article.dateline)


def weekdays(copy: Copy) -> Iterator[Finding]:
    """Find dates that were another day of the week than the one beside them."""
    names = _weekdays(copy.language)
    if not names:
        return
    day = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    before = re.compile(
        rf"\b({day})\b(?:\W{{1,3}}(?:the|den|der|le|el|il|de|em|dia|de)?\s*)?$", re.IGNORECASE
    )
    after = re.compile(rf"^\W{{0,3}}\(?({day})\b", re.IGNORECASE)
    for block in copy.blocks():
        if not re.search(rf"\b(?:{day})\b", block.text, re.IGNORECASE):
            continue
        for found in find_dates(block.text, copy.language, load(copy.language)):
            said = block.text[found.start : found.end]
            beside = before.search(block.text[: found.start]) or after.search(
                block.text[found.end :]
            )
            if beside and _PLAIN.search(said):
                named = names[beside[1].casefold()]
                if named != found.date.weekday():
                    real = next(n for n, number in names.items() if number == found.date.weekday())
                    message = f"{said.strip()} was a {real.title()}, not a {beside[1]}"
                    yield copy.finding("PR-504", message, block.line, said)


@cache
def _weekdays(language: str) -> dict[str, int]:
    """Return the days of the week by name, Monday as 0."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        name.casefold(): number
        for context in ("format", "stand-alone")
        for number, name in locale.days[context]["wide"].items()
    }
