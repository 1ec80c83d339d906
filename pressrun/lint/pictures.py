"""Look at pictures: what stands for them, what stands below them, how they print."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from pressrun import accessibility
from pressrun.lint.contrast import faintest_words
from pressrun.lint.lexicon import lexicon
from pressrun.markup.composition import line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressrun.lint.copy import Copy
    from pressrun.model import Figure, Picture
    from pressrun.preflight.finding import Finding

_FILE_NAME = re.compile(
    r"(?i)\S+\.(?:jpe?g|png|gif|svg|webp|tiff?|heic|avif|bmp)|(?:DSC|IMG|PXL|MVI|P\d)[_-]?\d{3,}\S*"
    r"|untitled[\d_-]*|screen ?shot.{0,25}\d|image\d+|[0-9a-f]{16,}"
)
_NOTHING = frozenset({
    "image", "picture", "photo", "photograph", "figure", "graphic", "img", "bild", "foto", "imagen",
    "imagem", "immagine", "afbeelding", "photographie", "untitled", "alt", "alt text", "…", "-",
})  # fmt: skip
_LONGEST = 300
_COARSE, _FINE = 150, 300
_POINTS = 72


def obstacles(copy: Copy) -> Iterator[Finding]:
    """Find pictures that nobody described."""
    for figure in copy.article.body.figures:
        if not figure.described:
            message = f"“{_source(copy, figure)}” has no text alternative"
            yield copy.finding("PR-101", message, figure.line, _source(copy, figure))


def alternatives(copy: Copy) -> Iterator[Finding]:
    """Find text alternatives that help nobody."""
    for figure in copy.article.body.figures:
        alt = " ".join((figure.alt or "").split())
        if not alt or figure.decorative:
            continue
        if number := _fault_of(alt, figure, copy):
            yield copy.finding(number, _SAID[number].format(alt=alt[:60]), figure.line, alt)


_SAID = {
    "PR-102": "the text alternative “{alt}” does not say what is to be seen",
    "PR-103": "the text alternative says that it is a picture: “{alt}”",
    "PR-104": "the text alternative is very long: “{alt}…”",
    "PR-105": "the text alternative is the caption once more: “{alt}”",
}


def _fault_of(alt: str, figure: Figure, copy: Copy) -> str | None:
    folded = alt.lower().strip(" .")
    if _FILE_NAME.fullmatch(alt) or folded in _NOTHING:
        return "PR-102"
    if folded.startswith(tuple(f"{begin} " for begin in lexicon(copy.language).picture)):
        return "PR-103"
    if len(alt) > _LONGEST:
        return "PR-104"
    caption = " ".join((figure.caption or "").lower().split()).strip(" .")
    return "PR-105" if folded == caption else None


def captions(copy: Copy) -> Iterator[Finding]:
    """Find figures of which nothing is said, and photographs that nobody is named for."""
    for figure in copy.article.body.figures:
        picture = copy.pictures.get(figure.image)
        if figure.decorative or picture is None or not _stands_alone(copy, figure):
            continue
        source = _source(copy, figure)
        if not (figure.caption or figure.credit):
            message = f"“{source}” has neither a caption nor a credit"
            yield copy.finding("PR-108", message, figure.line, source)
        elif picture.media_type == "image/jpeg" and not figure.credit:
            message = f"nobody is named for the photograph “{source}”"
            yield copy.finding("PR-109", message, figure.line, source)


def resolution(copy: Copy) -> Iterator[Finding]:
    """Find pictures that have too few points for the size at which they are printed."""
    for figure in copy.article.body.figures:
        picture = copy.pictures.get(figure.image)
        if picture is None or not _stands_alone(copy, figure):
            continue
        found = _density(picture, copy)
        if found and found[0] < _FINE:
            dpi, needed = found
            message = (
                f"“{_source(copy, figure)}” prints at {dpi} points to the inch;"
                f" {needed} pixels across would be 300"
            )
            number = "PR-106" if dpi < _COARSE else "PR-107"
            yield copy.finding(number, message, figure.line, _source(copy, figure))


def contrast(copy: Copy) -> Iterator[Finding]:
    """Find drawings with words that are hard to tell from their ground."""
    for figure in copy.article.body.figures:
        picture = copy.pictures.get(figure.image)
        if picture is None or picture.media_type != "image/svg+xml":
            continue
        if found := faintest_words(picture.data):
            words, ratio = found
            message = f"“{words}” in the drawing has a contrast of {ratio:.1f} to 1"
            yield copy.finding("PR-110", message, figure.line, _source(copy, figure))


def tables(copy: Copy) -> Iterator[Finding]:
    """Find tables without headings."""
    if all(why != accessibility.HEADLESS for *_, why in accessibility.obstacles_in(copy.article)):
        return
    for table in copy.root.iter("table"):
        if table.find(".//th") is None:
            yield copy.finding("PR-206", "a table has no headings", line_of(table))


def _density(picture: Picture, copy: Copy) -> tuple[int, int] | None:
    """Return the points to the inch, and how many pixels across 300 of them want."""
    if picture.media_type == "image/svg+xml":
        return None
    with Image.open(BytesIO(picture.data)) as image:
        width, height = image.size
    printed = min(copy.page.column, copy.page.picture * width / height)
    return round(width * _POINTS / printed), round(printed / _POINTS * _FINE)


def _stands_alone(copy: Copy, figure: Figure) -> bool:
    """Tell a figure from a picture in a line of text, which keeps its own size."""
    return f'<figure class="figure" id="{figure.anchor}"' in copy.article.body.html


def _source(copy: Copy, figure: Figure) -> str:
    """Return what the manuscript calls a figure's picture, as far as that can be told."""
    for image in copy.root.iter("img"):
        source = image.get("src", "")
        name = source.rpartition("/")[2].rpartition(".")[0]
        if name and name.lower() in figure.image.lower():
            return source
    return figure.image
