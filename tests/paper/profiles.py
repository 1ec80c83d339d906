"""Write a profile of a press that there is none of: ICC.1:2022 with tables of two points a side."""

from __future__ import annotations

import struct
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_IDENTITY = bytes(range(256))


def cmyk_profile(name: str) -> bytes:
    """Return a profile that calls itself `name`; black is as dark as lightness asks for."""
    to_lab = ((255 - max(k, (c + m + y) // 3), 128, 128) for c, m, y, k in _corners(4))
    to_inks = ((0, 0, 0, 255 - light) for light, _, _ in _corners(3))
    tags = {
        b"desc": b"desc" + struct.pack(">II", 0, len(name) + 1) + name.encode() + bytes(80),
        b"cprt": b"text" + bytes(4) + b"CC0\0",
        b"wtpt": b"XYZ " + struct.pack(">Iiii", 0, 63190, 65536, 54061),
        b"A2B0": _table(4, 3, to_lab),
        b"B2A0": _table(3, 4, to_inks),
    }
    place = 128 + 4 + 12 * len(tags)
    index, body = struct.pack(">I", len(tags)), b""
    for tag, data in tags.items():
        padded = data + bytes(-len(data) % 4)
        index += tag + struct.pack(">II", place + len(body), len(data))
        body += padded
    size = struct.pack(">I", place + len(body))
    head = size + bytes(4) + struct.pack(">I", 0x02400000) + b"prtrCMYKLab "
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    return (head + struct.pack(">iii", 63190, 65536, 54061)).ljust(128, b"\0") + index + body


def _corners(channels: int) -> Iterable[tuple[int, ...]]:
    return product((0, 255), repeat=channels)


def _table(inputs: int, outputs: int, values: Iterable[tuple[int, ...]]) -> bytes:
    """Return an 8-bit table (ICC.1:2022, 10.11)."""
    head = b"mft1" + bytes(4) + bytes((inputs, outputs, 2, 0))
    matrix = struct.pack(">9i", *(65536 * (n % 4 == 0) for n in range(9)))
    table = b"".join(map(bytes, values))
    return head + matrix + _IDENTITY * inputs + table + _IDENTITY * outputs
