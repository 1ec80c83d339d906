"""Join the print edition's stylesheets; knows pages and CSS, not what it is applied to.

The page's size decides the measure, the size of the text and the baseline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pressrun.errors import UsageError
from pressrun.templating import resource

_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
# ISO 216 and 269, and the North American sizes, in millimetres.
PAGE_SIZES: dict[str, tuple[float, float]] = {
    "a4": (210, 297),
    "a5": (148, 210),
    "a6": (105, 148),
    "b5": (176, 250),
    "letter": (215.9, 279.4),
    "half-letter": (139.7, 215.9),
}
_SMALLEST, _LARGEST = 90.0, 450.0
_PT = 72 / 25.4
_NUMBER = r"\s*(\d+(?:\.\d+)?|\.\d+)\s*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """A page and where its text stands, all in points.

    `text` is the size of the type, `line` the distance of two baselines.
    """

    width: float
    height: float
    inner: float
    outer: float
    top: float
    bottom: float
    text: float
    line: float


def page_size(words: str) -> tuple[float, float]:
    """Return width and height in millimetres of a size: “A5”, “148x210mm”, “6x9in”.

    Raises UsageError for anything else, and for a page that no text fits on.
    """
    if size := PAGE_SIZES.get(words.lower().replace(" ", "-")):
        return size
    number = _NUMBER
    measure = re.fullmatch(rf"{number}[x×]{number}(mm|cm|in|pt)\s*", words.lower())
    if not measure:
        names = ", ".join(name.title() for name in PAGE_SIZES)
        raise UsageError(
            f"there is no page size “{words}”",
            hint=f"one of {names}, or a measure: 148x210mm, 6x9in",
        )
    width, height = (float(side) * _MM[measure[3]] for side in measure.groups()[:2])
    if not (_SMALLEST <= width <= _LARGEST and _SMALLEST <= height <= _LARGEST * 1.5):
        raise UsageError(f"a page of {width:.0f} × {height:.0f} mm holds no readable text")
    return width, height


def length(words: str) -> float:
    """Return the millimetres of a length: “3mm”, “0.125in”; raises UsageError for anything else."""
    measure = re.fullmatch(rf"{_NUMBER}(mm|cm|in|pt)\s*", words.lower())
    if not measure:
        raise UsageError(f"“{words}” is no length", hint="say 3mm or 0.125in")
    return float(measure[1]) * _MM[measure[2]]


def geometry(width: float, height: float) -> Geometry:
    """Lay the text out on a page of `width` × `height` millimetres.

    The type grows with the page from 9.5 to 11.5 points; the measure never passes 33 times its
    size, some 72 characters (Bringhurst, The Elements of Typographic Style, 2.1.2), and the text's
    height is a whole number of lines.
    """
    text = round(min(11.5, max(9.5, 9.9 + (width - 148) * 0.024)) * 4) / 4
    line = round(text * 1.36 * 4) / 4
    page_width, page_height = width * _PT, height * _PT
    measure = min(page_width * 0.775, text * 33)
    spare = page_width - measure
    lines = int((page_height * 0.82) // line)
    leading = page_height - lines * line
    return Geometry(
        width=page_width, height=page_height, inner=spare * 0.53, outer=spare * 0.47,
        top=leading * 0.46, bottom=leading * 0.54, text=text, line=line,
    )  # fmt: skip


def print_stylesheet(page: Geometry, bleed: float = 0.0) -> str:
    """Return the sheet of the print edition for a page, drawn `bleed` points beyond its edges."""
    lengths_of = {
        "--line": page.line, "--margin-bottom": page.bottom, "--margin-inner": page.inner,
        "--margin-outer": page.outer, "--margin-top": page.top, "--text": page.text,
    }  # fmt: skip
    lengths = "\n".join(f"  {name}: {value:.4f}pt;" for name, value in lengths_of.items())
    size = f"{page.width:.4f}pt {page.height:.4f}pt"
    own = f":root {{\n{lengths}\n}}\n\n@page {{\n  bleed: {bleed:.4f}pt;\n  size: {size};\n}}\n"
    return "\n".join((sheet("tokens"), own, sheet("shared"), sheet("print")))


def sheet(name: str) -> str:
    """Return one of the sheets of `styles/`."""
    return (resource("styles") / f"{name}.css").read_text(encoding="utf-8")
