"""A book with a picture of every kind: both editions show them all, by the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from pressrun.preflight.judging import VALIDATORS
from tests.editions.book import Book, build
from tests.inspectors.pdf_objects import objects
from tests.inspectors.tree import elements
from tests.pictures.specimens import drawing, moving, photograph, saved, svg
from tests.reading.reader import open_views
from tests.reading.view import SYSTEMS, View

if TYPE_CHECKING:
    from pathlib import Path

    from tests.inspectors.pdf_objects import Tag

CMYK = photograph((620, 400)).convert("CMYK")
FILES = {
    "a.jpg": saved(photograph((2400, 1600)), "JPEG", quality=80),
    "b.png": saved(drawing((620, 400)), "PNG"),
    "c.gif": saved(drawing((620, 400)).quantize(16), "GIF"),
    "d.gif": moving(size=(240, 160)),
    "e.svg": svg(
        '<circle cx="0.5" cy="0.5" r="0.4" fill="teal"/><text font-size="0.2">❯</text>'
        "<script>alert(1)</script>"
    ),
    "f.webp": saved(photograph((610, 400)), "WEBP"),
    "g.avif": saved(photograph((600, 400)), "AVIF"),
    "h.heic": saved(photograph((590, 400)), "HEIF"),
    "i.tif": saved(drawing((580, 400)), "TIFF"),
    "j.bmp": saved(drawing((570, 400)), "BMP"),
    "k.jp2": saved(photograph((560, 400)), "JPEG2000"),
    "l.jpg": saved(CMYK, "JPEG"),
    "m.tif": saved(CMYK, "TIFF"),
    "n.png": moving("PNG", size=(240, 160)),
    "o.png": saved(photograph((300, 1500)), "PNG"),
}
ALTS = [f"A picture in {name}" for name in FILES]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Build the book; its last picture stands in a line of words."""
    folder = tmp_path_factory.mktemp("kinds")
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    alone = [f'![A picture in {name}]({name} "The file {name}")' for name in FILES]
    within = alone.pop().replace(' "The file o.png"', "")
    text = "\n\n".join((*alone, f"Among words stands {within} and is as wide as it may be."))
    manuscript = folder / "kinds.md"
    manuscript.write_text(f"---\ntitle: Pictures\nlang: en\n---\n\n{text}\n", encoding="utf-8")
    return build("kinds", folder / "out", manuscript, manuscript)


@pytest.mark.parametrize("name", ["structure", "EPUBCheck", "Ace"])
def test_a_validator_finds_nothing_in_an_epub_with_every_kind(shown: Book, name: str) -> None:
    (validator,) = (validator for validator in VALIDATORS if validator.name == name)
    if absence := validator.lacks():
        pytest.skip(absence)
    assert validator.findings(shown.epub_path) == ()


def test_the_manifest_calls_each_picture_what_it_is_and_wants_no_property(shown: Book) -> None:
    kinds = {b"\x89PNG": "image/png", b"\xff\xd8\xff\xe0": "image/jpeg", b"GIF8": "image/gif",
             b"<svg": "image/svg+xml"}  # fmt: skip
    items = [item for item in shown.epub.manifest.values() if "figures/" in item.path]
    for item in items:
        assert kinds[shown.epub.content(item.path)[:4]] == item.media_type
        assert item.properties == (frozenset({"cover-image"}) if "cover" in item.path else set())
    assert len(items) == len(FILES) + 1


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_reading_system_shows_every_picture(shown: Book, system: str) -> None:
    (reading,) = open_views(shown.epub_path, [View(system=system)])  # type: ignore[arg-type]
    assert [image for document in reading.documents for image in document.broken_images] == []
    assert reading.faults == ()


def test_both_editions_describe_each_picture_in_the_same_words(shown: Book) -> None:
    (article,) = shown.articles
    assert [image.get("alt") for image in elements(article.body, ".//html:img")] == ALTS
    assert [tag.alt for tag in figures_of(shown.pdf_path)] == ALTS


def figures_of(path: Path) -> list[Tag]:
    tags = (tag for root in objects(path).structure for tag in root.walk())
    return [tag for tag in tags if tag.role == "Figure"]


def test_print_draws_every_picture_within_its_page_at_no_more_than_300_points(shown: Book) -> None:
    drawn = 0
    with pypdfium2.PdfDocument(shown.pdf_path) as pdf:
        for page in pdf:
            width, height = page.get_size()
            for image in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
                left, bottom, right, top = image.get_bounds()
                assert 0 <= left < right <= width
                assert 0 <= bottom < top <= height
                points, _ = image.get_px_size()
                assert points / (right - left) * 72 < 300 / 0.85
                drawn += 1
    assert drawn == len(FILES) - 1  # the drawing is drawn in lines
