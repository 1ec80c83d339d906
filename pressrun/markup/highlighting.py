"""Mark the kinds of words in program code, and its lines; alone in knowing Pygments.

A few classes, which the styles tell apart by weight and slope, so that they are seen in grey print
and by night: https://pygments.org/docs/tokens/ has the kinds that they gather.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pressrun.markup import tree
from pressrun.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pygments.lexer import Lexer

    from pressrun.markup.composition import Composition
    from pressrun.markup.tree import Element

    Part = tuple[str | None, str]

# From the special to the general: the first that a kind begins with counts.
_CLASSES = (
    ("Token.Comment.Preproc", None),
    ("Token.Comment", "code-comment"),
    ("Token.Keyword", "code-keyword"),
    ("Token.Operator.Word", "code-keyword"),
    ("Token.Name.Tag", "code-keyword"),
    ("Token.Name.Class", "code-definition"),
    ("Token.Name.Function", "code-definition"),
    ("Token.Generic.Deleted", "code-deleted"),
    ("Token.Generic.Inserted", "code-inserted"),
    ("Token.Generic.Heading", "code-keyword"),
    ("Token.Generic.Subheading", "code-keyword"),
)
CLASSES = frozenset(name for _, name in _CLASSES if name)
_LANGUAGE = re.compile(r"language-\{?\.?([\w+#-]+)")
_PIECES = re.compile(r"[^\n]+|\n")


def highlight(work: Composition) -> None:
    """Mark up every block of code: a `span.code-line` for each line, in it what kinds there are."""
    for root in work.trees():
        for block in list(root.iter("pre")):
            if Wording(work.language).direction == "rtl":
                block.set("dir", "ltr")
            code = block[0] if len(block) == 1 and block[0].tag == "code" else block
            if not len(code) and code.text and (code is block or not (block.text or "").strip()):
                _highlight(code, _LANGUAGE.search(code.get("class", "")))


def _highlight(code: Element, found: re.Match[str] | None) -> None:
    language = found[1] if found else ""
    parts = _parts(code.text or "", language)
    code.text = None
    if language:
        code.set("class", f"language-{language}")
    for line in _lines(parts):
        row = tree.make("span", class_="code-line")
        for name, text in line:
            if name:
                row.append(tree.make("span", text=text, class_=name))
            elif len(row):
                row[-1].tail = (row[-1].tail or "") + text
            else:
                row.text = (row.text or "") + text
        code.append(row)


def _parts(text: str, language: str) -> list[Part]:
    """Return a text's parts, each with its class, or the text alone where it would not be the same.

    Lexers are many hands' work, and some drop or change what they do not know.
    """
    lexer = _lexer(language) if language else None
    found = [(_class_of(str(kind)), part) for kind, part in lexer.get_tokens(text)] if lexer else []
    same = "".join(part for _, part in found) == text
    return found if same else [(None, text)]


@lru_cache
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - most articles have no code
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _class_of(kind: str) -> str | None:
    return next((name for group, name in _CLASSES if kind.startswith(group)), None)


def _lines(parts: list[Part]) -> Iterator[list[Part]]:
    """Part a text at its line ends, each of which closes the line that it ends."""
    line: list[Part] = []
    for name, text in parts:
        for piece in _PIECES.findall(text):
            line.append((None if piece == "\n" else name, piece))
            if piece == "\n":
                yield line
                line = []
    if line:
        yield line
