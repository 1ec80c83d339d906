"""Turn Natural Earth's countries into shapes on paper; knows nothing of colours, words or SVG.

The input is a TopoJSON topology as npm `world-atlas` packs it: arcs that neighbours share. They are
projected and thinned one by one before they are joined, so that a border stays a single line.
"""

from __future__ import annotations

import math
from itertools import chain
from typing import TYPE_CHECKING, Any

import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Rings = list[list[int]]  # each ring a chain of arcs, by index; the first ring is the outer one

EARTH_RADIUS = 6371.0  # km
THINNED_BY = 0.6  # units: less than half of the finest line's width


class Projection:
    """Show places on a frame by Lambert's conformal conic, on a sphere.

    `frame` is x0, y0, x1, y1 in units, y downwards; its middle shows `centre`, a longitude and
    latitude in degrees; along the two standard `parallels` a unit is `km` kilometres. After Snyder,
    Map Projections: A Working Manual (USGS Professional Paper 1395), equations 15-1 to 15-5.
    """

    def __init__(self, frame: Box, centre: Point, parallels: Point, km: float) -> None:
        low, high = (math.radians(latitude) for latitude in parallels)
        ratio = math.tan(math.pi / 4 + high / 2) / math.tan(math.pi / 4 + low / 2)
        self._n = math.log(math.cos(low) / math.cos(high)) / math.log(ratio)
        self._f = math.cos(low) * math.tan(math.pi / 4 + low / 2) ** self._n / self._n
        self.frame, self.centre, self.km = frame, centre, km
        self._middle = ((frame[0] + frame[2]) / 2, (frame[1] + frame[3]) / 2)
        _, self._radius = self._polar(centre)

    def __call__(self, place: Point) -> Point:
        """Return where on the frame a longitude and latitude come to lie."""
        angle, radius = self._polar(place)
        scale = EARTH_RADIUS / self.km
        x = self._middle[0] + scale * radius * math.sin(angle)
        return x, self._middle[1] + scale * (radius * math.cos(angle) - self._radius)

    def outlined(self, other: Projection) -> shapely.Geometry:
        """Return what another projection's frame takes up on this one: nearly a rectangle."""
        x, y = self(other.centre)
        x0, y0, x1, y1 = other.frame
        half_width, half_height = (side * other.km / self.km / 2 for side in (x1 - x0, y1 - y0))
        return shapely.box(
            x - half_width, y - half_height, x + half_width, y + half_height
        ).exterior

    def _polar(self, place: Point) -> Point:
        angle = self._n * math.radians(place[0] - self.centre[0])
        return angle, self._f / math.tan(math.pi / 4 + math.radians(place[1]) / 2) ** self._n


class Atlas:
    """The countries of a topology, by name, as polygons of arcs in degrees.

    `parts` names, for a territory listed apart, the country that it is to be shown as part of.
    """

    def __init__(self, topology: dict[str, Any], parts: dict[str, str]) -> None:
        self.arcs = [list(decoded(arc, topology["transform"])) for arc in topology["arcs"]]
        self.countries: dict[str, list[Rings]] = {}
        for shape in topology["objects"]["countries"]["geometries"]:
            polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
            name = shape["properties"]["name"]
            self.countries.setdefault(parts.get(name, name), []).extend(polygons)


class Scene:
    """What a projection's frame shows of an atlas: all `land`, `countries`, `coast`, `borders`.

    `window` holds the west, south, east and north, in degrees, that the frame lies well within.
    """

    def __init__(self, atlas: Atlas, projection: Projection, window: Box) -> None:
        self._project = projection
        self._frame = shapely.box(*projection.frame)
        near = {i for i, arc in enumerate(atlas.arcs) if any(holds(window, p) for p in arc)}
        shown = {
            name: [rings for rings in polygons if any(named(i) in near for i in rings[0])]
            for name, polygons in atlas.countries.items()
        }
        users = users_by_arc(shown)
        self._arcs = {i: self._drawn(atlas.arcs[i]) for i in sorted(users)}
        self.countries = {name: self._joined(polygons) for name, polygons in shown.items()}
        self.land = shapely.union_all(list(self.countries.values()))
        self.coast = self._lines([i for i, names in users.items() if len(names) == 1])
        self.borders = self._lines([i for i, names in users.items() if len(set(names)) > 1])

    def _drawn(self, arc: list[Point]) -> list[Point]:
        """Project and thin an arc; its ends stay put, so that neighbours still meet."""
        line = shapely.LineString([self._project(point) for point in arc]).simplify(THINNED_BY)
        return [(x, y) for x, y in line.coords]

    def _joined(self, polygons: list[Rings]) -> shapely.Geometry:
        made = [shapely.Polygon(self._ring(r[0]), [self._ring(h) for h in r[1:]]) for r in polygons]
        whole = shapely.union_all([shapely.make_valid(polygon) for polygon in made])
        return shapely.intersection(whole, self._frame)

    def _ring(self, indexes: list[int]) -> list[Point]:
        """Chain arcs; a negative index asks for the arc ~index backwards (TopoJSON, 2.1.4)."""
        return [p for i in indexes for p in (self._arcs[i] if i >= 0 else self._arcs[~i][::-1])]

    def _lines(self, indexes: list[int]) -> shapely.Geometry:
        lines = shapely.MultiLineString([self._arcs[i] for i in sorted(indexes)])
        return shapely.intersection(shapely.line_merge(lines), self._frame)


def decoded(arc: list[list[int]], transform: dict[str, Point]) -> Iterator[Point]:
    """Yield an arc's points in degrees from its quantized steps (TopoJSON, 2.1.2 and 2.1.3)."""
    (kx, ky), (x0, y0) = transform["scale"], transform["translate"]
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * kx + x0, y * ky + y0


def holds(window: Box, point: Point) -> bool:
    """Tell whether a window of west, south, east and north holds a point."""
    return window[0] <= point[0] <= window[2] and window[1] <= point[1] <= window[3]


def named(index: int) -> int:
    """Return the arc that an index names, whichever way it is to be run."""
    return index if index >= 0 else ~index


def users_by_arc(countries: dict[str, list[Rings]]) -> dict[int, list[str]]:
    """Return, for each arc, a country's name for each time that it is used.

    A coast is used once, a border by two countries, a seam within one country twice by that one.
    """
    users: dict[int, list[str]] = {}
    for name, polygons in countries.items():
        for index in chain.from_iterable(chain.from_iterable(polygons)):
            users.setdefault(named(index), []).append(name)
    return users


def crossing(shapes: list[shapely.Geometry], box: Box) -> bool:
    """Tell whether any shape reaches into a box."""
    return any(shapely.box(*box).intersects(shape) for shape in shapes)


def line(*points: Point) -> shapely.Geometry:
    """Return a line through points."""
    return shapely.LineString(points)


def belt(axis: list[Point], half_width: float) -> shapely.Geometry:
    """Return the round-ended strip that lies within `half_width` of an axis, all in units."""
    return shapely.simplify(shapely.LineString(axis).buffer(half_width), THINNED_BY)


def hatching(shape: shapely.Geometry, step: float) -> shapely.Geometry:
    """Return slanting lines across a shape, `step` units apart along the horizontal."""
    x0, y0, x1, y1 = shapely.bounds(shape).tolist()
    height = y1 - y0
    starts = [x0 - height + step * i for i in range(int((x1 - x0 + height) / step) + 1)]
    lines = shapely.MultiLineString([((x, y1), (x + height, y0)) for x in starts])
    return shapely.intersection(lines, shape)


def chains(shape: shapely.Geometry) -> Iterator[list[Point]]:
    """Yield the runs of points that draw a shape; a closed one ends where it began."""
    for part in shapely.get_parts(shape):
        outlines = [part.exterior, *part.interiors] if isinstance(part, shapely.Polygon) else [part]
        for outline in outlines:
            if not isinstance(outline, shapely.Point):
                yield [(x, y) for x, y in outline.coords]
