"""Read the patterns that words are divided by in a small part of pyphen's time.

pyphen 0.18.1 takes every pattern of a language apart, eleven thousand in English and seventy-eight
thousand in German, of which an article's words meet a few hundred. Here a pattern is taken apart
when a word meets it. Words are divided in the same places, but for those that would be spelt in
another way then, as Hungarian “hosszú” is: WeasyPrint 70.0 goes on at the wrong letter behind them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    # The class that it makes; pyphen ships no types.
    Patterns = Any

_DIGITS = b"0123456789"
_CODED = "^^"  # a character by its number
_MOST = 20_000  # words that are remembered of a language; an archive has no end of them


def read_when_met(pyphen: Any) -> Patterns:  # noqa: ANN401 - it ships no types
    """Return what takes the place of pyphen's `HyphDict`."""

    class HyphDict(pyphen.HyphDict):  # type: ignore[misc]
        """The patterns of a language, each as it stands in its file until a word meets it."""

        def __init__(self, path: Path) -> None:
            text = _text_of(path)
            if _CODED in text:
                super().__init__(path)
            else:
                self.patterns = _by_letters(text, pyphen.ignored)
                self.maxlen = max(map(len, self.patterns))
                self.cache: dict[str, Any] = {}

        def positions(self, word: str) -> Any:  # noqa: ANN401 - as above
            if word.lower() not in self.cache:
                if len(self.cache) >= _MOST:
                    self.cache.clear()
                self._meet(f".{word.lower()}.")
            return [place for place in super().positions(word) if not place.data]

        def _meet(self, word: str) -> None:
            for letters in _pieces(word, self.maxlen):
                pattern = self.patterns.get(letters)
                if isinstance(pattern, str):
                    self.patterns[letters] = _taken_apart(pattern, pyphen)

    return HyphDict


def _text_of(path: Path) -> str:
    """Return a file's patterns; its first line names their encoding (hunspell, 4)."""
    name, _, patterns = path.read_bytes().partition(b"\n")
    encoding = name.decode().strip()
    return patterns.decode("cp1251" if encoding.lower() == "microsoft-cp1251" else encoding)


def _by_letters(text: str, ignored: tuple[str, ...]) -> dict[str, Any]:
    """Return each pattern by its letters, but for those that divide nowhere."""
    lines = [line for line in map(str.strip, text.split("\n")) if not line.startswith(ignored)]
    stripped = "\n".join(lines).encode().translate(None, _DIGITS).decode().split("\n")
    pairs = zip(stripped, lines, strict=True)
    if "=" not in text:
        return {letters: line for letters, line in pairs if letters != line}
    # What follows a stroke says how the word is spelt when it is divided.
    return {
        letters.partition("/")[0] if "=" in line else letters: line
        for letters, line in pairs
        if letters != line
    }


def _pieces(word: str, longest: int) -> Iterator[str]:
    for begin in range(len(word) - 1):
        for end in range(begin + 1, min(begin + longest, len(word)) + 1):
            yield word[begin:end]


def _taken_apart(pattern: str, pyphen: Any) -> tuple[int, tuple[int, ...]] | None:  # noqa: ANN401
    """Return where a pattern's values begin, and its values, as pyphen does."""
    value: Any = int
    if "/" in pattern and "=" in pattern:
        pattern, spelling = pattern.split("/", 1)
        value = pyphen.AlternativeParser(pattern, spelling)
    values = [value(digit or "0") for digit, _ in pyphen.parse(pattern)]
    told = [place for place, each in enumerate(values) if each]
    return (told[0], tuple(values[told[0] : told[-1] + 1])) if told else None
