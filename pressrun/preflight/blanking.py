"""Fill a stream of a PDF with what is as long: white space, a few glyphs, or a small photograph.

And tell which glyphs a page draws. Knows content streams, and not whose they are.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_STORED = 65_535  # bytes of a block that is not compressed (RFC 1951, 3.2.4)
_AROUND_ALL, _AROUND_A_BLOCK = 6, 5  # bytes
_COMMENT = 65_533  # bytes of a comment in a JPEG, and of its head (ITU-T T.81, B.2.4.5)
_AROUND_A_COMMENT = 4
# Eight by eight dots of one grey: before a comment, and tables, frame, scan and end (T.81, B.2).
_BEGIN = b"\xff\xd8"
_GREY = bytes.fromhex(
    f"ffdb004300{'01' * 64} ffc0000b080008000801011100 ffc4001400 01{'00' * 16}"
    f"ffc4001410 01{'00' * 16} ffda0008010100003f00 3f ffd9"
)
_LITERAL = re.compile(rb"\((?:\\.|[^\\()])*\)", re.DOTALL)
# What shows text, which font it is in, and what keeps that and brings it back; the last can only be
# shown in a form that is not read here, and pictures may hold anything.
_TOKEN = re.compile(
    rb"/(?P<font>[^\s/<>()\[\]{}%]+)\s+[-+.\d]+\s+Tf\b|\[(?P<several>[^\]]*)\]\s*TJ\b"
    rb"|(?P<one><[0-9A-Fa-f\s]*>)\s*Tj\b|(?<!\S)(?P<state>[qQ])(?!\S)"
    rb"|(?<!\S)(?P<unread>TJ|Tj|'|\"|BI)(?!\S)|(?P<odd>\(\)\s*(?:Tj|'|\"))"
)
_CODES = re.compile(rb"<([0-9A-Fa-f\s]*)>")
AROUND_GLYPHS = 40  # bytes of content, at most, for the mark of what is shown
_DIGITS = 4  # of a code in a font of many glyphs (ISO 32000-1, 9.7.6.2)


def glyphs_in(streams: Iterable[bytes]) -> dict[str, frozenset[str]] | None:
    """Return the codes that are shown, by the names of fonts, None where that cannot be told."""
    content = _LITERAL.sub(b"()", b"\n".join(streams))
    shown: dict[str, set[str]] = defaultdict(set)
    font, kept = "", [""]
    for token in _TOKEN.finditer(content):
        if token["font"]:
            font = f"/{token['font'].decode('latin-1')}"
        elif token["state"] == b"q":
            kept.append(font)
        elif token["state"] == b"Q":
            font = kept.pop() if kept else ""
        else:
            text = token["several"] if token["one"] is None else token["one"]
            if text is None or b"(" in text or not font:
                return None
            for codes in _CODES.findall(text):
                digits = b"".join(codes.split()).decode()
                shown[font].update(_divided(digits))
                if len(digits) % _DIGITS:
                    return None
    return {name: frozenset(codes) for name, codes in shown.items()}


def _divided(digits: str) -> Iterable[str]:
    return (digits[at : at + _DIGITS] for at in range(0, len(digits), _DIGITS))


def drawing_of(font: str, codes: Sequence[str]) -> bytes:
    """Return content that shows each of the codes."""
    return f"BT {font} 9 Tf <{''.join(codes)}> Tj ET ".encode("latin-1")


def marked(drawn: bytes, mark: int | None) -> bytes:
    """Return content as part of what has that mark, if it has one."""
    return drawn if mark is None else b"/Span <</MCID %d>> BDC %bEMC" % (mark, drawn)


def room_in(stream: Any) -> int:  # noqa: ANN401 - pikepdf's objects are of any kind
    """Return how many bytes of content can take the place of a stream's."""
    if stream.get("/Filter") != "/FlateDecode" or "/DecodeParms" in stream:
        return 0
    room = len(stream.read_raw_bytes()) - _AROUND_ALL
    return max(0, room - _blocks_in(room) * _AROUND_A_BLOCK)


def white(stream: Any, drawn: bytes = b"") -> bytes | None:  # noqa: ANN401 - as above
    """Return white space, after what is `drawn`, as the stream would be stored (RFC 1950, 2.2).

    None for a stream that is not compressed so. Raises ValueError where there is no room.
    """
    room = room_in(stream)
    if len(drawn) > room:
        raise ValueError(room)
    blocks = _blocks_in(len(stream.read_raw_bytes()) - _AROUND_ALL)
    content = drawn + b" " * (room - len(drawn))
    parts = [content[at : at + _STORED] for at in range(0, len(content), _STORED)]
    if not room or len(parts) != blocks:
        return None
    heads = [b"\0"] * (blocks - 1) + [b"\1"]
    body = b"".join(
        head + len(part).to_bytes(2, "little") + (_STORED - len(part)).to_bytes(2, "little") + part
        for head, part in zip(heads, parts, strict=True)
    )
    return b"\x78\x01" + body + zlib.adler32(content).to_bytes(4, "big")


def _blocks_in(room: int) -> int:
    return -(-room // (_STORED + _AROUND_A_BLOCK))


def grey(size: int) -> bytes | None:
    """Return a photograph of that size, most of it a remark; None where that is too small."""
    room = size - len(_BEGIN) - len(_GREY)
    comments = []
    while room > 0:
        length = min(room - _AROUND_A_COMMENT, _COMMENT)
        if 0 < room - _AROUND_A_COMMENT - length < _AROUND_A_COMMENT:
            length -= _AROUND_A_COMMENT
        if length < 0:
            return None
        comments.append(b"\xff\xfe" + (length + 2).to_bytes(2, "big") + b" " * length)
        room -= length + _AROUND_A_COMMENT
    return _BEGIN + b"".join(comments) + _GREY if room == 0 else None
