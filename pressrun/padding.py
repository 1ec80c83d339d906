"""Let a part end with a blank page, so that the next one begins on a right-hand page.

Knows pages, and nothing of what is on them: the furniture of this one is what the sheet says.
"""

from __future__ import annotations

import pickle
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from pressrun.fragments import Drawing, Drawn, Fragment, LaidPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pressrun.fragments import Part, Shell

_BLANK: Shell = ("section", (("class", "blank"),))


def padded(parts: Sequence[Part], fragments: Iterable[Fragment]) -> Iterator[Fragment]:
    """Yield the fragments of parts with a blank page at the end where the next part asks for it."""
    pages = 0
    wanting = (*(part.recto for part in parts[1:]), False)
    for fragment, recto in zip(fragments, wanting, strict=True):
        bare = len(fragment.pages) - _is_padded(fragment)
        blank = recto and (pages + bare) % 2 == 1
        pages += bare + blank
        yield _with_blank(fragment) if blank else _without(fragment)


def _is_padded(fragment: Fragment) -> bool:
    return fragment.shells[-1:] == (_BLANK,)


def _with_blank(fragment: Fragment) -> Fragment:
    if _is_padded(fragment):
        return fragment
    drawing: Drawing = pickle.loads(fragment.drawing)  # noqa: S301 - our own
    last = drawing.pages[-1]
    blank = Drawn(size=last.size, bleed=last.bleed, content=zlib.compress(b""))
    laid = LaidPage(shell=len(fragment.shells), strings=(), area=fragment.pages[-1].area)
    return _redrawn(
        replace(fragment, pages=(*fragment.pages, laid), shells=(*fragment.shells, _BLANK)),
        replace(drawing, pages=(*drawing.pages, blank)),
    )


def _without(fragment: Fragment) -> Fragment:
    if not _is_padded(fragment):
        return fragment
    drawing: Drawing = pickle.loads(fragment.drawing)  # noqa: S301 - our own
    return _redrawn(
        replace(fragment, pages=fragment.pages[:-1], shells=fragment.shells[:-1]),
        replace(drawing, pages=drawing.pages[:-1]),
    )


def _redrawn(fragment: Fragment, drawing: Drawing) -> Fragment:
    return replace(fragment, drawing=pickle.dumps(drawing, pickle.HIGHEST_PROTOCOL))
