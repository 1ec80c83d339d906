"""Mend where WeasyPrint ends a line, and how it fills one; knows texts and their widths."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# A line is let out between words to so many times this space, in ems, before letters share.
_SPACE, _ENOUGH = 0.238, 2.1
_MOST = 2.3  # then it ends before the edge: less of a fault than a river
_TRACKING = 0.03  # ems; more is seen
_JOINED = "\u0530"  # from Armenian on, letters may join, or are no letters
_RUNNING = 3  # so many lines may end in a hyphen, one after the other
_RAGGED = 0.5  # of the measure; a line that is not let out may be as short as this
_HYPHENS = ("-", "\N{HYPHEN}")
_COLLAPSING = frozenset({"normal", "nowrap", "pre-line"})


def filled(split_first_line: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    """Let WeasyPrint’s `split_first_line` forget the space at the end of a text that just fits.

    WeasyPrint 70.0 measures that space too, finds the text too long, and ends the line after its
    first word: a word alone on a line, before a piece of code or emphasis.
    """

    def split(
        text: str,
        style: Any,  # noqa: ANN401 - WeasyPrint ships no types
        context: Any,  # noqa: ANN401 - as above
        max_width: float | None,
        *rest: Any,  # noqa: ANN401 - as above
        **options: Any,  # noqa: ANN401 - as above
    ) -> tuple[Any, ...]:
        if getattr(context, "whole_words", False) and style["hyphens"] == "auto":
            style = style.copy()
            style["hyphens"] = "manual"
        line = split_first_line(text, style, context, max_width, *rest, **options)
        _, length, resume_index, *_ = line
        words = text.rstrip(" ")
        one_word = resume_index is not None and b" " not in text.encode()[:length].strip()
        if not one_word or words == text or " " not in words.lstrip():
            return line
        if style["white_space"] not in _COLLAPSING:
            return line
        whole = split_first_line(words, style, context, max_width, *rest, **options)
        if whole[2] is not None:
            return line
        return split_first_line(text, style, context, None, *rest, **options)

    return split


def resting(_: Any, lay_out: Callable[..., Any]) -> Callable[..., Any]:  # noqa: ANN401 - as above
    """Let WeasyPrint’s `get_next_linebox` end three lines running in a hyphen, and no more.

    WeasyPrint 70.0 has no `hyphenate-limit-lines` (https://www.w3.org/TR/css-text-4/). A fourth
    line is set again with its words whole, and stays so unless that tears it apart.
    """

    def next_line(  # noqa: PLR0913, PLR0917 - as the original
        context: Any,  # noqa: ANN401 - as above
        box: Any,  # noqa: ANN401 - as above
        top: float,
        space: float,
        begin: Any,  # noqa: ANN401 - as above
        around: Any,  # noqa: ANN401 - as above
        *rest: Any,  # noqa: ANN401 - as above
    ) -> tuple[Any, Any]:
        before, running = getattr(box, "ended", (None, 0))
        running = running if begin is not None and begin is before else 0
        apart = len(context.excluded_shapes), *map(len, rest[:2])
        line, end = lay_out(context, box, top, space, begin, around, *rest)
        divided = line is not None and _divided(line)
        alike = apart == (len(context.excluded_shapes), *map(len, rest[:2]))
        if divided and running >= _RUNNING and alike:
            context.whole_words = True
            whole, whole_end = lay_out(context, box, top, space, begin, around, *rest)
            context.whole_words = False
            if _bearable(whole, around.width):
                line, end, divided = whole, whole_end, _divided(whole)
        box.ended = end, running + 1 if divided else 0
        return line, end

    return next_line


def _divided(line: Any) -> bool:  # noqa: ANN401 - as above
    """Tell whether a line ends in a hyphen."""
    box = line
    while getattr(box, "children", ()):
        box = box.children[-1]
    return getattr(box, "text", "").endswith(_HYPHENS)


def _bearable(line: Any, measure: float) -> bool:  # noqa: ANN401 - as above
    """Tell whether a line is not too loose, or, where it is not let out, not too short."""
    if (stretch := getattr(line, "stretch", None)) is not None:
        return bool(stretch <= _MOST)
    return bool(line.width >= _RAGGED * measure)


def spread(weasyprint: Any) -> Callable[[Any, Any, float], None]:  # noqa: ANN401 - as above
    """Return what takes the place of WeasyPrint’s `justify_line`.

    WeasyPrint 70.0 lets a line out between its words alone, so that a river runs where a long word
    would not fit. Here its letters take a share, too small to be seen in any one place.
    """
    inline = weasyprint.layout.inline

    def justify_line(context: Any, line: Any, extra: float) -> None:  # noqa: ANN401 - as above
        spaces = inline.count_expandable_spaces(line)
        line.stretch = inf
        if not spaces:
            return
        texts = [*_texts(line)]
        letters = sum(len(text.text) for text in texts)
        size = line.style["font_size"]
        share = extra - spaces * (_ENOUGH - 1) * _SPACE * size
        if share > 0 and line.style["direction"] == "ltr" and not any(map(_joins, texts)):
            tracking = min(share / letters, _TRACKING * size)
            extra -= tracking * letters
            _let_out(line, tracking, 0)
        line.stretch = 1 + extra / spaces / (_SPACE * size)
        widest = (_MOST - 1) * _SPACE * size
        inline.add_word_spacing(context, line, min(extra / spaces, widest), 0)

    return justify_line


def _texts(box: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    for child in getattr(box, "children", ()):
        if child.is_in_normal_flow():
            yield from [child] if hasattr(child, "text") else _texts(child)


def _joins(text: Any) -> bool:  # noqa: ANN401 - as above
    return any(_JOINED <= char < "\u1e00" or char > "\u2fff" for char in text.text)


def _let_out(box: Any, tracking: float, advance: float) -> float:  # noqa: ANN401 - as above
    """Put so much between letters, and what follows so much further on."""
    box.position_x += advance
    begin = advance
    if hasattr(box, "text"):
        own = box.style["letter_spacing"]
        box.style = box.style.copy()
        box.style["letter_spacing"] = tracking + (0 if own == "normal" else own)
        advance += tracking * len(box.text)
    else:
        for child in getattr(box, "children", ()):
            if child.is_in_normal_flow():
                advance = _let_out(child, tracking, advance)
    box.width += advance - begin
    return advance
