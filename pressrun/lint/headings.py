"""Look at headings, and at what should be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.lint.copy import words_of
from pressrun.markup import tree
from pressrun.markup.composition import line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressrun.lint.copy import Copy
    from pressrun.markup.tree import Element
    from pressrun.preflight.finding import Finding

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LONGEST_HEADING = 80
_ENDS = tuple('.!?:;…。！？」』”"')


def levels(copy: Copy) -> Iterator[Finding]:
    """Find headings that skip a level; the first may begin at any, since writers differ in that."""
    before = None
    for heading in copy.root.iter(*_HEADINGS):
        level = _level(heading)
        if before is not None and level > before + 1:
            words = tree.words_of(heading)
            message = f"“{words}” is a heading of level {level} below one of level {before}"
            yield copy.finding("PR-201", message, line_of(heading), words)
        before = level


def empty(copy: Copy) -> Iterator[Finding]:
    """Find headings without words."""
    for heading in copy.root.iter(*_HEADINGS):
        if not words_of(heading):
            yield copy.finding("PR-202", "a heading has no words", line_of(heading))


def bare(copy: Copy) -> Iterator[Finding]:
    """Find headings that nothing follows before the next of their level, or the end."""
    for heading in copy.root.iter(*_HEADINGS):
        after = heading.getnext()
        level = _level(heading)
        ends = after is None and heading.getparent() is copy.root
        if words_of(heading) and (ends or (after is not None and _closes(after, level))):
            words = tree.words_of(heading)
            yield copy.finding("PR-203", f"nothing follows “{words}”", line_of(heading), words)


def repeated(copy: Copy) -> Iterator[Finding]:
    """Find headings that say what one of the same level below the same heading says."""
    path: list[str] = [""] * 7
    seen: set[tuple[str, ...]] = set()
    for heading in copy.root.iter(*_HEADINGS):
        level, words = _level(heading), tree.words_of(heading)
        path[level:] = [words] + [""] * (6 - level)
        place = tuple(word.casefold() for word in path[: level + 1])
        if words and place in seen:
            message = f"another heading is called “{words}”, too"
            yield copy.finding("PR-204", message, line_of(heading), words)
        seen.add(place)


def mere_bold(copy: Copy) -> Iterator[Finding]:
    """Find paragraphs that are nothing but a few words in bold, with text below them."""
    for paragraph in copy.root.iterchildren("p"):
        bold = paragraph[0] if len(paragraph) == 1 and paragraph[0].tag in {"b", "strong"} else None
        after = paragraph.getnext()
        words = tree.words_of(paragraph)
        if (
            bold is not None
            and words == tree.words_of(bold)
            and 0 < len(words) <= _LONGEST_HEADING
            and not words.endswith(_ENDS)
            and after is not None
            and after.tag in {"p", "ul", "ol", "blockquote"}
            and not paragraph.get("class")
        ):
            message = f"“{words}” is in bold, and no heading"
            yield copy.finding("PR-205", message, line_of(paragraph), words)


def _level(heading: Element) -> int:
    return int(str(heading.tag)[1])


def _closes(element: Element, level: int) -> bool:
    return element.tag in _HEADINGS and _level(element) <= level
