"""Find what no reader would see of the HTML in Markdown: comments, scripts, tags without an end.

A browser takes them, and all words within, for its own: the rest of an article, where one is never
closed. Knows tokens, and the tokenizer of HTML
(https://html.spec.whatwg.org/multipage/parsing.html#tokenization) as far as it takes words away.
"""

from __future__ import annotations

import re
from bisect import bisect
from typing import TYPE_CHECKING

from pressrun.model import Dropped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pressrun.readers.commonmark import Token
    from pressrun.readers.mdbook import Copy

# Between the tokens, and for a “<” that is a word’s; a text has neither any more.
_SEAM, _SIGN = "\x01", "\x02"
_UNSHOWN = re.compile(
    r"""<!--(?:-?>|(?P<comment>.*?)(?P<comment_ends>--!?>|\Z))
    |<(?P<name>script|style|iframe|noscript|template|title)\b[^>\x01]*>
        (?P<inside>.*?)(?P<inside_ends></(?P=name)\s*>|\Z)
    |</?(?P<tag>[a-z][^\s/>\x01]*+)
        (?:=\s*+(?:"[^"\x01]*"|'[^'\x01]*')|=\s*+(?!["'])|[^>=\x01])*+(?P<tag_ends>>?)
    |<(?P<odd>[?!])(?P<words>[^>\x01]*+)(?P<odd_ends>>?)""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
# What `pressrun.reading` writes is nobody’s word.
_OURS = "Left out:"
_LONG = re.compile(r"\n\s*\n|<!--|\x01")


# The line’s index, what is wrong, the remedy.
Fault = tuple[int, str, str]


def unshown(tokens: Sequence[Token], copy: Copy, *, incomplete: bool) -> list[Fault]:
    """Tell `copy` of all that is left out; return what is never closed, and swallows what follows.

    Of an `incomplete` text that is told, too.
    """
    faults: list[Fault] = []
    pieces = list(_pieces(tokens))
    text = _SEAM.join(piece for piece, _ in pieces)
    starts = [0]
    for piece, _ in pieces:
        starts.append(starts[-1] + len(piece) + 1)
    for match in _UNSHOWN.finditer(text):
        place = bisect(starts, match.start()) - 1
        index = pieces[place][1] + text.count("\n", starts[place], match.start())
        fault, words = _fault(match), _words(match)
        if fault and not incomplete:
            faults.append((index, *fault))
        elif words and not words.startswith(_OURS):
            why = fault[0] if fault else _reason(match)
            copy.dropped.append(Dropped(line=copy.number(index), text=words, why=why))
    return faults


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[str, int]]:
    """Yield each token’s text, HTML as it is and words without a “<”, with its line’s index."""
    index = 0
    for token in tokens:
        index = token.map[0] if token.map else index
        line = index
        for each in token.children or (token,):
            yield (
                each.content if each.type.startswith("html_") else each.content.replace("<", _SIGN),
                line,
            )
            line += each.type in {"softbreak", "hardbreak"}


def _fault(match: re.Match[str]) -> tuple[str, str] | None:
    if match["comment_ends"] == "":
        return "the comment has no end", "close it with “-->”, or write “&lt;!--” for the signs"
    if match["inside_ends"] == "":
        name = match["name"].lower()
        hint = f"close it with “</{name}>”, or write “&lt;{name}>” for the words"
        return f"the <{name}> has no end", hint
    if match["tag_ends"] == "" or match["odd_ends"] == "":
        name = match["tag"] or match["odd"]
        return f"the tag “<{name[:30]}” has no end", "close it with “>”, or write “&lt;” for “<”"
    return None


def _words(match: re.Match[str]) -> str:
    inside = match["comment"] or match["inside"] or match["words"] or ""
    if match["tag_ends"] == "":
        inside = match[0]
    return " ".join(inside.replace(_SIGN, "<").replace(_SEAM, " ").split())


def _reason(match: re.Match[str]) -> str:
    """Say why it is left out; of what is plainly no part of the text, only who asks is told."""
    if match["comment"]:
        return "a comment" if _LONG.search(match["comment"]) else "understood as a comment"
    return f"a book shows no <{match['name'].lower()}>" if match["name"] else "understood as a sign"
