"""Say a formula in words, for whoever hears it: simple ones as one reads them to a person.

A language has a file here, or none, and then a formula is said as it was typed. What a formula
holds beyond these rules is not guessed at: then, too, it is said as it was typed. The wording
follows ClearSpeak (https://docs.wiris.com/mathplayer, ClearSpeak rules) where it is English.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pressrun.markup.tree import Element

_FOLDER = Path(__file__).parent
_SILENT = frozenset("\u2062\u2063\u2064\u200b")
_SAME = {"-": "−", "⋅": "·", "∗": "*", "⋯": "…", "\u0302": "ˆ", "^": "ˆ", "~": "˜", "‾": "ˉ",
         "\u0304": "ˉ", "\u0332": "ˉ", "→": "⃗", "\u2223": "|", "\u2225": "∥", "‖": "∥"}  # fmt: skip
_OPEN, _CLOSE = frozenset("([{⟨⌊⌈"), frozenset(")]}⟩⌋⌉")
_WITH_LIMITS = frozenset("∑∏∫")


class _UnsayableError(Exception):
    """Something in the formula has no words here."""


def say(formula: Element, language: str) -> str | None:
    """Return a formula's MathML in words of a BCP 47 language, None where there are none."""
    words = _load(language.lower().partition("-")[0])
    if words is None:
        return None
    try:
        said = " ".join(_Speaker(words).inside(formula).split())
    except _UnsayableError:
        return None
    return re.sub(r" (?=[,;])", "", said).rstrip(",") or None


@cache
def _load(language: str) -> dict[str, Any] | None:
    path = _FOLDER / f"{language}.toml"
    if not language.isalpha() or not path.is_file():
        return None
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _is_bracketed(element: Element) -> bool:
    """Tell what is a whole with the brackets around it: a matrix, a binomial."""
    before, after = element.getprevious(), element.getnext()
    whole = element.tag == "mtable" or element.get("linethickness") == "0"
    return whole and all(
        side is not None and (side.text or "") in signs
        for side, signs in ((before, _OPEN), (after, _CLOSE))
    )


class _Speaker:
    """Says elements of MathML, each kind by one rule."""

    def __init__(self, words: dict[str, Any]) -> None:
        self._words = words
        self._rules: dict[str, Callable[[Element], str]] = {
            "math": self.inside, "mrow": self.inside, "mstyle": self.inside, "mi": self._name,
            "mn": self._text, "mtext": self._text, "mo": self._sign, "mspace": lambda _: "",
            "mfrac": self._fraction, "msup": self._power, "msub": self._index,
            "msubsup": self._scripts, "msqrt": self._root, "mroot": self._nth_root,
            "munder": self._under, "mover": self._over, "munderover": self._scripts,
            "mtable": self._table,
        }  # fmt: skip

    def inside(self, element: Element) -> str:
        if len(element) == 3 and _is_bracketed(element[1]):  # noqa: PLR2004 - with its brackets
            return self._say(element[1])
        return " ".join(filter(None, map(self._say, element)))

    def _say(self, element: Element) -> str:
        rule = self._rules.get(str(element.tag).rpartition("}")[2])
        if rule is None:
            raise _UnsayableError
        return rule(element)

    def _put(self, key: str, *parts: str) -> str:
        return str(self._words[key]).format(*parts)

    def _text(self, element: Element) -> str:
        return " ".join((element.text or "").split())

    def _name(self, element: Element) -> str:
        """Say a letter, Greek ones by name, or the name of a function."""
        text = self._text(element).replace("\ufe00", "").replace("\ufe01", "")
        if len(text) != 1 or text in self._words["signs"]:
            return str(self._words["signs"].get(text, text))
        plain = unicodedata.normalize("NFKC", text)
        said = plain
        name = unicodedata.name(plain, "")
        if name.startswith("GREEK "):
            said = name.split(" LETTER ")[-1].partition(" ")[0].lower()
            said = self._put("capital", said) if plain.isupper() else said
        elif not plain.isalnum():
            raise _UnsayableError
        bold = "BOLD" in unicodedata.name(text, "")
        return self._put("bold", said) if bold else said

    def _sign(self, element: Element) -> str:
        text = "".join(char for char in self._text(element) if char not in _SILENT)
        signs = self._words["signs"]
        if text == "\u2061":
            return str(self._words["of"])
        if text in _OPEN or text in _CLOSE:
            return str(self._words["open" if text in _OPEN else "close"])
        text = text if text in signs else _SAME.get(text, text)
        if text and text not in signs:
            raise _UnsayableError
        return str(signs.get(text, ""))

    def _is_simple(self, element: Element) -> bool:
        leaves = [e for e in element.iter() if not len(e) and (e.text or "").strip()]
        return len(leaves) == 1

    def _fraction(self, element: Element) -> str:
        above, below = map(self._say, element)
        if element.get("linethickness") == "0":
            return self._put("binomial", above, below)
        simple = all(map(self._is_simple, element))
        return self._put("over" if simple else "fraction", above, below)

    def _power(self, element: Element) -> str:
        base, raised = element
        if self._sign_in(raised) == "′":
            return f"{self._say(base)} {self._say(raised)}"
        if self._sign_in(raised) in {"∘", "°"}:
            return f"{self._say(base)} {self._words['signs']['°']}"
        if self._sign_in(base) in _WITH_LIMITS:
            raise _UnsayableError
        return self._raise(self._say(base), raised)

    def _raise(self, base: str, raised: Element) -> str:
        key = {"2": "squared", "3": "cubed"}.get("".join(raised.itertext()).strip())
        if key:
            return self._put(key, base)
        return self._put(
            "power" if self._is_simple(raised) else "long_power", base, self._say(raised)
        )

    def _index(self, element: Element) -> str:
        base, lowered = element
        if self._sign_in(base) in _WITH_LIMITS or self._sign_in(base) == "lim":
            return self._under(element)
        return self._put("sub", self._say(base), self._say(lowered))

    def _scripts(self, element: Element) -> str:
        base, lowered, raised = element
        if self._sign_in(base) in _WITH_LIMITS:
            return self._put("from_to", *map(self._say, element))
        if element.tag == "munderover":
            raise _UnsayableError
        return self._raise(self._put("sub", self._say(base), self._say(lowered)), raised)

    def _sign_in(self, element: Element) -> str:
        return "".join(element.itertext()).strip()

    def _root(self, element: Element) -> str:
        key = "root" if self._is_simple(element) else "long_root"
        return self._put(key, self.inside(element))

    def _nth_root(self, element: Element) -> str:
        inside, degree = map(self._say, element)
        return self._put("nth_root", degree, inside)

    def _under(self, element: Element) -> str:
        base, below = element
        sign = self._sign_in(base)
        if sign == "lim":
            return self._put("limit", self._say(below))
        if sign in _WITH_LIMITS:
            return self._put("over_set", self._say(base), self._say(below))
        if element.get("accentunder"):
            raise _UnsayableError
        return self._put("below", self._say(base), self._say(below))

    def _over(self, element: Element) -> str:
        base, above = element
        if element.get("accent"):
            sign = self._sign_in(above)
            accents = self._words["accents"]
            key = sign if sign in accents else _SAME.get(sign, sign)
            if key not in accents:
                raise _UnsayableError
            return str(accents[key]).format(self._say(base))
        return self._put("above", self._say(base), self._say(above))

    def _table(self, element: Element) -> str:
        rows: Sequence[str] = [
            self._put("row", str(number), ", ".join(filter(None, map(self.inside, row))))
            for number, row in enumerate(element, start=1)
        ]
        return self._put("matrix", str(len(rows)), "; ".join(rows))
