"""Parse a page, and answer questions about its elements; knows HTML, not articles.

The one module of this reader that imports lxml. Every element carries `data-line`, the line of the
page (from 1) that it began on.
"""

from __future__ import annotations

import copy
import re
import sys
from typing import TYPE_CHECKING

from lxml import etree, html

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

Element = html.HtmlElement

LINE = "data-line"
# Elements that CSS sets inside a line (HTML, 3.2.5.2.5, phrasing content), as far as text needs
# them.
PHRASING = frozenset({
    "a", "abbr", "acronym", "audio", "b", "bdi", "bdo", "big", "br", "button", "cite", "code",
    "data", "del", "dfn", "em", "embed", "font", "i", "iframe", "img", "input", "ins", "kbd",
    "label", "map", "mark", "math", "meter", "noscript", "object", "output", "picture", "progress",
    "q", "rp", "rt", "ruby", "s", "samp", "script", "select", "small", "source", "span", "strike",
    "strong", "sub", "sup", "svg", "textarea", "time", "tt", "u", "var", "video", "wbr",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "menu", "nav", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_APART = BLOCKS | {"br", "img"}
_SPACES = re.compile(r"\s+")
_DEEPEST = 150


class TooDeepError(Exception):
    """Says that a page nests deeper than can be read."""


def parse(page: str) -> Element:
    """Return the `html` element of a page; a page without one gets it.

    Raises TooDeepError for what nothing but a fault, or malice, explains.
    """
    # libxml2 stops at 256 levels or 10 MB unless told that they are meant.
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    text = _XML_DECLARATION.sub("", _NOT_XML.sub(" ", page))
    text = _END_OF_PAGE.sub("", _REFERENCE.sub(_printable, text))
    try:
        root = html.document_fromstring(text.encode(), parser=parser, ensure_head_body=True)
    except etree.ParserError:  # there is nothing in it, or no more than “</”
        root = html.document_fromstring(b"<html></html>", parser=parser, ensure_head_body=True)
    # Of what is nested over 2,048 deep, libxml2 drops all that follows.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise TooDeepError
    for element in root.iter(etree.Element):
        element.set(LINE, str(element.sourceline or 1))
    _flatten(root)
    return root


def _flatten(root: Element) -> None:
    """Unwrap what is nested so deep that only an unclosed tag explains it; its text stays."""
    depth, too_deep = 0, []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "end" and depth >= _DEEPEST and element.tag not in ("img", "br"):
            too_deep.append(element)
    for element in too_deep:
        element.drop_tag()


# What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets): no edition could carry it.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&#(?:0*(\d+)|[xX]0*([0-9a-fA-F]+));?")
# What follows the end is of the body all the same (HTML, 13.2.6.4.19); libxml2 2.14 drops it.
_END_OF_PAGE = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


def _printable(reference: re.Match[str]) -> str:
    """Return a reference to a sign as it is, unless no edition can carry the sign."""
    digits, base = (reference[1], 10) if reference[1] else (reference[2], 16)
    number = int(digits, base) if len(digits) < len("1114112.") else sys.maxunicode + 1
    if 0x80 <= number < 0xA0:  # noqa: PLR2004 - by HTML, these are Windows-1252's
        return reference[0]
    surrogate = 0xD800 <= number < 0xE000  # noqa: PLR2004 - as Unicode has them
    carried = number and number <= sys.maxunicode and not surrogate
    if not carried:
        return "\ufffd"
    return " " if _NOT_XML.match(chr(number)) else reference[0]


def clone(element: Element) -> Element:
    """Return a copy of the element and all below it."""
    return copy.deepcopy(element)


def make(tag: str, like: Element | None = None, text: str | None = None) -> Element:
    """Return a new element that stands on the line of `like`."""
    element: Element = html.Element(tag)
    element.text = text
    if like is not None:
        element.set(LINE, like.get(LINE, "1"))
    return element


def line_of(element: Element) -> int:
    """Return the page's line that the element began on."""
    return int(element.get(LINE, "1"))


def text_of(element: Element, without: Collection[Element] = ()) -> str:
    """Return the element's text, white space folded, with a space wherever one block ends.

    What stands in one of `without` is passed over.
    """
    return fold("".join(_pieces(element, without)))


def fold(text: str) -> str:
    """Return the text with every run of white space as one space."""
    return _SPACES.sub(" ", text).strip()


def _pieces(element: Element, without: Collection[Element]) -> Iterator[str]:
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if node.tag in _APART:
            yield " "
        if event == "end":
            if node.tail and node is not element:
                yield node.tail
        elif without and node in without:
            walk.skip_subtree()
        elif node.text:
            yield node.text


def name_of(element: Element) -> str:
    """Return class and id, by which pages say what an element is for."""
    return f"{element.get('class', '')} {element.get('id', '')}"


def tag_of(element: Element) -> str:
    """Return the tag; an empty string for what is no element."""
    return element.tag if isinstance(element.tag, str) else ""


def parent_of(element: Element) -> Element:
    """Return what an element stands in; every element but the root of a page stands in one."""
    parent = element.getparent()
    if parent is None:
        raise ValueError("this element stands in nothing")
    return parent


def within(element: Element, *tags: str) -> bool:
    """Tell whether the element stands inside one of `tags`."""
    return next(element.iterancestors(*tags), None) is not None


def remove(element: Element) -> None:
    """Take the element out; the text that follows it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def rename(element: Element, tag: str) -> None:
    """Give the element another tag."""
    element.tag = tag


def xpath(element: Element, path: str) -> list[Element]:
    """Return the elements that an XPath names."""
    found = element.xpath(path)
    return (
        [each for each in found if isinstance(each, html.HtmlElement)]
        if isinstance(found, list)
        else []
    )


def set_apart(element: Element) -> None:
    """Put each block inside an element on a line of its own, so that its words touch no others."""
    for block in element.iterdescendants(*_APART):
        before, parent = block.getprevious(), block.getparent()
        if block.tag in ("br", "img") or within(block, "pre"):
            continue
        if before is None and parent is not None:
            parent.text = f"{parent.text or ''}\n"
        elif before is not None and not (before.tail or "").endswith("\n"):
            before.tail = f"{before.tail or ''}\n"


def write(elements: list[Element]) -> str:
    """Return elements as markup, one a line; well formed, not yet trusted."""
    return "\n".join(etree.tostring(each, encoding="unicode", with_tail=False) for each in elements)
