"""Let hyphens that only a line’s end made be told from written ones; knows glyphs, not languages.

ISO 32000-1, 14.8.2.2.3 wants such a one to be read as U+00AD. Its glyph is that of a written one,
so `ActualText` says it, as from other typesetters: poppler and MuPDF heed that, while PDFium and
pdf.js guess from the glyph, and find divided words so. A code of its own that means U+00AD, which
is the other way, pdf.js drops, and finds such words no more (November 2026).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pydyf

if TYPE_CHECKING:
    from collections.abc import Callable

SOFT = "\N{SOFT HYPHEN}"
_LAST_GLYPH = re.compile(rb"([0-9a-f]{4}>[^<>]*\] TJ)$")


def marked(split_text_box: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    """Let WeasyPrint’s `split_text_box` remember which texts end in a hyphen that it has put."""

    def split(
        context: Any,  # noqa: ANN401 - WeasyPrint ships no types
        box: Any,  # noqa: ANN401 - as above
        width: Any,  # noqa: ANN401 - as above
        skip: int,
        *rest: Any,  # noqa: ANN401 - as above
        **options: Any,  # noqa: ANN401 - as above
    ) -> tuple[Any, ...]:
        line, *others = split_text_box(context, box, width, skip, *rest, **options)
        if line is not None:
            line.divided = not box.text.encode()[skip or 0 :].startswith(line.text.encode())
        return line, *others

    return split


def is_divided(textbox: Any) -> bool:  # noqa: ANN401 - as above
    """Tell whether a text ends in a hyphen that was put there."""
    return getattr(textbox, "divided", False)


def soften(operators: list[Any], begin: int) -> None:
    """Let the last glyph that the operators from `begin` on show be read as a soft hyphen."""
    for place in range(len(operators) - 1, begin - 1, -1):
        shown = operators[place]
        if isinstance(shown, bytes) and (found := _LAST_GLYPH.search(shown)):
            said = pydyf.Dictionary({"ActualText": pydyf.String(SOFT)})
            before, hyphen = shown[: found.start()] + b">] TJ", b"[<" + found[1]
            operators[place : place + 1] = [before, "/Span", said, b"BDC", hyphen, b"EMC"]
            return
