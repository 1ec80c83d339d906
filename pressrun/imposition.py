"""Say which pages go on which side of a sheet, so that folding puts them in order: arithmetic only.

Pages are numbered from 1. What a side looks like, `pressrun.sheets` draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressrun.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

# A sheet of plain paper of 80 g/m², in millimetres.
PAPER_THICKNESS = 0.1
_LEAVES_OF_CARD = 1.0  # Thicker than this is no paper that folds.
_PAGES_OF_SHEET = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a sheet as it lies: its two pages, None for a blank one.

    `creep` is how far both move towards the fold, in millimetres.
    """

    left: int | None
    right: int | None
    creep: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Folding:
    """How a booklet is folded: at most `signature` pages at a time, or all sheets in one.

    `thickness` is a sheet's, in millimetres. Raises UsageError for what cannot be folded.
    """

    signature: int | None = None
    thickness: float = PAPER_THICKNESS

    def __post_init__(self) -> None:
        pages = self.signature
        if pages is not None and (pages < _PAGES_OF_SHEET or pages % _PAGES_OF_SHEET):
            raise UsageError(
                f"no signature has {pages} pages", hint="a folded sheet has 4: say 4, 8, 12, 16 …"
            )
        if not 0 <= self.thickness <= _LEAVES_OF_CARD:
            raise UsageError(
                f"no paper is {self.thickness:g} mm thick",
                hint="0.1 is plain paper of 80 g/m², 0.3 card",
            )


def booklet(pages: int, folding: Folding, direction: str = "ltr") -> tuple[Side, ...]:
    """Put `pages` on the sheets of a booklet; return their sides, front and back in turn.

    A back is printed with its head where the front has it (turned on the short edge). Blank pages
    come last, so that no folio moves. Each sheet lies within those before it in its signature and
    sticks out by the thickness of each; its pages move in by as much, and the margins are even once
    the edge is cut.
    """
    whole = -(-pages // _PAGES_OF_SHEET) * _PAGES_OF_SHEET
    most = folding.signature or whole
    sides = (
        side
        for start in range(0, whole, most or 1)
        for side in _signature(start + 1, min(start + most, whole), folding.thickness)
    )
    return tuple(_as_bound(side, pages, direction) for side in sides)


def two_up(pages: int, direction: str = "ltr") -> tuple[Side, ...]:
    """Put `pages` side by side in the order of reading, two on a side."""
    sides = (Side(left=first, right=first + 1) for first in range(1, pages + 1, 2))
    return tuple(_as_bound(side, pages, direction) for side in sides)


def _signature(first: int, last: int, thickness: float) -> Iterator[Side]:
    """Yield the sides of one signature, the outermost sheet first."""
    creep = 0.0
    while first < last:
        yield Side(left=last, right=first, creep=creep)
        yield Side(left=first + 1, right=last - 1, creep=creep)
        first, last, creep = first + 2, last - 2, creep + thickness


def _as_bound(side: Side, pages: int, direction: str) -> Side:
    """Leave blank what there is no page for, and turn round what is bound on the right."""
    left, right = (page if page and page <= pages else None for page in (side.left, side.right))
    if direction == "rtl":
        left, right = right, left
    return Side(left=left, right=right, creep=side.creep)
