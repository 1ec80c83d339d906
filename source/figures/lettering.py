"""Set words as outlines of Source Sans 3 and write path data; knows nothing of maps.

Outlines, because each reader has other fonts, and a map's labels are placed to the unit. HarfBuzz
shapes the words, kerning included, and varies the weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import fontpkg
import uharfbuzz

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """A way of lettering: `size` in units, `weight` of the variable font, `tracking` in ems."""

    size: float
    weight: int
    fill: str
    italic: bool = False
    tracking: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Words that were set: path data of their outlines, and the box x0, y0, x1, y1 of their ink."""

    text: str
    hand: Hand
    outlines: str
    box: Box


class Pen:
    """Write path data, relative and to a tenth of a unit, no longer than it need be.

    The methods that HarfBuzz calls are spelled its way. `scale` turns a font's units, y upwards,
    into the drawing's; `origin` is where the next glyph stands.
    """

    def __init__(self, scale: float = 1.0, *, upright: bool = False) -> None:
        self._kx, self._ky = scale, scale if upright else -scale
        self.origin: Point = (0.0, 0.0)
        self.points: list[Point] = []
        self._here = (0, 0)
        self._start = (0, 0)
        self._command = ""
        self._data: list[str] = []

    def moveTo(self, to: Point) -> None:  # noqa: N802
        """Start an outline."""
        self._write("m", to)
        self._start = self._here

    def lineTo(self, to: Point) -> None:  # noqa: N802
        """Run straight on."""
        self._write("l", to)

    def qCurveTo(self, control: Point, to: Point) -> None:  # noqa: N802
        """Run on along a quadratic curve."""
        self._write("q", control, to)

    def curveTo(self, first: Point, second: Point, to: Point) -> None:  # noqa: N802
        """Run on along a cubic curve."""
        self._write("c", first, second, to)

    def closePath(self) -> None:  # noqa: N802
        """Run back to the outline's start."""
        self._data.append("z")
        self._here, self._command = self._start, "z"

    def chain(self, points: list[Point]) -> None:
        """Run through points; close the outline where the last is the first again."""
        closed = points[0] == points[-1]
        self.moveTo(points[0])
        for point in points[1:-1] if closed else points[1:]:
            self.lineTo(point)
        if closed:
            self.closePath()

    def data(self) -> str:
        """Return what was written."""
        return "".join(self._data).replace(" -", "-")

    def _write(self, command: str, *points: Point) -> None:
        """Round each point, not each step, so that errors do not add up."""
        self.points += [self._placed(point) for point in points]
        tenths = [(round(x * 10), round(y * 10)) for x, y in self.points[-len(points) :]]
        if command == "l" and tenths[-1] == self._here:
            return
        steps = [number(a - b) for p in tenths for a, b in zip(p, self._here, strict=True)]
        if command == "l" and "0" in steps:
            command = "v" if steps[0] == "0" else "h"
            steps.remove("0")
        self._data.append(" " if command == self._command else command)
        self._data.append(" ".join(steps))
        self._here, self._command = tenths[-1], command

    def _placed(self, point: Point) -> Point:
        return self.origin[0] + point[0] * self._kx, self.origin[1] + point[1] * self._ky


def number(tenths: int) -> str:
    """Write a number of tenths: 15 is 1.5, 20 is 2, -5 is -.5."""
    whole, tenth = divmod(abs(tenths), 10)
    text = f"{whole or ''}.{tenth}" if tenth else str(whole)
    return f"-{text}" if tenths < 0 else text


def lettered(text: str, hand: Hand, at: Point, anchor: float = 0.0) -> Label:
    """Set words on a baseline at a point: begun there if `anchor` is 0, ended there if it is 1."""
    font = varied(italic=hand.italic, weight=hand.weight)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, {"kern": True})
    scale = hand.size / font.face.upem
    steps = [p.x_advance * scale + hand.tracking * hand.size for p in buffer.glyph_positions]
    x = at[0] - anchor * (sum(steps) - hand.tracking * hand.size)
    pen = Pen(scale)
    for info, step in zip(buffer.glyph_infos, steps, strict=True):
        pen.origin = (x, at[1])
        font.draw_glyph_with_pen(info.codepoint, pen)
        x += step
    return Label(text=text, hand=hand, outlines=pen.data(), box=bounds(pen.points))


def bounds(points: list[Point]) -> Box:
    """Return x0, y0, x1, y1 of points; an outline's controls count, so ink may be a hair less."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@cache
def varied(*, italic: bool, weight: int) -> uharfbuzz.Font:
    """Return Source Sans 3 at a weight from 200 to 900."""
    style = "italic" if italic else "normal"
    files = fontpkg.family("Source Sans 3").files
    path = next(file.path for file in files if file.style == style)
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))
    font.set_variations({"wght": weight})
    return font
