"""What the rules hand to one another: a role, the words that have it, the line they stood on."""

from __future__ import annotations

import enum
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

WORD = re.compile(r"\w+")


class Role(enum.Enum):
    """What words are in an article."""

    HEADLINE = enum.auto()
    KICKER = enum.auto()
    STANDFIRST = enum.auto()
    BYLINE = enum.auto()
    DATELINE = enum.auto()
    DATE = enum.auto()
    UPDATED = enum.auto()
    SOURCE = enum.auto()
    PARAGRAPH = enum.auto()
    CROSSHEAD = enum.auto()
    BULLET = enum.auto()
    NUMBER = enum.auto()
    QUOTE = enum.auto()
    CAPTION = enum.auto()
    CREDIT = enum.auto()
    DROPPED = enum.auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words with their role; `why` for those left out, `date` for those that became one."""

    role: Role
    line: int
    text: str = ""
    why: str = ""
    date: datetime.date | None = None


def drop(line: int, text: str, why: str) -> Part:
    """Leave words out, and say why."""
    return Part(role=Role.DROPPED, line=line, text=text, why=why)


def remainder(text: str, *kept: str) -> str:
    """Give the tokens of `text` that hold a word which is in none of `kept`."""
    left = Counter(word for piece in kept for word in WORD.findall(piece))
    return " ".join(_unmatched(text, left))


def _unmatched(text: str, left: Counter[str]) -> Iterator[str]:
    for token in text.split():
        words = WORD.findall(token)
        if words and all(left[word] >= count for word, count in Counter(words).items()):
            left.subtract(words)
        else:
            yield token
