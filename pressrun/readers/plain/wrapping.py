"""Joins hard-wrapped lines into paragraphs; knows nothing of roles.

Two habits are undone: mail and wire copy broken at a fixed measure, and paragraphs that begin with
an indent and have no blank line between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pressrun.readers.decoding import Line

# Wire copy and mail are broken at 60 to 80; beyond 100 a line is a paragraph of its own.
LONGEST_MEASURE = 100
SHORTEST_MEASURE = 40
# The share of lines beyond the measure that a wrapped text may hold: addresses, tables.
OUTLIERS = 0.03
# The share of full lines among the longer ones, without which a text is verse or a list.
LEAST_FULL = 0.35
LEAST_LINES = 4
# The share of full lines that may end with a sentence; beyond it they are paragraphs.
MOST_ENDED = 0.6
# A line as long as this, in parts of the measure, may be one that a hand broke early.
NEARLY = 0.6
SENTENCE_END = re.compile("[.!?\u2026\u3002\uff01\uff1f\u061f\u0964:][\"'\u201d\u2019\u00bb)\\]]*$")
BROKEN_AT_HYPHEN = re.compile(r"\w[-\u2010]$")
IDEOGRAPH = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
ITEM = re.compile(r"(?:[-*\u2022\u2023\u25aa\u25cf\u2013>]|\d{1,2}[.)])\s")


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Measure:
    """The column at which a text was broken."""

    column: int

    def full(self, line: Line, following: Line) -> bool:
        """Tell whether the first word of `following` would not have fitted on `line`."""
        closed = _closed(line.text, following.text)
        head = 1 if IDEOGRAPH.match(following.text) else following.head
        return line.width + (0 if closed else 1) + head > self.column

    def runs_on(self, line: Line, following: Line) -> bool:
        """Tell whether `following` carries on the sentence of a line that is nearly full."""
        open_ended = not SENTENCE_END.search(line.text) and following.text[0].islower()
        return open_ended and line.width >= self.column * NEARLY


def unwrap(
    lines: Sequence[Line],
    suspended: frozenset[str] = frozenset(),
    stands_alone: Callable[[Line], bool] = lambda _: False,
) -> tuple[Line, ...]:
    """Join the lines of each paragraph where the text was broken at a measure.

    `suspended` are the words before which a final hyphen stays apart (“Innen- und Außenpolitik”);
    a line that `stands_alone`, such as a date, is not joined to a capital below it.
    """
    measure = _measure(lines)
    if measure is None:
        return tuple(lines)
    margin = _margin(lines)
    joined: list[Line] = []
    previous: Line | None = None
    for line in lines:
        apart = _begins_anew(joined, previous, line, stands_alone)
        inside = bool(joined) and joined[-1].indent > margin
        if previous and not apart and _continues(previous, line, measure, margin, inside=inside):
            joined[-1] = _join(joined[-1], line, suspended)
        else:
            joined.append(line)
        previous = line
    return tuple(joined)


def _begins_anew(
    joined: Sequence[Line], previous: Line | None, line: Line, stands_alone: Callable[[Line], bool]
) -> bool:
    first = bool(joined) and joined[-1] is previous
    return first and not line.text[0].islower() and stands_alone(joined[-1])


def _measure(lines: Sequence[Line]) -> Measure | None:
    """Find the column at which the lines were broken, or None where they were not."""
    widths = sorted(line.width for line in lines)
    if len(widths) < LEAST_LINES:
        return None
    within = [width for width in widths if width <= LONGEST_MEASURE]
    if len(widths) - len(within) > len(widths) * OUTLIERS or within[-1] < SHORTEST_MEASURE:
        return None
    measure = Measure(within[-1])
    margin = _margin(lines)
    glued = ((a, b) for a, b in pairwise(lines) if b.gap == 0 and b.indent <= margin)
    long = [(a, b) for a, b in glued if a.width > measure.column / 2]
    full = [(a, b) for a, b in long if measure.full(a, b) or measure.runs_on(a, b)]
    ended = _count(full, lambda pair: SENTENCE_END.search(pair[0].text) is not None)
    if len(full) < max(2, LEAST_FULL * len(long)) or ended > MOST_ENDED * len(full):
        return None
    return measure


def _margin(lines: Iterable[Line]) -> int:
    """Give the margin of the text; a line that is indented further begins a paragraph."""
    return min(line.indent for line in lines)


def _continues(previous: Line, line: Line, measure: Measure, margin: int, *, inside: bool) -> bool:
    """Tell whether `line` is of the paragraph of `previous`, `inside` one begun by an indent."""
    if line.gap or line.indent > margin or ITEM.match(line.text):
        return False
    if inside and not SENTENCE_END.search(previous.text):
        return True
    return measure.full(previous, line) or measure.runs_on(previous, line)


def _join(first: Line, second: Line, suspended: frozenset[str]) -> Line:
    space = "" if _closed(first.text, second.text, suspended) else " "
    return replace(first, text=f"{first.text}{space}{second.text}")


def _closed(line: str, following: str, suspended: frozenset[str] = frozenset()) -> bool:
    """Tell whether nothing stood between the two: a hyphenated word, or East Asian text."""
    if IDEOGRAPH.match(line[-1:]) and IDEOGRAPH.match(following[:1]):
        return True
    word = following.split(maxsplit=1)[0]
    return bool(BROKEN_AT_HYPHEN.search(line)) and word[0].isalpha() and word not in suspended


def _count(items: Iterable[T], true: Callable[[T], bool]) -> int:
    return sum(1 for item in items if true(item))
