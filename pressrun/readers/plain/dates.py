"""Finds calendar dates in a line and says which is the date of publication; never asks the clock.

The one module that imports Babel, for the names of months and the order of day and month (CLDR).
Years are those of the Gregorian calendar; a relative date (“yesterday”) is left unresolved, since
a paste does not say when it was made.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressrun.readers.plain.lexicon import Lexicon

YEAR = r"(?P<y>(?:18|19|20)\d\d)"
DAY = r"(?<!\d)(?P<d>\d{1,2})"
ORDINAL = r"(?:st|nd|rd|th|er|re|e|\u00ba|\u00aa|\.|-\u0433\u043e|-\u0435)?"
# “de”, “of”, “ב” and the like between the parts; a second name after a slash (Levant and Egypt).
OF = r"(?:\s*(?:of|de|del|di|do|d'|\u05d1|the))?\s*"
TWENTIETH_CENTURY_FROM = 70
# “on”, “le”, “am” stand after either label and tell nothing.
SHORT_LABEL = 3
# Several names are current in Arabic: those of the Levant (ar_SY), of the Gulf and Egypt (ar).
REGIONS = {"ar": ("ar", "ar_SY", "ar_MA", "ar_DZ"), "pt": ("pt", "pt_PT"), "zh": ("zh",)}
MONTH_FIRST = re.compile(r"M+[^dy]*d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A date, where it stands in the line, and whether it tells of a change."""

    date: datetime.date
    start: int
    end: int
    updated: bool


def find_dates(text: str, language: str | None, words: Lexicon) -> tuple[Found, ...]:
    """Find the dates in `text`, each with what the label before it says."""
    plain = _digits(text)
    found: list[Found] = []
    for match, date in sorted(_matches(plain, language), key=lambda pair: pair[0].start()):
        before = text[found[-1].end if found else 0 : match.start()]
        if not found or match.start() >= found[-1].end:
            updated = _is_update(before, words)
            found.append(
                Found(date=date, start=match.start(), end=match.end(), updated=updated),
            )
    return tuple(found)


def _is_update(before: str, words: Lexicon) -> bool:
    updates = [match.end() for match in words.updated.finditer(before)]
    told = (match for match in words.published.finditer(before) if len(match[0]) > SHORT_LABEL)
    published = [match.end() for match in told]
    return bool(updates) and max(updates) >= max(published, default=-1)


def _matches(text: str, language: str | None) -> Iterator[tuple[re.Match[str], datetime.date]]:
    months, patterns, month_first = _grammar(language or "en")
    for pattern in patterns:
        for match in pattern.finditer(text):
            date = _date(match, months, month_first=month_first)
            if date is not None:
                yield match, date


def _date(
    match: re.Match[str], months: dict[str, int], *, month_first: bool
) -> datetime.date | None:
    parts = match.groupdict()
    if "a" in parts:
        first, second = int(parts["a"]), int(parts["b"])
        swap = second > 12 or (month_first and first <= 12)  # noqa: PLR2004
        day, month = (second, first) if swap else (first, second)
    else:
        day = int(parts["d"])
        month = months[_fold(parts["n"])] if "n" in parts else int(parts["m"])
    return _calendar(_year(parts["y"]), month, day)


def _year(digits: str) -> int:
    year = int(digits)
    if year > 99:  # noqa: PLR2004
        return year
    return year + (1900 if year >= TWENTIETH_CENTURY_FROM else 2000)


def _calendar(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


@cache
def _grammar(language: str) -> tuple[dict[str, int], tuple[re.Pattern[str], ...], bool]:
    """Give the months by name, the patterns in which dates are written, and the order."""
    months: dict[str, int] = {}
    for region in dict.fromkeys((*REGIONS.get("en", ("en",)), *REGIONS.get(language, (language,)))):
        months.update(_months(region))
    names = "|".join(_spelling(name) for name in sorted(months, key=len, reverse=True))
    month = rf"(?P<n>{names})(?:\s?/\s?\w+)?\.?"
    patterns = (
        rf"{YEAR}\s?[-/.\u5e74\ub144]\s?(?P<m>\d{{1,2}})\s?[-/.\u6708\uc6d4]\s?(?P<d>\d{{1,2}})[\u65e5\uc77c]?(?!\d)",
        rf"{DAY}{ORDINAL}{OF}{month},?{OF}{YEAR}",
        rf"{month}\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{YEAR}",
        # “2024. szeptember 30.”, “2024 m. kovo 31 d.”
        rf"{YEAR}\.?\s(?:m\.\s)?{month}\s*(?P<d>\d{{1,2}})(?!\d)",
        r"(?<![\d.])(?P<a>\d{1,2})\s?([./-])\s?(?P<b>\d{1,2})\s?\2\s?(?P<y>(?:18|19|20)\d\d|\d\d(?!\d))",
    )
    return months, tuple(re.compile(p, re.IGNORECASE) for p in patterns), _month_first(language)


def _months(language: str) -> dict[str, int]:
    locale = _locale(language)
    if locale is None:
        return {}
    names: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                names[_fold(name)] = number
    return {name: number for name, number in names.items() if not name.isdigit()}


def _month_first(language: str) -> bool:
    locale = _locale(language)
    return locale is not None and bool(MONTH_FIRST.search(locale.date_formats["short"].pattern))


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


def _fold(name: str) -> str:
    return " ".join(_digits(name).casefold().replace(".", " ").split())


def _spelling(name: str) -> str:
    return r"\.?\s*".join(re.escape(word) for word in name.split()) or r"(?!)"


def _digits(text: str) -> str:
    """Write the digits of every script as ASCII and alef without its hamza, one for one."""
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    if character in "\u0623\u0625\u0622":
        return "\u0627"
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
