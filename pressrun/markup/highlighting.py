"""Mark the parts of speech of program code, and its lines; alone in knowing Pygments.

A few classes, which the styles tell apart by weight and slope, so that they are seen in grey print
and by night: https://pygments.org/docs/tokens/ has the kinds that they gather.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pygments import lex
from pygments.lexers import get_lexer_by_name
from pygments.token import Token
from pygments.util import ClassNotFound

from pressrun.markup import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pygments.lexer import Lexer
    from pygments.token import _TokenType

    from pressrun.markup.composition import Composition
    from pressrun.markup.tree import Element

# From the special to the general: the first that a kind belongs to counts.
_CLASSES = (
    (Token.Comment.Preproc, None),
    (Token.Comment, "code-comment"),
    (Token.Keyword, "code-keyword"),
    (Token.Operator.Word, "code-keyword"),
    (Token.Name.Class, "code-definition"),
    (Token.Name.Function, "code-definition"),
    (Token.Name.Tag, "code-keyword"),
    (Token.Literal.String, "code-string"),
    (Token.Generic.Deleted, "code-deleted"),
    (Token.Generic.Inserted, "code-inserted"),
    (Token.Generic.Heading, "code-keyword"),
    (Token.Generic.Subheading, "code-keyword"),
    (Token.Generic.Prompt, "code-prompt"),
)
CLASSES = frozenset(name for _, name in _CLASSES if name)
_LANGUAGE = re.compile(r"language-\{?\.?([\w+#-]+)")


def highlight(work: Composition) -> None:
    """Mark up every block of code: a `span.code-line` for each line, in it what kinds there are."""
    for root in work.trees():
        for block in root.iter("pre"):
            code = block[0] if len(block) == 1 and block[0].tag == "code" else block
            if not len(code) and code.text and not (block.text or "").strip():
                _highlight(code, _LANGUAGE.search(code.get("class", "")))


def _highlight(code: Element, language: re.Match[str] | None) -> None:
    text, code.text = code.text or "", None
    if language:
        code.set("class", f"language-{language[1]}")
    for line in _lines(_parts(text, language[1] if language else "")):
        row = tree.make("span", class_="code-line")
        for name, part in line:
            if name:
                row.append(tree.make("span", text=part, class_=name))
            elif len(row):
                row[-1].tail = (row[-1].tail or "") + part
            else:
                row.text = (row.text or "") + part
        code.append(row)


def _parts(text: str, language: str) -> list[tuple[str | None, str]]:
    """Return a text's parts, each with its class; one without any where no word would be the same.

    Lexers are many hands' work, and some drop or change what they do not know.
    """
    lexer = _lexer(language)
    found = [(_class_of(kind), part) for kind, part in lex(text, lexer)] if lexer else []
    same = "".join(part for _, part in found) == text
    return found if same else [(None, text)]


@lru_cache
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False) if language else None
    except ClassNotFound:
        return None


def _class_of(kind: _TokenType) -> str | None:
    return next((name for group, name in _CLASSES if kind in group), None)


def _lines(parts: list[tuple[str | None, str]]) -> Iterator[list[tuple[str | None, str]]]:
    """Part a text at its line ends, each of which stays with the line that it ends."""
    line: list[tuple[str | None, str]] = []
    for name, text in parts:
        for piece in text.splitlines(keepends=True):
            line.append((name, piece))
            if piece.endswith("\n"):
                yield line
                line = []
    if line:
        yield line
