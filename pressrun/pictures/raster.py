"""Make of a raster file what every reading system shows, no larger than any of them has use for.

JPEG, PNG and GIF stay what they are; everything else becomes JPEG, or PNG where the content is
drawn and not photographed. The same bytes give the same bytes.
"""

from __future__ import annotations

import hashlib
import math
import warnings
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from operator import ge
from threading import Lock
from typing import TYPE_CHECKING, Any

import oxipng
from PIL import ExifTags, Image, ImageFile, ImageOps, UnidentifiedImageError

from pressrun.model import Picture
from pressrun.pictures import colour, containers
from pressrun.pictures.fault import FaultError, refuse_large

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Apple Books takes at most 5.6 million pixels (Asset Guide 5.3, Images) and took 4 before; the
# largest screens that show a page of text, an iPad Pro's and a Kindle Scribe's, have 5.7 and 4.6.
_MOST_PIXELS_IN_BOOK = 4_000_000
# Beyond this side many graphics chips of telephones draw nothing.
_LONGEST_SIDE = 4096
# Kindle refuses larger pictures (Publishing Guidelines, 4.2); Kobo advises against them.
_MOST_BYTES = 5_000_000
_LARGE_JPEG = 20_000_000  # points: decoding so many takes 60 MB
_LARGE_PNG = 1_000_000  # where the second half of a hundredth costs seconds
# A drawing's PNG may take so much more than its JPEG, which would blur its edges.
_WORTH_OF_EDGES = 1.5
_QUALITY = 88
# A JPEG within all bounds is written anew, with loss, only if that leaves so little of it.
_WORTH_OF_LOSS = 0.5
_DPI = 300
_CLOSE_ENOUGH = 0.9  # a smaller gain is not worth the loss
_KINDS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "TIFF", "BMP", "JPEG2000")
_LOSSY = frozenset({"WEBP", "AVIF", "HEIF"})
_PLAIN_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
_SOUND_MODES = {"JPEG": frozenset({"L", "RGB"}), "PNG": _PLAIN_MODES, "GIF": _PLAIN_MODES}
_BEGINNINGS = (b"\x89PNG", b"\xff\xd8", b"GIF8", b"RIFF", b"II*\0", b"MM\0*", b"BM")
_STRANGERS = {
    b"%PDF": "a PDF", b"8BPS": "a Photoshop document", b"%!PS": "PostScript",
    b"PK\3\4": "an archive", b"\x1f\x8b": "compressed",
    b"\0\0\0\x0cJXL ": "JPEG XL", b"\xff\x0a": "JPEG XL",
    b"\xd7\xcd\xc6\x9a": "a Windows metafile", b"\1\0\0\0": "a Windows metafile",
    b"\0\0\1\0": "an icon",
}  # fmt: skip
NO_PICTURE = "is no picture that can be read"
SAVE_AS = "save it as PNG, JPEG, GIF or SVG"


@dataclass(slots=True)
class _Quiet:
    """How many threads want no warnings, and what ends that."""

    users: int = 0
    stack: ExitStack = field(default_factory=ExitStack)


# The only state of this module: the JPEGs that were decoded to their end, and who is quiet.
_sound: set[bytes] = set()
_quiet, _changing = _Quiet(), Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decoded:
    """A picture's points, decoded no larger than `fit` asked, and what its file says of them.

    Of a JPEG that stays what it is nobody wants the points: it was `scanned` to its end alone.
    """

    image: Image.Image
    kind: str
    mode: str
    width: int
    height: int
    profile: bytes | None
    gamma: float | None
    turned: bool
    deep: bool
    see_through: bool
    frames: int
    coarse: bool
    scanned: bool

    @property
    def as_it_lies(self) -> bool:
        """Tell whether the file shows right where its metadata are not looked at."""
        sound = self.mode in _SOUND_MODES.get(self.kind, set())
        plain = self.profile is None or colour.is_srgb(self.profile)
        whole = self.scanned or self.image.size == (self.width, self.height)
        flat = not (self.turned or self.deep or self.see_through)
        flat = flat and not colour.has_linear_look(self.gamma)
        return sound and plain and whole and flat and self.frames == 1


def prepared(data: bytes) -> Picture:
    """Return the picture in `data` as an EPUB may carry it; its `href` is empty.

    Raises FaultError for what is no picture, is damaged, or has more pixels than are decoded.
    """
    decoded = _decode(data, _bounded)
    if decoded.kind == "GIF" and (whole := _whole_gif(data, decoded)):
        return whole
    if not decoded.as_it_lies:
        return _drawn_anew(decoded, data)
    if decoded.kind == "JPEG":
        return _lean_jpeg(data, decoded)
    if len(data) > _MOST_BYTES:
        return _drawn_anew(decoded, data)
    return _picture("image/png", _optimised(data))


def for_print(data: bytes, width: float, height: float) -> bytes:
    """Return a prepared picture with no more than 300 points to the inch in `width` × `height`.

    Both are in points. Printers see no more of a photograph; a drawing, which they do, stays whole.
    """
    box = (width / 72 * _DPI, height / 72 * _DPI)

    def fit(given: tuple[int, int]) -> tuple[int, int]:
        share = min(1.0, *(most / side for most, side in zip(box, given, strict=True)))
        return given if share > _CLOSE_ENOUGH else _scaled(given, share)

    with Image.open(BytesIO(data), formats=_kinds(data)) as image:
        if fit(image.size) == image.size:
            return data
    decoded = _decode(data, fit)
    if decoded.mode in {"1", "P"} or decoded.kind not in _SOUND_MODES:
        return data
    shown = colour.to_srgb(decoded.image, None)
    return _jpeg(shown, 90) if decoded.kind == "JPEG" else _png(shown)


def _bounded(given: tuple[int, int]) -> tuple[int, int]:
    """Return the size that a picture may have in the EPUB."""
    width, height = given
    share = min(
        math.sqrt(_MOST_PIXELS_IN_BOOK / (width * height)), _LONGEST_SIDE / max(width, height)
    )
    return given if share >= 1 else _scaled(given, share)


def _scaled(given: tuple[int, int], share: float) -> tuple[int, int]:
    return max(1, int(given[0] * share)), max(1, int(given[1] * share))


def _decode(data: bytes, fit: Callable[[tuple[int, int]], tuple[int, int]]) -> _Decoded:
    """Open and decode a picture; everything that a decoder can raise is the file's fault.

    Decoders of damaged files raise nearly every exception that there is: struct's, zlib's, even
    TypeError.
    """
    # WeasyPrint 70.0 sets it where it is imported, and damaged pictures would pass (issue 7).
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None  # our own limit is looked at before anything is decoded
    try:
        with _quietly():
            return _loaded(data, fit)
    except FaultError:
        raise
    except UnidentifiedImageError:
        raise _stranger(data) from None
    except Exception as error:  # noqa: BLE001 - see above
        reason = str(error).strip(" .") or type(error).__name__
        raise FaultError(f"is damaged: {reason}", "save it again, or take another copy") from None


@contextmanager
def _quietly() -> Iterator[None]:
    """Have nothing warned of inside this, in whatever thread.

    Python 3.13 keeps what warnings are for all threads together.
    """
    with _changing:
        if not _quiet.users:
            _quiet.stack.enter_context(warnings.catch_warnings())
            warnings.simplefilter("ignore")
        _quiet.users += 1
    try:
        yield
    finally:
        with _changing:
            _quiet.users -= 1
            if not _quiet.users:
                _quiet.stack.close()


def is_sound(jpeg: bytes) -> bool:
    """Tell whether a JPEG, and not a very large one, can be decoded to its end.

    One that this process has decoded before is not decoded again.
    """
    if hashlib.sha256(jpeg).digest() in _sound:
        return True
    try:
        return _decode(jpeg, _refused_if_large).kind == "JPEG"
    except FaultError:
        return False


def _refused_if_large(given: tuple[int, int]) -> tuple[int, int]:
    if given[0] * given[1] > _LARGE_JPEG:
        raise FaultError("is large", "leave it to others")
    return given


def _kinds(data: bytes) -> tuple[str, ...]:
    """Return the formats that a file may be of; no other is tried."""
    if data[4:8] != b"ftyp":
        return _KINDS
    import pi_heif  # noqa: PLC0415 - only for photographs of telephones

    pi_heif.register_heif_opener()
    return (*_KINDS, "HEIF")


def _loaded(data: bytes, fit: Callable[[tuple[int, int]], tuple[int, int]]) -> _Decoded:
    with Image.open(BytesIO(data), formats=_kinds(data)) as image:
        refuse_large(*image.size)
        width, height = image.size
        kind = "JPEG" if image.format == "MPO" else str(image.format)
        frames = int(getattr(image, "n_frames", 1)) if kind in {"GIF", "PNG"} else 1
        target = fit(image.size)
        if target != image.size:
            # A JPEG alone, and twice as large as wanted, so that the last step is still a good one.
            image.draft(None, (target[0] * 2, target[1] * 2))
        scanned = target == image.size and len(data) <= _MOST_BYTES and _stays(image)
        if scanned:
            image.draft(None, (1, 1))  # an eighth of each side, in half of the time
        image.load()
        if kind == "JPEG" and target == (width, height):
            _sound.add(hashlib.sha256(data).digest())
        mode = image.mode
        see_through = kind != "GIF" and image.has_transparency_data
        deep = kind == "PNG" and data[24] > 8  # noqa: PLR2004 - bits a channel (PNG, 11.2.1)
        turned, coarse = _is_turned(image), _is_coarse(image)
    still = image if scanned or target == image.size else _resized(image, target)
    return _Decoded(
        image=ImageOps.exif_transpose(still) if turned else still,
        kind=kind, mode=mode, width=width, height=height, frames=frames, turned=turned, deep=deep,
        see_through=see_through, coarse=coarse, scanned=scanned,
        profile=still.info.get("icc_profile"),
        gamma=None if "srgb" in still.info else still.info.get("gamma"),
    )  # fmt: skip


def _stays(image: Image.Image) -> bool:
    """Tell whether a picture is a JPEG that is taken to the bit, as far as its head tells."""
    plain = image.format == "JPEG" and "icc_profile" not in image.info
    return plain and _is_coarse(image) and not _is_turned(image)


def _is_turned(image: Image.Image) -> bool:
    try:
        return image.getexif().get(ExifTags.Base.Orientation, 1) in range(2, 9)
    except Exception:  # noqa: BLE001 - as in `_decode`; damaged metadata are no damaged picture
        image.info.pop("exif", None)
        return False


def _is_coarse(image: Any) -> bool:  # noqa: ANN401 - no type of Pillow's has a JPEG's tables
    """Tell whether a picture is a JPEG that is in no point finer than one that is written here."""
    if not getattr(image, "quantization", None) or image.mode not in _SOUND_MODES["JPEG"]:
        return False
    parts, tables = _ours(image.mode)
    return (
        parts == [part[1:3] for part in image.layer]
        and tables.keys() == image.quantization.keys()
        and all(all(map(ge, image.quantization[n], tables[n])) for n in tables)
    )


@cache
def _ours(mode: str) -> tuple[list[tuple[int, int]], dict[int, list[int]]]:
    """Return how often a JPEG that is written here says what, and how coarsely."""
    image: Any = Image.open(BytesIO(_jpeg(Image.new(mode, (1, 1)))))
    return [part[1:3] for part in image.layer], image.quantization


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return colour.eight_bits(image).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _stranger(data: bytes) -> FaultError:
    """Name what was taken for a picture."""
    if not data:
        return FaultError("is empty", "save it again, or take another copy")
    if data.startswith(_BEGINNINGS) or data[4:8] == b"ftyp":
        return FaultError("is damaged, or of a kind that is not read", SAVE_AS)
    kind = next((name for start, name in _STRANGERS.items() if data.startswith(start)), None)
    return FaultError(f"is {kind}, no picture" if kind else NO_PICTURE, SAVE_AS)


def _whole_gif(data: bytes, decoded: _Decoded) -> Picture | None:
    """Return a GIF as it is; None for one that is too large and stands still.

    Raises FaultError for one that is too large and moves: making it smaller would take its colours
    apart.
    """
    if decoded.frames == 1 and not decoded.as_it_lies:
        return None
    refuse_large(decoded.width, decoded.height * decoded.frames)
    if decoded.frames > 1 and decoded.width * decoded.height > _MOST_PIXELS_IN_BOOK:
        raise FaultError(
            f"moves and has {decoded.width * decoded.height:,} pixels a frame; Apple Books "
            f"shows {_MOST_PIXELS_IN_BOOK:,} at most", "make it smaller, or save one frame as PNG",
        )  # fmt: skip
    bare, changes = containers.bare_gif(data)
    return _picture("image/gif", bare, changes)


def _lean_jpeg(data: bytes, decoded: _Decoded) -> Picture:
    """Return a JPEG to the bit, or written anew where its quality was never of use."""
    bare = containers.bare_jpeg(data)
    if decoded.coarse and len(bare) <= _MOST_BYTES:
        return _picture("image/jpeg", bare)
    anew = _jpeg(decoded.image)
    wasteful = len(anew) <= len(bare) * _WORTH_OF_LOSS or len(bare) > _MOST_BYTES
    return _picture("image/jpeg", anew if wasteful else bare)


def _drawn_anew(decoded: _Decoded, data: bytes) -> Picture:
    shown = colour.to_srgb(decoded.image, decoded.profile, decoded.gamma)
    made = _encoded(shown, decoded.kind, lossy=_is_lossy(decoded.kind, data))
    while len(made.data) > _MOST_BYTES:
        shown = _resized(shown, _scaled(shown.size, 0.9 * math.sqrt(_MOST_BYTES / len(made.data))))
        made = _encoded(shown, decoded.kind, lossy=False)
    return made


def _is_lossy(kind: str, data: bytes) -> bool:
    return kind in _LOSSY and b"VP8L" not in data[:64]


def _encoded(shown: Image.Image, kind: str, *, lossy: bool) -> Picture:
    """Write a picture as what it was, or as what its content asks for.

    A PNG that Kindle would refuse becomes a JPEG where nothing shines through it.
    """
    see_through = shown.mode == "RGBA"
    if kind == "JPEG" or (lossy and not see_through):
        return _picture("image/jpeg", _jpeg(shown))
    png = _png(shown)
    if not (see_through or (kind == "PNG" and len(png) <= _MOST_BYTES)):
        jpeg = _jpeg(shown)
        if len(png) > len(jpeg) * _WORTH_OF_EDGES:
            return _picture("image/jpeg", jpeg)
    return _picture("image/png", _optimised(png))


def _jpeg(image: Image.Image, quality: int = _QUALITY) -> bytes:
    """Write a baseline JPEG, which the oldest devices show too."""
    image.info = {}
    file = BytesIO()
    image.save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()


def _png(image: Image.Image) -> bytes:
    image.info = {}
    file = BytesIO()
    image.save(file, "PNG", compress_level=2)
    return file.getvalue()


def _optimised(data: bytes) -> bytes:
    """Return a PNG without metadata, packed as tightly as goes without loss."""
    try:
        return oxipng.optimize_from_memory(
            data,
            level=2 if len(data) < _LARGE_PNG else 1,
            strip=oxipng.StripChunks.all(),
            interlace=oxipng.Interlacing.Off,
        )
    except oxipng.PngError as error:
        raise FaultError(f"is damaged: {error}", "save it again, or take another copy") from None


def _picture(media_type: str, data: bytes, changes: int = 0) -> Picture:
    return Picture(href="", media_type=media_type, data=data, changes=changes)
