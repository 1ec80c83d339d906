"""Matches a line against a list of phrases; knows nothing of languages.

In a phrase `*` stands for any words and `#` for a number. Whole phrases and beginnings are looked
up; only the rest are compiled, because compiling every list would be half the cost of reading an
article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NEVER = re.compile(r"(?!)")
# Chinese, Japanese, Korean and Thai put no space, or a particle, after a word.
UNPARTED_RANGES = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f"
UNPARTED = re.compile(f"[{UNPARTED_RANGES}]$")
# How many characters a `*` may stand for: a short phrase is weak evidence, so it must be most of
# the line; a long one is found in no sentence of an article.
SHORT_PHRASE = 12
AFTER_SHORT, AFTER_LONG = 60, 300
NUMBER = r"\d[\d.,]*\s?k?"
# Apostrophes of every kind, and the two letters i of Turkish, which casefold() keeps apart.
ALIKE = str.maketrans("\u2018\u2019\u02bc`\u00b4\u0130\u0131", "'" * 5 + "ii")
EDGES = (
    " \t.:!?\u2026\u00bb\u203a>|\u2192\u2190+\u2022\u00b7*-\u2013\u2014\uff1a\u3002[]()<\u00ab"
    "\u2039\u25bc\u25ba\u25b6#\u00d7\u2705\u2714\ufe0f\u27a1\U0001f449\U0001f4f2\U0001f534\U0001f4e9"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """A list of phrases, ready to be matched."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]
    others: re.Pattern[str]

    def match(self, folded: str) -> bool:
        """Tell whether a folded line is one of the phrases."""
        if folded in self.whole or self.others.match(folded):
            return True
        if not folded.startswith(self.beginnings):
            return False
        return any(_begins(folded, phrase) for phrase in self.beginnings)


def fold(text: str) -> str:
    """Reduce a line to what phrases are compared by: no case, no quotes or signs at its ends."""
    return text.translate(ALIKE).casefold().strip(EDGES)


def prepare(phrases: Iterable[str]) -> Phrases:
    """Sort phrases by how they are matched."""
    folded = [trimmed for phrase in phrases if (trimmed := _trim(phrase)).strip("*# ")]
    plain = [phrase for phrase in folded if "#" not in phrase and "*" not in phrase.rstrip("*")]
    others = "|".join(_pattern(phrase) for phrase in folded if phrase not in set(plain))
    return Phrases(
        whole=frozenset(phrase for phrase in plain if not phrase.endswith("*")),
        beginnings=tuple(phrase.rstrip("* ") for phrase in plain if phrase.endswith("*")),
        others=re.compile(rf"(?:{others})\Z") if others else NEVER,
    )


def _trim(phrase: str) -> str:
    """Fold a phrase as a line is folded, but for its wildcards."""
    signs = EDGES.replace("*", "").replace("#", "")
    return phrase.translate(ALIKE).casefold().strip(signs)


def is_weak(phrase: str) -> bool:
    """Tell whether a phrase could as well begin or end a sentence of an article."""
    return "*" in phrase and len(phrase.strip("*")) < SHORT_PHRASE


def edge(word: str) -> str:
    """Give the pattern that ends a word, in scripts that part words."""
    return "" if UNPARTED.search(word) else r"(?!\w)"


def _begins(folded: str, phrase: str) -> bool:
    rest = folded[len(phrase) :]
    whole_word = not rest[:1].isalnum() or UNPARTED.search(phrase) is not None
    return folded.startswith(phrase) and whole_word and len(rest) <= _reach(phrase)


def _reach(core: str) -> int:
    return AFTER_SHORT if len(core) < SHORT_PHRASE else AFTER_LONG


def _pattern(phrase: str) -> str:
    core = phrase.strip("*").strip()
    anything = rf".{{0,{_reach(core)}}}"
    start = anything if phrase.startswith("*") else ""
    end = edge(core) + anything if phrase.endswith("*") else ""
    inner = re.escape(core).replace(r"\*", anything).replace(r"\#", NUMBER)
    return start + inner + end
