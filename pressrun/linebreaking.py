"""Mend where WeasyPrint ends a line; knows texts and their widths, no boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

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
