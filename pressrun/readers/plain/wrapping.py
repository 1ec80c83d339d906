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
MOST_ENDED = 0.75
# The share of lines with a blank above, or an indent, below which a text has neither.
RARE = 0.1
# How far down dates and bylines are looked for.
TOP = 20
OPENING = ('"', "\u201c", "\u201e", "\u00ab", "\u00bb", "\u2018", "\u2014 ", "\u2013 ")
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
    heads: Callable[[Line, Line | None], bool] = lambda *_: False,
) -> tuple[Line, ...]:
    """Join the lines of each paragraph where the text was broken at a measure.

    `suspended` are the words before which a final hyphen stays apart (“Innen- und Außenpolitik”);
    a line that `stands_alone`, such as a date, is not joined to a capital below it; one that
    `heads` a text, such as a byline over a date, is not joined to what stands above it.
    """
    measure = _measure(lines)
    if measure is None:
        return tuple(lines)
    margin = _margin(lines)
    usual = _usual_length(lines, measure, margin)
    joined: list[Line] = []
    previous: Line | None = None
    count = 0
    for n, line in enumerate(lines):
        apart = _begins_anew(joined, previous, line, stands_alone)
        if usual and previous:
            # The second line of a headline may look like a name: “Settlements Illegal”.
            following = lines[n + 1] if 1 < n < len(lines) - 1 else None
            apart = apart or (n < TOP and not _ends(line) and heads(line, following))
            apart = apart or (_ends(previous) and _parts(joined[-1], line, count >= usual))
            apart = apart or (_ends(previous) and not _ends(line) and stands_alone(line))
        inside = bool(joined) and joined[-1].indent > margin
        if previous and not apart and _continues(previous, line, measure, margin, inside=inside):
            joined[-1] = _join(joined[-1], line, suspended)
            count += 1
        else:
            joined.append(line)
            count = 1
        previous = line
    return tuple(joined)


def _usual_length(lines: Sequence[Line], measure: Measure, margin: int) -> int:
    """Give the lines of a middling paragraph where nothing parts them, 0 where a sign does.

    Without blank lines and indents, a full line with which a sentence ends may end the paragraph
    too; it does so sooner the longer the paragraph is already.
    """
    parted = _count(lines, lambda line: line.gap > 0 or line.indent > margin)
    if parted >= RARE * len(lines):
        return 0
    lengths, count = [], 0
    for line, following in pairwise(lines):
        count += 1
        if _ends(line) and not measure.full(line, following):
            lengths.append(count)
            count = 0
    return max(2, sorted(lengths)[len(lengths) // 2]) if lengths else 0


def _ends(line: Line) -> bool:
    return SENTENCE_END.search(line.text) is not None


def _parts(paragraph: Line, line: Line, long: bool) -> bool:  # noqa: FBT001 - two of one kind
    """Tell a paragraph that is long enough, or a quotation that begins one."""
    quotes = line.text.startswith(OPENING) and not paragraph.text.startswith(OPENING)
    return long or quotes


def _begins_anew(
    joined: Sequence[Line], previous: Line | None, line: Line, stands_alone: Callable[[Line], bool]
) -> bool:
    """Tell whether what stands above is whole: a date, a caption with its credit."""
    if not joined or previous is None or line.text[0].islower():
        return False
    whole = joined[-1] is previous or previous.text.endswith((")", "]"))
    return whole and stands_alone(joined[-1])


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
