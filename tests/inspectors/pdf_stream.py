"""Read the text of a finished PDF as its content streams have it, without a look at any place."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import pikepdf

from tests.inspectors.pdf_objects import Content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_MAPPED: Final = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>")
_CODE: Final = 2  # bytes of a glyph's number


def said_by_content(path: Path) -> dict[Content, str]:
    """Give what each sequence of marked content says, replacement text in its place.

    ISO 32000-1, 14.8.2.5 and 14.9.4: a reader need not guess from where glyphs stand.
    """
    said: defaultdict[Content, str] = defaultdict(str)
    with pikepdf.open(path) as pdf:
        for number, page in enumerate(pdf.pages):
            meanings = {
                name: _meanings(font) for name, font in page.Resources.get("/Font", {}).items()
            }
            for mcid, text in _texts(page, meanings):
                said[Content(page=number, mcid=mcid)] += text
    return dict(said)


def _texts(page: Any, meanings: Mapping[str, Mapping[bytes, str]]) -> Iterator[tuple[int, str]]:
    marks: list[tuple[int | None, bool]] = []  # the sequence, and whether its text is replaced
    meant: Mapping[bytes, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        name, operands = str(instruction.operator), instruction.operands
        if name in {"BDC", "BMC"}:
            mcid, replaced = marks[-1] if marks else (None, False)
            told: Any = operands[1] if name == "BDC" else {}
            mcid = int(told["/MCID"]) if "/MCID" in told else mcid
            if "/ActualText" in told and mcid is not None and not replaced:
                yield mcid, str(told["/ActualText"])
                replaced = True
            marks.append((mcid, replaced or str(operands[0]) == "/Artifact"))
        elif name == "EMC":
            marks.pop()
        elif name == "Tf":
            meant = meanings[str(operands[0])]
        elif name == "TJ" and marks and marks[-1][0] is not None and not marks[-1][1]:
            shown = b"".join(
                bytes(each) for each in operands[0] if isinstance(each, pikepdf.String)
            )
            codes = (shown[at : at + _CODE] for at in range(0, len(shown), _CODE))
            yield marks[-1][0], "".join(meant[code] for code in codes)


def _meanings(font: Any) -> dict[bytes, str]:
    """Give what the glyphs of a font stand for (ISO 32000-1, 9.10.3); ours map one by one."""
    found = _MAPPED.findall(font.ToUnicode.read_bytes())
    return {
        bytes.fromhex(a.decode()): bytes.fromhex(b.decode()).decode("utf-16-be") for a, b in found
    }
