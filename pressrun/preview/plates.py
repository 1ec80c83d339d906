"""Make pictures of printed pages; the only module that knows PDFium, and no page by its text."""

from __future__ import annotations

import hashlib
import pickle
import threading
from collections import OrderedDict
from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pressrun.fragments import Drawing
    from pressrun.presswork import LaidOut

SCALE = 2 * 96 / 72  # two dots for each CSS pixel, as most screens have
_MOST = 100_000_000  # bytes of pictures that are kept
_PDFIUM = threading.Lock()  # it works for one thread at a time


class Plates:
    """Pictures of pages that were made, by what is on them."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, bytes] = OrderedDict()
        self._texts: dict[bytes, tuple[bytes, ...]] = {}

    def keys(self, laid: LaidOut) -> Iterator[str]:
        """Yield for every page the name of what is on it: what looks the same has the same one."""
        known, self._texts = self._texts, {}
        marks = _marks(laid)
        for fragment in laid.fragments:
            digest = hashlib.sha256(fragment.drawing).digest()
            self._texts[digest] = known.get(digest) or _texts(fragment.drawing)
            for text in self._texts[digest]:
                yield hashlib.sha256(text + next(marks)).hexdigest()[:32]

    def found(self, key: str) -> bytes | None:
        """Return the picture of a page, if it was made."""
        return self._made.get(key)

    def take(self, key: str, pdf: Callable[[], bytes], index: int) -> bytes:
        """Return the picture of a page, as PNG: the `index`th of `pdf`, if it is not here yet."""
        if key not in self._made:
            self._made[key] = _picture(pdf(), index)
            while sum(map(len, self._made.values())) > _MOST and len(self._made) > 1:
                self._made.popitem(last=False)
        self._made.move_to_end(key)
        return self._made[key]


def _picture(pdf: bytes, index: int) -> bytes:
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            picture = document[index].render(scale=SCALE).to_pil()
        finally:
            document.close()
    stream = BytesIO()
    picture.save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def _texts(pickled: bytes) -> tuple[bytes, ...]:
    """Return for each page of a drawing the hash of what is drawn on it."""
    drawing: Drawing = pickle.loads(pickled)  # noqa: S301 - our own
    pool = _pool(drawing)
    return tuple(hashlib.sha256(pool + page.content).digest() for page in drawing.pages)


def _marks(laid: LaidOut) -> Iterator[bytes]:
    """Yield for every page the hash of what stands around its text."""
    for each in laid.furniture:
        pool = _pool(each.drawing)
        for page, shift in zip(each.drawing.pages, each.shifts, strict=True):
            yield hashlib.sha256(pool + page.content + repr(shift).encode()).digest()


def _pool(drawing: Drawing) -> bytes:
    """Return the hash of what pages are drawn with."""
    return hashlib.sha256(
        repr((sorted(drawing.objects.items()), drawing.resources)).encode()
    ).digest()
