"""Colours are those that the picture's own profile means, in sRGB and eight bits."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from tests.pictures.specimens import drawing, opened, photograph, saved, taken

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped() -> bytes:
    """Return a profile that takes red for blue and blue for red."""
    profile = bytearray(SRGB)
    table = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * profile[131], 12)}
    red, blue = table[b"rXYZ"], table[b"bXYZ"]
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(profile)


def colour_at(data: bytes, place: tuple[int, int] = (5, 5)) -> tuple[int, ...]:
    found = opened(data).convert("RGB").getpixel(place)
    assert isinstance(found, tuple)
    return tuple(int(channel) for channel in found)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_profile_is_applied_and_left_out(kind: str) -> None:
    found = taken(saved(photograph(), kind, icc_profile=swapped())).data
    red, green, blue = colour_at(found)
    assert blue > 200
    assert max(red, green) < 60
    assert "icc_profile" not in opened(found).info


def test_a_profile_that_means_srgb_costs_no_quality() -> None:
    with_profile = saved(photograph(), "JPEG", icc_profile=SRGB, quality=80)
    found = taken(with_profile).data
    assert opened(found).tobytes() == opened(with_profile).tobytes()
    assert SRGB[36:60] not in found


@pytest.mark.parametrize("profile", [b"no profile", SRGB[:200], SRGB[:16] + b"CMYK" + SRGB[20:]])
def test_a_broken_profile_or_one_for_other_colours_is_none(profile: bytes) -> None:
    red, green, blue = colour_at(taken(saved(photograph(), "PNG", icc_profile=profile)).data)
    assert red > 200
    assert max(green, blue) < 60


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
@pytest.mark.parametrize(
    ("inks", "looks"),
    [
        ((0, 0, 0, 0), (255, 255, 255)), ((255, 0, 0, 0), (0, 174, 239)),
        ((0, 255, 255, 0), (237, 28, 36)), ((0, 0, 0, 255), (34, 34, 34)),
        ((0, 0, 0, 128), (144, 144, 144)),
    ],
)  # fmt: skip
def test_inks_without_a_profile_look_as_printed(
    kind: str, inks: tuple[int, ...], looks: tuple[int, ...]
) -> None:
    found = colour_at(taken(saved(Image.new("CMYK", (40, 40), inks), kind)).data)
    assert max(abs(a - b) for a, b in zip(found, looks, strict=True)) <= 4


def test_lab_becomes_srgb() -> None:
    lab = ImageCms.createProfile("LAB")
    image = ImageCms.profileToProfile(drawing(), ImageCms.createProfile("sRGB"), lab,
                                      outputMode="LAB")  # fmt: skip
    assert image is not None
    found = opened(taken(saved(image, "TIFF")).data).convert("RGB")
    assert max(ImageStat.Stat(ImageChops.difference(found, drawing())).mean) < 2


def test_sixteen_bits_keep_their_shades() -> None:
    shades = Image.linear_gradient("L")
    deep = shades.convert("I").point(lambda value: value * 257).convert("I;16")
    found = opened(taken(saved(deep, "PNG")).data)
    assert found.convert("L").tobytes() == shades.tobytes()


def test_the_gamma_of_a_png_is_applied() -> None:
    grey = saved(Image.new("L", (8, 8), 64), "PNG")
    chunk = b"\0\0\0\4gAMA\0\1\x86\xa0\x31\xe8\x96\x5f"  # a gamma of 1: light, not shades
    assert colour_at(taken(grey[:33] + chunk + grey[33:]).data)[0] in range(130, 142)
    assert colour_at(taken(grey).data)[0] == 64


def test_dark_ink_on_nothing_is_laid_on_white_so_that_night_does_not_hide_it() -> None:
    ink = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    ink.paste((20, 30, 40, 255), (10, 10, 30, 30))
    found = opened(taken(saved(ink, "PNG")).data).convert("RGBA")
    assert found.getpixel((0, 0)) == (255, 255, 255, 255)
    assert found.getpixel((20, 20)) == (20, 30, 40, 255)


def test_light_ink_on_nothing_stays_what_it_is() -> None:
    ink = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    ink.paste((250, 250, 240, 255), (10, 10, 30, 30))
    for kind in ("PNG", "WEBP"):
        found = opened(taken(saved(ink, kind, lossless=True)).data).convert("RGBA")
        assert found.getpixel((0, 0))[3] == 0  # type: ignore[index]
        assert found.getpixel((20, 20)) == (250, 250, 240, 255)


def test_a_palette_is_kept_and_its_transparent_colour_told_from_it() -> None:
    palette = drawing().quantize(16)
    assert opened(taken(saved(palette, "PNG")).data).convert("RGB").tobytes() == (
        palette.convert("RGB").tobytes()
    )
    clear = taken(saved(palette, "PNG", transparency=0)).data
    assert opened(clear).size == palette.size


def test_a_picture_is_opaque_where_its_alpha_hides_nothing() -> None:
    image = photograph().convert("RGBA")
    assert taken(saved(image, "WEBP")).media_type == "image/jpeg"
    file = BytesIO(taken(saved(image, "PNG")).data)
    assert Image.open(file).mode == "RGB"
