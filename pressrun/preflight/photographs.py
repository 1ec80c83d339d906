"""Decode the photographs of a PDF, side by side; knows not what becomes of those that are sound.

ISO 19005 and ISO 14289 say nothing of what is in a JPEG, so that it can be decoded is all that is
to be judged. qpdf takes three times as long for it, and keeps Python’s lock.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LARGEST = 20_000_000  # dots: for more, qpdf takes less memory


def photographs(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the streams of an open PDF that are JPEGs and nothing else."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream) and each.get("/Filter") == pikepdf.Name.DCTDecode:
            yield each


def sound(photographs: Iterable[Any]) -> list[Any]:
    """Return those that can be decoded to their end, and are not too large for that."""
    chosen = [*photographs]
    if not chosen:
        return []
    from PIL import ImageFile, JpegImagePlugin  # noqa: F401, PLC0415 - few have any; in one thread

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint 70.0 sets it
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        found = pool.map(partial(_is_sound, Lock()), chosen)
        return [each for each, is_sound in zip(chosen, found, strict=True) if is_sound]


def _is_sound(reading: Lock, photograph: Any) -> bool:  # noqa: ANN401 - pikepdf's are of any kind
    from PIL import Image  # noqa: PLC0415 - as above

    try:
        with reading:
            data = photograph.read_raw_bytes()
        with Image.open(BytesIO(data), formats=("JPEG",)) as image:
            if image.width * image.height > _LARGEST:
                return False
            image.load()
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is for the judges
        return False
    return True
