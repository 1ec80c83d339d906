"""Set quotes, dashes and spaces as a language wants them; knows no markup, only runs of text.

A block arrives as runs (its text nodes, in order), because a quotation may open in one element and
close in another; the same number of runs is returned. Code and pictures stand as OBJECT, which no
rule looks through. Signs that a writer already set are left alone; only typewriter signs are
replaced, and none inside an address of the web or of a mailbox.

Sources: CLDR 48's quotation marks (https://cldr.unicode.org), the Imprimerie nationale's Lexique
for French, Duden for German, the RAE's Ortografía for Spanish; `--` and `---` as in pandoc's
`smart` (https://pandoc.org/MANUAL.html#typography), two graves or two apostrophes as the wires have
them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

OBJECT = "\ufffc"
_NO_BREAK = "\u00a0"
_THIN = "\u202f"
_KEYCAP = "\N{COMBINING ENCLOSING KEYCAP}"


class Quotes(NamedTuple):
    """The marks of a quotation and of one inside it."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str


class _Rule(NamedTuple):
    """What becomes of a pattern’s matches; a text without any of these signs has none.

    Of figures, “0” stands for all. To look for a sign takes a hundredth of the time of a pattern.
    """

    signs: Sequence[str]
    pattern: re.Pattern[str]
    sign: str


_ENGLISH = Quotes("“", "”", "‘", "’")
_GERMAN = Quotes("„", "“", "‚", "‘")
_FRENCH = Quotes(f"«{_THIN}", f"{_THIN}»", "“", "”")
_ROMANCE = Quotes("«", "»", "“", "”")
_RUSSIAN = Quotes("«", "»", "„", "“")
_SWEDISH = Quotes("”", "”", "’", "’")
_POLISH = Quotes("„", "”", "«", "»")
_ANGULAR = Quotes("«", "»", "‹", "›")
_ARABIC = Quotes("”", "“", "’", "‘")
_CORNERS = Quotes("「", "」", "『", "』")
_LITHUANIAN = Quotes("„", "“", "„", "“")
_NORWEGIAN = Quotes("«", "»", "‘", "’")

QUOTES: dict[str, Quotes] = {
    "am": _ANGULAR, "ar": _ARABIC, "be": _RUSSIAN, "bg": _LITHUANIAN,
    "bs": Quotes("„", "”", "‘", "’"), "ca": _ROMANCE, "cs": _GERMAN,
    "da": Quotes("»", "«", "›", "‹"), "de": _GERMAN, "de-ch": _ANGULAR, "de-li": _ANGULAR,
    "el": _ROMANCE, "en": _ENGLISH, "es": _ROMANCE, "es-419": _ENGLISH, "es-mx": _ENGLISH,
    "es-us": _ENGLISH, "et": _GERMAN, "eu": _ROMANCE, "fa": _ANGULAR, "fi": _SWEDISH, "fr": _FRENCH,
    "fr-ch": _ANGULAR, "hr": _POLISH, "hu": Quotes("„", "”", "»", "«"),
    "hy": Quotes("«", "»", "«", "»"), "is": _GERMAN, "it": _ROMANCE,
    "ka": Quotes("„", "“", "«", "»"), "kk": _ROMANCE, "ky": _RUSSIAN, "lb": _GERMAN,
    "lt": _LITHUANIAN, "mk": _GERMAN, "nb": _NORWEGIAN, "nn": _NORWEGIAN, "no": _NORWEGIAN,
    "pl": _POLISH, "pt": _ENGLISH, "pt-pt": _ROMANCE, "ro": _POLISH, "ru": _RUSSIAN, "sk": _GERMAN,
    "sl": _GERMAN, "sr": Quotes("„", "”", "’", "’"), "sv": _SWEDISH, "uk": _RUSSIAN, "ur": _ARABIC,
    "zh-hant": _CORNERS, "zh-hk": _CORNERS, "zh-mo": _CORNERS, "zh-tw": _CORNERS,
}  # fmt: skip
# Hebrew writes abbreviations with these signs, and Japanese sets brackets of its own: both are left
# as typed.
_LEFT_ALONE = frozenset({"he", "ja", "yi"})

_CLIPPED_ENGLISH = r"t(?:is|was|were|ween|il|ill)|em|n(?='\W)|cause|cuz|bout|round|neath|twixt"
# Words that lose their beginning, so that the sign before them is an apostrophe and opens nothing.
_ELISIONS: dict[str, str] = {
    "af": r"n", "de": r"s|n|ne[mnrs]?", "en": _CLIPPED_ENGLISH,
    "it": r"st[aeio]|ndrangheta|ndrine|mbè|sera", "nl": r"[skntmr]|ns", "pt": r"tá|tava|tô",
}  # fmt: skip
_OPENS_AFTER = frozenset(" \t\n([{<—–-/«“‘„‚›‹¿¡\u00a0\u202f\u2009")
_OPENERS = frozenset("“‘„‚«「『")
_SINGLE = frozenset("‘’‚『』")
_STRAIGHT = frozenset("\"'")
_CLOSER = re.compile(r"(?<=\S)'(?!\w)")
_WORD = re.compile(r"\w")
_DIGIT = re.compile(r"\d")
_ANY_MARK = re.compile("[\"'“”‘’„‚«»「」『』]")
# What is read by machines keeps its signs: the scheme, or what shows a host or a mailbox. An
# apostrophe belongs to an address inside a word or in a pair, and the punctuation of the sentence
# that follows it does not. Schemes, labels of hosts and names of mailboxes are bounded, as in RFC
# 1035 (2.3.4) and RFC 5321 (4.5.3.1.1), so that no text takes time by the square of its length.
_ADDRESS_SIGN = r"""(?:[^\s<>"'“”‘’„«»\ufffc]|'[^\s<>"'“”‘’„«»\ufffc]+'|'(?=\w))"""
ADDRESS = re.compile(
    rf"""(?:\b[a-z][a-z0-9+.-]{{0,30}}://|\bwww\.|\bmailto:|\b(?:[\w-]{{1,63}}\.){{1,9}}[a-z]{{2,63}}/|\bxn--){_ADDRESS_SIGN}+(?<![.,;:!?…])"""
    r"|(?<!\w)\w[\w.+%'-]{0,63}@\w[\w-]*(?:\.\w[\w-]*)+",
    re.IGNORECASE,
)


_FREE, _KEPT = "01"


@dataclass(slots=True)
class _Text:
    """Characters, with for each a sign for its run, and one for whether it is to be kept.

    Strings, not lists, since most of what is done is to cut and join them.
    """

    chars: str
    owners: str
    kept: str

    def substitute(self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> None:
        """Replace every match; what replaces it belongs to the run in which the match begins."""
        chars: list[str] = []
        owners: list[str] = []
        kept: list[str] = []
        end = 0
        for match in pattern.finditer(self.chars):
            start = match.start()
            if self._keeps(start, match.end()):
                continue
            new = replace(match)
            chars += (self.chars[end:start], new)
            owners += (self.owners[end:start], self.owners[start : start + 1] * len(new))
            kept += (self.kept[end:start], _FREE * len(new))
            end = match.end()
        if not chars:
            return
        self.chars = "".join((*chars, self.chars[end:]))
        self.owners = "".join((*owners, self.owners[end:]))
        self.kept = "".join((*kept, self.kept[end:]))

    def follow(self, rules: Iterable[_Rule]) -> None:
        """Follow rules, one after the other."""
        for rule in rules:
            if _has(self.chars, rule.signs):
                self.substitute(rule.pattern, partial(_sign, rule.sign))

    def _keeps(self, start: int, end: int) -> bool:
        """Tell whether what is kept would change; an insertion at its edge changes nothing."""
        if end > start:
            return _KEPT in self.kept[start:end]
        return _FREE not in self.kept[max(start - 1, 0) : start + 1]


def typeset(runs: Sequence[str], language: str) -> tuple[str, ...]:
    """Return the runs of one block with the typographic signs of `language` (a BCP 47 tag)."""
    text = _read(runs)
    primary = _subtags(language)[0]
    text.follow((*_DASHES.get(primary, ()), *_RULES, *_SPACES.get(primary, ())))
    if quotes := quotes_of(language):
        _set_quotes(text, quotes, _ELISIONS.get(primary))
    text.follow(_french_spaces(language))
    if len(runs) == 1:
        return (text.chars,)
    lengths = Counter(text.owners)
    ends = [*accumulate(lengths[chr(number)] for number in range(len(runs)))]
    return tuple(text.chars[start:end] for start, end in pairwise((0, *ends)))


def _read(runs: Sequence[str]) -> _Text:
    chars = "".join(runs)
    kept = _FREE * len(chars)
    for address in ADDRESS.finditer(chars) if _may_hold_address(chars) else ():
        kept = kept[: address.start()] + _KEPT * len(address[0]) + kept[address.end() :]
    owners = "".join(chr(number) * len(run) for number, run in enumerate(runs))
    return _Text(chars, owners, kept)


def _may_hold_address(chars: str) -> bool:
    """Tell whether it is worth looking for an address, which takes a while."""
    if "/" in chars or "@" in chars:
        return True
    lower = chars.lower()
    return "www." in lower or "mailto:" in lower or "xn--" in lower


def _has(chars: str, signs: Sequence[str]) -> bool:
    """Tell whether any of these signs is in a text; of figures, “0” stands for all."""
    for sign in signs:  # a generator would take longer than what it looks for
        if sign in chars:
            return True
    return "0" in signs and bool(_DIGIT.search(chars))


def _sign(sign: str, _: re.Match[str]) -> str:
    return sign


def _subtags(language: str) -> list[str]:
    return language.lower().replace("_", "-").split("-")


def quotes_of(language: str) -> Quotes | None:
    """Return the marks for a BCP 47 tag: English for an unknown one, None where none are set."""
    subtags = _subtags(language)
    if subtags[0] in _LEFT_ALONE:
        return None
    regional = (
        quotes for subtag in subtags[1:] if (quotes := QUOTES.get(f"{subtags[0]}-{subtag}"))
    )
    return next(regional, QUOTES.get(subtags[0], _ENGLISH))


_UNITS = r"[kcm]?m[²³]?|[km]?g|[kM]?t|[cm]?l|[kMGT]?(?:W|Wh|Hz)|km/h|°[CF]|[€£$¥%‰]"
_Rules = tuple[_Rule, ...]

# The sign by itself is matched, and its neighbours looked at, so that no letter moves from one run
# to another.
_LONE_HYPHEN = re.compile(r"(?<=[^\s-]\s)-(?=\s[^\s-])")
# The end of a line in a manuscript is no space where a script has none (CSS Text 3, 4.1.3).
_UNSPACED = (
    "\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff9f\uffe0-\uffef"
    "\U00020000-\U0003ffff"
)
# Behind the call of a note as well.
_AFTER_UNSPACED = "|".join(rf"(?<=[{_UNSPACED}]{digits})" for digits in ("", r"\d", r"\d\d"))
_RULES: _Rules = (
    _Rule("\n", re.compile(rf"(?:{_AFTER_UNSPACED})[ \t]*\n[ \t]*(?=[{_UNSPACED}])"), ""),
    _Rule(("``", "''"), re.compile(r"(?<!`)``(?!`)|(?<!')''(?!')"), '"'),
    _Rule(("---",), re.compile(r"(?<!-)---(?!-)"), "—"),
    _Rule(("--",), re.compile(r"(?<!-)--(?!-)"), "–"),
    _Rule("-", _LONE_HYPHEN, "–"),
    _Rule(("...",), re.compile(r"(?<!\.)\.\.\.(?!\.)"), "…"),
    _Rule(
        "'",
        re.compile(r"(?<=\d)'(?= ?\d{1,2}(?:[.,]\d+)?\")|(?<=°\d)'|(?<=°\d\d)'|(?<=° \d\d)'"),
        "′",
    ),
    _Rule("′", re.compile(r"(?<=′\d)\"|(?<=′\d\d)\"|(?<=′ \d)\"|(?<=′ \d\d)\""), "″"),
    # A key is a picture as a whole (UTS 51, ED-14c), and nothing else: no face draws it otherwise.
    _Rule(_KEYCAP, re.compile(f"(?<=[0-9#*])(?={_KEYCAP})"), "\N{VARIATION SELECTOR-16}"),
    _Rule("0", re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))"), _NO_BREAK),
    _Rule("0", re.compile(r"(?:(?<=\b\d)|(?<=\b\d\d)|(?<=\b\d{3})) (?=\d{3}\b)"), _NO_BREAK),
)  # fmt: skip
# East Slavic has one dash, the long one (Правила русской орфографии и пунктуации, 2006).
_LONG_DASH: _Rules = (_Rule("-", re.compile(r"(?<=[^\s-]\s)--?(?=\s[^\s-])"), "—"),)
_DASHES: dict[str, _Rules] = dict.fromkeys(("be", "ru", "uk"), _LONG_DASH)
# A preposition of one letter does not end a line in Polish, nor in Czech and Slovak (ČSN 01 6910).
_SPACES: dict[str, _Rules] = {
    "pl": (_Rule(" ", re.compile(r"(?<=(?<!\w)[AIOUWZaiouwz]) (?=\w)"), _NO_BREAK),),
    "cs": (_Rule(" ", re.compile(r"(?<=(?<!\w)[KSVZOUkszvou]) (?=\w)"), _NO_BREAK),),
    "sk": (_Rule(" ", re.compile(r"(?<=(?<!\w)[KSVZOUkszvou]) (?=\w)"), _NO_BREAK),),
}
_GUILLEMETS: _Rules = (
    _Rule("«", re.compile(r"(?<=«)[ \u00a0](?=\S)"), _THIN),
    _Rule("»", re.compile(r"(?<=\S)[ \u00a0](?=»)"), _THIN),
)
_COLON: _Rules = (_Rule(":", re.compile(r"(?<=[^\s:])[ \u202f]?(?=:(?:\s|$))"), _NO_BREAK),)
_HIGH_POINTS: _Rules = (
    _Rule(
        ";!?",
        re.compile(r"(?<=[^\s:;!?(\[…])[ \u00a0]?(?=[;!?]++(?![\w=&/-]))|(?<=…)[ \u00a0](?=[;!?])"),
        _THIN,
    ),
)


def _french_spaces(language: str) -> _Rules:
    """Return the rules for the spaces before points; Quebec has none before those that are high."""
    primary, *rest = _subtags(language)
    if primary != "fr":
        return ()
    return _GUILLEMETS + _COLON + (() if "ca" in rest else _HIGH_POINTS)


def _set_quotes(text: _Text, quotes: Quotes, elisions: str | None) -> None:
    if not _ANY_MARK.search(text.chars):
        return
    decades = r"\d\d(?!\d|')|\d\ds\b"
    clipped = rf"{decades}|(?:{elisions})(?!\w)" if elisions else decades
    text.substitute(re.compile(rf"(?<!\w)'(?={clipped})", re.IGNORECASE), partial(_sign, "’"))
    open_marks: list[str] = []
    source = text.chars
    last_closer = max((match.start() for match in _CLOSER.finditer(source)), default=-1)
    first_word = found.start() if (found := _WORD.search(source)) else len(source)

    def mark(match: re.Match[str]) -> str:
        start, end = match.span()
        before = source[start - 1] if start else " "
        after = source[end] if end < len(source) else " "
        if match[0] == "'" and start > max(last_closer, first_word):
            return "’"  # what nothing closes is no quotation, unless the whole block is one
        return _mark(match[0], before, after, open_marks, quotes)

    text.substitute(_ANY_MARK, mark)


def _mark(sign: str, before: str, after: str, open_marks: list[str], quotes: Quotes) -> str:
    """Decide one sign by its neighbours and by what is still open, which this keeps up to date."""
    if sign not in _STRAIGHT:
        _note_set_mark(sign, before, open_marks)
        return sign
    if sign == "'" and before.isalnum() and after.isalnum() and not _is_ideograph(before):
        return "’"
    if sign == '"' and before.isdigit() and sign not in open_marks:
        return "″"
    if _opens(sign, before, after, open_marks):
        open_marks.append(sign)
        return quotes.opening if sign == '"' else quotes.inner_opening
    if sign in open_marks:
        del open_marks[open_marks.index(sign) :]
        return quotes.closing if sign == '"' else quotes.inner_closing
    return quotes.closing if sign == '"' else "’"


def _opens(sign: str, before: str, after: str, open_marks: list[str]) -> bool:
    if _is_ideograph(before):
        return sign not in open_marks  # no space parts words there
    if sign == '"' and before in ",;:.!?…" and after.isalnum():
        return sign not in open_marks  # a space was forgotten
    if after.isspace():
        return False
    if before in _STRAIGHT:
        return open_marks[-1:] == [before] and sign not in open_marks  # it was opened just now
    return before in _OPENS_AFTER and not (open_marks[-1:] == [sign] and before in "-–—")


def _is_ideograph(char: str) -> bool:
    """Tell whether a sign is of Chinese or Japanese, punctuation included."""
    return "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"


def _note_set_mark(sign: str, before: str, open_marks: list[str]) -> None:
    """Remember a quotation that was opened with a proper sign: a straight one may close it."""
    kind = "'" if sign in _SINGLE else '"'
    if sign in _OPENERS and (before in _OPENS_AFTER or _is_ideograph(before)):
        open_marks.append(kind)
    elif kind in open_marks and not (sign == "’" and before.isalnum()):
        del open_marks[open_marks.index(kind) :]
