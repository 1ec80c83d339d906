"""Make MathML of formulas in TeX, and pictures of that MathML for print; knows nothing of articles.

https://www.w3.org/TR/mathml-core/ for what is made. WeasyPrint 70.0 sets no MathML, so print shows
the same MathML drawn in the outlines of STIX Two Math, whose letters go with Source Serif.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from lxml import etree
from markupsafe import escape

from pressrun import limits
from pressrun.markup import tree
from pressrun.markup.speech import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

    from markupsafe import Markup

    from pressrun.markup.composition import Composition
    from pressrun.markup.tree import Element

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_DRAWN_AT = 24  # pixels to the em
_SIDE = 1 / _DRAWN_AT  # what ziamath leaves free on each side, so that no stroke is cut
_MOVABLE = frozenset("∑∏∐⋂⋃⋀⋁⨁⨂⨀⨄⨆")  # MathML Core, B.1: movablelimits
_BESIDE = {"munderover": "msubsup", "munder": "msub", "mover": "msup"}
# Choosers of a glyph's style, which the drawing font has no glyphs for; it has the styles.
_VARIANTS = re.compile("[\ufe00-\ufe0f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A formula drawn as SVG; width, height and depth below the baseline are in em."""

    svg: bytes
    width: float
    height: float
    depth: float

    @property
    def href(self) -> str:
        """Name the drawing after what it shows."""
        return f"formulas/{hashlib.sha256(self.svg).hexdigest()[:16]}.svg"


def set_formulas(work: Composition) -> None:
    """Put MathML in the place of every `span.math` and `div.math`, whose text is TeX."""
    set_formulas_below(work, work.root)
    for element in work.root.xpath(".//*[@alt][not(self::img)]"):
        del element.attrib["alt"]


def set_formulas_below(work: Composition, root: Element) -> None:
    """Do so below `root`, which need not be in the article's tree."""
    for place in root.xpath(".//*[self::span or self::div][contains(@class, 'math ')]"):
        if "math" in place.get("class", "").split():
            _set_formula(work, place)


def _set_formula(work: Composition, place: Element) -> None:
    tex, kinds = place.text_content().strip(), place.get("class", "").split()
    apart = place.tag == "div"
    try:
        made = mathml(tex, apart=apart, large="display" in kinds, alt=place.get("alt"))
    except ValueError as error:
        hint = "a dollar that is no formula is written “\\$”"
        work.complain(f"the formula “{tex}” is not understood: {error}", place, hint=hint)
        return
    formula = tree.parse(made)[0]
    if tree.deeper_than(formula, most := limits.current().nesting) is not None:
        hint = limits.remedy("nesting", "take it apart")
        work.complain(f"this formula is nested over {most} deep", place, hint=hint)
        return
    if not place.get("alt") and (said := say(formula, work.language)):
        formula.set("alttext", said)
    new = tree.make("div", formula, class_="formula") if apart else formula
    for name in ("id", "data-line"):
        if value := place.get(name):
            new.set(name, value)
    tree.replace(place, new)


def mathml(tex: str, *, apart: bool = False, large: bool = False, alt: str | None = None) -> str:
    """Return a formula as MathML; `apart` stands on a line of its own, `large` is set as if it did.

    The text alternative is what was typed unless `alt` gives another. Raises ValueError with what
    is wrong with the formula.
    """
    converter, error = _converter()
    try:
        found = str(converter(tex, displaystyle=apart or large))
    except error as fault:
        raise ValueError(str(fault).partition(": ")[2].rstrip(".")) from None
    inside = found.partition(">")[2].rpartition("</math>")[0]
    inside = inside.replace("&ApplyFunction;", "\u2061")  # XML knows no such entity
    if "scriptlevel" in inside or "displaystyle" in inside:
        inside = _with_styles_apart(inside)
    style = ' display="block"' if apart else ' displaystyle="true"' if large else ""
    said = escape(" ".join((alt or tex).split()))
    return f'<math xmlns="{_NAMESPACE}"{style} alttext="{said}">{inside}</math>'


def _with_styles_apart(inside: str) -> str:
    """Put `mstyle` around what has a style of its own, as MathML 3 wants it, which EPUB goes by.

    See https://www.w3.org/TR/MathML3/chapter3.html#presm.mstyle; the levels of a table go.
    """
    root = etree.fromstring(f"<math>{inside}</math>")
    for element in root.xpath("//mtable[@scriptlevel]"):
        del element.attrib["scriptlevel"]
    for element in root.xpath(
        "//*[@displaystyle or @scriptlevel][not(self::mstyle or self::mtable)]"
    ):
        names = [name for name in ("displaystyle", "scriptlevel") if name in element.attrib]
        style = etree.Element("mstyle", {name: element.attrib.pop(name) for name in names})
        element.getparent().replace(element, style)
        style.append(element)
    written = etree.tostring(root, encoding="unicode")
    return written.partition(">")[2].rpartition("</math>")[0]


@cache
def _converter() -> tuple[Callable[..., str], type[Exception]]:
    import math_core  # noqa: PLC0415 - most articles have no formula

    made = math_core.LatexToMathML(fancy_error=False)
    return made.convert_with_local_state, math_core.LatexError


def draw_formulas(root: Element) -> None:
    """Put a picture of each formula below `root` in its place; its size is in em, as its text's."""
    for formula in list(root.iter("math")):
        drawing = draw(_text_of(formula))
        size = f"vertical-align: {-drawing.depth:.4f}em; width: {drawing.width:.4f}em"
        words = formula.get("alttext", "")
        picture = tree.make("img", alt=words, class_="formula-sign", src=drawing.href, style=size)
        if name := formula.get("id"):
            picture.set("id", name)
        tree.replace(formula, picture)


def drawings(fragments: Iterable[Markup]) -> Iterator[Drawing]:
    """Yield the drawings of all formulas in `fragments`, each once."""
    formulas = (f for text in fragments if "<math" in text for f in tree.parse(text).iter("math"))
    found = (draw(_text_of(formula)) for formula in formulas)
    yield from {drawing.href: drawing for drawing in found}.values()


def _text_of(formula: Element) -> str:
    return etree.tostring(formula, encoding="unicode", with_tail=False)


@lru_cache(maxsize=4096)
def draw(markup: str) -> Drawing:
    """Draw a formula's MathML."""
    root = etree.fromstring(_VARIANTS.sub("", markup))
    if "display" not in root.attrib and "displaystyle" not in root.attrib:
        root.set("displaystyle", "false")
        _move_limits(root)
    drawn = _ziamath().Math(etree.tostring(root, encoding="unicode"), size=_DRAWN_AT)
    width, height = drawn.getsize()
    return Drawing(
        svg=drawn.svg().encode(),
        width=width / _DRAWN_AT + 2 * _SIDE,
        height=height / _DRAWN_AT + 2 * _SIDE,
        depth=-drawn.getyofst() / _DRAWN_AT + _SIDE,
    )


def _move_limits(root: etree._Element) -> None:
    """Set limits beside their signs in a line of text, as ziamath 0.13 does not."""
    for name, beside in _BESIDE.items():
        for element in list(root.iter(f"{{{_NAMESPACE}}}{name}")):
            sign = element[0]
            if (sign.text or "") in _MOVABLE and sign.get("movablelimits") != "false":
                element.tag = f"{{{_NAMESPACE}}}{beside}"


@cache
def _ziamath() -> ModuleType:
    import ziamath  # noqa: PLC0415 - 0.4 seconds, and only where there is a formula
    from ziamath.config import config  # noqa: PLC0415

    config.svg2 = False  # outlines where they are used: no ids that could be met twice
    return ziamath
