"""Parse and write fragments of XHTML; knows elements, not what they mean here.

What is written is polyglot: it parses as XML and as HTML to the same tree
(https://www.w3.org/TR/html-polyglot/).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree, html
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterator

Element = html.HtmlElement

_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
# libxml2 knows HTML 4, which has no such element, and takes what follows it for its content.
_BREAK_CHANCE = re.compile(r"(<wbr\b[^>]*>)(?!</wbr>)", re.IGNORECASE)
# libxml2 stops at nodes over 10 MB unless told that they are meant.
_PARSER = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)


def parse(fragment: str) -> Element:
    """Return a `div` that holds the fragment."""
    # As a plain string, since `sub` joins by Markup’s own `join`, which escapes.
    inside = _BREAK_CHANCE.sub(r"\1</wbr>", str(fragment))
    text = f"<html><body><div>{inside}</div></body></html>"
    root = html.document_fromstring(text.encode(), parser=_PARSER)
    return next(root.iterfind("body/div"))


def write(root: Element) -> Markup:
    """Return the inside of `root` as markup that is trusted from here on."""
    for element in root.iter(etree.Element):
        if element.tag not in _VOID and not len(element) and not element.text:
            element.text = ""  # so that lxml writes <td></td>, which HTML reads as XML does
    parts = [_escaped(root.text)]
    parts += [etree.tostring(child, encoding="unicode") for child in root]
    return Markup("".join(parts).strip())  # noqa: S704 - written by the XML serialiser


def make(tag: str, *children: Element, text: str | None = None, **attributes: str) -> Element:
    """Return a new element; `class_` stands for `class`."""
    element = html.Element(tag, {k.rstrip("_").replace("_", "-"): v for k, v in attributes.items()})
    element.text = text
    element.extend(children)
    return element


def is_reference(link: Element) -> bool:
    """Tell a link that leaves it to the press what it says; readers mark it by its class.

    A page of the web may have links without words that are nothing but handles.
    """
    return link.get("class") == "reference" and not len(link) and not (link.text or "").strip()


def words_of(element: Element) -> str:
    """Return the element's text with white space folded."""
    return " ".join(element.text_content().split())


def replace(old: Element, new: Element) -> None:
    """Put `new` in the place of `old`, with the text that follows it."""
    new.tail = old.tail
    old.tail = None
    parent_of(old).replace(old, new)


def parent_of(element: Element) -> Element:
    """Return the element's parent; raises ValueError for the root of a fragment, which has none."""
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root of a fragment stands alone")
    return parent


def detach(element: Element) -> None:
    """Take an element out of its parent; the text that follows it stays."""
    replace(element, stand_in := make("span"))
    stand_in.drop_tag()


def deeper_than(root: Element, most: int) -> Element | None:
    """Return the first element that over so many lie around, the root left out."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth - 1 > most:
            return element
    return None


def text_slots(root: Element) -> Iterator[tuple[Element, str]]:
    """Yield, in reading order, each text below `root` as its owner and `text` or `tail`."""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start" and element.text:
            yield element, "text"
        elif event == "end" and element is not root and element.tail:
            yield element, "tail"


def _escaped(text: str | None) -> str:
    return str(Markup.escape(text)) if text else ""
