"""Draw how time and memory grow with pages, as SVG that reads on light and on dark."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import log10
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

WIDTH: Final = 360
HEIGHT: Final = 240
_LEFT: Final = 48
_TOP: Final = 28
# Told apart by their marks as well, for whom colours are alike.
_LOOKS: Final = (("#c2410c", "0"), ("#2563eb", "6 3"), ("#6b7280", "2 3"), ("#15803d", "9 2 2 2"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """One drawing: what the upright axis counts, and by name of a line its (pages, value)."""

    title: str
    lines: Mapping[str, Sequence[tuple[float, float]]]


def drawn(plots: Sequence[Plot]) -> str:
    """Return an SVG of the plots side by side, with one legend below."""
    names = list(plots[0].lines)
    width = len(plots) * (WIDTH + _LEFT + 24)
    height = _TOP + HEIGHT + 48 + 18 * len(names)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escape(', '.join(plot.title for plot in plots))}</title>",
        '<g font-family="sans-serif" font-size="12" fill="#808080">',
    ]
    for number, plot in enumerate(plots):
        parts.append(f'<g transform="translate({_LEFT + number * (WIDTH + _LEFT + 24)} {_TOP})">')
        parts += [*_plot(plot), "</g>"]
    parts += _legend(names, _TOP + HEIGHT + 56)
    return "\n".join([*parts, "</g>", "</svg>", ""])


def _plot(plot: Plot) -> Iterator[str]:
    points = [point for line in plot.lines.values() for point in line]
    right, top = _rounded(max(x for x, _ in points)), _rounded(max(y for _, y in points))
    yield f'<text x="0" y="-12">{escape(plot.title)}</text>'
    for part in range(5):
        y, x = HEIGHT - part * HEIGHT / 4, part * WIDTH / 4
        yield f'<path d="M0 {y}H{WIDTH}" stroke="#808080" stroke-opacity=".25"/>'
        yield f'<text x="-6" y="{y + 4}" text-anchor="end">{part * top / 4:g}</text>'
        yield f'<text x="{x}" y="{HEIGHT + 18}" text-anchor="middle">{part * right / 4:g}</text>'
    for line, look in zip(plot.lines.values(), _LOOKS, strict=False):
        yield _line([(x / right * WIDTH, HEIGHT - y / top * HEIGHT) for x, y in line], look)


def _line(points: Iterable[tuple[float, float]], look: tuple[str, str]) -> str:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{path}" fill="none" {_stroke(look)}/>'


def _stroke(look: tuple[str, str]) -> str:
    return f'stroke="{look[0]}" stroke-width="2" stroke-dasharray="{look[1]}"'


def _legend(names: Sequence[str], y: float) -> Iterator[str]:
    for name, look in zip(names, _LOOKS, strict=False):
        yield f'<path d="M{_LEFT} {y - 4}h28" {_stroke(look)}/>'
        yield f'<text x="{_LEFT + 36}" y="{y}">{escape(name)}</text>'
        y += 18


def _rounded(most: float) -> float:
    """Return the next number above that makes four even steps."""
    size: float = 10.0 ** int(log10(most))
    return next(step * size for step in (1, 2, 4, 8, 10) if step * size >= most)
