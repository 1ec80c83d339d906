"""Mark what is drawn as content, in sequences that a structure tree can take; knows boxes.

As from other typesetters, the lines of a paragraph are one. WeasyPrint 70.0 begins one with each.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pydyf

from pressrun.structure import is_text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


class Sequences(dict[Any, dict[str, Any]]):
    """The marked content of one page, by box; `count` is how many sequences there are.

    `last` is the box drawn last, the operators of what it was drawn on, and how many there were.
    """

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.last: tuple[Any, list[Any], int] = (None, [], 0)

    def goes_on(self, box: Any, operators: list[Any]) -> bool:  # noqa: ANN401
        """Tell whether a box is the next one of the same text, and nothing was drawn since."""
        last, drawn, length = self.last
        if drawn is not operators or length != len(operators):
            return False
        if last.element is box.element:
            return bool(last.element_tag == box.element_tag)
        own = "::" not in last.element_tag and "::" not in box.element_tag
        one, other = last.element, box.element
        return own and (is_text_of(one, other) or is_text_of(other, one))


@contextmanager
def in_sequence(stream: Any, box: Any, tag: str) -> Iterator[None]:  # noqa: ANN401
    """Mark what a box draws, as WeasyPrint’s `Stream.marked`; go on with a sequence where one can.

    It ends where something inside it is marked, since poppler 22.12 takes that for its end. Of what
    runs from right to left each line is one, since who reads it turns it round.
    """
    told: Sequences | None = stream._tags  # noqa: SLF001 - no other way to what is marked
    if told is None:
        yield
        return
    begin, turned = len(stream.stream), _runs_leftwards(box)
    if tag == "Span" and not turned and told.goes_on(box, stream.stream):
        stream.stream.pop()  # where it ended
        told[box] = told[told.last[0]]
    else:
        told[box] = {"tag": tag, "mcid": told.count}
        stream.begin_marked_content(tag, pydyf.Dictionary({"MCID": told.count}))
        told.count += 1
    try:
        yield
    finally:
        ends = turned or b"EMC" in stream.stream[begin:]
        stream.end_marked_content()
        told.last = box, stream.stream, -1 if ends else len(stream.stream)


def _runs_leftwards(box: Any) -> bool:  # noqa: ANN401
    return box.style["direction"] == "rtl" or bool(RIGHT_TO_LEFT.search(getattr(box, "text", "")))
