"""The words of the book that no author wrote, in the language of the book; knows only languages.

`words/` has a file for each language. Dates and lists of names follow CLDR, by Babel.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

_FOLDER = Path(__file__).parent / "words"
_OTHER_NAMES = {"no": "nb"}


class Wording:
    """The words of one language, English where `words/` has none."""

    def __init__(self, language: str) -> None:
        """Take a BCP 47 tag."""
        # "en" alone means American dates to CLDR; the world's English puts the day first.
        tag = "en-GB" if language.lower() == "en" else language
        try:
            self._locale = Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            self._locale = Locale.parse("en_GB")
        self._words = _load(language.lower().split("-")[0], self._locale.script)

    def __getitem__(self, key: str) -> str:
        """Return one word or phrase."""
        return self._words[key]

    @property
    def direction(self) -> str:
        """Tell which way the language is written, `ltr` or `rtl`."""
        return "rtl" if self._locale.character_order == "right-to-left" else "ltr"

    def by(self, names: Sequence[str]) -> str:
        """Return a byline, such as “By Ada Lovelace and Mary Shelley”."""
        return self._words["by"].format(self.names(names))

    def done_by(self, role: str, names: Sequence[str]) -> str:
        """Return who did what, such as “Translated by Ada Lovelace”; `role` is a MARC relator."""
        return self._words[role].format(self.names(names))

    def names(self, names: Sequence[str]) -> str:
        """Join names as the language does."""
        return format_list(list(names), locale=self._locale)

    def date(self, day: datetime.date) -> str:
        """Return a date in full, such as “13 October 2015”."""
        return format_date(day, format="long", locale=self._locale)

    def updated(self, day: datetime.date) -> str:
        """Return the line that says when a text was last changed."""
        return self._words["updated"].format(self.date(day))

    def numbered(self, kind: str, number: str) -> str:
        """Return what a numbered thing is called, such as “Figure 2”, on one line."""
        return self._words[kind].format(number).replace(" ", "\u00a0")

    def on_page(self) -> tuple[str, str]:
        """Return what stands before and after a page's number where a text points to a page."""
        before, _, after = self._words["on_page"].partition("{}")
        return before.replace(" ", "\u00a0"), after


@cache
def _load(language: str, script: str | None) -> dict[str, str]:
    language = _OTHER_NAMES.get(language, language)
    names = (f"{language}-{script}", language, "en")
    path = next(p for name in names if (p := _FOLDER / f"{name}.toml").is_file())
    return tomllib.loads(path.read_text(encoding="utf-8"))
