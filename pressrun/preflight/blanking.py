"""Make little of a stream of a PDF: white space, a few glyphs, or a small photograph.

And tell which glyphs a page draws. Knows content streams, and not whose they are.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Eight by eight dots of one grey: tables, frame, scan and end (ITU-T T.81, B.2).
GREY = bytes.fromhex(
    f"ffd8 ffdb004300{'01' * 64} ffc0000b080008000801011100 ffc4001400 01{'00' * 16}"
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
_DIGITS = 4  # of a code in a font of many glyphs (ISO 32000-1, 9.7.6.2)


def glyphs_in(streams: Iterable[bytes]) -> dict[str, frozenset[str]] | None:
    """Return the codes that are shown, by the names of fonts, None where that cannot be told."""
    content = _LITERAL.sub(b"()", b"\n".join(streams))
    shown: dict[str, list[bytes]] = defaultdict(list)
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
            shown[font] += _CODES.findall(text)
    if any(len(b"".join(each.split())) % _DIGITS for several in shown.values() for each in several):
        return None
    return {name: _codes(b"".join(several)) for name, several in shown.items()}


def _codes(digits: bytes) -> frozenset[str]:
    read = bytes.fromhex(digits.decode())
    return frozenset(bytes(pair).hex() for pair in {*zip(read[::2], read[1::2], strict=True)})


def drawing_of(font: str, codes: Sequence[str]) -> bytes:
    """Return content that shows each of the codes."""
    return f"BT {font} 9 Tf <{''.join(codes)}> Tj ET ".encode("latin-1")


def marked(drawn: bytes, mark: int | None) -> bytes:
    """Return content as part of what has that mark, if it has one."""
    return drawn if mark is None else b"/Span <</MCID %d>> BDC %bEMC" % (mark, drawn)


def takes(stream: Any) -> bool:  # noqa: ANN401 - pikepdf's objects are of any kind
    """Tell whether a stream is stored so that its content can be another."""
    return stream.get("/Filter") == "/FlateDecode" and "/DecodeParms" not in stream


def white(drawn: bytes = b"") -> bytes:
    """Return white space, after what is `drawn`, as a stream that takes it is stored."""
    return zlib.compress(drawn or b" ")
