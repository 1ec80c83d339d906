"""What lies around a page's finished size: bleed, crop marks, colour bar; arithmetic and operators.

Where the boxes are follows ISO 32000-1, 14.11.2; everything is in points from the lower left corner
of the finished page, unless it is said to be in millimetres.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from pressrun.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}  # in a unit
NUMBER = r"\s*(\d+(?:\.\d+)?|\.\d+)\s*"
_PT = 72 / 25.4
_MOST_BLEED = 20.0
# Between bleed and mark, along a mark, and from there to the sheet's edge, in millimetres.
_OFFSET, _LENGTH, _REST = 1.0, 5.0, 1.0
_PATCH = 3.5
_HAIRLINE = 0.25
_GREYS = (0.0, 0.25, 0.5, 0.75, 0.9)
_COLOURS = ((0, 1, 1), (1, 0, 1), (1, 1, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1))
Box = tuple[float, float, float, float]


def length(words: str) -> float:
    """Return the millimetres of a length: “3mm”, “0.125in”; raises UsageError for anything else."""
    measure = re.fullmatch(rf"{NUMBER}(mm|cm|in|pt)\s*", words.lower())
    if not measure:
        raise UsageError(f"“{words}” is no length", hint="say 3mm or 0.125in")
    return float(measure[1]) * MM[measure[2]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surround:
    """What a printing house wants around the page; `bleed` in millimetres.

    Raises UsageError for more bleed than any page is cut with.
    """

    bleed: float = 0.0
    crop_marks: bool = False
    colour_bar: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.bleed <= _MOST_BLEED:
            raise UsageError(
                f"no page is cut with {self.bleed:g} mm of bleed", hint="3mm is what most ask for"
            )

    @property
    def overrun(self) -> float:
        """Return the bleed in points."""
        return self.bleed * _PT

    @property
    def margin(self) -> float:
        """Return how far the sheet reaches beyond the finished page."""
        marked = self.crop_marks or self.colour_bar
        return self.overrun + (_OFFSET + _LENGTH + _REST) * _PT * marked


def boxes(width: float, height: float, surround: Surround) -> dict[str, Box]:
    """Return a page's boxes by name."""
    return {
        name: (-beyond, -beyond, width + beyond, height + beyond)
        for name, beyond in (
            ("MediaBox", surround.margin),
            ("BleedBox", surround.overrun),
            ("TrimBox", 0.0),
        )
    }


def marks(width: float, height: float, surround: Surround, ink: str) -> str:
    """Return the operators that draw the marks; `ink` is what the whole page is printed with.

    It is `grey`, `rgb` or `cmyk`. Crop marks have every ink of it, so that each plate has them.
    """
    parts: list[str] = []
    if surround.crop_marks:
        solid = "1 1 1 1 K" if ink == "cmyk" else "0 G"
        lines = [*_crop_marks(width, height, surround), *_crosses(width, height, surround)]
        parts += [f"q {solid} {_HAIRLINE} w", *lines, "Q"]
    if surround.colour_bar:
        parts += ["q", *_patches(width, surround, ink), "Q"]
    return "".join(f"{part}\n" for part in parts)


def _crop_marks(width: float, height: float, surround: Surround) -> Iterator[str]:
    near = surround.overrun + _OFFSET * _PT
    far = near + _LENGTH * _PT
    for x, y in product((0.0, width), (0.0, height)):
        right, up = (1 if x else -1), (1 if y else -1)
        yield _line(x + near * right, y, x + far * right, y)
        yield _line(x, y + near * up, x, y + far * up)


def _crosses(width: float, height: float, surround: Surround) -> Iterator[str]:
    """Draw a register mark in the middle of each side."""
    arm = _LENGTH * _PT / 2
    away = surround.overrun + _OFFSET * _PT + arm
    middles = ((width / 2, -away), (width / 2, height + away))
    for x, y in (*middles, (-away, height / 2), (width + away, height / 2)):
        yield _line(x - arm, y, x + arm, y)
        yield _line(x, y - arm, x, y + arm)
        yield _circle(x, y, arm / 2)


def _patches(width: float, surround: Surround, ink: str) -> Iterator[str]:
    """Set patches along the foot, between the corner's mark and the middle's."""
    size = _PATCH * _PT
    x = _OFFSET * _PT
    y = -surround.overrun - (_OFFSET + _LENGTH / 2) * _PT - size / 2
    for colour in _colours(ink):
        if x + size > width / 2 - _LENGTH * _PT:
            return
        yield f"{colour} {x:.3f} {y:.3f} {size:.3f} {size:.3f} re f"
        x += size


def _colours(ink: str) -> Iterator[str]:
    if ink == "cmyk":
        for place, amount in product(range(4), (1, 0.5)):
            yield " ".join(f"{amount * (place == n):g}" for n in range(4)) + " k"
    yield from (f"{grey:g} g" for grey in _GREYS)
    if ink == "rgb":
        yield from (f"{red} {green} {blue} rg" for red, green, blue in _COLOURS)


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l S"


def _circle(x: float, y: float, radius: float) -> str:
    """Draw a circle as four curves, which are off by three parts in ten thousand."""
    bend = 0.5523 * radius
    quarters = ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0))
    curves = [
        f"{x + radius * a + bend * c:.3f} {y + radius * b + bend * d:.3f} "
        f"{x + radius * c + bend * a:.3f} {y + radius * d + bend * b:.3f} "
        f"{x + radius * c:.3f} {y + radius * d:.3f} c"
        for a, b, c, d in quarters
    ]
    return " ".join([f"{x + radius:.3f} {y:.3f} m", *curves, "S"])
