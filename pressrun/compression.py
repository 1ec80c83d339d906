"""Deflate tightly where that costs little; alone in knowing libdeflate.

An EPUB is a hundredth smaller than by zlib’s tightest level, and the same whatever zlib a Python
was built with: that of CPython 3.14 on Windows is zlib-ng, which gives other bytes.
"""

from __future__ import annotations

import deflate

# The level above makes texts and drawn covers a thirtieth smaller, and takes eight times as long.
_FIRM = 9
# As small as zlib’s tightest makes the pages of a PDF, in a third of the time.
_QUICK = 7


def deflated(data: bytes) -> bytes:
    """Return a bare stream (RFC 1951), as a zip holds it."""
    return bytes(deflate.deflate_compress(data, _FIRM))


def zlib_stream(data: bytes) -> bytes:
    """Return a stream with its own head and sum (RFC 1950), as a PNG holds it."""
    return bytes(deflate.zlib_compress(data, _FIRM))


class Packer:
    """Stands in for zlib where a PDF is written: its `compressobj` packs quickly."""

    def compressobj(self, **_: int) -> Packer:
        """Return what takes the content of one stream."""
        return self

    def compress(self, data: bytes) -> bytes:
        """Return the whole stream."""
        return bytes(deflate.zlib_compress(data, _QUICK))

    def flush(self) -> bytes:
        """Return nothing more."""
        return b""
