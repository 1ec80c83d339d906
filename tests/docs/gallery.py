"""Draw the pages of docs/gallery.md from real editions: `python -m tests.docs.gallery`.

What is built is the sample publication of the tests, the project’s own article and a new issue.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

import pressrun
from pressrun.starting import start
from tests.docs.reference import DOCS
from tests.inspectors.look import draw_pages
from tests.reading.reader import open_book
from tests.reading.view import PHONE, View

ROOT = DOCS.parent
FOLDER = DOCS / "gallery"
PAGE = DOCS / "gallery.md"
_HEIGHT = 640  # of a page, in the picture’s points
_TABLE, _EDGE = "#e4e1da", "#c9c5bb"
_SPACE, _COLOURS = 18, 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """A picture of facing pages: of what, in which theme, from which page, and what it shows."""

    name: str
    source: str
    first: int
    says: str
    alt: str
    pages: int = 2
    theme: str | None = None


PLATES = (
    Plate(name="journal", source="project", first=2, says="`journal`, the usual theme",
          alt="Two pages of A5, a map on the left one, text in one column on the right one."),
    Plate(name="broadsheet", source="sample", theme="broadsheet", first=1, pages=2,
          says="`--theme broadsheet`: a nameplate, and columns",
          alt="A front page with a nameplate and contents, and a page of A4 in columns."),
    Plate(name="large-print", source="issue", theme="large-print", first=4,
          says="`--theme large-print`: nothing below 18 points",
          alt="Two pages of A4 in very large type, with a drawing of a lighthouse."),
    Plate(name="manuscript", source="issue", theme="manuscript", first=7,
          says="`--theme manuscript`: double-spaced, the lines numbered",
          alt="Two typescript pages, double-spaced, with numbers beside every fifth line."),
    Plate(name="issue", source="issue", first=1,
          says="An issue of several articles: title page and contents",
          alt="A title page, and contents in two sections with page numbers."),
    Plate(name="scripts", source="sample", first=10,
          says="Right to left, in the same issue",
          alt="Two pages in Arabic, set from right to left, with a drawing of a lighthouse."),
)  # fmt: skip
SCREEN = "The same on a telephone"


def main() -> None:
    """Build what is shown, and draw it."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as name:
        place = Path(name)
        start(place / "new", issue=True)
        sources = {
            "project": ROOT / "source",
            "sample": ROOT / "tests/sample/source",
            "issue": place / "new/source",
        }
        for plate in PLATES:
            out = place / plate.name
            built = pressrun.build(sources[plate.source], out, theme=plate.theme)
            assert built.pdf, built.shortfall
            pages = draw_pages(
                built.pdf, out, first=plate.first, last=plate.first + plate.pages - 1
            )
            _save(list(pages), plate.name, apart=plate.first % 2 == 1)
        built = pressrun.build(sources["project"], place / "screen")
        assert built.epub
        view = View(system="foliate-js", device=PHONE, screens=2, out=place)
        article = next(d for d in open_book(built.epub, view).documents if len(d.words) > 200)
        _save(list(article.screens[:2]), "screen", apart=True)
    PAGE.write_text(page(), "utf-8")
    sys.stdout.write(f"{PAGE}\n")


def _save(files: list[Path], name: str, *, apart: bool = False) -> None:
    """Lay pages side by side, as an open book lies or apart, and save them in few colours."""
    pages = [_scaled(Image.open(file).convert("RGB")) for file in files]
    gap = _SPACE if apart else 1
    width = sum(page.width for page in pages) + gap * (len(pages) - 1) + 2 * _SPACE
    table = Image.new("RGB", (width, _HEIGHT + 2 * _SPACE), _TABLE)
    left = _SPACE
    for page in pages:
        edge = Image.new("RGB", (page.width + 2, page.height + 2), _EDGE)
        table.paste(edge, (left - 1, _SPACE - 1))
        table.paste(page, (left, _SPACE))
        left += page.width + gap
    few = table.quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)


def _scaled(page: Image.Image) -> Image.Image:
    size = round(page.width * _HEIGHT / page.height), _HEIGHT
    return page.resize(size, Image.Resampling.LANCZOS)


def page() -> str:
    """Return what docs/gallery.md is to hold."""
    lines = [
        "# Gallery",
        "",
        (
            "Real pages, drawn by `make gallery` from the sample publication of the tests, the"
            " project’s own article, and what `pressrun new --issue` writes."
        ),
        "",
    ]
    for plate in PLATES:
        lines += [f"## {plate.says}", "", f"![{plate.alt}](gallery/{plate.name}.png)", ""]
    alt = "Two screens of a telephone, the headline on the first."
    return "\n".join([*lines, f"## {SCREEN}", "", f"![{alt}](gallery/screen.png)", ""])


if __name__ == "__main__":
    main()
