"""What the rules of lint look at: one article, beside the manuscript that it was made from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pressrun.lint.registry import RULES, VALIDATOR
from pressrun.markup import tree
from pressrun.markup.composition import line_of
from pressrun.preflight.finding import Finding

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pressrun.markup.tree import Element
    from pressrun.model import Article, Manuscript, Picture
    from pressrun.stylesheets import Geometry

# What is no running text stands as one sign in it, as for typography.
OBJECT = "\ufffc"
_NO_TEXT = frozenset({"code", "img", "kbd", "math", "pre", "samp", "svg", "var"})
_BLOCKS = frozenset({
    "blockquote", "caption", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3",
    "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
})  # fmt: skip
# Between two words of the text there may be marks of Markdown or tags in the manuscript.
_BETWEEN = r"(?:[\s*_~`\[\]\\>|^]|<[^<>]*>)+"
_FURTHEST, _LONGEST_MATTER = 80, 100


class Block(NamedTuple):
    """A paragraph or the like: its line (from 1), and its own words, without code."""

    element: Element
    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An article, its manuscript, and the lines of the file; none where these are no text."""

    manuscript: Manuscript
    article: Article
    root: Element
    lines: tuple[str, ...]
    page: Geometry
    pictures: Mapping[str, Picture]
    language_told: bool
    issued: datetime.date | None

    @property
    def language(self) -> str:
        """Return the primary subtag of the article's language."""
        return self.article.language.lower().partition("-")[0]

    def finding(self, number: str, message: str, line: int | None, words: str = "") -> Finding:
        """Make a finding of the block at `line`, at its `words` where these are found below."""
        place = self._find(words, line or 1) if words else None
        at, column = place or (line, None)
        return finding_of(number, message, self.manuscript.path, line=at, column=column)

    def of_key(self, number: str, message: str, *keys: str) -> Finding:
        """Make a finding of the first of these keys that is there, in the front matter at best."""
        for key in keys:
            begins = re.compile(rf"{re.escape(key)}\s*[:=]")
            for at, line in enumerate(self.lines[:_LONGEST_MATTER], start=1):
                if begins.match(line):
                    path = self.manuscript.path
                    return finding_of(number, message, path, line=at, column=1)
        said = next((d for d in self.manuscript.defaults if d.key in keys), None)
        if said:
            return finding_of(number, message, said.path, line=said.line, column=1)
        return finding_of(number, message, self.manuscript.path, line=1)

    def blocks(self) -> Iterator[Block]:
        """Yield what holds running text, in order."""
        for element in self.root.iter(*_BLOCKS):
            if element.tag == "pre" or "formula" in element.get("class", ""):
                continue
            if text := _text(element).strip():
                yield Block(element, line_of(element) or 1, text)

    def _find(self, words: str, line: int) -> tuple[int, int] | None:
        part = "\n".join(self.lines[line - 1 : line - 1 + _FURTHEST])
        found = re.search(_BETWEEN.join(map(re.escape, words.split())), part)
        if not found:
            return None
        before = part[: found.start()]
        return line + before.count("\n"), len(before) - (before.rfind("\n") + 1) + 1


def finding_of(  # noqa: PLR0913 - what is found, and where
    number: str,
    message: str,
    path: Path,
    *,
    line: int | None = None,
    column: int | None = None,
    hint: str | None = None,
) -> Finding:
    """Make a finding of a rule, with its remedy unless there is a better hint."""
    rule = RULES[number]
    return Finding(
        validator=VALIDATOR, severity=rule.severity, number=number, message=message, path=path,
        line=line, column=column, hint=hint or rule.remedy,
    )  # fmt: skip


def _text(element: Element) -> str:
    """Return the words of a block that are its own: none of the blocks in it, and no code."""
    parts = [element.text or ""]
    for child in element:
        if child.tag in _BLOCKS:
            parts.append("\n")
        elif _is_object(child):
            parts.append(OBJECT)
        elif child.tag == "br":
            parts.append("\n")
        else:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _is_object(element: Element) -> bool:
    """Tell what is no text of the language: code, pictures, formulas, references, foreign words."""
    return (
        element.tag in _NO_TEXT
        or bool(element.get("lang"))
        or "formula" in element.get("class", "")
        or tree.is_reference(element)
        or (element.tag == "a" and not tree.words_of(element))
    )


def words_of(element: Element) -> str:
    """Return all words of an element, with those that stand for its pictures."""
    alts = " ".join(image.get("alt") or "" for image in element.iter("img"))
    return f"{tree.words_of(element)} {alts}".strip()
