"""Read a picture with its caption and credit, however the page frames them; knows no files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressrun.readers.web import dom

if TYPE_CHECKING:
    from pressrun.readers.web.dom import Element

_CAPTION = re.compile(r"caption|legend|cutline|\bimage-?(?:desc|text)", re.IGNORECASE)
_CREDIT = re.compile(
    r"credit|copyright|photographer|\bsource\b|attribution|image-?author|img-?author", re.IGNORECASE
)
_FRAMED = (
    "table",
    "pre",
    "blockquote",
    "iframe",
    "video",
    "audio",
    "object",
    "embed",
    "ul",
    "ol",
    "p",
)
_SIGN = re.compile(r"emoji|smiley|icon\b|wp-smiley|glyph", re.IGNORECASE)
_LARGEST_SIGN = 32
_LARGEST_TRIFLE = 3
_LONGEST_SIGN = 4
# How much else may stand beside a caption in what frames a picture.
_MOST_BESIDE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture of the page with the words that belong to it; `place` is where they stood."""

    image: Element | None
    caption: str | None = None
    credit: str | None = None
    place: Element | None = None


def read_figure(figure: Element) -> tuple[list[Shown], list[Element]]:
    """Return a figure's pictures, the first with the caption, and what else it frames."""
    framed = [e for e in figure.iter(*_FRAMED) if e.tag != "p" and not dom.within(e, "figcaption")]
    rest = [e for e in framed if not any(a in framed for a in e.iterancestors())]
    images = _images(figure)
    caption, credit = _words(figure, rest)
    if not images:
        return (
            [Shown(image=None, caption=caption, credit=credit, place=figure)]
            if rest and (caption or credit)
            else []
        ), rest
    first = Shown(image=images[0], caption=caption, credit=credit, place=figure)
    return [first, *(Shown(image=image) for image in images[1:])], rest


def is_frame_of_picture(element: Element) -> bool:
    """Tell whether a division holds one picture and its caption, and nothing else."""
    if (
        element.tag not in ("div", "p", "span", "a", "section", "dl", "center")
        or len(_images(element)) != 1
    ):
        return False
    captions = [e for e in element.iterdescendants() if _is_caption(e)]
    if not captions or next(element.iter("figure"), None) is not None:
        return False
    outer = [e for e in captions if not any(a in captions for a in e.iterancestors())]
    said = sum(len(dom.text_of(e)) for e in outer)
    return said > 0 and len(dom.text_of(element)) - said <= _MOST_BESIDE


def is_trifle(image: Element) -> bool:
    """Tell whether a picture is there to count readers or to hold a place."""
    return any(0 <= _size(image, side) <= _LARGEST_TRIFLE for side in ("width", "height"))


def is_sign(image: Element) -> bool:
    """Tell whether a picture stands for a sign in a line: an emoji, an icon."""
    alt = (image.get("alt") or "").strip()
    small = 0 <= _size(image, "width") <= _LARGEST_SIGN or _SIGN.search(image.get("class", ""))
    return bool(alt) and len(alt) <= _LONGEST_SIGN and bool(small)


def _images(element: Element) -> list[Element]:
    """Return the pictures, one for each `picture` element."""
    return [image for image in element.iter("img") if not is_trifle(image)]


def _is_caption(element: Element) -> bool:
    return element.tag == "figcaption" or bool(
        _CAPTION.search(dom.name_of(element)) or _CREDIT.search(dom.name_of(element))
    )


def _words(figure: Element, rest: list[Element]) -> tuple[str | None, str | None]:
    """Return the caption and the credit: what is named a credit, and all other words."""
    told = [
        e
        for e in figure.iterdescendants()
        if _is_credit(e) and not any(a in rest for a in e.iterancestors())
    ]
    outer = [e for e in told if not any(a in told for a in e.iterancestors())]
    credit = " ".join(dict.fromkeys(filter(None, map(dom.text_of, outer))))
    return dom.text_of(figure, without=(*rest, *outer)) or None, credit or None


def _is_credit(element: Element) -> bool:
    names = dom.name_of(element)
    return bool(_CREDIT.search(names)) and not _CAPTION.search(names)


def _size(image: Element, side: str) -> int:
    value = re.match(r"\s*(\d{1,6})", image.get(side, ""))
    return int(value[1]) if value else -1
