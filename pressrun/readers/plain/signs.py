"""Tells what a single line looks like, whatever stands around it: one small rule each.

A rule here sees one line and the word lists. What a line is in its place is decided in `zones`,
`header` and `body`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from pressrun.readers.plain.bylines import SEAM, Byline, read_byline
from pressrun.readers.plain.dates import Found, find_dates
from pressrun.readers.plain.phrases import fold
from pressrun.readers.plain.pictures import ends_with_credit, is_credit

if TYPE_CHECKING:
    from pressrun.readers.decoding import Line
    from pressrun.readers.plain.lexicon import Lexicon

IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
TERMINAL = re.compile(
    "[.!?\u2026\u3002\uff01\uff1f\u061f\u0964\u06d4\u2047][\"'\u201c\u201d\u2019\u00bb\u203a)\\]\u300d\u300f\uff09*\u00b9\u00b2\u00b3]*$"
)
PERIOD = re.compile("[.\u3002\u0964\u06d4][\"'\u201c\u201d\u2019\u00bb)\\]\u300d\uff09]*$")
COUNTER = re.compile(
    r"[\d\s.,:/|+()#%-]*\d[\d\s.,:/|+()#%-]*[KkMm]?|[\W_]+"
    r"|\d[\d.,]*\s?[KkMm]?\s?(?:shares?|views?|likes?|followers?\w*|fans\w*)|shares?\s?\d[\d.,]*[KkMm]?",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://\S+\Z", re.IGNORECASE)
CLOCK = re.compile(
    r"\d{1,2}[:.h]\d\d(?::\d\d)?\s*(?:h\b|uhr|a\.?m\.?|p\.?m\.?)?|\b(?:GMT|UTC|CET|CEST|E[SD]T|P[SD]T|BST|IST|MSK|UTC)\b"
    r"|[+-]\d{1,2}:?\d\d|\b[ap]\.?m\.?(?!\w)",
    re.IGNORECASE,
)
HANGUL = re.compile("[\uac00-\ud7af]{2}")
PARTED = re.compile("([^|:\uff1a]{0,40})([|:\uff1a]?)(.*)", re.DOTALL)
BULLET = re.compile("[-*\u2022\u2023\u25aa\u25cf\u25cb\u25e6\u00b7\u2043]\\s+(?=\\S)")
NUMBER = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
QUOTED = re.compile(r">\s*(?=\S)")
# Letters with the vowel signs that stand beside them in the scripts of India and of Arabic.
CONTENT = re.compile(r"[\w\u05b0-\u05c7\u064b-\u065f\u0900-\u0dff\u0e00-\u0e7f]{4,}")

SIGNED = re.compile(r"[.!?\u2026\"\u201c\u201d\u00bb]\s*[(\[/]([^()\[\]/]{2,40})[)\]/]\.?$")
HOUR = re.compile(r"(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:\s?(?:uhr|h|[ap]m))?", re.IGNORECASE)

BESIDE_NAMES = " |,/\u2022\u00b7-\u2013\u2014(:\uff1a\uff5c\uff0f\u300c\u3010["
LONGEST_MARKER = 4
LONGEST_BUTTON = 8
LONGEST_SOURCE = 15
FEWEST_SEAMS = 2
LEAST_PROSE = 80
LEAST_PROSE_WORDS = 5
UNPUNCTUATED_PROSE = 190
LONGEST_DATE_LINE = 130
OTHER_WORDS_IN_DATE_LINE = 7


@dataclass(frozen=True)
class Sign:
    """A line with what can be told from it alone."""

    line: Line
    words: Lexicon
    language: str | None

    @property
    def text(self) -> str:
        """Give the words of the line."""
        return self.line.text

    @cached_property
    def size(self) -> int:
        """Count words; two ideographs count as one."""
        return len(self.text.split()) + len(IDEOGRAPHS.findall(self.text)) // 2

    @cached_property
    def terminal(self) -> bool:
        """Tell whether the line ends as a sentence does."""
        return bool(TERMINAL.search(self.text))

    @cached_property
    def stopped(self) -> bool:
        """Tell whether the line ends with a full stop."""
        return bool(PERIOD.search(self.text)) and not self.text.endswith(("...", "\u2026"))

    @cached_property
    def sentential(self) -> bool:
        """Tell whether the line has the length and the full stop of a sentence."""
        return self.stopped and self.size > LEAST_PROSE_WORDS

    @cached_property
    def prose(self) -> bool:
        """Tell whether the line is a paragraph of running text."""
        if self.furniture or self.credit or self.captioned or self.is_date:
            return False
        length = len(self.text) + len(IDEOGRAPHS.findall(self.text))
        ended = self.terminal or self.text.endswith((":", "\uff1a"))
        return length >= (LEAST_PROSE if ended else UNPUNCTUATED_PROSE)

    @cached_property
    def sentence(self) -> bool:
        """Tell whether the line is at least a whole short sentence."""
        if self.prose:
            return True
        plain = not (self.furniture or self.credit or self.captioned or self.is_date)
        return plain and self.terminal and self.size >= LEAST_PROSE_WORDS

    @cached_property
    def furniture(self) -> str | None:
        """Name the kind of page furniture that the line is."""
        by_shape = self._furniture_by_shape()
        if by_shape:
            return by_shape
        surely = self.sentential or self.size > LONGEST_BUTTON
        kind = self._kind(fold(self.text), surely=surely) or self._points_elsewhere()
        return None if kind in (None, "rights") and self.credit else kind

    def _points_elsewhere(self) -> str | None:
        """Name the kind of “Also read | Why the ferry came back”, whatever its length."""
        head, sign, rest = PARTED.match(self.text).groups()  # type: ignore[union-attr]
        if not (sign and rest) or self.sentential:
            return None
        return "related" if self._kind(fold(head), surely=False) == "related" else None

    def _furniture_by_shape(self) -> str | None:
        """Name the kind of a line that no list of phrases is needed for."""
        folded = fold(self.text)
        if COUNTER.fullmatch(self.text) or not folded:
            return "counters"
        if ADDRESS.match(self.text) or self._glued_menu():
            return "navigation"
        if all(word in self.words.buttons for word in folded.split()):
            return "share"
        passed = self.words.relative.match(_without_clock(folded))
        return "relative" if self._stamped() or (passed and not self.sentential) else None

    def _kind(self, folded: str, *, surely: bool) -> str | None:
        kinds = (f.kind for f in self.words.furniture if f.matches(folded, surely=surely))
        return next((kind for kind in kinds if kind != "tail"), None)

    def _stamped(self) -> bool:
        """Tell a time of publication without its day: “Actualizado a las 20:56h.”."""
        label = self.words.updated.match(self.text) or self.words.published.match(self.text)
        if not label or not CLOCK.search(self.text) or self.dates:
            return False
        return len(re.findall(r"\w+", CLOCK.sub(" ", self.text[label.end() :]))) <= LONGEST_MARKER

    @cached_property
    def surely_furniture(self) -> bool:
        """Tell whether the line is page furniture even where a headline may stand."""
        return bool((self.size <= LONGEST_MARKER and self.furniture) or self.strongest)

    @property
    def strongest(self) -> str | None:
        """Name the kind of furniture that the line is beyond doubt."""
        return self._furniture_by_shape() or self._kind(fold(self.text), surely=True)

    def _glued_menu(self) -> bool:
        """Tell “LuxemburgPolitikSportWort+”: the entries of a menu without their spaces."""
        seams = len(SEAM.findall(self.text))
        return seams >= FEWEST_SEAMS and self.size <= seams + FEWEST_SEAMS

    @cached_property
    def ends_article(self) -> bool:
        """Tell whether such a line stands below articles rather than in them."""
        if self.furniture == "related" and self.size > LONGEST_MARKER:
            return False  # “Read also: Why the ferry came back”, amid an article
        tail = next(f for f in self.words.furniture if f.kind == "tail")
        return tail.matches(fold(self.text), surely=self.sentential)

    @cached_property
    def announces(self) -> bool:
        """Tell whether the lines below name other articles: “Read more:” and nothing else."""
        if self.furniture != "related":
            return False
        return self.text.endswith((":", "\uff1a")) or self.size <= LONGEST_MARKER

    @cached_property
    def clock(self) -> bool:
        """Tell whether the line is a time of day, or a time that has passed."""
        return self.furniture == "relative" or bool(HOUR.fullmatch(self.text))

    @cached_property
    def label_only(self) -> bool:
        """Tell whether the line is as short as a subject, a section or a button."""
        return self.size <= LONGEST_MARKER and not self.terminal

    @cached_property
    def credit(self) -> bool:
        """Tell whether the whole line says whose picture it is."""
        return not self.is_source and is_credit(self.text, self.words)

    @cached_property
    def captioned(self) -> bool:
        """Tell whether the line describes a picture and ends with its credit."""
        if self.credit or self.is_date:
            return False
        return ends_with_credit(self.text, self.words)

    @cached_property
    def signed(self) -> bool:
        """Tell whether a sentence ends with the agency that it is from: “… again. (AFP, 3.5.)”."""
        ending = SIGNED.search(self.text)
        return ending is not None and self.words.agency.match(ending[1]) is not None

    @cached_property
    def dates(self) -> tuple[Found, ...]:
        """Give the calendar dates in the line."""
        if len(self.text) > LONGEST_DATE_LINE:
            return ()
        return find_dates(self.text, self.language, self.words)

    @cached_property
    def is_date(self) -> bool:
        """Tell whether the line is there for its date."""
        if not self.dates or len(self.text) > LONGEST_DATE_LINE or self.is_source:
            return False
        if self.words.until.search(self.text[: self.dates[0].start]):
            return False
        rest = self.words.updated.sub(" ", self.words.published.sub(" ", self.undated))
        return len(re.findall(r"\w+", CLOCK.sub(" ", rest))) <= OTHER_WORDS_IN_DATE_LINE

    @property
    def labelled_to(self) -> int:
        """Give the end of the label that begins the line: “Published: ”, “Updated ”."""
        matches = (p.match(self.text) for p in (self.words.updated, self.words.published))
        return max((match.end() for match in matches if match), default=0)

    @cached_property
    def section(self) -> bool:
        """Tell whether the line is the name of a section."""
        return self.words.section.match(fold(self.text))

    @property
    def undated(self) -> str:
        """Give the line without its dates."""
        pieces, start = [], 0
        for found in self.dates:
            pieces.append(self.text[start : found.start])
            start = found.end
        return " ".join([*pieces, self.text[start:]])

    @property
    def metadata(self) -> bool:
        """Tell whether the line is whole as it is: a date, a byline, a credit, a button."""
        return bool(self.is_date or self.byline or self.credit or self.furniture)

    @property
    def whole(self) -> bool:
        """Tell whether no line below could carry this one on."""
        credited = self.text.endswith((")", "]")) or any(
            match.end() == len(self.text) for match in self.words.agency.finditer(self.text)
        )
        return self.metadata or (self.captioned and credited)

    @property
    def heads(self) -> bool:
        """Tell whether the line is a byline, or a date, and nothing of a sentence."""
        if self.byline:
            return True
        return self.is_date and not self.text[0].islower() and self.size <= LONGEST_BUTTON

    @cached_property
    def label(self) -> re.Match[str] | None:
        """Give the “By” that begins the line."""
        return self.words.by.match(self.text)

    @cached_property
    def byline(self) -> Byline | None:
        """Give the authors that the line names after its label."""
        if self.label is None or len(self.text) > LONGEST_DATE_LINE or self.prose:
            return None
        if HANGUL.match(self.text, self.label.end() - 1):
            return None  # the label is the beginning of a word
        rest = self.undated_from(self.label.end()).lstrip(" :\uff1a")
        return read_byline(rest, self.words, labelled=True) if rest else None

    def undated_from(self, start: int) -> str:
        """Give the words from `start` up to the first date, without a label that ends them."""
        end = self.dates[0].start if self.dates and self.dates[0].start > start else len(self.text)
        words = self.text[start:end].strip(BESIDE_NAMES)
        for pattern in (self.words.updated, self.words.published):
            for match in pattern.finditer(words):
                if match.end() == len(words):
                    return words[: match.start()].strip(BESIDE_NAMES)
        return words

    @cached_property
    def is_source(self) -> bool:
        """Tell whether the line says where the report comes from, other than in a sentence."""
        told = self.sentential and not self.text.startswith(("(", "["))
        if not told and self.words.sign_off.match(fold(self.text)):
            return True
        label = self.words.source.match(self.text)
        if label is None or self.size > LONGEST_SOURCE:
            return False
        return bool(re.match("[:\uff1a]\\s*\\w", self.text[label.end() :]))

    @cached_property
    def content(self) -> frozenset[str]:
        """Give the stems by which lines on one subject are known."""
        stems = {word.casefold()[:6] for word in CONTENT.findall(self.text)}
        han = IDEOGRAPHS.findall(self.text)
        return frozenset(stems | {a + b for a, b in pairwise(han)})


def _without_clock(folded: str) -> str:
    return CLOCK.sub("0", folded).strip()
