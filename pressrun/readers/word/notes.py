"""Bring the notes of a converted Word file into the form of Markdown's; knows no roles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun.markup import tree

if TYPE_CHECKING:
    from pressrun.markup.tree import Element

_CALL = re.compile(r"#((?:footnote|endnote)-.+)\Z")


def number_notes(root: Element) -> None:
    """Give footnotes and endnotes numbers together, in the order that they are called."""
    numbers: dict[str, int] = {}
    for call in list(root.iter("a")):
        match = _CALL.match(call.get("href", ""))
        parent = call.getparent()
        if match and parent is not None and parent.tag == "sup":
            number = numbers.setdefault(match[1], len(numbers) + 1)
            _write_call(call, parent, number)
    texts = {item.get("id", ""): item for item in root.iter("li") if item.get("id") in numbers}
    if texts:
        _write_section(root, numbers, texts)


def _write_call(call: Element, parent: Element, number: int) -> None:
    call.attrib.clear()
    call.set("href", f"#fn{number}")
    call.set("id", f"fnref{number}")
    call.text = str(number)
    parent.set("class", "footnote-ref")


def _write_section(root: Element, numbers: dict[str, int], texts: dict[str, Element]) -> None:
    section = tree.make("section", tree.make("ol"), class_="footnotes")
    old = {item.getparent() for item in texts.values()}
    for name, number in numbers.items():
        item = texts.get(name)
        if item is None:
            continue
        for back in [
            a
            for a in item.iter("a")
            if a.get("href", "").startswith(("#footnote-ref", "#endnote-ref"))
        ]:
            back.drop_tree()
        _trim(item)
        item.set("id", f"fn{number}")
        item.set("class", "footnote-item")
        section[0].append(item)
    for found in old:
        if found is not None and not len(found):
            found.drop_tree()
    root.append(section)


def _trim(item: Element) -> None:
    """Take off the space that stood before the way back to the text."""
    last = item[-1] if len(item) else item
    if len(last):
        last[-1].tail = (last[-1].tail or "").rstrip()
    else:
        last.text = (last.text or "").rstrip()
