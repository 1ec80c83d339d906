"""Read the glyphs of a finished PDF with their places, by pdfium; knows nothing of its tags."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from tests.inspectors.rejoin import HYPHENS, SOFT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME_LENGTH: Final = 256
_LINE_ENDS: Final = "\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """One character as it is drawn.

    Points from the lower left corner of the page, which counts from 0. `size` is the size on paper,
    `mcid` the marked content that it belongs to, None outside any; `drawn` is false for a space
    that pdfium inferred from a gap. A hyphen that a line’s end made is U+00AD, if the file says so.
    """

    character: str
    page: int
    x: float
    baseline: float
    left: float
    bottom: float
    right: float
    top: float
    size: float
    font: str
    mcid: int | None
    artifact: bool
    drawn: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """What all glyphs of one text object share."""

    size: float
    font: str
    mcid: int | None
    artifact: bool
    soft: bool = False


def glyphs_by_page(path: Path) -> tuple[tuple[Glyph, ...], ...]:
    """Give every glyph of each page, in the order of its content stream."""
    document = pypdfium2.PdfDocument(path)
    try:
        return tuple(tuple(_glyphs(page, index)) for index, page in enumerate(document))
    finally:
        document.close()


def _glyphs(page: Any, index: int) -> Iterator[Glyph]:
    text = page.get_textpage()
    runs: dict[int | None, _Run] = {}
    for place in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text, place))
        if character in _LINE_ENDS:
            continue
        text_object = pdfium.FPDFText_GetTextObject(text, place)
        drawn = not pdfium.FPDFText_IsGenerated(text, place)
        key = ctypes.cast(text_object, ctypes.c_void_p).value
        if key not in runs or (drawn and not runs[key].size):
            runs[key] = _run(text, place, text_object, drawn=drawn)
        x, baseline = _origin(text, place)
        left, bottom, right, top = text.get_charbox(place)
        yield Glyph(
            character=SOFT if runs[key].soft and character in HYPHENS else character,
            page=index,
            x=x,
            baseline=baseline,
            left=left,
            bottom=bottom,
            right=right,
            top=top,
            size=runs[key].size,
            font=runs[key].font,
            mcid=runs[key].mcid,
            artifact=runs[key].artifact,
            drawn=drawn,
        )


def _origin(text: Any, place: int) -> tuple[float, float]:
    x, baseline = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, place, x, baseline)
    return x.value, baseline.value


def _run(text: Any, place: int, text_object: Any, *, drawn: bool) -> _Run:
    if not text_object:
        return _Run(0, "", None, artifact=False)
    mcid = pdfium.FPDFPageObj_GetMarkedContentID(text_object)
    return _Run(
        # A space that pdfium inferred has the size of no matrix; the run's next glyph will tell.
        _size(text, place) if drawn else 0,
        _font(text, place),
        None if mcid < 0 else mcid,
        artifact="Artifact" in _marks(text_object),
        soft=SOFT in _said(text_object),
    )


def _size(text: Any, place: int) -> float:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, place, matrix)
    size: float = pdfium.FPDFText_GetFontSize(text, place)
    return round(size * math.hypot(matrix.c, matrix.d), 2)


def _font(text: Any, place: int) -> str:
    name = ctypes.create_string_buffer(_NAME_LENGTH)
    pdfium.FPDFText_GetFontInfo(text, place, name, _NAME_LENGTH, ctypes.c_int())
    return name.value.decode("utf-8", "replace").partition("+")[2] or name.value.decode()


def _marks(text_object: Any) -> tuple[str, ...]:
    return tuple(_name(mark) for mark in _each_mark(text_object))


def _said(text_object: Any) -> tuple[str, ...]:
    """Give the texts that stand for what an object shows (ISO 32000-1, 14.9.4)."""
    return tuple(_actual_text(mark) for mark in _each_mark(text_object))


def _each_mark(text_object: Any) -> Iterator[Any]:
    for place in range(pdfium.FPDFPageObj_CountMarks(text_object)):
        yield pdfium.FPDFPageObj_GetMark(text_object, place)


def _name(mark: Any) -> str:
    name = (pdfium.FPDF_WCHAR * _NAME_LENGTH)()
    length = ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
    return bytes(name)[: length.value].decode("utf-16-le").rstrip("\0")


def _actual_text(mark: Any) -> str:
    text = (ctypes.c_ubyte * _NAME_LENGTH)()
    length = ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", text, _NAME_LENGTH, length)
    return bytes(text)[: length.value].decode("utf-16", "replace")
