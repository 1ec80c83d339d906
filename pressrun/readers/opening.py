"""Part the dateline from the first paragraph of an article that has elements; knows no file format.

The rule is that of the reader of pasted copy (`pressrun.readers.plain.body`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun.markup import tree
from pressrun.model import Dropped
from pressrun.readers.plain.body import read_body
from pressrun.readers.plain.parts import Role
from pressrun.readers.plain.zones import Zones

if TYPE_CHECKING:
    from pressrun.markup.tree import Element
    from pressrun.readers.plain.signs import Sign


def take_dateline(block: Element, sign: Sign) -> tuple[str | None, tuple[Dropped, ...]]:
    """Take the dateline off a first paragraph; return it with the signs that went too."""
    parts = list(read_body((sign,), Zones(headline=None, body=0, below=1), placed=False))
    dateline = next((part.text for part in parts if part.role is Role.DATELINE), None)
    rest = next((part.text for part in parts if part.role is Role.PARAGRAPH), None)
    if dateline is None or rest is None:
        return None, ()
    cut_to(block, rest)
    left = (part for part in parts if part.role is Role.DROPPED)
    return dateline, tuple(Dropped(line=part.line, text=part.text, why=part.why) for part in left)


def cut_to(block: Element, text: str) -> None:
    """Cut the beginning off a paragraph, up to `text`; its emphasis and links stay."""
    excess = len(tree.words_of(block)) - len(text)
    first = True
    for owner, slot in list(tree.text_slots(block)) if excess > 0 else ():
        given = re.sub(r"\s+", " ", getattr(owner, slot))
        bare = given.lstrip() if first else given
        setattr(owner, slot, bare[excess:])
        excess, first = max(0, excess - len(bare)), False
        if not excess:
            break
    if tree.words_of(block) != text:
        for child in list(block):
            child.drop_tree()
        block.text = text
