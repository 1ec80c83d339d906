"""Finds the headline among the lines above the body; knows nothing of the other roles there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun.readers.plain.bylines import SENTENCE_WITHIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressrun.readers.plain.signs import Sign

# How far down a careless selection may begin above its headline.
DEEPEST = 12
# What a line's length in words says: few headlines have two words, fewer have thirty.
LENGTHS = ((1, -4.0), (2, -2.0), (3, 0.0), (4, 1.0), (22, 2.0), (30, 0.5))
TOO_LONG = -2.0
LONGEST_KICKER = 2
# The first line of a paste is its headline, unless the selection began too early.
FIRST = ((1, 0.0), (2, 2.5), (99, 3.5))
KICKED = 1.5
UNDER_BYLINE = -3.0
SENTENCE = -1.5
SECTION = -6.0
CAPTION = -8.0
OVER_CREDIT = -3.0
TWO_SENTENCES = -2.5
TEASER = -3.0
REPEATED = 2.0
SUBJECT = 4.0
ENOUGH = 0.5
HALF_ENOUGH = 0.25
# Of two lines that could be it, the lower is a standfirst if it is long, or the upper long enough.
LONG_HEADLINE = 80
FULL_HEADLINE = 25
LOWER = -0.5
# “1h agoRomelu Lukaku…”, “… (130)”: a list of other articles.
AGE_OR_COUNT = re.compile(r"^\d{1,2}\s?(?:h|m|min|hrs?|d)\b.{0,5}ago|\(\d+\)$|^\d{1,2}:\d\d\b")
BARRED = re.compile(r"\s[|\u00bb>]\s")


def find_headline(signs: Sequence[Sign], end: int) -> int | None:
    """Give the index of the headline among the first `end` lines, or None where nothing can be."""
    subject = frozenset().union(*(sign.content for sign in signs[end : end + 30] if sign.sentence))
    candidates = [n for n in range(min(end, DEEPEST)) if _possible(signs[n], subject, first=n == 0)]
    if not candidates:
        return None
    scores = {n: _score(signs, n, rank, subject) for rank, n in enumerate(candidates)}
    best = max(candidates, key=lambda n: (scores[n], -n))
    return _above_its_deck(signs, best, subject, scores)


def _above_its_deck(
    signs: Sequence[Sign], best: int, subject: frozenset[str], scores: dict[int, float]
) -> int:
    """Step up from a standfirst to the headline that stands on it."""
    run: list[int] = []
    while best - len(run) - 1 in scores and _titled(signs[best - len(run) - 1]):
        run.append(best - len(run) - 1)
    fitting = [n for n in run if _begins(signs, n) or _share(signs[n], subject) >= HALF_ENOUGH]
    if len(signs[best].text) > LONG_HEADLINE and fitting:
        return max(fitting, key=lambda n: scores[n])
    deck = best - 1 in run and SENTENCE_WITHIN.search(signs[best].text) is not None
    if deck and signs[best - 1].size > LONGEST_KICKER:
        return best - 1
    near = fitting and fitting[0] == best - 1 and len(signs[best - 1].text) >= FULL_HEADLINE
    return best - 1 if near else best


def _begins(signs: Sequence[Sign], n: int) -> bool:
    """Tell whether nothing but the name of a section stands above a line."""
    return n == 0 or signs[n - 1].section


def _titled(sign: Sign) -> bool:
    return not (_section(sign) or AGE_OR_COUNT.search(sign.text) or BARRED.search(sign.text))


def _possible(sign: Sign, subject: frozenset[str], *, first: bool) -> bool:
    if sign.prose and sign.stopped:
        return False  # a paragraph: the paste has no headline, or has it elsewhere
    if sign.credit or sign.byline or not any(c.isalpha() for c in sign.text):
        return False
    if first and sign.size > LONGEST_KICKER:
        # “Search for survivors”, “Gold price on March 7, 2025”: words enough for a headline.
        weakly = sign.furniture and not sign.content & subject
        return not (sign.strongest or weakly or _only_dates(sign))
    return not (sign.surely_furniture or sign.is_date)


def _only_dates(sign: Sign) -> bool:
    labelled = sign.words.published.match(sign.text) or sign.words.updated.match(sign.text)
    return sign.is_date and (bool(labelled) or len(sign.undated.split()) <= LONGEST_KICKER)


def _score(signs: Sequence[Sign], n: int, rank: int, subject: frozenset[str]) -> float:
    sign = signs[n]
    score = _by_size(sign.size, LENGTHS) + LOWER * rank
    score += _by_size(sign.size, FIRST) if n == 0 and not _section(sign) else 0.0
    score += KICKED if _kicked(signs, n) else 0.0
    score += UNDER_BYLINE if any(above.byline for above in signs[:n]) else 0.0
    score += SENTENCE if sign.stopped else 0.0
    score += CAPTION if sign.captioned else 0.0
    score += OVER_CREDIT if n + 1 < len(signs) and signs[n + 1].credit else 0.0
    score += TWO_SENTENCES if SENTENCE_WITHIN.search(sign.text) else 0.0
    score += SECTION if _section(sign) else 0.0
    score += TEASER if AGE_OR_COUNT.search(sign.text) or BARRED.search(sign.text) else 0.0
    score += REPEATED if n and signs[n - 1].text == sign.text else 0.0
    return score + SUBJECT * min(1, _share(sign, subject) / ENOUGH)


def _share(sign: Sign, subject: frozenset[str]) -> float:
    return len(sign.content & subject) / len(sign.content) if sign.content else 0.0


def _section(sign: Sign) -> bool:
    return sign.section


def _kicked(signs: Sequence[Sign], n: int) -> bool:
    """Tell whether a kicker stands above the line, and another article's headline above that."""
    return n > 1 and signs[n - 1].size <= LONGEST_KICKER and signs[n - 2].size > LONGEST_KICKER


def _by_size(size: int, scores: Sequence[tuple[int, float]]) -> float:
    return next((score for most, score in scores if size <= most), TOO_LONG)
