"""Take out of JPEG and GIF files what is not the picture; decodes nothing.

Cameras write where, when and by whom a picture was taken, editors whole earlier versions of it,
telephones a film after its end. None of it is for readers, and taking it out costs no quality.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun.pictures.fault import FaultError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# ITU-T T.81, table B.1. A scan ends at a marker that is neither a stuffed byte nor a restart.
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_MARKER, _START_OF_SCAN, _END = 0xFF, 0xDA, 0xD9
_JFIF, _ADOBE, _COMMENT = 0xE0, 0xEE, 0xFE
_APPLICATION = range(0xE0, 0xF0)
# GIF89a, appendix A.
_TRAILER, _EXTENSION, _IMAGE = 0x3B, 0x21, 0x2C
_CONTROL, _APPLICATION_EXTENSION = 0xF9, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def bare_jpeg(data: bytes) -> bytes:
    """Return a JPEG without its metadata, to the bit the same picture.

    Kept are the headers that tell its colours: JFIF's without its thumbnail, and Adobe's. Raises
    FaultError where the file's structure is broken.
    """
    kept = [b"\xff\xd8"]
    try:
        kept += _jpeg_parts(data)
    except IndexError:
        raise FaultError("is damaged: it ends early") from None
    return b"".join((*kept, b"\xff\xd9"))


def _jpeg_parts(data: bytes) -> Iterator[bytes]:
    at = 2
    while True:
        while data[at] == data[at + 1] == _MARKER:  # fill bytes
            at += 1
        marker, start = data[at + 1], at
        if data[at] != _MARKER:
            raise FaultError("is damaged: its parts do not follow one another")
        if marker == _END:
            return
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
        yield _jpeg_header(marker, data[start:at])
        if marker == _START_OF_SCAN:
            end = _SCAN_END.search(data, at)
            yield data[at : end.start() if end else len(data)]
            if end is None:  # decoders supply the end that is missing
                return
            at = end.start()


def _jpeg_header(marker: int, part: bytes) -> bytes:
    if marker == _JFIF and part[4:9] == b"JFIF\0":
        return part[:2] + b"\0\x10" + part[4:16] + b"\0\0"
    if marker == _COMMENT or (marker in _APPLICATION and marker != _ADOBE):
        return b""
    return part


def bare_gif(data: bytes) -> tuple[bytes, int]:
    """Return a GIF without comments and metadata, and the most it changes within a second.

    Raises FaultError where the file's structure is broken.
    """
    try:
        kept, delays = _gif_parts(data)
    except IndexError:
        raise FaultError("is damaged: it ends early") from None
    return b"".join((*kept, b";")), _most_changes(delays)


def _gif_parts(data: bytes) -> tuple[list[bytes], list[int]]:
    at = 13 + _table_size(data[10])
    kept, delays, delay = [data[:at]], [], 0
    while data[at] != _TRAILER:
        start, kind = at, data[at]
        if kind == _EXTENSION:
            at = _after_blocks(data, start + 2)
            if data[start + 1] == _CONTROL:
                delay = int.from_bytes(data[start + 4 : start + 6], "little")
        elif kind == _IMAGE:
            at = _after_blocks(data, start + 10 + _table_size(data[start + 9]) + 1)
            delays.append(delay)
        else:
            raise FaultError("is damaged: its parts do not follow one another")
        if kind == _IMAGE or _is_needed(data, start):
            kept.append(data[start:at])
    return kept, delays


def _table_size(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def _is_needed(data: bytes, start: int) -> bool:
    label = data[start + 1]
    loops = label == _APPLICATION_EXTENSION and data[start + 3 : start + 14] in _LOOPS
    return label == _CONTROL or loops


def _most_changes(delays: Sequence[int]) -> int:
    """Return how often frames shown for so many hundredths change within a second, at most."""
    if len(delays) == 1:
        return 0
    return max((_changes_from(start, delays) for start in range(len(delays))), default=0)


def _changes_from(start: int, delays: Sequence[int]) -> int:
    changes, passed, frame = 1, 0, start
    while (passed := passed + max(1, delays[frame % len(delays)])) < 100:  # noqa: PLR2004 - a second
        changes, frame = changes + 1, frame + 1
    return changes
