"""Understands news copy pasted as plain text; knows nothing of editions.

bytes → lines (`decoding`) → paragraphs (`wrapping`) → what each line looks like (`signs`) → where
the body begins and ends (`zones`) → a role for each line (`header`, `body`) → Manuscript
(`assembly`). Every step is a pure function, and every word of the input is in a field, in the body
or in `dropped`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.readers.decoding import Line, decode, split_lines
from pressrun.readers.language import detect
from pressrun.readers.plain import lexicon
from pressrun.readers.plain.assembly import assemble
from pressrun.readers.plain.body import read_below, read_body
from pressrun.readers.plain.bylines import are_names
from pressrun.readers.plain.header import read_header
from pressrun.readers.plain.parts import Part, Role
from pressrun.readers.plain.repeats import without_repeats
from pressrun.readers.plain.signs import Sign
from pressrun.readers.plain.wrapping import unwrap
from pressrun.readers.plain.zones import divide

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pressrun.model import Manuscript

# Menus and buttons are often in another language than the article.
LONG_LINE = 80


def read(data: bytes, path: Path) -> Manuscript:
    """Read pasted news copy into a Manuscript.

    `path` only names the file in messages. Raise ManuscriptError where the bytes are not text.
    """
    lines = split_lines(decode(data, path))
    language = _language(lines)
    words = lexicon.load(language)

    def look(line: Line) -> Sign:
        return Sign(line, words, language)

    unwrapped = unwrap(
        lines,
        words.suspended,
        stands_alone=lambda line: look(line).whole,
        heads=lambda line, below: _heads(look(line), look(below) if below else None),
    )
    joined, repeated = without_repeats(unwrapped)
    signs = tuple(look(line) for line in joined)
    return assemble((*_roles(signs), *repeated), path, language)


def _roles(signs: Sequence[Sign]) -> tuple[Part, ...]:
    if not signs:
        return ()
    zones = divide(signs)
    header = tuple(read_header(signs, zones))
    roles = {part.role for part in header}
    authors = frozenset(part.text for part in header if part.role is Role.BYLINE)
    body = tuple(read_body(signs, zones, authors, placed=Role.DATELINE in roles))
    roles |= {part.role for part in body}
    dated = bool(roles & {Role.DATE, Role.UPDATED})
    below = tuple(read_below(signs, zones, named=Role.BYLINE in roles, dated=dated))
    return (*header, *body, *below)


def _heads(sign: Sign, below: Sign | None) -> bool:
    """Tell a byline or a date, and a name over one of them, from a line of a paragraph."""
    if sign.heads or below is None or not below.heads:
        return sign.heads
    few = sign.label_only or sign.words.roles.search(sign.text)
    named = sign.words.agency.fullmatch(sign.text) or are_names(sign.text, sign.words)
    return bool(few and named)


def _language(lines: Sequence[Line]) -> str | None:
    text = " ".join(line.text for line in lines)
    prose = " ".join(line.text for line in lines if len(line.text) >= LONG_LINE)
    return detect(prose or text)
