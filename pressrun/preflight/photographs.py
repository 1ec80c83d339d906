"""Decode the photographs of a PDF, side by side; knows not what becomes of those that are sound.

ISO 19005 and ISO 14289 say nothing of what is in a JPEG, so that it can be decoded is all that is
to be judged. qpdf takes three times as long for it, and keeps Python’s lock.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


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
    from pressrun.pictures import raster  # noqa: PLC0415 - few have any

    reading = Lock()

    def is_sound(photograph: Any) -> bool:  # noqa: ANN401 - pikepdf's objects are of any kind
        with reading:
            data = photograph.read_raw_bytes()
        return raster.is_sound(data)

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        found = pool.map(is_sound, chosen)
        return [each for each, is_sound in zip(chosen, found, strict=True) if is_sound]
