"""Read the words of a manuscript a second time, by a simpler reader than the press's own.

It knows the signs that the manuscripts of these tests use, and no more of Markdown.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# “By”, “and” and “Updated” as the press words them.
_WORDS: Final = {
    "en": ("By", "and", "Updated"),
    "de": ("Von", "und", ""),
    "fr": ("Par", "et", ""),
}
_STRAIGHT: Final = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‐": "-", "‑": "-", "\N{SOFT HYPHEN}": None}
)
_NOTE: Final = re.compile(r"^\[\^(\w+)\]: (.*)$", re.MULTILINE)
_CALL: Final = re.compile(r"\[\^(\w+)\]")
_IMAGE: Final = re.compile(r'!\[[^\]]*\]\([^ )]+(?: "([^"]*)")?\)(?:\{credit="([^"]*)"\})?')
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_LINE_START: Final = re.compile(r"^(?:#+|[-*>:]|\d+\.) +", re.MULTILINE)
_CONTAINER: Final = re.compile(r"^:::.*$", re.MULTILINE)
_TABLE_RULE: Final = re.compile(r"^\|[-:| ]+\|$", re.MULTILINE)
_CODE: Final = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_UPDATED: Final = re.compile(r"^Updated (\w{3}) (\d+), (\d{4})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The words of one article as they are read: opener, text and source line; notes apart."""

    words: tuple[str, ...]
    notes: tuple[str, ...]


def fold(words: Iterable[str]) -> tuple[str, ...]:
    """Fold what a typesetter may change and a reader does not hear: quotes, ligatures, spaces."""
    text = unicodedata.normalize("NFKC", " ".join(words).translate(_STRAIGHT))
    return tuple(text.split())


def signs(text: str) -> str:
    """Give what is left of a text without its spaces, folded."""
    return "".join(fold([text]))


def read_copy(path: Path) -> Copy:
    """Read a manuscript, Markdown or pasted text, by its suffix."""
    text = path.read_text(encoding="utf-8")
    return _markdown_copy(text) if path.suffix == ".md" else _pasted_copy(text)


def _markdown_copy(text: str) -> Copy:
    _, front, body = text.split("---\n", 2)
    fields = yaml.safe_load(front)
    words = [*_opener(fields), *_dateline(fields), *_body(body), *_lines(fields.get("source"))]
    return Copy(words=fold(words), notes=fold(_notes(body)))


def _opener(fields: dict[str, Any]) -> Iterator[str]:
    by, together, updated = _WORDS[fields["lang"]]
    yield from _lines(fields.get("kicker"))
    yield fields["title"]
    yield from _lines(fields.get("standfirst"))
    if names := _lines(fields.get("byline")):
        yield f"{by} {f' {together} '.join(names)}"
    if date := fields.get("date"):
        yield _day(date)
    if "updated" in fields:
        yield f"· {updated} {_day(fields['updated'])}"


def _dateline(fields: dict[str, Any]) -> Iterator[str]:
    if "dateline" in fields:
        yield f"{fields['dateline']} —"


def _lines(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _notes(body: str) -> Iterator[str]:
    for number, note in enumerate(_NOTE.finditer(body), start=1):
        yield f"{number} {_inline(note[2])}"


def _body(body: str) -> Iterator[str]:
    numbers = {note[1]: str(number) for number, note in enumerate(_NOTE.finditer(body), start=1)}
    text = _NOTE.sub("", body)
    for number, part in enumerate(_CODE.split(text)):
        yield part if number % 2 else _inline(_CALL.sub(lambda call: numbers[call[1]], part))


def _inline(text: str) -> str:
    text = _CONTAINER.sub("", _TABLE_RULE.sub("", text))
    text = _IMAGE.sub(lambda image: f"{image[1] or ''} {image[2] or ''}", text)
    text = _LINE_START.sub("", _LINK.sub(r"\1", text)).replace("|", " ")
    return text.replace("*", "").replace("`", "").replace("---", "—").replace("--", "–")


def _pasted_copy(text: str) -> Copy:
    """Put the one date where an opener has it, below the standfirst, and say nothing twice."""
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    dated = next(match for line in lines if (match := _UPDATED.match(line)))
    day = datetime.datetime.strptime(" ".join(dated.groups()), "%b %d %Y")  # noqa: DTZ007 -- a date
    lines.remove(dated[0])
    lines.insert(2, f"Updated {_day(day)}")
    return Copy(words=fold(lines), notes=())
