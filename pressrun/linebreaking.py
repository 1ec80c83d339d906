"""Mend where WeasyPrint ends a line, and how it fills one; knows texts and their widths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# A line is let out between words to so many times this space, in ems, before letters share.
_SPACE, _ENOUGH = 0.238, 2.1
_MOST = 2.3  # then it ends before the edge: less of a fault than a river
_TRACKING = 0.03  # ems; more is seen
_JOINED = "\u0530"  # from Armenian on, letters may join, or are no letters
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


def spread(weasyprint: Any) -> Callable[[Any, Any, float], None]:  # noqa: ANN401 - as above
    """Return what takes the place of WeasyPrint’s `justify_line`.

    WeasyPrint 70.0 lets a line out between its words alone, so that a river runs where a long word
    would not fit. Here its letters take a share, too small to be seen in any one place.
    """
    inline = weasyprint.layout.inline

    def justify_line(context: Any, line: Any, extra: float) -> None:  # noqa: ANN401 - as above
        spaces = inline.count_expandable_spaces(line)
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
