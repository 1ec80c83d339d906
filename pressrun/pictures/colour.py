"""Bring a picture's colours to sRGB, eight bits a channel; knows no file format.

Reading systems take a picture without a profile for sRGB, and most look at no profile at all
(Apple Books Asset Guide 5.3, Images: “set the colorspace on your book images to sRGB”).
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from itertools import product

from PIL import Image, ImageChops, ImageCms, ImageFilter, ImageStat

from pressrun.pictures.fault import FaultError

# What full inks of offset print look like on coated paper, in sRGB: no ink, C, M, CM, Y, CY, MY,
# CMY. Tints lie between them (Neugebauer's model), and black darkens what is below it.
_INKS = (
    (255, 255, 255), (0, 174, 239), (236, 0, 140), (46, 49, 146),
    (255, 242, 0), (0, 166, 81), (237, 28, 36), (54, 54, 57),
)  # fmt: skip
_BLACKEST = 34
_SPACES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab ": "LAB"}
_LEVELS = 256
_NOTICED = 2  # of them
_PROBE = 17
_DARK = 128
_SRGB_GAMMA = 1 / 2.2
_GAMMA_NOTICED = 0.02


@lru_cache(maxsize=32)  # a camera's pictures share one
def is_srgb(profile: bytes) -> bool:
    """Tell whether an ICC profile means what having none means, judged by what it does."""
    levels = [round(step * 255 / (_PROBE - 1)) for step in range(_PROBE)]
    probe = Image.new("RGB", (_PROBE**2, _PROBE))
    probe.putdata(list(product(levels, repeat=3)))
    opened = _opened(profile)
    if opened is None:
        return True
    grey = _SPACES.get(opened.profile.xcolor_space) == "L"
    given = probe.convert("L") if grey else probe
    changed = _transformed(given, opened)
    if changed is None:
        return True
    extremes = ImageChops.difference(given.convert("RGB"), changed).getextrema()
    return all(most <= _NOTICED for _, most in extremes)  # type: ignore[misc]  # one pair a band


def has_linear_look(gamma: float | None) -> bool:
    """Tell whether a PNG's gamma makes it look other than sRGB (PNG, 11.3.2.2)."""
    return gamma is not None and abs(gamma - _SRGB_GAMMA) > _GAMMA_NOTICED


def to_srgb(image: Image.Image, profile: bytes | None, gamma: float | None = None) -> Image.Image:
    """Return a picture as L, RGB or RGBA in sRGB; RGBA only for light ink on nothing.

    Dark ink on nothing is laid on white.

    A profile that is broken, or for other colours than the picture's, is none. Raises FaultError
    for measurements that are no colours.
    """
    plain = eight_bits(image)
    alpha = plain.getchannel("A") if plain.mode in {"LA", "RGBA"} else None
    if alpha is not None and alpha.getextrema()[0] == 255:  # noqa: PLR2004 - wholly opaque
        alpha = None
    solid = plain.convert(plain.mode.removesuffix("A")) if plain.mode in {"LA", "RGBA"} else plain
    shown = _managed(solid, profile)
    if has_linear_look(gamma) and gamma:
        shown = shown.point([round(255 * (v / 255) ** (_SRGB_GAMMA / gamma)) for v in range(256)]
                            * len(shown.getbands()))  # fmt: skip
    if alpha is None:
        return shown
    shown = shown.convert("RGB")
    if _is_dark(shown, alpha):
        paper = Image.new("RGB", shown.size, "white")
        paper.paste(shown, mask=alpha)
        return paper
    shown.putalpha(alpha)
    return shown


def _is_dark(image: Image.Image, alpha: Image.Image) -> bool:
    """Tell whether what is drawn would be lost on the black page of the night.

    Apple Books and Kobo ask for pictures on white for that reason (Asset Guide 5.3 and Publisher
    Guidelines, Images); light ink, which white would hide, stays as it is.
    """
    return any(alpha.histogram()[1:]) and ImageStat.Stat(image.convert("L"), alpha).mean[0] < _DARK


def eight_bits(image: Image.Image) -> Image.Image:
    """Return a picture as L, LA, RGB, RGBA, CMYK or LAB."""
    mode = image.mode
    if mode == "F":
        raise FaultError("holds measurements, not colours", "save it as PNG or JPEG")
    if mode.startswith("I"):
        return _from_sixteen_bits(image)
    if mode in {"P", "PA"} or "transparency" in image.info:
        see_through = mode == "PA" or "transparency" in image.info
        return image.convert("RGBA" if see_through else "RGB")
    plain = {"1": "L", "La": "LA", "RGBa": "RGBA", "RGBX": "RGB", "YCbCr": "RGB", "HSV": "RGB"}
    return image.convert(plain[mode]) if mode in plain else image


def _from_sixteen_bits(image: Image.Image) -> Image.Image:
    """Keep the upper eight of sixteen bits; Pillow 13.0 would cut all above 255 to white."""
    whole = image.convert("I")
    _, brightest = whole.getextrema()
    if int(str(brightest)) >= _LEVELS:
        whole = whole.point(lambda value: value * (1 / 257))
    return whole.convert("L")


def _managed(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return L, RGB, CMYK or LAB as L or RGB, by its profile or, without one, by what is usual."""
    opened = _opened(profile) if profile else None
    if opened is not None and _SPACES.get(opened.profile.xcolor_space) == image.mode:
        grey = image.mode == "L"
        unchanged = not grey and image.mode == "RGB" and profile and is_srgb(profile)
        changed = image if unchanged else _transformed(image, opened)
        if changed is not None:
            return changed.convert("L") if grey else changed
    if image.mode == "LAB":
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        return _transformed(image, lab) or image.convert("RGB")
    return _of_inks(image) if image.mode == "CMYK" else image


def _opened(profile: bytes) -> ImageCms.ImageCmsProfile | None:
    try:
        return ImageCms.ImageCmsProfile(BytesIO(profile))
    except (OSError, ImageCms.PyCMSError):
        return None


def _transformed(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image | None:
    """Return a picture in sRGB, None where the profile is of no use.

    Relative colorimetric with black point compensation: what editors of pictures take.
    """
    try:
        return ImageCms.profileToProfile(
            image, profile, ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )  # fmt: skip
    except (OSError, ImageCms.PyCMSError):
        return None


def _of_inks(image: Image.Image) -> Image.Image:
    """Return CMYK that has no profile as print on coated paper would look."""
    cyan, magenta, yellow, black = image.split()
    table = [channel / 255 for colour in _INKS for channel in colour]
    inks = Image.merge("RGB", (cyan, magenta, yellow)).filter(ImageFilter.Color3DLUT(2, table))
    shade = black.point([255 - value * (255 - _BLACKEST) // 255 for value in range(256)])
    return ImageChops.multiply(inks, Image.merge("RGB", (shade, shade, shade)))
