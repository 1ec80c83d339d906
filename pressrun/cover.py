"""Draw a cover from the metadata: kicker, title, byline, imprint; knows type, not packages.

1600 × 2560 pixels, the shape that the shops ask for; title and byline are set so large that both
can be read on a shelf of thumbnails 160 pixels wide.
"""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_left
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import starmap
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageColor, ImageDraw

from pressrun import fonts
from pressrun.cache import Cache, key_of
from pressrun.compression import zlib_stream
from pressrun.inventory import makers
from pressrun.lettering import Lettering, direction_of, units_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COVERS = Cache(name="covers", most=20_000_000)
WIDTH, HEIGHT = 1600, 2560
_MARGIN = 130
_MEASURE = WIDTH - 2 * _MARGIN
_PAPER = "#f4efe4"
# The colours of the cover; where two meet, a later one covers an earlier one.
_INK, _ACCENT, _FAINT = "#16202b", "#a5341c", "#4d5660"
_COLOURS = (_INK, _ACCENT, _FAINT)
# From paper to full colour, at the edges of letters: with paper, seven colours in all, so that a
# pixel takes four bits. With three steps, which look the same on a screen that does not enlarge
# pixels, the file is an eighth larger, with five over a quarter.
_STEPS = 2
_BITS, _OF_PALETTE = 4, 3
# Pixels to the left of all others, of the byte by which a row of a PNG is told to be unfiltered.
_HEAD = 8 // _BITS
# How far above and below its baseline a line may reach, in parts of its size, in any script.
_ABOVE, _BELOW = 2, 1.5
_FAINTEST = 256 // (2 * _STEPS)
_TOP = 210.0
# A tenth of these is what a thumbnail shows: below ten points of it nobody reads on.
_TITLE_SIZES = range(300, 110, -6)
_SMALL_SIZES = range(110, 46, -4)
_BYLINE_SIZES = range(128, 99, -4)
_SMALLEST = 34
_TITLE_FACE, _TITLE_LEADING = "SourceSerif4Display-Roman-600", 1.08
_BYLINE_FACE, _BYLINE_LINES = "SourceSans3-Roman-600", 3
_IMPRINT = ("SourceSans3-Roman-400", 58)
_TITLE_HEIGHT = 1300.0
_LEADING = 1.25
_FOOT_MARGIN, _ABOVE_BYLINE = 110, 50
_MOST_SIGNS = 600  # more than a cover has room for


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverText:
    """What a cover says; a line that is None is left out."""

    title: str
    kicker: str | None = None
    subtitle: str | None = None
    headlines: tuple[str, ...] = ()
    byline: str | None = None
    imprint: str | None = None


def draw(text: CoverText) -> bytes:
    """Draw the cover as PNG.

    Words in a script that no packaged font has are set in one of this machine's; signs that none
    draws are left out, since boxes would announce nothing.
    """
    said = (text.title, text.kicker, text.subtitle, *text.headlines, text.byline, text.imprint)
    own = COVERS.is_used and not fonts.uncovered("".join(filter(None, said)), fonts.font_folder())
    key = key_of(part.encode() for part in (makers(), repr(text))) if own else ""
    if own and (found := COVERS.found(key)):
        return found
    drawn = _drawn(text)
    if own:
        COVERS.keep(key, drawn)
        COVERS.tidy()
    return drawn


def _drawn(text: CoverText) -> bytes:
    sheet = _Sheet()
    pen = _Pen(sheet, Lettering(fonts.font_folder()), direction_of(text.title))
    sheet.block((0, 0, WIDTH, 46), _ACCENT)
    foot = _foot(pen, text)
    y = _TOP
    if text.kicker:
        y = pen.block_of(text.kicker, y, ("SourceSans3-Roman-600", 62), _ACCENT, most=1) + 40
    y = _title(pen, text.title, y) + 60
    if text.subtitle:
        font = ("SourceSerif4Subhead-Italic-400", 84)
        y = pen.block_of(text.subtitle, y, font, _INK, most=4) + 30
    _headlines(pen, text.headlines, y + 110, foot - 60)
    return sheet.png()


def _foot(pen: _Pen, text: CoverText) -> float:
    """Set byline and imprint at the foot, below a rule; return where the rule is."""
    imprint = pen.leading([text.imprint], _IMPRINT, _LEADING) if text.imprint else 0.0
    lines, font = pen.fitted(text.byline or "", _BYLINE_FACE, _BYLINE_SIZES, _BYLINE_LINES)
    byline = len(lines) * pen.leading(lines, font, _LEADING) if text.byline else 0.0
    rule = HEIGHT - _FOOT_MARGIN - imprint - byline - _ABOVE_BYLINE
    pen.sheet.block((_MARGIN, rule, WIDTH - _MARGIN, rule + 6), _INK)
    y = rule + _ABOVE_BYLINE
    if text.byline:
        y = pen.lines(lines, y, font, _INK, leading=_LEADING)
    if text.imprint:
        pen.block_of(text.imprint, y, _IMPRINT, _FAINT, most=1)
    return rule


def _title(pen: _Pen, title: str, y: float) -> float:
    """Set the title as large as it fits: unbroken where that leaves it large, else broken."""
    fitting = next((size for size in _TITLE_SIZES if _fits(pen, title, size, unbroken=True)), None)
    if fitting is None:
        sizes = (*_TITLE_SIZES, *_SMALL_SIZES)
        fitting = next((size for size in sizes if _fits(pen, title, size)), _SMALL_SIZES[-1])
    font = (_TITLE_FACE, fitting)
    lines = pen.wrapped(title, font)
    most = int(_TITLE_HEIGHT // pen.leading(lines, font, _TITLE_LEADING))
    return pen.lines(lines[:most], y, font, _INK, leading=_TITLE_LEADING)


def _fits(pen: _Pen, title: str, size: int, *, unbroken: bool = False) -> bool:
    font = (_TITLE_FACE, size)
    if unbroken and any(
        pen.width(unit, font) > _MEASURE for unit, _ in units_of(title[:_MOST_SIGNS])
    ):
        return False
    lines = pen.wrapped(title, font)
    return len(lines) * pen.leading(lines, font, _TITLE_LEADING) <= _TITLE_HEIGHT


def _headlines(pen: _Pen, headlines: Sequence[str], y: float, end: float) -> None:
    """Set the articles' headlines below a short rule, as many as there is room for."""
    font = ("SourceSerif4Display-Roman-600", 92)
    for number, headline in enumerate(headlines):
        lines = pen.wrapped(headline, font)
        below = y + (70 if number == 0 else 0)
        if below + len(lines) * pen.leading(lines, font, 1.2) > end:
            return
        if number == 0:
            pen.short_rule(y)
        y = pen.lines(lines, below, font, _INK, leading=1.2) + 55


@dataclass(slots=True)
class _Pen:
    """Sets lines of type on the sheet, from the side that the script begins at."""

    sheet: _Sheet
    lettering: Lettering
    direction: str

    def short_rule(self, y: float) -> None:
        left = _MARGIN if self.direction == "ltr" else WIDTH - _MARGIN - 180
        self.sheet.block((left, y, left + 180, y + 10), _ACCENT)

    def lines(
        self,
        lines: Sequence[str],
        y: float,
        font: tuple[str, int],
        colour: str,
        *,
        leading: float = _LEADING,
    ) -> float:
        """Set lines from `y` down; return where the next block may begin."""
        step = self.leading(lines, font, leading)
        for line in lines:
            width = self.width(line, font)
            left = _MARGIN if self.direction == "ltr" else WIDTH - _MARGIN - width
            base = y + (step + font[1] * 0.7) / 2
            top = int(base - _ABOVE * font[1])
            with self.sheet.strip(top, int(base + _BELOW * font[1]), colour) as strip:
                self.lettering.write(strip, (left, base - top), line, font, self.direction)
            y += step
        return y

    def leading(self, lines: Sequence[str], font: tuple[str, int], usual: float) -> float:
        """Return the distance of two lines."""
        return font[1] * self.lettering.leading(" ".join(lines), font[0], usual)

    def width(self, line: str, font: tuple[str, int]) -> float:
        return self.lettering.width(line, font)

    def fitted(
        self, text: str, face: str, sizes: Sequence[int], most: int
    ) -> tuple[list[str], tuple[str, int]]:
        """Break a text into so many lines, at the largest size that does; what remains is cut."""
        broken = ((self.wrapped(text, (face, size)), size) for size in sizes)
        last = sizes[-1]
        lines, size = next(((b, s) for b, s in broken if len(b) <= most), ([], last))
        return (lines or self.wrapped(text, (face, last))[:most]), (face, size)

    def block_of(
        self, text: str, y: float, font: tuple[str, int], colour: str, *, most: int
    ) -> float:
        """Set a text in at most so many lines, smaller where it would take more."""
        lines, fitting = self.fitted(text, font[0], range(font[1], _SMALLEST - 1, -2), most)
        return self.lines(lines, y, fitting, colour)

    def wrapped(self, text: str, font: tuple[str, int]) -> list[str]:
        """Break text into lines that fit between the margins: between words where they allow."""
        lines: list[str] = []
        for unit, space in units_of(self.lettering.drawable(text[:_MOST_SIGNS], font[0])):
            longer = f"{lines[-1]}{space}{unit}" if lines else unit
            if lines and self.width(longer, font) <= _MEASURE:
                lines[-1] = longer
            else:
                lines += self._parts(unit, font)
        return lines or [""]

    def _parts(self, word: str, font: tuple[str, int]) -> list[str]:
        """Break a word wider than a line, with a hyphen where its script has letter case."""
        parts: list[str] = []
        while self.width(word, font) > _MEASURE:
            too_long = bisect_left(range(2, len(word)), 1, key=partial(self._overruns, word, font))
            length = too_long + 1
            parts.append(word[:length] + _hyphen(word, length))
            word = word[length:]
        return [*parts, word]

    def _overruns(self, word: str, font: tuple[str, int], length: int) -> bool:
        return self.width(word[:length] + _hyphen(word, length), font) > _MEASURE


def _hyphen(word: str, length: int) -> str:
    before, after = word[length - 1], word[length]
    return "-" if before.lower() != before.upper() and after.lower() != after.upper() else ""


class _Sheet:
    """The cover, of few colours.

    Finding the colours of a finished picture instead took four times as long.
    """

    def __init__(self) -> None:
        self._image = Image.new("P", (_HEAD + WIDTH, HEIGHT))
        self._pen = ImageDraw.Draw(self._image)

    def block(self, box: tuple[float, float, float, float], colour: str) -> None:
        """Fill a rectangle."""
        left, top, right, bottom = box
        self._pen.rectangle((_HEAD + left, top, _HEAD + right, bottom), fill=_place(255, colour))

    @contextmanager
    def strip(self, top: int, bottom: int, colour: str) -> Iterator[ImageDraw.ImageDraw]:
        """Give a pen for what is set in a colour between two heights, the upper one being 0."""
        layer = Image.new("L", (WIDTH, bottom - top))
        yield ImageDraw.Draw(layer)
        if inked := layer.getbbox():
            left, above, right, below = inked
            place = _HEAD + left, top + above, _HEAD + right, top + below
            inks = layer.crop(inked).point(_places(colour))
            self._image.paste(ImageChops.lighter(self._image.crop(place), inks), place)

    def png(self) -> bytes:
        """Return it as PNG."""
        palette = list(ImageColor.getrgb(_PAPER))
        palette += [
            channel
            for colour in _COLOURS
            for step in range(1, _STEPS + 1)
            for channel in _blend(colour, step)
        ]
        chunks = (
            (b"IHDR", struct.pack(">2L5B", WIDTH, HEIGHT, _BITS, _OF_PALETTE, 0, 0, 0)),
            (b"PLTE", bytes(palette)),
            # An eighth smaller than Pillow 12 writes it.
            (b"IDAT", zlib_stream(self._image.tobytes("raw", f"P;{_BITS}"))),
            (b"IEND", b""),
        )
        return b"\x89PNG\r\n\x1a\n" + b"".join(starmap(_chunk, chunks))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


@cache
def _places(colour: str) -> list[int]:
    return [_place(value, colour) for value in range(256)]


def _place(value: int, colour: str) -> int:
    """Return the place in the palette of a pixel that so much ink of a colour is on."""
    first = 1 + _COLOURS.index(colour) * _STEPS
    return first + max(0, round(value * _STEPS / 255) - 1) if value >= _FAINTEST else 0


def _blend(colour: str, step: int) -> tuple[int, ...]:
    paper, full = ImageColor.getrgb(_PAPER), ImageColor.getrgb(colour)
    return tuple(p + (f - p) * step // _STEPS for p, f in zip(paper, full, strict=True))
