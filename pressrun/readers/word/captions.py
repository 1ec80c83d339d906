"""Join a picture with the caption and the credit beside it; knows no styles' names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.markup import tree
from pressrun.readers.word.blocks import is_crosshead

if TYPE_CHECKING:
    from pressrun.markup.tree import Element

_SLOTS = {"caption": "title", "credit": "credit"}


def join_captions(root: Element) -> None:
    """Give each picture the caption and the credit below it, or those above it."""
    for block in list(root):
        if block.get("class") not in _SLOTS or block.getparent() is None:
            continue
        found = [_picture_of(beside, block) for beside in (block.getprevious(), block.getnext())]
        image = next((image for image in found if image is not None), None)
        if image is not None:
            image.set(_SLOTS[block.get("class", "")], tree.words_of(block))
            block.drop_tree()


def _picture_of(beside: Element | None, words: Element) -> Element | None:
    """Return the picture beside a caption, if it has none yet."""
    image = beside.find("img") if beside is not None and beside.tag == "p" else None
    return (
        image if image is not None and image.get(_SLOTS[words.get("class", "")]) is None else None
    )


def make_crossheads(root: Element) -> None:
    """Make crossheads of lines that are bold from end to end, where no style makes any."""
    if next(root.iter("h1", "h2", "h3", "h4", "h5", "h6"), None) is not None:
        return
    for block in list(root)[:-1]:
        if is_crosshead(block):
            block.tag = "h2"
            for strong in list(block.iter("strong")):
                strong.drop_tag()
