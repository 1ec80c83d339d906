"""Mix the colours of a page from the inks that it is printed with: grey alone, or four.

What is drawn asks here, whoever draws it. Colours come in as sRGB, each channel from 0 to 1.
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageCms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Of a JPEG that is written anew; Pillow's own 75 shows on paper.
_QUALITY = {"jpeg_quality": 92}
_OPTIONS = {"dpi": None, "optimize_images": False}
# Less than this between channels is no colour, and black on its own plate prints sharper.
_NEUTRAL = 0.02


def grey(red: float, green: float, blue: float) -> tuple[float, ...]:
    """Return how light a colour is: the luminance of IEC 61966-2-1, as its curve encodes it."""
    light = 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)
    encoded = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055  # noqa: PLR2004
    return (round(encoded, 4),)


def four_inks(profile: bytes) -> Callable[[float, float, float], tuple[float, ...]]:
    """Return what mixes cyan, magenta, yellow and black after the profile of a press.

    What has no colour is black ink alone, so that text needs no two plates to meet.
    """
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )

    @cache
    def mix(red: float, green: float, blue: float) -> tuple[float, ...]:
        if max(red, green, blue) - min(red, green, blue) < _NEUTRAL:
            return 0.0, 0.0, 0.0, round(1 - grey(red, green, blue)[0], 4)
        pixel = Image.new("RGB", (1, 1), tuple(round(c * 255) for c in (red, green, blue)))
        inks = ImageCms.applyTransform(pixel, transform)
        assert inks is not None  # noqa: S101 - only where it works in place
        return tuple(round(amount / 255, 4) for amount in inks.tobytes())

    return mix


def description(profile: bytes) -> str:
    """Return what a profile calls itself."""
    opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    return ImageCms.getProfileDescription(opened).strip()


def colouring(mix: Callable[..., tuple[float, ...]], space: str) -> Callable[..., None]:
    """Return what may stand for WeasyPrint 70.0's `Stream.set_color`."""

    def set_color(stream: Any, color: Any, stroke: bool = False) -> None:  # noqa: ANN401, FBT001, FBT002 - its signature
        stream.set_alpha(color.alpha, stroke)
        channels = mix(*_bounded(color.to("srgb").coordinates))
        stream.set_color_space(space, stroke)
        stream.set_color_special(None, stroke, *channels)

    return set_color


def shading(shade: Callable[..., Any], mix: Callable[..., tuple[float, ...]], space: str) -> Any:  # noqa: ANN401
    """Let WeasyPrint's `Stream.add_shading` blend inks."""

    def shaded(*arguments: Any) -> Any:  # noqa: ANN401
        stream, kind, domain, places, extend, function, *opacity = arguments
        for part in () if opacity else function["Functions"]:
            for end in (part["C0"], part["C1"]):
                end[:] = mix(*_bounded(end))
        return shade(stream, kind, domain, places, extend, function, *(opacity or [space]))

    return shaded


def greyed(start: Callable[..., None]) -> Callable[..., None]:
    """Let WeasyPrint's `RasterImage` begin with a picture in grey."""

    def started(
        image: Any,  # noqa: ANN401
        picture: Any,  # noqa: ANN401
        image_id: str,
        _data: bytes,
        _file: object = None,
        *rest: Any,  # noqa: ANN401
    ) -> None:
        *before, options = rest or (None, "none", _OPTIONS)
        see_through = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
        pale = picture.convert("RGBA").convert("LA") if see_through else picture.convert("L")
        pale.format = picture.format
        start(image, pale, image_id, None, None, *before, options | _QUALITY)

    return started


def _bounded(channels: Sequence[float]) -> tuple[float, ...]:
    return tuple(min(1.0, max(0.0, channel)) for channel in channels)


def _linear(channel: float) -> float:
    low = channel <= 0.04045  # noqa: PLR2004 - IEC 61966-2-1
    return channel / 12.92 if low else ((channel + 0.055) / 1.055) ** 2.4
