"""A cover has the shops' size, its title within the margins, and the same bytes every time."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops

from pressrun import cover, fonts
from pressrun.cover import CoverText
from pressrun.lettering import Lettering, units_of

if TYPE_CHECKING:
    from pathlib import Path

MARGIN = 130
TITLES = {
    "one letter": "A",
    "two words": "The Tide",
    "a long one": "The Tide That Turned at Noon and What Became of the Villages Below It " * 4,
    "one long word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbaugesellschaft",
    "two hundred and ninety nine letters": "Tidal " * 49 + "waves",
    "no space at all": "W" * 300,
    "Cyrillic": "Прилив, который повернул в полдень",
    "Greek": "Η παλίρροια που γύρισε το μεσημέρι",
    "accents": "ÅÉÎÕÜ Ğış Łódź Őrült Žluťoučký",
}


@pytest.mark.parametrize("kind", TITLES)
def test_title_of_any_length_stays_within_the_margins(kind: str) -> None:
    left, top, right, bottom = ink(CoverText(title=TITLES[kind]))
    assert MARGIN - 12 <= left < right <= cover.WIDTH - MARGIN + 12  # side bearings may hang out
    assert 0 <= top < bottom <= cover.HEIGHT - 160


def test_every_line_of_a_full_cover_stays_within_the_margins() -> None:
    text = CoverText(
        title="The Tide That Turned " * 8,
        kicker="A report on the coast " * 5,
        subtitle="What became of the villages below the dam " * 8,
        byline="Ada Lovelace, Mary Shelley and Grace Hopper " * 3,
        imprint="A press by the sea " * 8,
    )
    left, _, right, bottom = ink(text)
    assert MARGIN - 12 <= left < right <= cover.WIDTH - MARGIN + 12
    assert bottom < cover.HEIGHT - 60


def test_cover_has_the_shape_that_the_shops_ask_for_and_is_small() -> None:
    data = cover.draw(CoverText(title="Tide", byline="Ada"))
    with Image.open(BytesIO(data)) as image:
        assert (image.size, image.format) == ((1600, 2560), "PNG")
    assert len(data) < 200_000


def test_the_same_words_give_the_same_bytes() -> None:
    text = CoverText(title="Tide", kicker="Sea", subtitle="A history", byline="Ada")
    assert cover.draw(text) == cover.draw(text)
    assert cover.draw(text) != cover.draw(CoverText(title="Tides", kicker="Sea"))


@pytest.mark.parametrize(
    ("title", "byline"),
    [
        ("What the tide left", "By Ada Tidewell"),
        ("Who Governs Algorithmic Prices? A Report on Competition, Consent and Consequence",
         "By Ada Tidewell, Mary Shoreham and Jonathan Featherstonehaugh"),
        ("Прилив, который повернул в полдень", "Анна Каренина"),
        ("חשבונות הים", "עמוס עוז"), ("حسابات البحر", "نجيب محفوظ"),
    ],
)  # fmt: skip
def test_title_and_byline_can_be_read_on_a_thumbnail_of_160_pixels(title: str, byline: str) -> None:
    for text, tallest in ((CoverText(title=title), 11), (CoverText(title="", byline=byline), 7)):
        rows = inked_rows(thumbnail(text))
        heights = [len(band) for band in rows]
        assert max(heights) >= tallest


def thumbnail(text: CoverText) -> Image.Image:
    """Return what text adds to a cover, at the size of a shelf of thumbnails."""
    small = [
        Image.open(BytesIO(cover.draw(each))).convert("L").resize((160, 256), Image.Resampling.BOX)
        for each in (CoverText(title=""), text)
    ]
    return ImageChops.difference(*small).point(lambda value: 255 * (value > 40))


def inked_rows(image: Image.Image) -> list[list[int]]:
    """Return the bands of rows, without a gap, that hold ink: about one a line of type."""
    bands: list[list[int]] = [[]]
    for row in range(image.height):
        if image.crop((0, row, image.width, row + 1)).getbbox():
            bands[-1].append(row)
        elif bands[-1]:
            bands.append([])
    return bands


@pytest.mark.parametrize("title", ["חשבונות הים", "حسابات البحر 2026"])
def test_a_script_from_the_right_begins_at_the_right(title: str) -> None:
    left, _, right, _ = ink(CoverText(title=title))
    assert cover.WIDTH - MARGIN - 40 <= right <= cover.WIDTH - MARGIN + 12
    assert left > MARGIN


def test_no_sign_is_drawn_as_a_box() -> None:
    assert cover.draw(CoverText(title="Tide \U0010fffd left")) == cover.draw(
        CoverText(title="Tide left")
    )
    assert cover.draw(CoverText(title="חשבון")) != cover.draw(CoverText(title=""))


def test_a_line_of_several_scripts_is_written_with_several_fonts() -> None:
    lettering = Lettering(fonts.font_folder())
    font = ("SourceSerif4Display-Roman-600", 90)
    assert lettering.is_native("Ebb, море και θάλασσα", font[0])
    assert not lettering.is_native("Ebb חשבון", font[0])
    whole = lettering.width("Ebb חשבון", font)
    assert 0 < lettering.width("Ebb ", font) < whole
    assert lettering.drawable("a\U0010fffdb\u0301", font[0]) == "ab\u0301"


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("The tide", [("The", ""), ("tide", " ")]),
        ("海の、潮", [("海", ""), ("の、", ""), ("潮", "")]),
        ("「海」と Ada", [("「海」", ""), ("と", ""), ("Ada", " ")]),
        ("", []),
    ],
)
def test_a_line_ends_where_the_script_allows(text: str, units: list[tuple[str, str]]) -> None:
    assert list(units_of(text)) == units


def ink(text: CoverText) -> tuple[int, int, int, int]:
    """Return the box of all ink that an empty cover does not have."""
    bare, drawn = (
        Image.open(BytesIO(cover.draw(each))).convert("L") for each in (CoverText(title=""), text)
    )
    found = ImageChops.difference(drawn, bare).point(lambda value: 255 * (value > 60)).getbbox()
    assert found is not None
    return found


def test_a_cover_that_was_drawn_before_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    text = CoverText(title="The tide", byline="By Ada Tidewell")
    drawn = cover.draw(text)
    assert len([*tmp_path.rglob(f"{cover.COVERS.name}/*")]) == 1
    assert cover.draw(text) == drawn
    assert cover.draw(CoverText(title="The gale", byline="By Ada Tidewell")) != drawn
