"""Measure the contrast of words in drawings (WCAG 2.2, 1.4.3); knows no article.

Where a shape lies cannot be told without drawing it, so a word counts as faint only where none of
the colours drawn before it would do for a ground.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree
from PIL import ImageColor

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAST, _LEAST_LARGE, _LARGE = 4.5, 3.0, 24.0
_SHAPES = frozenset({"rect", "circle", "ellipse", "path", "polygon", "image", "use"})
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)


@lru_cache(maxsize=256)
def faintest_words(drawing: bytes) -> tuple[str, float] | None:
    """Return the words with the least contrast of those that have too little, and how much it is.

    A drawing with a stylesheet or gradients is not judged.
    """
    root = etree.fromstring(drawing, _PARSER)
    if any(
        _tag(element) in {"style", "linearGradient", "radialGradient"} for element in root.iter()
    ):
        return None
    faint = [found for found in _words(root) if found[1] < found[2]]
    words, ratio, _ = min(faint, key=lambda found: found[1], default=("", 0.0, 0.0))
    return (words, ratio) if words else None


def ratio_of(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, “contrast ratio”)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _words(root: etree._Element) -> Iterator[tuple[str, float, float]]:
    """Yield words, the best contrast that they may have, and the least that they should."""
    grounds: set[tuple[int, ...]] = {_WHITE}
    for element in root.iter(etree.Element):
        colour = _colour(_said(element, "fill"))
        if _tag(element) in _SHAPES:
            grounds.add(colour or _BLACK)
            grounds |= {stroke} if (stroke := _colour(_said(element, "stroke"))) else set()
        elif _tag(element) == "text" and (words := " ".join("".join(element.itertext()).split())):
            if _said(element, "fill") and colour is None:
                continue  # a pattern, or nothing: not for us to tell
            least = _LEAST_LARGE if _size(element) >= _LARGE else _LEAST
            yield words[:60], max(ratio_of(colour or _BLACK, ground) for ground in grounds), least


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _said(element: etree._Element, name: str) -> str:
    """Return a property, as the element or the nearest around it says."""
    for place in (element, *element.iterancestors()):
        style = {
            declaration.partition(":")[0].strip(): declaration.partition(":")[2].strip()
            for declaration in (place.get("style") or "").split(";")
        }
        if found := style.get(name) or place.get(name):
            return found
    return ""


def _colour(said: str) -> tuple[int, ...] | None:
    try:
        return ImageColor.getrgb(said)[:3]
    except ValueError:
        return None


def _size(element: etree._Element) -> float:
    try:
        return float(_said(element, "font-size").removesuffix("px"))
    except ValueError:
        return 0.0


# From here on a colour’s strength is a power of its figure (WCAG 2.2, “relative luminance”).
_CURVE = 0.04045


def _luminance(colour: tuple[int, ...]) -> float:
    linear = [
        c / 12.92 if (c := part / 255) <= _CURVE else ((c + 0.055) / 1.055) ** 2.4
        for part in colour
    ]
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
