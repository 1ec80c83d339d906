"""Make the README's picture: a spread of the printed pages beside a screen of the EPUB.

    python -m tests.reading.spread BOOK.pdf BOOK.epub PICTURE.png

Both are the real editions, drawn by pdftoppm and opened by foliate-js.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.inspectors.look import draw_pages
from tests.reading.reader import open_book
from tests.reading.view import PHONE, View

if TYPE_CHECKING:
    from collections.abc import Sequence

TABLE = "#e4e1da"
EDGE = "#c9c5bb"
MARGIN = 50
HEIGHT = 760
COLOURS = 256


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the picture; return 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.reading.spread")
    parser.add_argument("pdf", type=Path)
    parser.add_argument("epub", type=Path)
    parser.add_argument("picture", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        left, right = draw_pages(options.pdf, Path(folder), first=2, last=3)
        screen = article_screen(options.epub, Path(folder))
        picture = composed([[left, right], [screen]])
    options.picture.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        options.picture, optimize=True
    )
    sys.stdout.write(f"{options.picture}\n")
    return 0


def article_screen(epub: Path, out: Path) -> Path:
    """Return the first screen of the first article on a phone."""
    view = View(system="foliate-js", device=PHONE, screens=1, out=out)
    reading = open_book(epub, view)
    article = next(document for document in reading.documents if len(document.words) > 200)
    return article.screens[0]


def composed(groups: Sequence[Sequence[Path]]) -> Image.Image:
    """Lay groups of pictures of one height beside each other; those of a group touch."""
    rows = [[_scaled(path) for path in group] for group in groups]
    width = sum(image.width for row in rows for image in row) + MARGIN * (len(rows) + 1)
    table = Image.new("RGB", (width, HEIGHT + 2 * MARGIN), TABLE)
    x = MARGIN
    for row in rows:
        across = sum(image.width for image in row)
        table.paste(EDGE, (x - 1, MARGIN - 1, x + across + 1, MARGIN + HEIGHT + 1))
        for image in row:
            table.paste(image, (x, MARGIN))
            x += image.width
        x += MARGIN
    return table


def _scaled(path: Path) -> Image.Image:
    with Image.open(path) as image:
        width = round(image.width * HEIGHT / image.height)
        return image.convert("RGB").resize((width, HEIGHT), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    sys.exit(main())
