"""Draw pictures to test with, of every kind; knows nothing of what becomes of them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pillow_heif
from PIL import Image, ImageDraw

from pressrun import pictures
from tests.core.picture_files import svg

if TYPE_CHECKING:
    from pressrun.model import Picture

__all__ = ["drawing", "moving", "opened", "photograph", "saved", "svg", "taken"]

pillow_heif.register_heif_opener()  # it writes; what is tested reads with another


def photograph(size: tuple[int, int] = (240, 160)) -> Image.Image:
    """Draw what has soft edges and noise, with a red mark at its upper left."""
    shade = Image.radial_gradient("L").resize(size)
    image = Image.merge("RGB", (shade, Image.effect_noise(size, 60), shade.rotate(90)))
    image.paste((255, 0, 0), (0, 0, size[0] // 4, size[1] // 4))
    return image


def drawing(size: tuple[int, int] = (240, 160)) -> Image.Image:
    """Draw lines and flat colours."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for step in range(0, size[0], 20):
        pen.line((step, 0, size[0] - step, size[1]), fill=(step % 255, 40, 200), width=3)
    return image


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return a picture's file."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def moving(kind: str = "GIF", duration: int = 400, size: tuple[int, int] = (40, 30)) -> bytes:
    """Return a picture of three frames, each shown for so many milliseconds."""
    frames = [Image.new("P", size, number) for number in range(3)]
    for frame in frames:
        frame.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255])
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=duration,
                 loop=0)  # fmt: skip


def opened(data: bytes) -> Image.Image:
    """Open and decode a finished picture."""
    image = Image.open(BytesIO(data))
    image.load()
    return image


def taken(data: bytes, href: str = "figures/tide") -> Picture:
    """Take a picture as the article tide.md names it in its third line."""
    return pictures.take(data, href, path=Path("tide.md"), line=3)
