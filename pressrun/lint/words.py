"""Look at words and signs: what a proof-reader marks, and a program can tell."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from pressrun.lint.copy import OBJECT
from pressrun.lint.lexicon import lexicon
from pressrun.typography import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressrun.lint.copy import Block, Copy
    from pressrun.preflight.finding import Finding

_TWICE = re.compile(r"(?<![\w’'-])([^\W\d_]{2,}|a)\s+(\1)(?![\w’'-])", re.IGNORECASE)
# UTF-8 taken for Windows-1252 or ISO 8859-1, and what a decoder puts for what it cannot read.
_GARBLED = re.compile(
    "\ufffd+|[Ââ](?:€[™œ\u009d˜“”¦\u0080-\u00bf]|\u0080[\u0080-\u00bf])|[ÃÂ][\u0080-\u00a0¡-¿]"
    "|Ã[ƒ¤¶¼Ÿ„–œ©¨ª«¬]|[ÐÑ][\u0080-\u00bf°-¿][ÐÑ][\u0080-\u00bf°-¿]"
)
_DESK = re.compile(r"(?<![\w-])(?:FIXME|lorem ipsum|Lorem ipsum)(?!\w)")
_DESK_ENGLISH = re.compile(r"(?<![\w-])(?:TK|TKTK|TKs?|TODO|FIXME|(?i:lorem ipsum))(?![\w-])")
_SPACED = re.compile(r"(?<=\w)[ \u00a0]+[,.](?=\s|$)")
_PARTED = re.compile(r"(?<![\w-])([^\W\d_]{2,})- ([^\W\d_]{3,})(?![\w-])")
# “pre- and post-war”, “Haus- und Hof”: what follows such a hyphen is a word that joins.
_JOINS = frozenset({
    "aber", "als", "and", "bis", "bzw", "eller", "en", "et", "med", "nebo", "noch", "nor", "oder",
    "och", "of", "or", "ou", "oraz", "per", "plus", "sau", "sekä", "sowie", "statt", "tai", "to",
    "und", "vagy", "versus", "via", "wie",
})  # fmt: skip
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
# 6" and 5'10" are measures.
_MEASURE = re.compile(r"(?<=\d)\"")
_OPENING = ('"', "“", "„", "«", "»", "”", OBJECT)
_PAIRS = {")": "(", "]": "["}
# “a)” and “2)” count, and smileys smile.
_COUNTED = re.compile(r"(?:^|[\s;,.])(?:\d{1,3}|[^\W\d_]|[ivxIVX]+)\)$")
_SMILE = re.compile(r"(?<!\w)[:;]-?[()]")
_NO_SPACE_BEFORE = frozenset({"he", "ar", "fa", "ja", "zh", "ko", "th"})


def doubled(copy: Copy) -> Iterator[Finding]:
    """Find words that stand twice."""
    words = lexicon(copy.language)
    for block in copy.blocks():
        for match in _TWICE.finditer(block.text):
            word = match[2]
            fault = word in words.faults if words.twice is None else word not in words.twice
            meant = match[1].isupper() and not word.isupper()
            if fault and not meant and (word.islower() or word in words.faults):
                message = f"“{word}” stands twice"
                yield copy.finding("PR-401", message, block.line, match[0])


def quotes(copy: Copy) -> Iterator[Finding]:
    """Find straight quotation marks without a partner.

    Where a quotation goes on in the next paragraph, that begins with a mark, too.
    """
    blocks = list(copy.blocks())
    for block, after in zip_longest(blocks, blocks[1:]):
        text = ADDRESS.sub("", block.text)
        odd = all(part.count('"') % 2 for part in (text, _MEASURE.sub("", text)))
        if odd and not (after and after.text.startswith(_OPENING)):
            place = text.rindex('"')
            near = text[max(0, place - 20) : place + 20].strip().replace("\n", " ")
            word = re.search(r"\S*$", text[:place]), re.match(r"\S*", text[place:])
            words = "".join(match[0] for match in word if match)
            yield copy.finding(
                "PR-402", f"a straight quotation mark has no partner: “{near}”", block.line, words
            )


def brackets(copy: Copy) -> Iterator[Finding]:
    """Find brackets without a partner in their paragraph."""
    for block in copy.blocks():
        if found := _lone_bracket(_SMILE.sub("", block.text)):
            message = f"“{found[0]}” has no partner in its paragraph"
            yield copy.finding("PR-403", message, block.line, found[1])


def _lone_bracket(text: str) -> tuple[str, str] | None:
    """Return a bracket without a partner, with the words that it stands at."""
    opened: list[int] = []
    for place, sign in enumerate(text):
        if sign in _PAIRS.values():
            opened.append(place)
        elif sign in _PAIRS:
            if not opened and _COUNTED.search(text[: place + 1]):
                continue
            if not opened or text[opened[-1]] != _PAIRS[sign]:
                return sign, text[max(0, place - 15) : place + 1].rpartition("\n")[2].lstrip()
            opened.pop()
    if not opened:
        return None
    return text[opened[0]], text[opened[0] : opened[0] + 15].partition("\n")[0].rstrip()


def garbled(copy: Copy) -> Iterator[Finding]:
    """Find what is left of letters that were read in the wrong encoding."""
    for block in copy.blocks():
        if match := _GARBLED.search(block.text):
            around = re.search(r"\S*$", block.text[: match.start()])
            word = (around[0] if around else "") + match[0]
            message = f"“{word}” was garbled on the way"
            yield copy.finding("PR-404", message, block.line, match[0])


def desk(copy: Copy) -> Iterator[Finding]:
    """Find notes to the desk."""
    pattern = _DESK_ENGLISH if copy.language == "en" else _DESK
    for block in copy.blocks():
        for match in pattern.finditer(block.text):
            yield copy.finding("PR-405", f"“{match[0]}” is left", block.line, match[0])


def spaces(copy: Copy) -> Iterator[Finding]:
    """Find spaces before a comma or a full stop."""
    if copy.language in _NO_SPACE_BEFORE:
        return
    for block in copy.blocks():
        if match := _SPACED.search(block.text):
            words = _around(block, match)
            message = f"a space stands before “{match[0].strip()}”: “{words}”"
            yield copy.finding("PR-406", message, block.line, words)


def parted(copy: Copy) -> Iterator[Finding]:
    """Find words that were parted at a line's end elsewhere."""
    for block in copy.blocks():
        for match in _PARTED.finditer(block.text.replace("\n", " ")):
            if match[2].lower() not in _JOINS and match[2].islower() and OBJECT not in match[0]:
                message = f"“{match[0]}” is one word, parted"
                yield copy.finding("PR-407", message, block.line, match[0])


def private(copy: Copy) -> Iterator[Finding]:
    """Find signs of the private area."""
    for block in copy.blocks():
        if match := _PRIVATE.search(block.text):
            message = f"U+{ord(match[0]):04X} has no meaning outside its font"
            yield copy.finding("PR-408", message, block.line, match[0])


def _around(block: Block, match: re.Match[str]) -> str:
    before = re.search(r"\S+$", block.text[: match.start()])
    return (before[0] if before else "") + match[0]
