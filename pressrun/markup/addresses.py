"""Let paper say where links to the web lead; knows links, and no pages.

What is added is marked, so that print can be told apart from its manuscript.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.markup import tree

if TYPE_CHECKING:
    from pressrun.markup.tree import Element

ADDED = "data-added"


def tell_addresses(root: Element, choice: str, slug: str) -> None:
    """Give the links to the web below `root` numbers and say their addresses, as `choice` has it.

    An address that is there to be read already is not said twice. In a list it stands once; at the
    foot of pages wherever it is linked. In a note it stands in brackets, since notes have no notes.
    """
    numbers: dict[str, int] = {}
    for link in root.xpath(".//a[starts-with(@href, 'http')][not(ancestor::pre)]"):
        address = link.get("href")
        shown = _shown(address)
        if choice == "none" or shown in "".join(link.itertext()):
            continue
        if link.xpath("ancestor::span[@class='footnote']"):
            _add_after(link, _added("span", " (", _link_to(address), ")"))
            continue
        number = numbers.setdefault(address, len(numbers) + 1)
        if choice == "notes":
            _add_after(link, _foot(number, address, slug, len(root.xpath(".//*[@data-number]"))))
        else:
            _add_after(link, _call(number, slug))
    if choice == "list" and (listed := _list(numbers, slug)) is not None:
        root.append(listed)


def _shown(address: str) -> str:
    """Return an address as it is read: what every program adds by itself is left out."""
    return address.partition("://")[2].removesuffix("/")


def _link_to(address: str) -> Element:
    return tree.make("a", text=_shown(address), href=address)


def _added(tag: str, before: str, inside: Element, after: str = "") -> Element:
    element = tree.make(tag, inside, text=before)
    inside.tail = after
    element.set(ADDED, "")
    return element


def _foot(number: int, address: str, slug: str, before: int) -> Element:
    text = tree.make("span", _link_to(address), class_="note-paragraph")
    name = f"{slug}--address-{before + 1}"
    foot = tree.make("span", text, class_="footnote", id=name)
    foot.attrib.update({ADDED: "", "data-call": f"{name}-call", "data-number": f"[{number}]"})
    return foot


def _call(number: int, slug: str) -> Element:
    call = tree.make("a", text=f"[{number}]", href=f"#{slug}--address-{number}")
    return _added("sup", "", call)


def _list(numbers: dict[str, int], slug: str) -> Element | None:
    if not numbers:
        return None
    items = []
    for address, number in numbers.items():
        items.append(tree.make("li", _link_to(address), id=f"{slug}--address-{number}"))
        items[-1].text = f"[{number}] "
    listed = tree.make("ol", *items, class_="addresses")
    listed.set(ADDED, "")
    return listed


def _add_after(link: Element, element: Element) -> None:
    element.tail, link.tail = link.tail, None
    link.addnext(element)
