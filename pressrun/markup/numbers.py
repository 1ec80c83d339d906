"""Number figures, tables, listings and equations, and say what a reference calls them.

An article numbers a kind of thing where anything refers to one of that kind: then all of the kind
that have a caption, or are referred to, so that no number is missing between two. An equation has
no caption, and a number only where it has a name. A number that its author gave stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressrun.markup import tree
from pressrun.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressrun.markup.composition import Composition
    from pressrun.markup.tree import Element

FIGURE, TABLE, LISTING, EQUATION = "figure", "table", "listing", "equation"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Thing:
    """What could have a number: its element, and where its words are, if it has any."""

    kind: str
    element: Element
    caption: Element | None


def give_numbers(work: Composition, *, number_all: bool = False) -> None:
    """Give a number to what is referred to, and to all of its kind that have a caption."""
    things = [thing for root in work.trees() for thing in _things_in(root)]
    counts = dict.fromkeys((FIGURE, TABLE, LISTING, EQUATION), 0)
    kinds = {t.kind for t in things if number_all or t.element.get("id") in work.wanted}
    for thing in things:
        given = thing.element.attrib.pop("number", None)
        wanted = thing.element.get("id") in work.wanted
        if given:
            work.numbers[_anchor_of(work, thing)] = thing.kind, str(given)
        elif thing.kind in kinds and (wanted or thing.caption is not None):
            counts[thing.kind] += 1
            work.numbers[_anchor_of(work, thing)] = thing.kind, str(counts[thing.kind])


def _things_in(root: Element) -> Iterator[_Thing]:
    for element in root.iter("figure", "table", "div"):
        if element.tag == "figure":
            yield _Thing(kind=_kind_of(element), element=element, caption=_caption_of(element))
        elif element.tag == "table":
            yield _Thing(kind=TABLE, element=element, caption=element.find("caption"))
        elif element.get("class") == "formula" and element.get("id"):
            yield _Thing(kind=EQUATION, element=element, caption=element)


def _kind_of(figure: Element) -> str:
    if figure.find(".//img") is not None:
        return FIGURE
    if figure.find(".//pre") is not None:
        return LISTING
    return FIGURE if figure.find(".//table") is None else TABLE


def _caption_of(figure: Element) -> Element | None:
    found = figure.find(".//figcaption/p[@class='caption']")
    words = figure.find(".//figcaption")
    return found if found is not None or words is None or len(words) else words


def _anchor_of(work: Composition, thing: _Thing) -> str:
    anchor = thing.element.get("id") or work.claim(f"{thing.kind}-1")
    thing.element.set("id", anchor)
    return str(anchor)


def label_captions(work: Composition) -> None:
    """Let the captions of what is numbered begin with its number."""
    wording = Wording(work.language)
    for thing in [thing for root in work.trees() for thing in _things_in(root)]:
        kind, number = work.numbers.get(thing.element.get("id") or "", ("", ""))
        if kind == EQUATION:
            _number_equation(thing.element, number)
        elif kind:
            label = wording["caption"].format(wording.numbered(kind, number))
            _label(thing, label)


def _label(thing: _Thing, label: str) -> None:
    caption = _new_caption(thing.element) if thing.caption is None else thing.caption
    mark = tree.make("span", text=label, class_="caption-label")
    mark.tail = f" {(caption.text or '').lstrip()}" if tree.words_of(caption) else None
    caption.text = None
    caption.insert(0, mark)


def _new_caption(element: Element) -> Element:
    caption = tree.make("p", class_="caption")
    if element.tag == "table":
        caption.tag = "caption"
        element.insert(0, caption)
        return caption
    home = element.find("figcaption")
    if home is None:
        home = tree.make("figcaption")
        element.append(home)
    home.insert(0, caption)
    return caption


def _number_equation(formula: Element, number: str) -> None:
    """Set the number of an equation beside it, in brackets as mathematicians do."""
    row = tree.make("span", class_="equation")
    row.append(tree.make("span", *formula, class_="equation-body"))
    row.append(tree.make("span", text=f"({number})", class_="equation-number"))
    formula.append(row)


def words_for(work: Composition, neighbour: Composition, anchor: str) -> str | None:
    """Return what a reference in `work` calls a place of `neighbour`, None where it has no name."""
    if anchor == neighbour.slug:
        return neighbour.headline or None
    if anchor in neighbour.numbers:
        return Wording(work.language).numbered(*neighbour.numbers[anchor])
    return next((c.text for c in neighbour.crossheads if c.anchor == anchor), None)
