"""Put the words of a page together again where its lines cut them; knows nothing of files.

A hyphen that a line's end made is U+00AD, if the file says so as ISO 32000-1, 14.8.2.2.3 asks.
Other typesetters draw U+2010, and pdfium turns any hyphen into U+0002 there. Which of those were
written, and whether a space stood where a line ends, the words of the other edition can tell.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SOFT: Final = "\u00ad"
ADDED: Final = f"\u2010{SOFT}"
PDFIUM_HYPHEN: Final = "\x02"
HYPHENS: Final = frozenset(f"-{ADDED}{PDFIUM_HYPHEN}")

# A line may end after one of these without a space in the text.
_BREAKS_AFTER: Final = frozenset("\u2013\u2014/\u200b")

_KEYBOARD_HYPHEN: Final = str.maketrans(dict.fromkeys(f"\u2010\u2011{PDFIUM_HYPHEN}", "-"))


class Vocabulary:
    """Words that are known to be right, found whatever their hyphens look like."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Take the words; of those that differ only in the kind of hyphen, the first."""
        self._words: Final[dict[str, str]] = {}
        for word in words:
            self._words.setdefault(word.translate(_KEYBOARD_HYPHEN), word)

    def __bool__(self) -> bool:
        """Tell whether anything is known."""
        return bool(self._words)

    def spelling(self, word: str) -> str | None:
        """Give the known spelling of a word, None where it is not known."""
        return self._words.get(word.translate(_KEYBOARD_HYPHEN))


def rejoin(lines: Iterable[str], known: Vocabulary | None = None) -> tuple[str, ...]:
    """Give the words of `lines` in order, each as it was before the lines cut it.

    A cut word is put together in the way that gives words that are `known`, in their spelling.
    Where none does, or nothing is known, a hyphen of the keyboard stays, any other goes, and a
    line's end is a space except after a dash or a slash.
    """
    known = known or Vocabulary()
    chains = _chains((line.split() for line in lines), known)
    return tuple(word for chain in chains for word in _mended(chain, known))


def _chains(lines: Iterable[Sequence[str]], known: Vocabulary) -> Iterator[list[str]]:
    """Give sure words one by one, and the pieces of a doubtful one together."""
    chain: list[str] = []
    for line in filter(None, lines):
        if chain and not _doubtful(chain[-1], line[0], known):
            yield chain
            chain = []
        chain.append(line[0])
        for word in line[1:]:
            yield chain
            chain = [word]
    if chain:
        yield chain


def _doubtful(before: str, after: str, known: Vocabulary) -> bool:
    if before[-1] in HYPHENS or before[-1] in _BREAKS_AFTER:
        return True
    return bool(known) and None in (known.spelling(before), known.spelling(after))


def _mended(chain: Sequence[str], known: Vocabulary) -> list[str]:
    """Give the first way to join the pieces that makes known words, else the likeliest way."""
    *cut, last = chain
    likeliest: list[str] = []
    for ends in product(*map(_ends, cut)):
        words = "".join([*ends, last]).split()
        spelt = [known.spelling(word) for word in words]
        if None not in spelt:
            return [word for word in spelt if word is not None]
        likeliest = likeliest or words
    return [word.replace(PDFIUM_HYPHEN, "-") for word in likeliest]


def _ends(piece: str) -> tuple[str, ...]:
    """Give what a piece may have been in the text, its space included, the likeliest first."""
    stem, end = piece[:-1], piece[-1]
    if not stem or end not in HYPHENS | _BREAKS_AFTER:
        return (f"{piece} ", piece)
    if end in _BREAKS_AFTER:
        return (piece, f"{piece} ")
    if end == SOFT:
        return (stem,)
    if end in ADDED:
        return (stem, f"{stem}-", f"{stem}- ")
    return (f"{stem}-", stem, f"{stem}- ")
