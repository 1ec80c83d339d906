"""A file that is no picture, or a dangerous one, is told with its name, its line and a remedy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageFile

from pressrun import pictures
from pressrun.errors import MarkupError
from pressrun.model import Manuscript
from pressrun.pictures.gallery import Gallery
from tests.pictures.specimens import drawing, photograph, saved, taken

if TYPE_CHECKING:
    from collections.abc import Iterator

JPEG = saved(photograph(), "JPEG")
FAULTS = {
    "nothing": (b"", "is empty"),
    "words": (b"not a picture at all", "is no picture that can be read"),
    "a PDF": (b"%PDF-1.7\n", "is a PDF, no picture"),
    "a Photoshop document": (b"8BPS\0\1", "is a Photoshop document, no picture"),
    "a picture of Windows": (b"\xd7\xcd\xc6\x9a\0", "is a Windows metafile, no picture"),
    "JPEG XL": (b"\xff\x0a\0\0", "is JPEG XL, no picture"),
    "a film": (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "is damaged, or of a kind that is not read"),
    "a JPEG cut short": (JPEG[: len(JPEG) // 2], "is damaged: "),
    "a PNG cut short": (saved(drawing(), "PNG")[:400], "is damaged: "),
    "a WebP cut short": (saved(photograph(), "WEBP")[:900], "is damaged"),
    "a HEIC cut short": (saved(photograph(), "HEIF")[:900], "is damaged"),
    "a PNG with a broken chunk": (
        saved(drawing(), "PNG").replace(b"IDAT", b"IDAT\xff", 1), "is damaged"),
    "too many points": (saved(Image.new("1", (10_000, 9_000)), "PNG"),
                        "has 90,000,000 pixels; the limit is 80,000,000"),
    "far too many points": (saved(Image.new("1", (20_000, 20_000)), "PNG"),
                            "has 400,000,000 pixels; the limit is 80,000,000"),
    "measurements": (saved(Image.new("F", (8, 8)), "TIFF"), "holds measurements, not colours"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FAULTS)
def test_a_faulty_file_is_told_with_its_name_line_and_remedy(kind: str) -> None:
    data, message = FAULTS[kind]
    with pytest.raises(MarkupError) as caught:
        taken(data)
    assert (str(caught.value.path), caught.value.line) == ("tide.md", 3)
    assert caught.value.message.startswith(f"the picture “figures/tide” {message}")
    assert caught.value.hint


@pytest.fixture
def forgiving() -> Iterator[None]:
    """Let Pillow forgive what is cut short, as it does where WeasyPrint is imported."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    yield
    ImageFile.LOAD_TRUNCATED_IMAGES = False


@pytest.mark.usefixtures("forgiving")
def test_a_picture_cut_short_is_damaged_wherever_weasyprint_is_imported() -> None:
    with pytest.raises(MarkupError, match="is damaged"):
        taken(JPEG[: len(JPEG) // 2])


def gallery(folder: Path) -> tuple[Gallery, Manuscript]:
    return Gallery(folder), Manuscript(path=folder / "tide.md")


def test_a_picture_is_stored_once_however_often_and_by_whatever_name(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(saved(drawing(), "PNG"))
    shown, manuscript = gallery(tmp_path)
    names = {shown.take(name, 1, manuscript) for name in ("a.png", "b.png", "./a.png", "%61.png")}
    assert names == {"figures/a.png"}
    assert len(shown.pictures) == 1


def test_pictures_of_one_name_are_told_apart_by_their_content(tmp_path: Path) -> None:
    files = {"a.png": drawing(), "A.PNG": photograph(), "a.bmp": drawing((30, 20))}
    for name, image in files.items():
        (tmp_path / name).write_bytes(saved(image, "BMP" if name.endswith("bmp") else "PNG"))
    shown, manuscript = gallery(tmp_path)
    names = [shown.take(name, 1, manuscript) for name in files]
    other, _ = gallery(tmp_path)
    other.take("a.png", 1, manuscript)
    assert other.take("a.bmp", 1, manuscript) == names[2]
    assert len({name.casefold() for name in names}) == 3


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Küste im April.png", "figures/Kuste-im-April.png"), ("море.png", "figures/picture.png"),
        ("a b&c#d.png", "figures/a-b-c-d.png"), ("x" * 200 + ".png", f"figures/{'x' * 80}.png"),
    ],
)  # fmt: skip
def test_a_files_name_becomes_one_that_every_device_knows(
    tmp_path: Path, file: str, name: str
) -> None:
    (tmp_path / file).write_bytes(saved(drawing(), "PNG"))
    shown, manuscript = gallery(tmp_path)
    assert shown.take(file.replace("#", "%23"), 1, manuscript) == name


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_MOST_BYTES", 100)
    (tmp_path / "a.png").write_bytes(bytes(101))
    with pytest.raises(MarkupError, match=r"has over 100 bytes"):
        pictures.read_file(tmp_path / "a.png", "a.png", manuscript=Path("tide.md"), line=3)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_is_no_file(device: str) -> None:
    with pytest.raises(MarkupError, match="is no file"):
        pictures.read_file(Path(device), "a.png", manuscript=Path("tide.md"), line=3)
