"""Joins hard-wrapped lines into paragraphs; knows nothing of roles.

Two habits are undone: mail and wire copy broken at a fixed measure, and paragraphs that begin with
an indent and have no blank line between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from pressrun.readers.plain.decoding import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# Wire copy and mail are broken at 60 to 80; beyond 100 a line is a paragraph of its own.
LONGEST_MEASURE = 100
SHORTEST_MEASURE = 40
# The share of lines beyond the measure that a wrapped text may hold: addresses, tables.
OUTLIERS = 0.03
# The share of full lines without which a text of short lines is verse or a list, not wrapped prose.
LEAST_FULL = 0.25
LEAST_LINES = 4
BROKEN_AT_HYPHEN = re.compile(r"\w[-\u2010]$")
IDEOGRAPH = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
ITEM = re.compile(r"(?:[-*\u2022\u2023\u25aa\u25cf\u2013>]|\d{1,2}[.)])\s")


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Measure:
    """The column at which a text was broken."""

    column: int

    def full(self, line: str, following: str) -> bool:
        """Tell whether the first word of `following` would not have fitted on `line`."""
        word = _first_word(following)
        room = self.column - len(line) - (0 if _closed(line, following) else 1)
        return len(word) > room


def unwrap(lines: Sequence[Line], suspended: frozenset[str] = frozenset()) -> tuple[Line, ...]:
    """Join the lines of each paragraph where the text was broken at a measure.

    `suspended` are the words before which a final hyphen stays apart (“Innen- und Außenpolitik”).
    """
    measure = _measure(lines)
    if measure is None:
        return tuple(lines)
    margin = _margin(lines)
    joined: list[Line] = []
    previous: Line | None = None
    for line in lines:
        if previous is not None and _continues(previous, line, measure, margin):
            joined[-1] = _join(joined[-1], line, suspended)
        else:
            joined.append(line)
        previous = line
    return tuple(joined)


def _measure(lines: Sequence[Line]) -> Measure | None:
    """Find the column at which the lines were broken, or None where they were not."""
    widths = sorted(line.indent + len(line.text) for line in lines)
    if len(widths) < LEAST_LINES:
        return None
    within = [width for width in widths if width <= LONGEST_MEASURE]
    if len(widths) - len(within) > len(widths) * OUTLIERS or within[-1] < SHORTEST_MEASURE:
        return None
    measure = Measure(within[-1])
    followed = [(a, b) for a, b in pairwise(lines) if b.gap == 0]
    full = _count(followed, lambda pair: measure.full(_placed(pair[0]), pair[1].text))
    return measure if full >= max(2, LEAST_FULL * len(followed)) else None


def _margin(lines: Iterable[Line]) -> int:
    """Give the margin of the text; a line that is indented further begins a paragraph."""
    return min(line.indent for line in lines)


def _continues(previous: Line, line: Line, measure: Measure, margin: int) -> bool:
    if line.gap or line.indent > margin or ITEM.match(line.text):
        return False
    return measure.full(_placed(previous), line.text)


def _join(first: Line, second: Line, suspended: frozenset[str]) -> Line:
    space = "" if _closed(first.text, second.text, suspended) else " "
    return Line(
        number=first.number,
        text=f"{first.text}{space}{second.text}",
        indent=first.indent,
        gap=first.gap,
    )


def _closed(line: str, following: str, suspended: frozenset[str] = frozenset()) -> bool:
    """Tell whether nothing stood between the two: a hyphenated word, or East Asian text."""
    if IDEOGRAPH.match(line[-1:]) and IDEOGRAPH.match(following[:1]):
        return True
    word = following.split(maxsplit=1)[0]
    return bool(BROKEN_AT_HYPHEN.search(line)) and word[0].isalpha() and word not in suspended


def _first_word(text: str) -> str:
    if IDEOGRAPH.match(text):
        return text[:1]
    return re.split(r"\s|(?<=\w-)(?=\w)", text, maxsplit=1)[0]


def _placed(line: Line) -> str:
    return " " * line.indent + line.text


def _count(items: Iterable[T], true: Callable[[T], bool]) -> int:
    return sum(1 for item in items if true(item))
