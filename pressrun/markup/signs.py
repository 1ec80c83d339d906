"""Count the signs of an article's text, by which print tells the EPUB where a page begins.

A sign is any character but white space and U+00AD; a picture or a formula counts as one. Lines,
hyphenation and justification change none of them, so the count is the same in both editions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from pressrun.markup import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from pressrun.markup.tree import Element

PICTURE = "\ufffc"
_PICTURES = frozenset({"img", "math"})
SOFT_HYPHEN = "\u00ad"


def is_sign(char: str) -> bool:
    """Tell whether `char` counts."""
    return not char.isspace() and char != SOFT_HYPHEN


def signs_in(text: str) -> str:
    """Return what counts of a text; of a whole text, in a small part of the time."""
    return "".join(text.split()).replace(SOFT_HYPHEN, "")


def count_signs(fragment: Markup) -> int:
    """Return the number of signs in a fragment."""
    return sum(1 for _ in signs_of(tree.parse(fragment)))


def offsets_in(root: Element) -> Iterator[tuple[Element, int]]:
    """Yield each element below `root` with the number of signs before it."""
    count = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end" and element is root:
            return
        if event == "start":
            yield element, count
            count += element.tag in _PICTURES
            if element.tag == "math":
                walk.skip_subtree()
                continue
        count += _signs_in((element.text if event == "start" else element.tail) or "")


def _signs_in(text: str) -> int:
    return len("".join(text.split())) - text.count(SOFT_HYPHEN)


def signs_of(root: Element) -> Iterator[tuple[Element, str, int]]:
    """Yield each sign's owner, `text`, `tail` or `before` (a picture), and its place in that."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element.tag in _PICTURES:
            yield element, "before", 0
            if element.tag == "math":
                walk.skip_subtree()
                continue
        if event == "end" and element is root:
            return
        slot = "text" if event == "start" else "tail"
        for index, char in enumerate(getattr(element, slot) or ""):
            if is_sign(char):
                yield element, slot, index
