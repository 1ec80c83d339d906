"""Count the signs in a tree of elements (`pressrun.signs`)."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from pressrun.markup import tree
from pressrun.signs import SOFT_HYPHEN, is_sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markupsafe import Markup

    from pressrun.markup.tree import Element

_PICTURES = frozenset({"img", "math"})


class Place(NamedTuple):
    """Where a sign is: `at` which in the `text` or `tail` of its owner, or the picture `before`."""

    owner: Element
    slot: str
    at: int


def count_signs(fragment: Markup) -> int:
    """Return the number of signs in a fragment."""
    return sum(number for _, _, number in _slots(tree.parse(fragment)))


def places_in(root: Element, offsets: Iterable[int]) -> tuple[dict[int, Place], Place | None, int]:
    """Return where the signs with these numbers are, where the last is, and how many there are."""
    wanted = deque(sorted({*offsets}))
    found: dict[int, Place] = {}
    last: tuple[Element, str] | None = None
    count = 0
    for owner, slot, number in _slots(root):
        if not number:
            continue
        while wanted and wanted[0] < count + number:
            offset = wanted.popleft()
            found[offset] = _place(owner, slot, offset - count)
        count, last = count + number, (owner, slot)
    return found, Place(*last, 0) if last else None, count


def _place(owner: Element, slot: str, number: int) -> Place:
    if slot == "before":
        return Place(owner, slot, 0)
    signs = (index for index, char in enumerate(getattr(owner, slot)) if is_sign(char))
    return Place(owner, slot, next(islice(signs, number, None)))


def _slots(root: Element) -> Iterator[tuple[Element, str, int]]:
    """Yield each owner of signs with what holds them, and how many, in their order."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element.tag in _PICTURES:
            yield element, "before", 1
            if element.tag == "math":
                walk.skip_subtree()
                continue
        if event == "end" and element is root:
            return
        slot = "text" if event == "start" else "tail"
        yield element, slot, _signs_in(getattr(element, slot) or "")


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
