"""Put every note of an article at its call, whence print floats it to the foot of the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from pressrun.markup import tree
from pressrun.markup.numbering import number_items

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pressrun.markup.tree import Element
    from pressrun.model import Note

_PARAGRAPH = "note-paragraph"
# What is a block in a note, too: its items have bullets or numbers, and stand in from the edge.
_LISTS = {
    "ol": {"class": "note-list numbered"},
    "ul": {"class": "note-list"},
    "li": {"class": "note-item"},
}
_OF_LISTS = frozenset({"note-item", "note-list"})
# The list that a note begins with, which begins beside its number.
_FIRST = {"class": "first-list"}
_PARAGRAPHS = frozenset({
    "p", "dt", "dd", "pre", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "caption",
})  # fmt: skip
BLOCKS = (*sorted(_PARAGRAPHS), "blockquote", "dl", "div", "figure", "figcaption", "hr", "li",
           "ol", "table", "tbody", "td", "th", "thead", "ul")  # fmt: skip
_SPACES = re.compile("[ \t\n\r]+")


def put_at_foot(root: Element, notes: Iterable[Note]) -> None:
    """Put the text of each note in the place of its call below `root`."""
    calls = {call.get("id"): call for call in root.xpath(".//a[@class='noteref']")}
    for note in notes:
        call = calls.get(note.call)
        if call is None:
            continue
        text = tree.parse(note.body)
        number_items(text)
        for cell in text.xpath(".//td[preceding-sibling::*]|.//th[preceding-sibling::*]"):
            cell.getprevious().tail = " "
        code = [element for pre in text.iter("pre") for element in pre.iter()]
        for line in text.xpath(".//pre//span[@class='code-line']"):
            line.set("class", _PARAGRAPH)
            _keep_indent(line)
        for block in list(text.iter(*BLOCKS)):
            if block.tag in _PARAGRAPHS:
                block.set("class", _PARAGRAPH)
            elif block.tag in _LISTS:
                _name(block, _LISTS[block.tag])
            block.tag = "span"  # a block inside a paragraph would end it (HTML, 13.2.6.4.7)
        foot = tree.make("span", *text, class_="footnote", id=note.anchor)
        foot.set("data-call", note.call)
        foot.text = text.text
        if len(foot) and _is_of_list(foot[0]) and not (foot.text or "").strip():
            _name(foot[0], _FIRST)
        _fold_spaces(foot, code)
        _begin_lines(foot, code)
        tree.replace(tree.parent_of(call), foot)
        _keep_with_word(foot)


def _is_of_list(element: Element) -> bool:
    return not _OF_LISTS.isdisjoint(element.get("class", "").split())


def _name(block: Element, own: dict[str, str]) -> None:
    """Give a block a class beside those that it has."""
    block.set("class", " ".join(filter(None, (own["class"], block.get("class")))))


def _fold_spaces(foot: Element, code: list[Element]) -> None:
    """Make one space of many, and of a line's end, since WeasyPrint 70.0 does not in a note.

    Lines of code have no ends, since they are paragraphs, and keep their spaces.
    """
    for element in foot.iter():
        for slot in ("text", "tail"):
            if said := getattr(element, slot):
                within = element if slot == "text" else element.getparent()
                folded = said.rstrip("\n") if within in code else _SPACES.sub(" ", said)
                setattr(element, slot, folded)


def _keep_indent(line: Element) -> None:
    """Let the spaces that a line of code begins with stay, though a line of text begins there."""
    first = next((e for e in line.iter() if e.text), None)
    if first is not None:
        text = first.text or ""
        code = text.lstrip(" ")
        first.text = "\u00a0" * (len(text) - len(code)) + code


def _begin_lines(foot: Element, code: list[Element]) -> None:
    """Let each paragraph but the first begin a line; no space stands before one.

    A list and its items do so by themselves, and so does what follows them.
    """
    said = False
    for event, element in list(etree.iterwalk(foot, events=("start", "end"))):
        if _is_of_list(element):
            said = False
        if event == "end":
            said = said or bool((element.tail or "").strip() and element is not foot)
            continue
        if element.get("class") == _PARAGRAPH:
            if said:
                _end_line_before(element)
            said = False
        said = said or bool((element.text or "").strip()) or element.tag == "img"
        if not said and element not in code:
            element.text = None


def _end_line_before(element: Element) -> None:
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "").rstrip() or None
    element.addprevious(tree.make("br"))


def _keep_with_word(foot: Element) -> None:
    """Let no line end between a word and the call of its note, as WeasyPrint 70.0 does."""
    before = foot.getprevious()
    owner, slot = (tree.parent_of(foot), "text") if before is None else (before, "tail")
    text = getattr(owner, slot) or ""
    end = re.search(r"\w?[^\w\s]*$", text)  # no more, so that the word can still be hyphenated
    if end is None or not end[0]:
        return
    setattr(owner, slot, text[: end.start()])
    place = tree.make("span", text=end[0], class_="called")
    tree.replace(foot, place)
    place.append(foot)
