"""Draw a cover from the metadata: kicker, title, byline, imprint; knows type, not packages.

1600 × 2560 pixels, the shape that the shops ask for; the title is set as large as it fits, so that
it can be read on a shelf of thumbnails 160 pixels wide.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageColor, ImageDraw, ImageFont

from pressrun import fonts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

WIDTH, HEIGHT = 1600, 2560
_MARGIN = 130
_MEASURE = WIDTH - 2 * _MARGIN
_PAPER = "#f4efe4"
# The colours of the cover; each is a layer of its own while the cover is drawn.
_INK, _ACCENT, _FAINT = "#16202b", "#a5341c", "#4d5660"
_COLOURS = (_INK, _ACCENT, _FAINT)
_STEPS = 32  # from paper to full colour, at the edges of letters
_FAINTEST = 256 // _STEPS
_TITLE_SIZES = range(300, 90, -6)
_SMALL_SIZES = range(90, 46, -6)
_TITLE_FACE, _TITLE_LEADING = "SourceSerif4Display-Roman-600", 1.08
_SMALLEST = 34
_TITLE_HEIGHT = 1300
_FOOT = HEIGHT - 330


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
    """Draw the cover as PNG."""
    folder = fonts.font_folder()
    layers = {colour: Image.new("L", (WIDTH, HEIGHT)) for colour in _COLOURS}
    pen = _Pen({colour: ImageDraw.Draw(layer) for colour, layer in layers.items()}, folder)
    pen.block((0, 0, WIDTH, 46), _ACCENT)
    y = 210.0
    if text.kicker:
        y = pen.block_of(text.kicker, y, ("SourceSans3-Roman-600", 62), _ACCENT, most=1) + 40
    y = _title(pen, text.title, y) + 60
    if text.subtitle:
        font = ("SourceSerif4Subhead-Italic-400", 84)
        y = pen.block_of(text.subtitle, y, font, _INK, most=4) + 30
    _headlines(pen, text.headlines, y + 110)
    pen.block((_MARGIN, _FOOT, WIDTH - _MARGIN, _FOOT + 6), _INK)
    foot = _FOOT + 50.0
    if text.byline:
        font = ("SourceSans3-Roman-600", 66)
        foot = pen.block_of(text.byline, foot, font, _INK, most=1) + 10
    if text.imprint:
        pen.block_of(text.imprint, foot, ("SourceSans3-Roman-400", 58), _FAINT, most=1)
    return _png(layers)


def _title(pen: _Pen, title: str, y: float) -> float:
    """Set the title as large as it fits: unbroken where that leaves it large, else broken."""
    fitting = next((size for size in _TITLE_SIZES if _fits(pen, title, size, unbroken=True)), None)
    if fitting is None:
        sizes = (*_TITLE_SIZES, *_SMALL_SIZES)
        fitting = next((size for size in sizes if _fits(pen, title, size)), _SMALL_SIZES[-1])
    lines = pen.wrapped(title, (_TITLE_FACE, fitting))
    most = int(_TITLE_HEIGHT // (fitting * _TITLE_LEADING))
    return pen.lines(lines[:most], y, (_TITLE_FACE, fitting), _INK, leading=_TITLE_LEADING)


def _fits(pen: _Pen, title: str, size: int, *, unbroken: bool = False) -> bool:
    font = (_TITLE_FACE, size)
    if unbroken and any(pen.width(word, font) > _MEASURE for word in title.split()):
        return False
    return len(pen.wrapped(title, font)) * size * _TITLE_LEADING <= _TITLE_HEIGHT


def _headlines(pen: _Pen, headlines: Sequence[str], y: float) -> None:
    """Set the articles' headlines below a short rule, as many as there is room for."""
    font = ("SourceSerif4Display-Roman-600", 92)
    if headlines:
        pen.block((_MARGIN, y, _MARGIN + 180, y + 10), _ACCENT)
        y += 70
    for headline in headlines:
        lines = pen.wrapped(headline, font)
        if y + len(lines) * font[1] * 1.2 > _FOOT - 60:
            return
        y = pen.lines(lines, y, font, _INK, leading=1.2) + 55


class _Pen:
    """Sets lines of type on the layer of their colour."""

    def __init__(self, layers: Mapping[str, ImageDraw.ImageDraw], folder: Path) -> None:
        self._layers = layers
        self._folder = folder
        self._fonts: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}

    def block(self, box: tuple[float, float, float, float], colour: str) -> None:
        self._layers[colour].rectangle(box, fill=255)

    def lines(
        self,
        lines: Sequence[str],
        y: float,
        font: tuple[str, int],
        colour: str,
        *,
        leading: float = 1.3,
    ) -> float:
        """Set lines from `y` down; return where the next block may begin.

        Lines in a script that no face here has are left out: boxes would announce nothing.
        """
        if fonts.uncovered("".join(lines), self._folder):
            return y
        for line in lines:
            self._layers[colour].text((_MARGIN, y), line, font=self._font(font), fill=255)
            y += font[1] * leading
        return y

    def width(self, line: str, font: tuple[str, int]) -> float:
        return float(self._layers[_INK].textlength(line, font=self._font(font)))

    def block_of(
        self, text: str, y: float, font: tuple[str, int], colour: str, *, most: int
    ) -> float:
        """Set a text in at most so many lines, smaller where it would take more."""
        face, largest = font
        sizes = range(largest, _SMALLEST - 1, -2)
        fitting = (size for size in sizes if len(self.wrapped(text, (face, size))) <= most)
        size = next(fitting, _SMALLEST)
        return self.lines(self.wrapped(text, (face, size))[:most], y, (face, size), colour)

    def wrapped(self, text: str, font: tuple[str, int]) -> list[str]:
        """Break text into lines that fit between the margins: between words where they allow."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, font) <= _MEASURE:
                lines[-1] = longer
            else:
                lines += self._parts(word, font)
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

    def _font(self, font: tuple[str, int]) -> ImageFont.FreeTypeFont:
        if font not in self._fonts:
            self._fonts[font] = ImageFont.truetype(self._folder / f"{font[0]}.ttf", font[1])
        return self._fonts[font]


def _hyphen(word: str, length: int) -> str:
    before, after = word[length - 1], word[length]
    return "-" if before.lower() != before.upper() and after.lower() != after.upper() else ""


def _png(layers: Mapping[str, Image.Image]) -> bytes:
    """Join the layers to a picture of few colours.

    Finding the colours of a finished picture instead took four times as long.
    """
    image = Image.new("P", (WIDTH, HEIGHT))
    palette = list(ImageColor.getrgb(_PAPER))
    for number, (colour, layer) in enumerate(layers.items()):
        first = 1 + number * _STEPS
        palette += [channel for step in range(1, _STEPS + 1) for channel in _blend(colour, step)]
        places = [first + max(0, value * _STEPS // 256 - 1) for value in range(256)]
        image.paste(
            layer.point(places), mask=layer.point(lambda value: 255 if value >= _FAINTEST else 0)
        )
    image.putpalette(palette)
    stream = BytesIO()
    image.save(stream, "PNG", compress_level=6)
    return stream.getvalue()


def _blend(colour: str, step: int) -> tuple[int, ...]:
    paper, full = ImageColor.getrgb(_PAPER), ImageColor.getrgb(colour)
    return tuple(p + (f - p) * step // _STEPS for p, f in zip(paper, full, strict=True))
