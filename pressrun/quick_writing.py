"""Write each object of a PDF once: pydyf 0.13.0 compresses it for the file, and for its identifier.

And ask less of each value in it. The file is the same bytes.
"""

from __future__ import annotations

from functools import cache
from typing import Any

# WeasyPrint ships no types.
Original = Any


def write(_: Any, write: Original) -> Original:  # noqa: ANN401
    """Return what takes the place of pydyf.PDF.write."""

    def write_each_once(pdf: Any, *how: Any, **named: Any) -> None:  # noqa: ANN401
        add = pdf.add_object

        def add_settled(each: Any) -> None:  # noqa: ANN401
            _settle(each)
            add(each)

        for each in pdf.objects:
            _settle(each)
        pdf.add_object = add_settled
        write(pdf, *how, **named)
        del pdf.add_object  # or it would hold itself, and all that is in it

    return write_each_once


def to_bytes(_: Any, to_bytes: Original) -> Original:  # noqa: ANN401
    """Return what takes the place of pydyf’s function of that name."""

    def written(value: Any) -> bytes:  # noqa: ANN401
        kind = type(value)
        if kind is bytes:
            return value  # type: ignore[no-any-return]
        if kind is str:
            return value.encode("ascii")  # type: ignore[no-any-return]
        if kind is int:
            return b"%d" % value
        return to_bytes(value)  # type: ignore[no-any-return]

    return written


def _settle(each: Any) -> None:  # noqa: ANN401
    """Let an object that changes no more remember what it is written as."""
    kind: Any = type(each)
    each.__class__ = _settled(kind)


@cache
def _settled(kind: Any) -> Any:  # noqa: ANN401
    def data(each: Any) -> bytes:  # noqa: ANN401
        known: bytes | None = vars(each).get("_known_data")
        if known is None:
            each._known_data = known = kind.data.fget(each)  # noqa: SLF001
        return known

    return type(kind.__name__, (kind,), {"data": property(data)})
