"""Give streams of a PDF less content: every other byte stays as it is, and is found where it is.

Knows where the objects of a file are (ISO 32000-1, 7.5.8), not what they are for.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_LENGTH = re.compile(rb"/Length\s+\d+(?!\d|\s+\d+\s+R)")
_PARAMETERS = re.compile(rb"/DecodeParms\s*<<[^<>]*>>")
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_IN_FILE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """Bytes that others take the place of, from `begin` to `end`."""

    begin: int
    end: int
    by: bytes

    @property
    def growth(self) -> int:
        return len(self.by) - (self.end - self.begin)


def shortened(data: bytes, pdf: Any, contents: Mapping[int, bytes]) -> bytes:  # noqa: ANN401
    """Return a copy in which these streams, by number, are stored as given.

    Raises ValueError for a file that was added to, one that has a table instead of a
    cross-reference stream, and one whose streams do not say themselves how long they are.
    """
    start = _START.search(data, max(0, data.rfind(b"startxref")))
    if start is None:
        raise ValueError("startxref")
    at = int(start[1])
    table = _Table.read(pdf, data, at)
    changes = sorted(
        (_stored_anew(data, table.places[number], pdf.get_object(number, 0), content)
         for number, content in contents.items()),
        key=lambda change: change.begin,
    )  # fmt: skip
    begins = [change.begin for change in changes]
    growths = [0, *accumulate(change.growth for change in changes)]

    def moved(place: int) -> int:
        return place + growths[bisect_left(begins, place)]

    end = _Change(begin=start.start(1), end=start.end(1), by=b"%d" % moved(at))
    return b"".join(_pieces(data, (*changes, table.moved(moved), end)))


def _stored_anew(data: bytes, begin: int, stream: Any, content: bytes) -> _Change:  # noqa: ANN401
    """Return the change of an object that begins there, from its number to its last byte."""
    body = data.find(b"stream", begin) + len(b"stream")
    # Its keyword ends with the line (ISO 32000-1, 7.3.8.1).
    body += 2 if data.startswith(b"\r\n", body) else 1
    stored = stream.read_raw_bytes()
    head, count = _LENGTH.subn(b"/Length %d" % len(content), data[begin:body])
    if count != 1 or not data.startswith(stored, body):
        raise ValueError(begin)
    return _Change(begin=begin, end=body + len(stored), by=head + content)


def _pieces(data: bytes, changes: tuple[_Change, ...]) -> Iterator[bytes]:
    place = 0
    for change in changes:
        yield data[place : change.begin]
        yield change.by
        place = change.end
    yield data[place:]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The cross-reference stream that begins there; `places` are those of objects by themselves."""

    data: bytes
    begin: int
    stream: Any
    widths: tuple[int, ...]
    places: Mapping[int, int]

    @classmethod
    def read(cls, pdf: Any, data: bytes, begin: int) -> _Table:  # noqa: ANN401
        stream = pdf.get_object(int(data[begin : begin + 20].split()[0]), 0)
        if "/Prev" in stream or stream.get("/Type") != "/XRef":
            raise ValueError("/Prev")
        widths = tuple(int(width) for width in stream.W)
        if not widths[0]:
            raise ValueError("/W")
        index = [int(n) for n in stream.get("/Index", [0, stream.Size])]
        numbers = [
            first + n
            for first, count in zip(index[::2], index[1::2], strict=True)
            for n in range(count)
        ]
        rows = _rows(stream.read_bytes(), widths)
        places = {n: row[1] for n, row in zip(numbers, rows, strict=True) if row[0] == _IN_FILE}
        return cls(data=data, begin=begin, stream=stream, widths=widths, places=places)

    def moved(self, moved: Callable[[int], int]) -> _Change:
        """Return the change after which the table says where objects have moved to."""
        rows = b"".join(
            value.to_bytes(width, "big")
            for kind, place, other in _rows(self.stream.read_bytes(), self.widths)
            for value, width in zip(
                (kind, moved(place) if kind == _IN_FILE else place, other),
                self.widths,
                strict=True,
            )
        )
        content = zlib.compress(rows)
        change = _stored_anew(self.data, self.begin, self.stream, content)
        head = _PARAMETERS.sub(b"", change.by.removesuffix(content))
        return _Change(begin=change.begin, end=change.end, by=head + content)


def _rows(content: bytes, widths: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    kind, place, other = widths
    size = kind + place + other
    for at in range(0, len(content), size):
        row = content[at : at + size]
        yield (
            int.from_bytes(row[:kind], "big"),
            int.from_bytes(row[kind : kind + place], "big"),
            int.from_bytes(row[kind + place :], "big"),
        )
