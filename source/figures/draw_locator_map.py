"""Draw locator-map.svg, the map of the places that the report names; knows nothing of Pressrun.

    python source/figures/draw_locator_map.py [ATLAS [DRAWING]]

ATLAS is `countries-10m.json` of npm `world-atlas`, by default in node_modules: Natural Earth's
1:10 million geography, which is in the public domain. DRAWING is by default the file beside this.

A unit is a tenth of a millimetre at the printed width of 114 mm, so the smallest lettering, 25
units, is over 7 points there. Nothing but plain shapes and presentation attributes is used: Adobe's
older renderers ignore style sheets, web fonts and filters. The drawing paints its own ground, so
that a black page leaves it alone, and tells things apart by shape and tone before it does by
colour, so that a grey printer does too.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from geography import Atlas, Point, Projection, Scene, belt, chains, hatching, line
from lettering import Box, Hand, Label, Pen, lettered

if TYPE_CHECKING:
    import shapely

ATLAS = Path("node_modules/world-atlas/countries-10m.json")
DRAWING = Path(__file__).with_name("locator-map.svg")

TITLE = "Locator map of north-west Syria"
DESCRIPTION = (
    "Aleppo, Idlib, Maasran, Kafr Nabouda, Hama and the plain of Sahl al-Ghab, which the report"
    " names, with Latakia, Antakya and Gaziantep for orientation, the Turkish border and the"
    " Mediterranean Sea. An inset shows the area within the region, with Turkey, Lebanon, Iraq"
    " and Egypt and the capitals Ankara and Damascus. Coastlines and borders are Natural Earth's."
)

WIDTH, HEIGHT = 1140, 1104
MAP: Box = (1, 1, 1139, 979)
REGION: Box = (750, 602, 1139, 979)

# Tone carries the meaning: in grey, the sea is 79 %, neighbours 89 %, Syria 98 %, ink 10 %.
SEA, NEIGHBOUR, SYRIA, GROUND = "#b9cfd9", "#e9e2d3", "#fdfaf3", "#ffffff"
INK, SOFT_INK, MUTED, SEA_INK = "#1d1b18", "#3c372f", "#575045", "#34566a"
COAST, BORDER, ACCENT = "#54788a", "#4d463c", "#a31621"
PLAIN, PLAIN_EDGE, PLAIN_INK = "#efdfb8", "#a8863f", "#5b430f"

# Natural Earth lists some parts of Cyprus apart; this map is not about the lines between them.
PARTS = dict.fromkeys(("N. Cyprus", "Cyprus U.N. Buffer Zone", "Dhekelia", "Akrotiri"), "Cyprus")

# The Ghab's axis, from Qarqur in the north to Asharneh in the south; it is some 12 km wide.
GHAB = ((36.335, 35.755), (36.305, 35.60), (36.300, 35.48), (36.325, 35.36), (36.365, 35.25))
GHAB_HALF_WIDTH = 6.0  # km

CITY = Hand(size=40, weight=700, fill=INK)
TOWN = Hand(size=34, weight=700, fill=INK)
OTHER = Hand(size=29, weight=400, fill=SOFT_INK)
AREA = Hand(size=31, weight=600, fill=PLAIN_INK, italic=True)
WATER = Hand(size=35, weight=400, fill=SEA_INK, italic=True, tracking=0.01)
HOME = Hand(size=48, weight=600, fill=MUTED, tracking=0.34)
COUNTRY = Hand(size=38, weight=600, fill=MUTED, tracking=0.26)
NATION = Hand(size=25, weight=600, fill=MUTED, tracking=0.06)
CAPITAL = Hand(size=25, weight=400, fill=INK)
KEY = Hand(size=28, weight=400, fill=INK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place, by longitude and latitude, its mark, and where its name stands beside the mark.

    The name begins `dx`, `dy` units from the mark if `anchor` is 0, and ends there if it is 1.
    """

    name: str
    at: Point
    hand: Hand
    mark: str
    dx: float = 20
    dy: float = 11
    anchor: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A name without a mark, centred on a longitude and latitude."""

    text: str
    at: Point
    hand: Hand


# Two of these go by several spellings: Maasran is Ma'saran, 13 km north-east of Maarat al-Numan;
# Kafr Nabouda is Kafr Nabudah, north-west of Hama.
PLACES = (
    Place(name="Aleppo", at=(37.16, 36.20), hand=CITY, mark="named", dy=13),
    Place(name="Idlib", at=(36.63, 35.93), hand=CITY, mark="named", dy=13),
    Place(name="Hama", at=(36.75, 35.135), hand=CITY, mark="named", dy=13),
    Place(name="Maasran", at=(36.805, 35.708), hand=TOWN, mark="named"),
    Place(name="Kafr Nabouda", at=(36.493, 35.432), hand=TOWN, mark="named"),
    Place(name="Latakia", at=(35.79, 35.53), hand=OTHER, mark="other", dx=-22, dy=9, anchor=1),
    Place(name="Antakya", at=(36.16, 36.20), hand=OTHER, mark="other", dx=0, dy=-18, anchor=0.5),
    Place(name="Gaziantep", at=(37.38, 37.065), hand=OTHER, mark="other", dx=16, dy=9),
)
NAMES = (
    Words(text="TURKEY", at=(36.71, 36.90), hand=COUNTRY),
    Words(text="SYRIA", at=(37.66, 35.955), hand=HOME),
    Words(text="Mediterranean", at=(35.575, 36.10), hand=WATER),
    Words(text="Sea", at=(35.575, 36.01), hand=WATER),
    Words(text="Sahl", at=(36.075, 35.60), hand=AREA),
    Words(text="al-Ghab", at=(36.075, 35.52), hand=AREA),
)
CAPITALS = (
    Place(name="Ankara", at=(32.86, 39.93), hand=CAPITAL, mark="capital", dx=14, dy=8),
    Place(name="Damascus", at=(36.29, 33.51), hand=CAPITAL, mark="capital", dx=12, dy=-29),
)
NATIONS = (
    Words(text="TURKEY", at=(36.3, 38.4), hand=NATION),
    Words(text="IRAQ", at=(42.2, 33.2), hand=NATION),
    Words(text="LEBANON", at=(32.9, 33.75), hand=NATION),
    Words(text="EGYPT", at=(32.15, 30.32), hand=NATION),
)
LEBANON_LEADER = ((35.05, 33.96), (35.9, 34.03))  # the country is narrower than its name


@dataclass(slots=True)
class Sheet:
    """The drawing under way: its elements from the ground up, its labels, marks and lines."""

    elements: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    marks: list[Box] = field(default_factory=list)
    lines: list[shapely.Geometry] = field(default_factory=list)

    def rectangle(self, box: Box, paint: str) -> None:
        """Put a rectangle on top."""
        x0, y0, x1, y1 = (round(edge, 1) for edge in box)
        sides = f'width="{x1 - x0:g}" height="{y1 - y0:g}"'
        self.elements.append(f'<rect x="{x0:g}" y="{y0:g}" {sides} {paint}/>')

    def shape(self, shape: shapely.Geometry, paint: str) -> None:
        """Put a shape on top, as one path."""
        pen = Pen(upright=True)
        for chain in chains(shape):
            pen.chain(chain)
        self.elements.append(f'<path d="{pen.data()}" {paint}/>')

    def stroke(self, lines: shapely.Geometry, colour: str, width: float) -> None:
        """Put lines on top, which no label may cross."""
        self.shape(lines, f'fill="none" {edge(colour, width)} stroke-linejoin="round"')
        self.lines.append(lines)

    def letter(self, label: Label) -> None:
        """Put words on top, as outlines that say in a title what they read."""
        paint, title = fill(label.hand.fill), f"<title>{label.text}</title>"
        self.elements.append(f'<path d="{label.outlines}" {paint}>{title}</path>')
        self.labels.append(label)

    def mark(self, kind: str, at: Point) -> None:
        """Put the mark of a place on top: a disc, a ring or, for a capital, a square."""
        x, y = round(at[0], 1), round(at[1], 1)
        size = {"named": 10, "other": 7, "capital": 5.5}[kind]
        box = (x - size, y - size, x + size, y + size)
        self.marks.append(box)
        if kind == "capital":
            self.rectangle(box, fill(INK))
        else:
            inside, outside = (ACCENT, GROUND) if kind == "named" else (GROUND, INK)
            paint = f"{fill(inside)} {edge(outside, 3)}"
            self.elements.append(f'<circle cx="{x}" cy="{y}" r="{size}" {paint}/>')

    def place(self, place: Place, projection: Projection) -> None:
        """Put a place's mark and name on top."""
        x, y = projection(place.at)
        self.mark(place.mark, (x, y))
        self.letter(lettered(place.name, place.hand, (x + place.dx, y + place.dy), place.anchor))

    def words(self, words: Words, projection: Projection) -> None:
        """Put a name without a mark on top."""
        self.letter(lettered(words.text, words.hand, projection(words.at), 0.5))


def fill(colour: str) -> str:
    """Write a fill."""
    return f'fill="{colour}"'


def edge(colour: str, width: float) -> str:
    """Write a stroke."""
    return f'stroke="{colour}" stroke-width="{width:.3g}"'


def main() -> None:
    """Write the drawing, and its path to stdout."""
    given = [Path(argument) for argument in sys.argv[1:]]
    atlas, drawing = [*given, *(ATLAS, DRAWING)[len(given) :]]
    drawing.write_text(written(drawn(atlas)), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{drawing}\n")


def drawn(path: Path) -> Sheet:
    """Draw the map, its inset and its key from the countries of a TopoJSON file."""
    atlas = Atlas(json.loads(path.read_bytes()), PARTS)
    sheet = Sheet()
    sheet.rectangle((0, 0, WIDTH, HEIGHT), fill(GROUND))
    main_map = Projection(MAP, (36.80, 36.07), (35.0, 37.0), 0.243)
    draw_main_map(sheet, main_map, Scene(atlas, main_map, (34.0, 33.5, 40.0, 38.5)))
    region = Projection(REGION, (37.0, 35.3), (32.0, 39.0), 3.1)
    draw_region(sheet, region, Scene(atlas, region, (25.0, 24.0, 52.0, 46.0)), main_map)
    sheet.rectangle(MAP, f'fill="none" {edge(INK, 2)}')
    draw_key(sheet, main_map)
    return sheet


def written(sheet: Sheet) -> str:
    """Return the drawing as an SVG file, an element a line."""
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    words = (f"<title>{TITLE}</title>", f"<desc>{DESCRIPTION}</desc>")
    return "\n".join((head, *words, *sheet.elements, "</svg>", ""))


def draw_main_map(sheet: Sheet, projection: Projection, scene: Scene) -> None:
    """Draw north-west Syria."""
    draw_land(sheet, MAP, scene, width=3.4)
    plain = belt([projection(at) for at in GHAB], GHAB_HALF_WIDTH / projection.km)
    draw_plain(sheet, plain)
    for words in NAMES:
        sheet.words(words, projection)
    for place in PLACES:
        sheet.place(place, projection)


def draw_land(sheet: Sheet, frame: Box, scene: Scene, width: float) -> None:
    """Draw sea, neighbours, Syria, coast and borders, these `width` units wide."""
    sheet.rectangle(frame, fill(SEA))
    sheet.shape(scene.land, fill(NEIGHBOUR))
    sheet.shape(scene.countries["Syria"], fill(SYRIA))
    sheet.stroke(scene.coast, COAST, width * 0.75)
    sheet.stroke(scene.borders, BORDER, width)


def draw_plain(sheet: Sheet, plain: shapely.Geometry) -> None:
    """Draw an area whose edge is only roughly known: tinted and hatched, without an outline."""
    sheet.shape(plain, fill(PLAIN))
    sheet.stroke(hatching(plain, 16), PLAIN_EDGE, 2)
    sheet.lines.append(plain)


def draw_region(sheet: Sheet, region: Projection, scene: Scene, main_map: Projection) -> None:
    """Draw the inset: the countries around, their capitals, and the main map's frame."""
    sheet.rectangle((REGION[0] - 8, REGION[1] - 8, *REGION[2:]), fill(GROUND))
    draw_land(sheet, REGION, scene, width=1.6)
    sheet.rectangle(REGION, f'fill="none" {edge(INK, 2)}')
    for words in NATIONS:
        sheet.words(words, region)
    for place in CAPITALS:
        sheet.place(place, region)
    sheet.stroke(line(*(region(at) for at in LEBANON_LEADER)), INK, 2)
    sheet.stroke(region.outlined(main_map), ACCENT, 4)


def draw_key(sheet: Sheet, projection: Projection) -> None:
    """Draw the key and the scale below the map."""
    sheet.mark("named", (26, 1016))
    sheet.letter(lettered("In the report", KEY, (54, 1025)))
    sheet.mark("other", (330, 1016))
    sheet.letter(lettered("Other city", KEY, (352, 1025)))
    sheet.mark("capital", (566, 1016))
    sheet.letter(lettered("Capital", KEY, (586, 1025)))
    draw_plain(sheet, belt([(18, 1066), (38, 1066)], 14))
    sheet.letter(lettered("Plain (approximate)", KEY, (66, 1075)))
    draw_scale(sheet, 50 / projection.km)


def draw_scale(sheet: Sheet, length: float) -> None:
    """Draw a bar of 50 kilometres."""
    right = WIDTH - 3
    left = right - length
    sheet.stroke(line((left, 1056), (left, 1068), (right, 1068), (right, 1056)), INK, 3)
    sheet.letter(lettered("50 km", KEY, (right - length / 2, 1050), 0.5))


if __name__ == "__main__":
    main()
