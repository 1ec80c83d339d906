"""Every kind of picture becomes one that all reading systems show, and no larger than they need."""

from __future__ import annotations

import struct
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from pressrun import pictures
from pressrun.errors import MarkupError
from pressrun.model import Picture
from pressrun.pictures import raster
from pressrun.pictures.containers import bare_gif, bare_jpeg
from tests.pictures.specimens import drawing, moving, opened, photograph, saved, taken

if TYPE_CHECKING:
    from pathlib import Path

PHOTOGRAPH, DRAWING = saved(photograph(), "JPEG", quality=80), saved(drawing(), "PNG")
KINDS = {
    "a JPEG": (PHOTOGRAPH, "image/jpeg"),
    "a PNG": (DRAWING, "image/png"),
    "a photograph as PNG": (saved(photograph(), "PNG"), "image/png"),
    "a GIF": (saved(drawing().quantize(16), "GIF"), "image/gif"),
    "a photograph as WebP": (saved(photograph(), "WEBP"), "image/jpeg"),
    "a photograph as AVIF": (saved(photograph(), "AVIF"), "image/jpeg"),
    "a photograph as HEIC": (saved(photograph(), "HEIF"), "image/jpeg"),
    "a photograph as TIFF": (saved(photograph(), "TIFF"), "image/jpeg"),
    "a photograph as BMP": (saved(photograph(), "BMP"), "image/jpeg"),
    "a photograph as JPEG 2000": (saved(photograph(), "JPEG2000"), "image/jpeg"),
    "a drawing as WebP without loss": (saved(drawing(), "WEBP", lossless=True), "image/png"),
    "a drawing as TIFF": (saved(drawing(), "TIFF"), "image/png"),
    "a drawing as BMP": (saved(drawing(), "BMP"), "image/png"),
    "a drawing in two colours": (saved(drawing().convert("1"), "TIFF"), "image/png"),
    "a JPEG in CMYK": (saved(photograph().convert("CMYK"), "JPEG"), "image/jpeg"),
    "a TIFF in CMYK": (saved(photograph().convert("CMYK"), "TIFF"), "image/jpeg"),
    "a JPEG in grey": (saved(photograph().convert("L"), "JPEG"), "image/jpeg"),
    "a JPEG of a camera for two eyes": (
        saved(photograph(), "MPO", save_all=True, append_images=[photograph()]), "image/jpeg",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_becomes_one_that_every_reader_shows(kind: str) -> None:
    data, media_type = KINDS[kind]
    found = taken(data)
    shown = opened(found.data)
    assert (found.media_type, shown.size, found.changes) == (media_type, (240, 160), 0)
    assert shown.mode in {"1", "L", "P", "RGB"}
    assert found.href == f"figures/tide.{ {'jpeg': 'jpg'}.get(media_type[6:], media_type[6:]) }"


def test_a_name_with_another_kinds_ending_gets_its_own() -> None:
    assert taken(DRAWING, "tide.jpg").href == "tide.png"
    assert taken(PHOTOGRAPH, "tide.v2").href == "tide.v2.jpg"
    assert taken(PHOTOGRAPH, "tide.JPEG").href == "tide.JPEG"


def test_a_jpeg_that_shows_right_keeps_every_bit_of_its_picture() -> None:
    found = taken(PHOTOGRAPH)
    assert opened(found.data).tobytes() == opened(PHOTOGRAPH).tobytes()
    assert len(found.data) <= len(PHOTOGRAPH)


def test_a_png_loses_bytes_and_no_colour() -> None:
    found = taken(saved(drawing(), "PNG", compress_level=0))
    assert opened(found.data).convert("RGB").tobytes() == drawing().tobytes()
    assert len(found.data) < len(DRAWING)


def test_a_jpeg_of_wasteful_quality_is_written_anew() -> None:
    wasteful = saved(photograph(), "JPEG", quality=100, subsampling=0)
    assert len(taken(wasteful).data) < len(wasteful) / 2


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_picture_that_lies_on_its_side_is_set_upright(kind: str) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    found = opened(taken(saved(photograph(), kind, exif=exif)).data).convert("RGB")
    assert found.size == (160, 240)
    red, green, blue = found.getpixel((150, 10))  # type: ignore[misc]
    assert red > 200
    assert max(green, blue) < 60


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "TIFF"])
def test_nothing_tells_where_or_by_whom_a_picture_was_taken(kind: str) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Ada Tidewell"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSProcessingMethod] = b"SECRETPLACE"
    options = {"comment": b"Ada Tidewell"} if kind == "JPEG" else {}
    found = taken(saved(photograph(), kind, exif=exif, **options)).data
    assert not [word for word in (b"Tidewell", b"SECRETPLACE") if word in found]
    assert not set(opened(found).info) & {"exif", "comment", "xmp", "photoshop"}


def test_a_pngs_notes_and_a_gifs_comments_are_left_out() -> None:
    notes = PngInfo()
    notes.add_text("Author", "Ada Tidewell")
    assert b"Tidewell" not in taken(saved(drawing(), "PNG", pnginfo=notes)).data
    gif = saved(drawing().quantize(16), "GIF", comment=b"Ada Tidewell")
    assert b"Tidewell" in gif
    assert b"Tidewell" not in taken(gif).data
    assert opened(taken(gif).data).convert("RGB").tobytes() == opened(gif).convert("RGB").tobytes()


def test_a_film_behind_a_photograph_is_cut_off() -> None:
    film = b"ftypmp42 a film of three seconds"
    assert b"film" not in taken(PHOTOGRAPH + film).data


def test_a_thumbnail_in_a_jpegs_header_is_cut_out() -> None:
    thumbnail = b"\xff\xe0" + struct.pack(">H", 16 + 12) + b"JFIF\0\1\2\0\0\1\0\1\2\2" + b"T" * 12
    bare = bare_jpeg(PHOTOGRAPH[:2] + thumbnail + PHOTOGRAPH[20:])
    assert b"TTTT" not in bare
    assert opened(bare).tobytes() == opened(PHOTOGRAPH).tobytes()


def test_a_progressive_jpeg_stays_whole() -> None:
    data = saved(photograph(), "JPEG", progressive=True, quality=80)
    assert opened(bare_jpeg(data)).tobytes() == opened(data).tobytes()


@pytest.mark.parametrize(
    ("size", "kind"), [((3000, 2000), "JPEG"), ((2000, 3000), "PNG"), ((9000, 300), "BMP")]
)
def test_no_picture_is_larger_than_the_strictest_shop_takes(
    size: tuple[int, int], kind: str
) -> None:
    width, height = opened(taken(saved(drawing(size), kind)).data).size
    assert width * height <= 4_000_000
    assert max(width, height) <= 4096
    assert abs(width / height / (size[0] / size[1]) - 1) < 0.01


def test_no_picture_takes_more_bytes_than_kindle_allows() -> None:
    channels = [Image.effect_noise((2400, 1600), 200) for _ in "RGB"]
    noise = Image.merge("RGB", channels)
    noise.putalpha(Image.effect_noise((2400, 1600), 200).point(lambda value: value // 2 + 90))
    found = taken(saved(noise.convert("RGB"), "PNG", compress_level=1))
    assert (found.media_type, len(found.data) < 5_000_000) == ("image/jpeg", True)
    lighter = taken(saved(noise.point(lambda value: value // 2 + 120), "PNG", compress_level=1))
    assert (opened(lighter.data).mode, len(lighter.data) < 5_000_000) == ("RGBA", True)


def test_print_gets_300_points_to_the_inch_and_no_more() -> None:
    large = taken(saved(photograph((2400, 1600)), "JPEG", quality=80))
    room = 324.0, 378.0
    printed = pictures.for_print(large, *room)
    assert opened(printed).size == (1350, 900)
    assert len(printed) < len(large.data)
    small = taken(PHOTOGRAPH)
    assert pictures.for_print(small, *room) == small.data


def test_a_drawing_stays_whole_in_print() -> None:
    few = taken(saved(drawing((2400, 1600)), "PNG"))
    assert pictures.for_print(few, 324, 378) == few.data


@pytest.mark.parametrize(("duration", "changes"), [(1000, 1), (400, 3), (100, 10), (20, 50)])
def test_a_moving_gif_stays_and_tells_how_fast_it_changes(duration: int, changes: int) -> None:
    data = moving(duration=duration)
    found = taken(data)
    assert (found.media_type, found.changes) == ("image/gif", changes)
    assert opened(found.data).n_frames == 3  # type: ignore[attr-defined]
    assert b"NETSCAPE2.0" in found.data


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_moving_pictures_show_their_first_frame(kind: str) -> None:
    found = taken(moving(kind))
    shown = opened(found.data)
    assert (getattr(shown, "n_frames", 1), found.changes) == (1, 0)
    red, green, blue = shown.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert red > 200
    assert max(green, blue) < 60


def test_a_moving_gif_that_no_shop_takes_is_an_error() -> None:
    with pytest.raises(MarkupError, match=r"moves and has 4,200,000 pixels a frame"):
        taken(moving(size=(2100, 2000)))


def test_a_gif_cut_short_is_damaged() -> None:
    data = moving()
    with pytest.raises(Exception, match="ends early"):
        bare_gif(data[: len(data) - 30])


def test_the_same_file_gives_the_same_bytes_whether_kept_or_made(cache: Path) -> None:
    data = saved(photograph(), "WEBP")
    first, again = taken(data), taken(data)
    for kept in cache.iterdir():
        kept.unlink()
    assert first == again == taken(data)


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 400])
def test_a_damaged_file_of_the_cache_is_made_again(cache: Path, damage: bytes) -> None:
    first = taken(PHOTOGRAPH)
    (kept,) = cache.iterdir()
    kept.write_bytes(damage)
    assert taken(PHOTOGRAPH) == first
    assert kept.read_bytes() != damage


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(cache: Path) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    assert taken(PHOTOGRAPH).media_type == "image/jpeg"


def test_the_cache_loses_what_was_longest_out_of_use(cache: Path) -> None:
    taken(PHOTOGRAPH)
    (old,) = cache.iterdir()
    taken(DRAWING)
    (new,) = {*cache.iterdir()} - {old}
    less = replace(pictures.shelf.SHELF, most=old.stat().st_size + new.stat().st_size - 1)
    less.tidy()
    assert [*cache.iterdir()] == [new]


def test_a_picture_is_a_plain_record() -> None:
    assert taken(DRAWING) == Picture(
        href="figures/tide.png", media_type="image/png", data=taken(DRAWING).data
    )


def test_a_jpeg_no_finer_than_ours_is_not_written_for_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raster.prepared(PHOTOGRAPH)  # from now on it is known how ours are written
    written: list[bytes] = []

    def written_anew(*_: object) -> bytes:
        written.append(b"")
        return b""

    monkeypatch.setattr(raster, "_jpeg", written_anew)
    for quality, times in ((80, 0), (88, 0), (95, 1)):
        raster.prepared(saved(photograph(), "JPEG", quality=quality))
        assert len(written) == times


def test_pictures_that_are_decoded_side_by_side_leave_warnings_as_they_were() -> None:
    before = [*warnings.filters]
    files = [data for data, _ in KINDS.values()] * 3
    alone = [*map(raster.prepared, files)]
    with ThreadPoolExecutor(max_workers=8) as pool:
        assert [*pool.map(raster.prepared, files)] == alone
    assert warnings.filters == before


def test_a_jpeg_is_sound_that_can_be_decoded_to_its_end() -> None:
    other = saved(photograph(), "JPEG", quality=70)
    assert raster.is_sound(PHOTOGRAPH)
    assert raster.is_sound(other)
    assert not raster.is_sound(other[: len(other) // 2])
    assert not raster.is_sound(DRAWING)
    assert not raster.is_sound(b"")
