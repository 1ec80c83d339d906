"""Take the notes out of an article's text and number their calls; knows nothing of editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.markup import tree
from pressrun.markup.composition import TakenNote

if TYPE_CHECKING:
    from pressrun.markup.composition import Composition
    from pressrun.markup.tree import Element


def take_notes(work: Composition) -> None:
    """Take the notes out of the text; every call keeps its place and has its note's number."""
    texts: dict[str, Element] = {}
    for section in work.root.findall(".//section[@class='footnotes']"):
        for item in section.iter("li"):
            if item.get("class") == "footnote-item":
                texts[item.get("id", "")] = _cleared(item)
        section.drop_tree()
    for rule in work.root.findall(".//hr[@class='footnotes-sep']"):
        rule.drop_tree()
    numbers: dict[str, TakenNote] = {}
    for call in work.root.xpath(".//sup[@class='footnote-ref']/a"):
        name = call.get("href", "").removeprefix("#")
        if name in texts:
            if name not in numbers:
                numbers[name] = _take(work, texts[name])
            _number(work, call, numbers[name])


def _cleared(item: Element) -> Element:
    for back in item.xpath(".//a[@class='footnote-backref']"):
        before = back.getprevious()
        if before is not None and before.tail:
            before.tail = before.tail.rstrip()
        elif before is None:
            parent = tree.parent_of(back)
            parent.text = (parent.text or "").rstrip()
        back.drop_tree()
    return item


def _take(work: Composition, item: Element) -> TakenNote:
    for call in item.xpath(".//sup[@class='footnote-ref']"):
        work.complain("a note cannot call another note", call, hint="put its text into this one")
    number = str(len(work.notes) + 1)
    anchor, place = work.claim(f"note-{number}"), work.claim(f"noteref-{number}")
    del item.attrib["id"]
    note = TakenNote(anchor=anchor, call=place, number=number, text=item)
    work.notes.append(note)
    return note


def _number(work: Composition, call: Element, note: TakenNote) -> None:
    """Give a call its note's number; a note has one way back, so a second call has its own id."""
    first = not work.root.xpath(".//a[@id=$id]", id=note.call)
    place = note.call if first else work.claim(f"noteref-{note.number}")
    call.attrib.clear()
    call.attrib.update({"class": "noteref", "href": f"#{note.anchor}", "id": place})
    call.text = note.number
    tree.parent_of(call).attrib.clear()
