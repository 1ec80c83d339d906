"""Parse XML and ask it for elements, strings and running text, by lxml.

It knows the namespaces of EPUB and nothing of its parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAMESPACES: Final = {
    "container": "urn:oasis:names:tc:opendocument:xmlns:container",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
    "html": "http://www.w3.org/1999/xhtml",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
    "opf": "http://www.idpf.org/2007/opf",
    "svg": "http://www.w3.org/2000/svg",
    "xml": "http://www.w3.org/XML/1998/namespace",
}

_INLINE: Final = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "img", "ins"}
    | {"kbd", "mark", "math", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "small", "span"}
    | {"strong", "sub", "sup", "svg", "time", "tspan", "u", "var", "wbr", "br"}
)
_UNSPOKEN: Final = frozenset({"annotation", "desc", "metadata", "script", "style", "title"})

# Marks between texts: the edge of a block, the place where reading starts. XML can hold neither.
_EDGE: Final = "\x1d"
_START: Final = "\x02"

# Only what HTML collapses: a no-break space stays.
_SPACES: Final = str.maketrans(dict.fromkeys("\t\n\r\f", " "))

Element: TypeAlias = etree._Element  # noqa: SLF001 -- lxml gives its type no public name


def parse(content: bytes) -> Element:
    """Parse XML, leaving entities alone; raise `etree.XMLSyntaxError` where it is none."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False))


def elements(context: Element, path: str, **variables: str) -> tuple[Element, ...]:
    """Give the elements that an XPath finds; its prefixes are those of `NAMESPACES`."""
    found = _found(context, path, variables)
    return tuple(entry for entry in found if isinstance(entry, Element))


def strings(context: Element, path: str, **variables: str) -> tuple[str, ...]:
    """Give the strings that an XPath finds: attributes, texts, or what `string()` makes."""
    found = _found(context, path, variables)
    return tuple(str(entry) for entry in found if not isinstance(entry, Element))


def string(context: Element, path: str, **variables: str) -> str:
    """Give the first string that an XPath finds, spaces collapsed; empty where there is none."""
    return " ".join("".join(strings(context, path, **variables)[:1]).split())


def children(element: Element) -> tuple[Element, ...]:
    """Give the child elements, without comments and the like."""
    return elements(element, "*")


def name(element: Element) -> str:
    """Give the name without its namespace."""
    return etree.QName(element).localname


def namespace(element: Element) -> str | None:
    """Give the namespace of the name."""
    return etree.QName(element).namespace


def blocks(body: Element, after: Element | None = None) -> tuple[str, ...]:
    """Give the texts of a body, block by block, from the element `after` on where it is given.

    Spaces are collapsed as HTML does it. The label of a page break is no text, nor what is hidden.
    """
    found = [""]
    begun = after is None
    for piece in _pieces(body, after):
        if piece == _START:
            begun = True
        elif piece == _EDGE:
            found.append("")
        elif begun:
            found[-1] += piece
    return tuple(block for block in map(_tidy, found) if block)


def _found(context: Element, path: str, variables: Mapping[str, Any]) -> list[object]:
    found: Any = context.xpath(path, namespaces=NAMESPACES, **variables)
    return found if isinstance(found, list) else [found]


def _pieces(element: Element, after: Element | None) -> Iterator[str]:
    """Give texts and marks in document order, without what no one would read aloud."""
    edge = name(element) not in _INLINE
    if element is after:
        yield _START
    if edge:
        yield _EDGE
    if _is_spoken(element):
        yield from _inner_pieces(element, after)
    if edge:
        yield _EDGE


def _inner_pieces(element: Element, after: Element | None) -> Iterator[str]:
    yield " " if name(element) == "br" else element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child, after)
        yield child.tail or ""


def _is_spoken(element: Element) -> bool:
    if name(element) in _UNSPOKEN or element.get("hidden") is not None:
        return False
    roles = string(element, "concat(@role, ' ', @epub:type)").split()
    return "doc-pagebreak" not in roles and "pagebreak" not in roles


def _tidy(block: str) -> str:
    return " ".join(filter(None, block.translate(_SPACES).split(" ")))
