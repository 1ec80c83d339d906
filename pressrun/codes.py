"""Draw an address as a code that a telephone’s camera reads; alone in knowing segno."""

from __future__ import annotations

from io import BytesIO

_MOST_BYTES = 2_331  # what the largest code of that level takes


def takes(address: str) -> bool:
    """Tell whether a code has room for an address."""
    return len(address.encode()) <= _MOST_BYTES


def drawn(address: str) -> bytes:
    """Return a QR code (ISO/IEC 18004) of an address as SVG, with the quiet zone that it needs.

    A seventh of it may be spoiled (level M), and its size is that of its modules, one a pixel.
    """
    import segno  # noqa: PLC0415 - few publications want it

    file = BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(file, kind="svg", xmldecl=False, nl=False, omitsize=False, light="#fff")
    return file.getvalue()
