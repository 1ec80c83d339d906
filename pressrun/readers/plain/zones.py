"""Divides a paste into what stands above the body, the body, and what stands below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressrun.readers.plain.bylines import are_names
from pressrun.readers.plain.headline import find_headline
from pressrun.readers.plain.wrapping import OPENING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressrun.readers.plain.signs import Sign

# “（编辑：…）”, “(Reporting by …)”: a sign-off beneath the last sentence.
BRACKETED = re.compile(r"[(\[\uff08\u3010].*[)\]\uff09\u3011]")
# A byline or a date stands above the body if no more than this much prose stands above it.
MOST_STANDFIRST = 700
MOST_STANDFIRST_LINES = 2
SHORT_STANDFIRST = 300
# The share of the article's prose that may stand below the line that ends it.
MOST_BELOW = 0.3
# A paragraph below that line belongs to the article if it shares this much of its vocabulary.
ON_SUBJECT = 0.4
# A selection that ends with a paragraph most likely ends with the article.
LAST_ON_SUBJECT = 0.15
MOST_PROSE_BELOW = 3
# How far below that line a short sentence may be of the article, amid buttons.
NEAR = 3
FEWEST_BELOW = 3
# … or half as much as its own paragraphs share with those above them.
HALF = 0.5
# So many labels in a row are a list of subjects or a menu.
ROW = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """The index of the headline, of the first line of the body, and of the first line below it."""

    headline: int | None
    body: int
    below: int


@dataclass(frozen=True, slots=True)
class Subject:
    """The vocabulary of an article so far, and what each paragraph shared with those above it."""

    stems: frozenset[str] = frozenset()
    shares: tuple[float, ...] = ()

    def with_paragraph(self, sign: Sign) -> Subject:
        """Add a paragraph."""
        shares = (*self.shares, self.share(sign)) if self.stems else ()
        return Subject(self.stems | sign.content, shares)

    def share(self, sign: Sign) -> float:
        """Give the share of a line's vocabulary that was there before."""
        return len(sign.content & self.stems) / len(sign.content) if sign.content else 1.0

    @property
    def usual(self) -> float:
        """Give what a paragraph shares on average, 1 where there is but one."""
        return sum(self.shares) / len(self.shares) if self.shares else 1.0


def divide(signs: Sequence[Sign]) -> Zones:
    """Find where the body begins and ends, and the headline above it."""
    anchor = _anchor(signs)
    body = _first_sentence(signs, anchor + 1)
    headline = find_headline(signs, body)
    if headline is not None and (headline >= body or _bare(signs[headline + 1 : body])):
        body = headline + 1
    return Zones(headline=headline, body=body, below=_below(signs, body))


def _anchor(signs: Sequence[Sign]) -> int:
    """Give the index of the last byline or date above the body, or -1."""
    anchor, prose, length = -1, 0, 0
    for n, sign in enumerate(signs):
        if sign.prose:
            prose, length = prose + 1, length + len(sign.text)
        if prose > MOST_STANDFIRST_LINES or length > MOST_STANDFIRST:
            break
        attends = length <= SHORT_STANDFIRST and _attends(signs, n)
        if sign.is_date or sign.byline or attends or _names_author(signs, n):
            anchor = n
    return anchor if any(sign.sentence for sign in signs[anchor + 1 :]) else -1


def _names_author(signs: Sequence[Sign], n: int) -> bool:
    """Tell a name without a label that a date, or the rest of its line, follows."""
    if n + 1 >= len(signs) or not are_names(signs[n].text, signs[n].words):
        return False
    below = signs[n + 1]
    return below.is_date or (below.label_only and below.text[0].islower())


def _attends(signs: Sequence[Sign], n: int) -> bool:
    """Tell whether the line is one of those that stand between standfirst and body."""
    sign = signs[n]
    if sign.clock or sign.words.agency.fullmatch(sign.text):
        return True
    return sign.furniture in ("share", "platforms") and n > 0


def _bare(between: Sequence[Sign]) -> bool:
    """Tell whether nothing but short lines of text stands between headline and first sentence."""
    told = (s.is_date or s.byline or s.credit or s.captioned or s.furniture for s in between)
    return len(between) > MOST_STANDFIRST_LINES and not any(told)


def _first_sentence(signs: Sequence[Sign], start: int) -> int:
    if start == 0 and signs[0].prose and signs[0].stopped:
        return 0
    for n in range(max(start, 1), len(signs)):
        if signs[n].sentence:
            return n
    return min(max(start, 1), len(signs))


def _below(signs: Sequence[Sign], body: int) -> int:
    """Give the index of the first line that is not of the article any more."""
    last = max((n for n in range(body, len(signs)) if _of_text(signs[n])), default=body - 1)
    total = sum(len(sign.text) for sign in signs[body:] if sign.prose)
    subject = Subject()
    for n in range(body, len(signs)):
        sign = signs[n]
        if (sign.ends_article or _row_of_labels(signs, n)) and _ends(signs, n, total, subject):
            return last + 1 if n > last and signs[last + 1].furniture else n
        if sign.prose:
            subject = subject.with_paragraph(sign)
    return _after_last(signs, last)


def _of_text(sign: Sign) -> bool:
    return sign.sentence or (sign.captioned and sign.signed)


def _row_of_labels(signs: Sequence[Sign], n: int) -> bool:
    row = signs[n : n + ROW]
    if signs[n].text.endswith((":", "\uff1a")):
        return False  # it announces a list
    return len(row) == ROW and all(sign.label_only for sign in row)


def _ends(signs: Sequence[Sign], n: int, total: int, subject: Subject) -> bool:
    prose = [sign for sign in signs[n + 1 :] if sign.prose]
    if len(prose) > MOST_PROSE_BELOW or sum(len(s.text) for s in prose) > total * MOST_BELOW:
        return False
    least = LAST_ON_SUBJECT if signs[-1].prose else ON_SUBJECT
    least = min(least, HALF * subject.usual)
    near = [sign for sign in signs[n + 1 : n + 1 + NEAR] if sign.sentence]
    alone = len(near) == 1 and not any(s.sentence for s in signs[n + 1 + NEAR :])
    if alone or any(sign.text.startswith(OPENING) for sign in near):
        return False
    return not any(subject.share(sign) >= least for sign in (*prose, *near))


def _after_last(signs: Sequence[Sign], last: int) -> int:
    """Leave out the labels that follow the last sentence: subjects, sections, other headlines."""
    after = last + 1
    while after < len(signs) and BRACKETED.fullmatch(signs[after].text):
        after += 1
    above = (sign for sign in signs[max(last, 0) : after + 1] if not sign.furniture)
    if any(sign.text.endswith((":", "\uff1a")) for sign in above):
        return len(signs)
    return after if len(signs) - after >= FEWEST_BELOW else len(signs)
