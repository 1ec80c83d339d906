"""Set lines whose text runs both ways; knows trees and boxes, no paper.

WeasyPrint 70.0 lays the boxes of a line out in the direction of its paragraph, each with its own
text turned as Unicode says. That is wrong wherever a run goes on in the next box, or goes the other
way than its paragraph. So every run of one embedding level gets a box of its own before the layout,
and each line's boxes are put in visual order after it.

https://www.unicode.org/reports/tr9/, rules X1 to I2 (by FriBidi, through Pango) and L2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_LEVEL = "data-level"
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# Letters that go from right to left, join, or are of several signs.
_TOGETHER = re.compile(
    "[\u0300-\u036f\u0590-\u109f\u1780-\u17ff\u200d\u20d0-\u20ff\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_INLINE = frozenset(
    (
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd",
        "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup",
        "time", "u", "var",
    )
)  # fmt: skip
_OBJECTS = frozenset({"img", "svg", "wbr"})
_NARROWEST = 0.01  # of a space, in CSS pixels: nobody sees less
# Floated out of the paragraph that it is called in, and what begins a line there.
_APART = frozenset({"footnote", "note-item", "note-list", "note-paragraph"})
_ISOLATES = {"ltr": "\u2066", "rtl": "\u2067", "auto": "\u2068", None: ""}
_END_OF_ISOLATE = "\u2069"
# The ends of a manuscript's lines are spaces in the text; to the algorithm, paragraphs would end.
_SPACES = str.maketrans("\n\r\t\f", "    ")


@dataclass(slots=True)
class _Paragraph:
    """Text that is ordered as one: its pieces with the element and the slot that hold each."""

    base: str
    pieces: list[tuple[_Place | None, str]] = field(default_factory=list)

    def add(self, text: str | None, place: _Place | None = None) -> None:
        if text:
            self.pieces.append((place, text))

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.pieces)


class _Place(NamedTuple):
    """Where a piece of text is: in `parent`, after its child `before` if there is one."""

    parent: Any
    before: Any | None = None


def part_runs(
    root: Any,  # noqa: ANN401 - ElementTree’s
    base: str,
    levels_of: Callable[[str, str], Sequence[int]],
) -> bool:
    """Give each run of one level below `root` an element of its own; tell whether there is any.

    `levels_of` returns the embedding level of each character of a paragraph, whose direction, `ltr`
    or `rtl`, it is told; `base` is that of the document.
    """
    mixed = [p for p in _paragraphs(root, base) if p.base == "rtl" or _RIGHT_TO_LEFT.search(p.text)]
    for paragraph in mixed:
        levels = iter(levels_of(paragraph.text.translate(_SPACES), paragraph.base))
        own = 1 if paragraph.base == "rtl" else 0
        for place, text in paragraph.pieces:
            runs = _runs(text, [next(levels) for _ in text])
            if place and any(level != own for _, level in runs):
                _part(place, runs, own)
    return bool(mixed)


def _paragraphs(block: Any, base: str) -> Iterator[_Paragraph]:  # noqa: ANN401 - ElementTree's
    found: list[_Paragraph] = [_Paragraph(base)]
    apart = [*_gathered(block, base, found)]
    yield from (paragraph for paragraph in found if paragraph.pieces)
    for child, direction in apart:
        yield from _paragraphs(child, direction)


def _gathered(
    element: Any,  # noqa: ANN401 - as above
    base: str,
    found: list[_Paragraph],
) -> Iterator[tuple[Any, str]]:
    """Add the text of an element to what was found; yield what is apart from it, with its base."""
    found[-1].add(element.text, _Place(element))
    for child in element:
        direction = child.get("dir")
        if not isinstance(child.tag, str) or child.tag in _OBJECTS:
            found[-1].add("\ufffc")
        elif _is_inline(child):
            found[-1].add(_ISOLATES[direction])
            yield from _gathered(child, base, found)
            found[-1].add(_END_OF_ISOLATE if direction else "")
        else:
            yield child, direction if direction in {"ltr", "rtl"} else base
            if not _is_apart(child):
                found.append(_Paragraph(base))
        found[-1].add(child.tail, _Place(element, child))


def _is_inline(element: Any) -> bool:  # noqa: ANN401 - as above
    return element.tag in _INLINE and not _is_apart(element)


def _is_apart(element: Any) -> bool:  # noqa: ANN401 - as above
    return not _APART.isdisjoint(element.get("class", "").split())


def _runs(text: str, levels: Sequence[int]) -> list[tuple[str, int]]:
    return [
        ("".join(char for char, _ in run), level)
        for level, run in groupby(zip(text, levels, strict=True), key=lambda pair: pair[1])
    ]


def _part(place: _Place, runs: Sequence[tuple[str, int]], own: int) -> None:
    """Put the runs of a piece of text where it was, those of another level than `own` in spans."""
    parent, last = place
    index = 0 if last is None else [*parent].index(last) + 1
    _set(parent, last, None)
    for text, level in runs:
        if level == own:
            _set(parent, last, text)
            continue
        last = parent.makeelement("span", {_LEVEL: str(level), "dir": ("ltr", "rtl")[level % 2]})
        last.text = text
        parent.insert(index, last)
        index += 1


def _set(parent: Any, before: Any | None, text: str | None) -> None:  # noqa: ANN401 - as above
    if before is None:
        parent.text = text
    else:
        before.tail = text


def ordered(
    text_align: Callable[..., float],
    create_layout: Callable[..., Any],
    line_size: Callable[..., Any],
) -> Callable[..., float]:
    """Let WeasyPrint’s `text_align` put the boxes of a line in visual order, too.

    `create_layout` and `line_size` are WeasyPrint’s as well: a justified line is filled again,
    since Pango makes the spaces of Arabic narrower than `text_align` asks.
    """

    def align(context: Any, line: Any, available_width: float, last: bool) -> float:  # noqa: ANN401, FBT001
        offset = text_align(context, line, available_width, last)
        base = 1 if line.style["direction"] == "rtl" else 0
        leaves = [*_leaves(line, base)]
        if any(level for _, level in leaves):
            _fill([box for box, _ in leaves], context, create_layout, line_size)
            _trim(leaves[-1][0], context, create_layout)
            _place(leaves, _left_end(line, leaves, base))
            _enclose(line)
        return offset

    return align


def _fill(
    boxes: Sequence[Any],
    context: Any,  # noqa: ANN401 - no types
    create_layout: Callable[..., Any],
    line_size: Callable[..., Any],
) -> None:
    """Widen the spaces of a justified line until it is as wide as it is taken for."""
    spaced = [box for box in boxes if getattr(box, "justification_spacing", 0) and " " in box.text]
    wanted = sum(box.width for box in spaced)
    spaces = sum(box.text.count(" ") + box.text.count("\u00a0") for box in spaced)
    for _ in range(3) if spaced else ():
        for box in spaced:
            box.pango_layout.reactivate(box.style)
            box.width, _height = line_size(box.pango_layout.get_first_line()[0], box.style)
            box.pango_layout.deactivate()
        missing = (wanted - sum(box.width for box in spaced)) / spaces
        if abs(missing) < _NARROWEST:
            return
        for box in spaced:
            box.justification_spacing += missing
            box.pango_layout = create_layout(
                box.text, box.style, context, None, box.justification_spacing
            )
            box.pango_layout.deactivate()


def _trim(box: Any, context: Any, create_layout: Callable[..., Any]) -> None:  # noqa: ANN401 - no types
    """Draw a line's last text without the space that it ended in.

    WeasyPrint 70.0 draws it, and moves what runs from the right aside for it; here boxes stand
    where they belong.
    """
    if hasattr(box, "text") and box.pango_layout.text != box.text:
        box.pango_layout = create_layout(
            box.text, box.style, context, None, box.justification_spacing
        )
        box.pango_layout.deactivate()


def _leaves(box: Any, level: int) -> Iterator[tuple[Any, int]]:  # noqa: ANN401 - no types
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if _is_inline_box(child):
            yield from _leaves(child, int(child.element.get(_LEVEL, level)))
        else:
            yield child, level


def _is_inline_box(box: Any) -> bool:  # noqa: ANN401 - no types
    return type(box).__name__ == "InlineBox"


def _left_end(line: Any, leaves: Sequence[tuple[Any, int]], base: int) -> float:  # noqa: ANN401
    """Return where the first box from the left begins; a first line is indented where it starts."""
    if not base:
        return float(line.position_x + line.text_indent)
    widths = sum(box.margin_width() for box, _ in leaves)
    return float(line.position_x + line.width - line.text_indent - widths)


def _place(leaves: Sequence[tuple[Any, int]], x: float) -> None:
    for index in visual_order([level for _, level in leaves]):
        box, _ = leaves[index]
        box.translate(dx=x - box.position_x)
        x += box.margin_width()


class _Whole(str):
    """A text whose only part is the whole of it."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        return iter((str(self),))


def whole(_: Any, text: property) -> property:  # noqa: ANN401 - no types
    """Take the place of the text of WeasyPrint’s nodes of drawings, which it sets letter by letter.

    Set as one, letters stand in order, join, and bear their accents; what moves or spaces each of
    them by itself is not heeded.
    """

    def together(node: Any) -> str | None:  # noqa: ANN401
        found: str | None = text.__get__(node)
        return _Whole(found) if found and _TOGETHER.search(found) else found

    return property(together)


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the indices of items from left to right (UAX 9, L2).

    >>> visual_order([0, 1, 1, 0])
    [0, 2, 1, 3]
    """
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        for belongs, run in groupby(order[:], key=lambda index: levels[index] >= level):
            length = len([*run])
            if belongs:
                order[start : start + length] = order[start : start + length][::-1]
            start += length
    return order


def _enclose(box: Any) -> None:  # noqa: ANN401 - no types
    """Let every inline box begin and end with what it holds."""
    for child in box.children:
        if _is_inline_box(child):
            _enclose(child)
            held = [inner for inner in child.children if inner.is_in_normal_flow()]
            if held:
                child.position_x = min(inner.position_x for inner in held)
                right = max(inner.position_x + inner.margin_width() for inner in held)
                child.width = right - child.position_x
