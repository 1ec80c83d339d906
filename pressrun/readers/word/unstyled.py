"""Understand a Word file that is a paste without styles, by the rules for pasted copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.markup import tree
from pressrun.readers.names import sign_of
from pressrun.readers.opening import cut_to
from pressrun.readers.plain.body import read_below, read_body
from pressrun.readers.plain.header import read_header
from pressrun.readers.plain.parts import Part, Role
from pressrun.readers.plain.zones import divide
from pressrun.readers.word.fields import Fields, first_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressrun.markup.tree import Element
    from pressrun.readers.plain.signs import Sign

_CLASSES = {Role.CAPTION: "caption", Role.CREDIT: "credit"}
_WRAPPED = {Role.BULLET: ("ul", "li"), Role.NUMBER: ("ol", "li"), Role.QUOTE: ("blockquote", "p")}


def read_unstyled(root: Element, fields: Fields) -> None:
    """Take the fields of a paste out of the body, and give its other paragraphs their roles."""
    texts = first_texts(root)
    blocks = {number: block for number, (block, _) in enumerate(texts, start=1)}
    signs = [
        sign_of(text, fields.words, fields.language, number)
        for number, (_, text) in enumerate(texts, start=1)
    ]
    by_block: dict[int, list[Part]] = {}
    for part in _parts(signs):
        by_block.setdefault(part.line, []).append(part)
    for number, parts in by_block.items():
        _give(blocks[number], parts, fields)


def _parts(signs: Sequence[Sign]) -> list[Part]:
    if not signs:
        return []
    zones = divide(signs)
    header = list(read_header(signs, zones))
    roles = {part.role for part in header}
    dated = bool(roles & {Role.DATE, Role.UPDATED})
    body = read_body(signs, zones, placed=Role.DATELINE in roles)
    return [*header, *body, *read_below(signs, zones, named=Role.BYLINE in roles, dated=dated)]


def _give(block: Element, parts: Sequence[Part], fields: Fields) -> None:
    """Give a paragraph its role; one that is all field leaves the body."""
    line = int(block.get("data-line", "1"))
    stays = [
        p
        for p in parts
        if not fields.take(Part(role=p.role, line=line, text=p.text, why=p.why, date=p.date))
    ]
    if not stays:
        block.drop_tree()
        return
    part = stays[0]
    cut_to(block, part.text)
    if part.role is Role.CROSSHEAD:
        block.tag = "h2"
        for strong in list(block.iter("strong")):
            strong.drop_tag()
    elif part.role in _CLASSES:
        block.set("class", _CLASSES[part.role])
    elif part.role in _WRAPPED:
        _wrap(block, *_WRAPPED[part.role])


def _wrap(block: Element, around: str, tag: str) -> None:
    block.tag = tag
    before = block.getprevious()
    if before is not None and before.tag == around:
        before.append(block)
        return
    holder = tree.make(around)
    tree.replace(block, holder)
    holder.append(block)
