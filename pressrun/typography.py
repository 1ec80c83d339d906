"""Set quotes, dashes and spaces as a language wants them; knows nothing of markup, only of runs of text.

A block arrives as runs (its text nodes, in order), because a quotation may open in one element and close in
another; the same number of runs is returned. Code and pictures stand as OBJECT, which no rule looks through.
Signs that a writer already set are left alone; only typewriter signs are replaced.

Sources: CLDR's quotation marks (https://cldr.unicode.org), the Imprimerie nationale's Lexique for French,
Duden for German; `--` and `---` as in pandoc's `smart` (https://pandoc.org/MANUAL.html#typography).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OBJECT = "\ufffc"
_NO_BREAK = "\u00a0"
_THIN = "\u202f"


class Quotes(NamedTuple):
    """The marks of a quotation and of one inside it."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str


_ENGLISH = Quotes("“", "”", "‘", "’")
_GERMAN = Quotes("„", "“", "‚", "‘")
_FRENCH = Quotes(f"«{_THIN}", f"{_THIN}»", "“", "”")
_ROMANCE = Quotes("«", "»", "“", "”")
_RUSSIAN = Quotes("«", "»", "„", "“")
_SWEDISH = Quotes("”", "”", "’", "’")
_POLISH = Quotes("„", "”", "«", "»")

QUOTES: dict[str, Quotes] = {
    "en": _ENGLISH, "pt": _ENGLISH, "nl": _ENGLISH, "tr": _ENGLISH, "hi": _ENGLISH, "zh": _ENGLISH,
    "ko": _ENGLISH, "ar": _ENGLISH, "ca": _ROMANCE, "vi": _ENGLISH, "id": _ENGLISH, "ga": _ENGLISH,
    "de": _GERMAN, "cs": _GERMAN, "sk": _GERMAN, "sl": _GERMAN, "is": _GERMAN, "bg": _GERMAN,
    "lt": _GERMAN, "et": _GERMAN, "da": Quotes("»", "«", "›", "‹"), "lb": _GERMAN,
    "de-ch": Quotes("«", "»", "‹", "›"), "fr": _FRENCH, "fr-ch": Quotes("«", "»", "‹", "›"),
    "es": _ROMANCE, "it": _ROMANCE, "pt-pt": _ROMANCE, "el": _ROMANCE, "nb": Quotes("«", "»", "‘", "’"),
    "no": Quotes("«", "»", "‘", "’"), "nn": Quotes("«", "»", "‘", "’"), "ru": _RUSSIAN,
    "uk": _RUSSIAN, "be": _RUSSIAN, "sv": _SWEDISH, "fi": _SWEDISH, "pl": _POLISH,
    "hu": Quotes("„", "”", "»", "«"), "ro": _POLISH, "hr": _POLISH, "sr": _POLISH,
}  # fmt: skip
# Hebrew writes abbreviations with these signs, and Japanese sets brackets of its own: both are left as typed.
_LEFT_ALONE = frozenset({"he", "ja", "yi"})

_ELISION = re.compile(
    r"'(?=\d\ds?\b|(?:t(?:is|was|ween|il|ill)|em|n(?='\W)|cause|cuz|bout|round|neath|twixt)(?!\w))", re.IGNORECASE
)
_OPENS_AFTER = frozenset(" \t\n([{<—–-/«“‘„‚›‹¿¡\u00a0\u202f\u2009")
_OPENERS = {"“", "‘", "„", "‚", "«"}


@dataclass(slots=True)
class _Text:
    """Characters, and for each the number of the run that it belongs to."""

    chars: str
    owners: list[int]

    def substitute(self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str] | str) -> None:
        """Replace every match; what replaces it belongs to the run in which the match begins."""
        chars: list[str] = []
        owners: list[int] = []
        end = 0
        for match in pattern.finditer(self.chars):
            new = replace(match) if callable(replace) else match.expand(replace)
            chars += (self.chars[end : match.start()], new)
            owners += self.owners[end : match.start()]
            owners += [self.owners[match.start()]] * len(new)
            end = match.end()
        self.chars = "".join((*chars, self.chars[end:]))
        self.owners = owners + self.owners[end:]


def typeset(runs: Sequence[str], language: str) -> tuple[str, ...]:
    """Return the runs of one block with the typographic signs of `language` (a BCP 47 tag)."""
    text = _Text("".join(runs), [number for number, run in enumerate(runs) for _ in run])
    for pattern, replacement in _RULES:
        text.substitute(pattern, replacement)
    if quotes := quotes_of(language):
        _set_quotes(text, quotes)
    if language.lower().startswith("fr"):
        for pattern, replacement in _FRENCH_SPACES:
            text.substitute(pattern, replacement)
    result = [""] * len(runs)
    for char, owner in zip(text.chars, text.owners, strict=True):
        result[owner] += char
    return tuple(result)


def quotes_of(language: str) -> Quotes | None:
    """Return the marks for a BCP 47 tag, English ones where it is unknown, None where none are set."""
    tag = language.lower().replace("_", "-")
    primary = tag.split("-")[0]
    if primary in _LEFT_ALONE:
        return None
    return QUOTES.get(tag) or QUOTES.get(primary) or _ENGLISH


_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!-)---(?!-)"), "—"),
    (re.compile(r"(?<!-)--(?!-)"), "–"),
    (re.compile(r"(?<=\w)( )-(?= \w)"), r"\1–"),
    (re.compile(r"(?<!\.)\.\.\.(?!\.)"), "…"),
    (re.compile(r"(?<=\d)'(?=\d{1,2}\")"), "′"),
    (re.compile(r"(?<=′)(\d{1,2})\""), r"\1″"),
    (re.compile(r"(?<=\d) (?=(?:km|cm|mm|kg|mg|km/h|°C|°F|%)(?!\w))"), _NO_BREAK),
)

_FRENCH_SPACES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\w)[ \u00a0\u202f]?(?=[;!?]+(?:\s|$|[»”)]))"), _THIN),
    (re.compile(r"(?<=\w)[ \u202f](?=:(?:\s|$))"), _NO_BREAK),
    (re.compile(r"«[ \u00a0](?=\S)"), f"«{_THIN}"),
    (re.compile(r"(?<=\S)[ \u00a0]»"), f"{_THIN}»"),
)


def _set_quotes(text: _Text, quotes: Quotes) -> None:
    text.substitute(_ELISION, "’")
    open_marks: list[str] = []
    source = text.chars

    def mark(match: re.Match[str]) -> str:
        before = source[match.start() - 1] if match.start() else " "
        after = source[match.end()] if match.end() < len(source) else " "
        return _mark(match[0], before, after, open_marks, quotes)

    text.substitute(re.compile("[\"'“”‘’„‚«»]"), mark)


def _mark(sign: str, before: str, after: str, open_marks: list[str], quotes: Quotes) -> str:
    """Decide one sign by its neighbours and by what is still open, which this keeps up to date."""
    if sign not in "\"'":
        _note_set_mark(sign, before, open_marks)
        return sign
    if sign == "'" and before.isalnum() and after.isalnum():
        return "’"
    opens = (before in _OPENS_AFTER or before in "\"'") and not after.isspace()
    if before in "\"'" and open_marks[-1:] != ["'" if sign == '"' else '"']:
        opens = opens and sign not in open_marks
    if opens and not (open_marks[-1:] == [sign] and before in "-–—"):
        open_marks.append(sign)
        return quotes.opening if sign == '"' else quotes.inner_opening
    if sign in open_marks:
        del open_marks[open_marks.index(sign) :]
        return quotes.closing if sign == '"' else quotes.inner_closing
    return quotes.closing if sign == '"' else "’"


def _note_set_mark(sign: str, before: str, open_marks: list[str]) -> None:
    """Remember a quotation that the writer opened with a proper sign, which may close with a straight one."""
    kind = "'" if sign in "‘’‚" else '"'
    if sign in _OPENERS and not before.isalnum():
        open_marks.append(kind)
    elif kind in open_marks and not (sign == "’" and before.isalnum()):
        del open_marks[open_marks.index(kind) :]
