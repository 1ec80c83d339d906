"""Decode the bytes of a saved page; knows how encodings are declared, and nothing else of HTML.

A browser saves a page in the encoding that it came in, or in UTF-8 with the old declaration left as
it was. So a page that is valid UTF-8 beyond ASCII is UTF-8, whatever it says; only then its word
counts, read by the labels of https://encoding.spec.whatwg.org/#names-and-labels.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING

import webencodings

from pressrun.errors import ManuscriptError
from pressrun.model import Dropped

if TYPE_CHECKING:
    from pathlib import Path

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A declaration stands within the first 1,024 bytes (HTML, 4.2.5.4); real pages put comments first.
_DECLARED_WITHIN = 8_192
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_UNREADABLE = "\ufffd"
_AROUND = 30


def decode(data: bytes, path: Path, declared: str | None = None) -> tuple[str, tuple[Dropped, ...]]:
    """Return the page as text in NFC with newlines alone, and the places that no encoding explains.

    `declared` is what a header beside the page said. Raises ManuscriptError with the line of the
    first byte that is not in UTF-8 when the page does not say what else it is in.
    """
    text = _decoded(data, path, declared)
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return normal, tuple(_unreadable(normal)) if not _is_utf8(data) else ()


def _decoded(data: bytes, path: Path, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    label = _declaration(data, declared)
    if _is_utf8(data) and not (data.isascii() and label):
        return data.decode("utf-8")
    if label is None:
        raise _not_utf8(data, path)
    try:
        return str(label.codec_info.decode(data, "replace")[0])
    except UnicodeError:
        raise _not_utf8(data, path) from None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _declaration(data: bytes, declared: str | None) -> webencodings.Encoding | None:
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    label = declared or (found[1].decode("ascii", "replace") if found else "")
    encoding = webencodings.lookup(label)
    # A declaration that could be read cannot be in UTF-16 (HTML, 13.2.3.2, step 15).
    return webencodings.UTF8 if encoding and encoding.name.startswith("utf-16") else encoding


def _not_utf8(data: bytes, path: Path) -> ManuscriptError:
    line = 1
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    return ManuscriptError(
        "the page is not in UTF-8, and does not say what it is in", path=path, line=line,
        hint='save it again from the browser, or name its encoding in <meta charset="…">',
    )  # fmt: skip


def _unreadable(text: str) -> list[Dropped]:
    return [
        Dropped(
            line=number,
            text=line[max(0, at - _AROUND) : at + _AROUND].strip(),
            why="bytes that no encoding explains",
        )
        for number, line in enumerate(text.split("\n"), start=1)
        if (at := line.find(_UNREADABLE)) >= 0
    ]
