"""Make of an EPUB’s files those for Kobo’s own renderer; knows documents, not their making.

What is copied to a Kobo as `.epub` is shown by Adobe’s renderer, without pop-ups of notes, without
formulas, without lines that run downwards; what is called `.kepub.epub` by Kobo’s own, as books of
its shop are (kobolabs/epub-spec, Sideloading). That one remembers places, and what a reader marks,
by spans around sentences, which the shop adds; so do kepubify and calibre 8, after which this is
made. No word, id or link changes: without what is added it is the EPUB.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

_XHTML = "{http://www.w3.org/1999/xhtml}"
# At each of these the numbers of sentences begin anew.
_BLOCKS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "table", "ul"})
# Kobo marks nothing in the first three, and what readers mark is not the readings beside it.
_LEFT_ALONE = frozenset({"math", "pre", "svg", "rp", "rt"})
_VOID = frozenset({"br", "col", "hr", "img", "link", "meta", "wbr"})
# Sentences of a script with spaces, and of one without. A hair’s space, or one at which no line may
# end, stays inside: between spans it would be shown as wide as any (Standard Ebooks’ tools, 326).
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"'”’»)\]]*(?=[ \t\r\n])|[。！？]+[」』）]*|\Z)", re.DOTALL)
_WHITE = " \t\r\n"
# Kobo’s renderer sets a margin of its own there, besides that of the screen.
_SHEET = "div#book-inner { margin-bottom: 0; margin-top: 0 }"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_DOCTYPE = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'


class _Numbers:
    """The names of spans in a document: that of a block, and of a sentence in it."""

    def __init__(self) -> None:
        self.block = self.sentence = 0

    def begin_block(self) -> None:
        self.block, self.sentence = self.block + 1, 0

    def span(self) -> etree._Element:
        """Return an empty span with the next name."""
        self.block = self.block or 1
        self.sentence += 1
        name = f"kobo.{self.block}.{self.sentence}"
        return etree.Element(f"{_XHTML}span", {"class": "koboSpan", "id": name})


def kepub(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of an EPUB as Kobo’s renderer wants them."""
    changed = dict(files)
    for name, data in files.items():
        # In the contents nobody marks anything, and Kobo makes its menu of them.
        if name.endswith(".xhtml") and not name.endswith("/nav.xhtml"):
            changed[name] = marked(data)
        elif name.endswith(".css"):
            changed[name] = data.rstrip(b"\n") + f"\n{_SHEET}\n".encode()
    return changed


def marked(data: bytes) -> bytes:
    """Return a document with its sentences in spans, and all of it in Kobo’s columns."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    body = root.find(f"{_XHTML}body")
    if body is not None:
        for call in body.iterfind(f".//{_XHTML}a[@{_TYPE}='noteref']"):
            # By the second alone Kobo’s telephones know it (epub-spec, Footnotes/Endnotes).
            call.set(_TYPE, "noteref footnote")
        _mark(body, _Numbers())
        columns = etree.Element(f"{_XHTML}div", {"id": "book-columns"})
        inner = etree.SubElement(columns, f"{_XHTML}div", {"id": "book-inner"})
        inner.text, body.text = body.text, None
        inner.extend(list(body))
        body.append(columns)
    for element in root.iter(etree.Element):
        if not len(element) and element.text is None and _name(element) not in _VOID:
            element.text = ""  # or HTML’s parser would put what follows into it
    return f"{_DOCTYPE}{etree.tostring(root, encoding='unicode')}\n".encode()


def _mark(element: etree._Element, numbers: _Numbers) -> None:
    """Put a span around each sentence in an element, and around each picture."""
    if _name(element) in _BLOCKS:
        numbers.begin_block()
    text, children = element.text, list(element)
    element.text = None
    element[:] = []
    _append(element, text, numbers)
    for child in children:
        tail, child.tail = child.tail, None
        if _is_whole(child):
            span = numbers.span()
            span.append(child)
            element.append(span)
        else:
            if isinstance(child.tag, str) and not _is_left_alone(child):
                _mark(child, numbers)
            element.append(child)
        _append(element, tail, numbers)


def _is_whole(element: etree._Element) -> bool:
    """Tell pictures, and numbers upright among lines that run downwards: inside they come apart."""
    return _name(element) == "img" or element.get("class") == "upright"


def _is_left_alone(element: etree._Element) -> bool:
    return _name(element) in _LEFT_ALONE or element.get("hidden") is not None


def _append(element: etree._Element, text: str | None, numbers: _Numbers) -> None:
    """Add text to an element, its sentences in spans and the space between them outside.

    Kobo’s renderer does not widen a space at the end of a span, so lines would not be full
    (kepubify 81).
    """
    rest = text or ""
    while rest:
        words = rest.lstrip(_WHITE)
        _add_space(element, rest[: len(rest) - len(words)])
        found = _SENTENCE.match(words)
        if found is None:
            return
        span = numbers.span()
        span.text = found[0].rstrip(_WHITE)
        element.append(span)
        rest = words[len(span.text) :]


def _add_space(element: etree._Element, space: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + space
    else:
        element.text = (element.text or "") + space


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
