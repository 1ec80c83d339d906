"""A cover has the shops' size, its title within the margins, and the same bytes every time."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from pressrun import cover
from pressrun.cover import CoverText

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
    assert 0 <= top < bottom <= cover.HEIGHT - 330


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


def ink(text: CoverText) -> tuple[int, int, int, int]:
    """Return the box of all ink that an empty cover does not have."""
    bare, drawn = (
        Image.open(BytesIO(cover.draw(each))).convert("L") for each in (CoverText(title=""), text)
    )
    found = ImageChops.difference(drawn, bare).point(lambda value: 255 * (value > 60)).getbbox()
    assert found is not None
    return found
