"""Write what stands in a line: words, emphasis, links, code, breaks; knows no blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from pressrun.readers.web import dom
from pressrun.readers.web.figures import Shown, is_sign
from pressrun.readers.web.metadata import language_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pressrun.readers.web.dom import Element

_NAMES = {
    "b": "strong", "i": "em", "tt": "code", "strike": "s", "acronym": "abbr", "big": "", "font": "",
    **{tag: tag for tag in (
        "abbr", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "ins", "kbd", "mark", "q",
        "rp", "rt", "ruby", "s", "samp", "small", "strong", "sub", "sup", "u", "var", "wbr",
    )},
}  # fmt: skip
# Their text is for programs or for a screen that answers.
_SILENT = frozenset(
    {"script", "style", "select", "input", "textarea", "datalist", "object", "audio", "source"}
)
# A non-breaking space was put there on purpose.
_SPACES = re.compile(r"[ \t\n\r\f]+")
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_EMPTY_IS_FINE = frozenset({"br", "wbr"})


def places_wanted(article: Element) -> frozenset[str]:
    """Return the ids that links within the article lead to."""
    hrefs = (link.get("href") or "" for link in article.iter("a"))
    return frozenset(href[1:] for href in hrefs if href.startswith("#") and len(href) > 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inlines:
    """Writes lines; links are read against the page's own `address`, None if it has told none."""

    address: str | None
    language: str | None
    wanted: frozenset[str] = frozenset()

    def add(self, block: Element, piece: Element | str) -> Iterator[Shown]:
        """Add a piece to the end of a line; yield the pictures in it, which stand in no line."""
        if isinstance(piece, str):
            _add_text(block, _SPACES.sub(" ", piece))
        elif piece.tag == "img":
            if is_sign(piece):
                _add_text(block, piece.get("alt") or "")
            else:
                yield Shown(image=piece)
        elif piece.tag not in _SILENT:
            yield from self._add_element(block, piece)

    def _add_element(self, block: Element, piece: Element) -> Iterator[Shown]:
        into = self._opened(piece)
        if into is None:
            yield from self._add_inside(block, piece)
            return
        block.append(into)
        yield from self._add_inside(into, piece)
        if not (into.text or len(into) or into.tag in _EMPTY_IS_FINE or into.get("id")):
            dom.remove(into)

    def _add_inside(self, into: Element, piece: Element) -> Iterator[Shown]:
        if piece.text:
            _add_text(into, _SPACES.sub(" ", piece.text))
        for child in piece:
            yield from self.add(into, child)
            if child.tail:
                _add_text(into, _SPACES.sub(" ", child.tail))

    def _opened(self, piece: Element) -> Element | None:
        """Return the element that stands for `piece` in a body, None if its words alone do."""
        tag = dom.tag_of(piece)
        if tag == "a":
            return self._link(piece)
        own = language_tag(piece.get("lang"))
        foreign = own if own and own.split("-")[0] != (self.language or "").split("-")[0] else None
        direction = (piece.get("dir") or "").lower()
        turned = direction if direction in ("ltr", "rtl") else None
        place = piece.get("id") if piece.get("id") in self.wanted else None
        name = _NAMES.get(tag) or ("span" if foreign or turned or place else "")
        if not name:
            return None
        written = dom.make(name)
        for key, value in (
            ("id", place),
            ("lang", foreign),
            ("dir", turned),
            ("title", piece.get("title") if tag == "abbr" else None),
        ):
            if value:
                written.set(key, value)
        return written

    def _link(self, piece: Element) -> Element | None:
        href = self.target(piece.get("href"))
        place = next((n for n in (piece.get("id"), piece.get("name")) if n in self.wanted), None)
        if href is None and place is None:
            return None
        link = dom.make("a" if href else "span")
        for key, value in (("href", href), ("id", place)):
            if value:
                link.set(key, value)
        return link

    def target(self, href: str | None) -> str | None:
        """Return where a link leads, None for what leads nowhere outside a browser."""
        given = (href or "").strip()
        if not given or given == "#":
            return None
        if given.startswith("#"):
            return given
        try:
            whole = urljoin(self.address, given) if self.address else given
            parts = urlsplit(whole)
        except ValueError:
            return None
        return (
            whole
            if parts.scheme in _SCHEMES and (parts.netloc or parts.scheme in ("mailto", "tel"))
            else None
        )

    def link_all(self, block: Element, link: Element) -> None:
        """Make everything in a line a link, if nothing in it is one."""
        href = self.target(link.get("href"))
        if href is None or next(block.iter("a", "img"), None) is not None:
            return
        around = dom.make("a")
        around.set("href", href)
        self.move(block, around)
        block.append(around)

    def move(self, source: Element, into: Element) -> None:
        """Move the inside of one element to the end of another."""
        _add_text(into, source.text or "")
        source.text = None
        into.extend(list(source))

    def trim(self, block: Element) -> None:
        """Take white space and breaks off both ends of a line."""
        if block.text:
            block.text = block.text.lstrip(" ")
        while len(block) and block[-1].tag == "br" and not (block[-1].tail or "").strip():
            dom.remove(block[-1])
        while len(block) and block[0].tag == "br" and not (block.text or "").strip():
            dom.remove(block[0])
        if len(block) and block[-1].tail:
            block[-1].tail = block[-1].tail.rstrip(" ")
        elif not len(block) and block.text:
            block.text = block.text.rstrip(" ")

    def settle_links(self, blocks: Iterable[Element]) -> None:
        """Unwrap the links to places of the page that are not in the article."""
        elements = [element for block in blocks for element in block.iter()]
        places = {element.get("id") for element in elements}
        for link in elements:
            if (
                link.tag == "a"
                and (link.get("href") or "").startswith("#")
                and link.get("href", "")[1:] not in places
            ):
                link.drop_tag()


def _add_text(element: Element, text: str) -> None:
    if not len(element):
        before = element.text or ""
        element.text = before + (text.lstrip(" ") if before.endswith(" ") else text)
    else:
        before = element[-1].tail or ""
        element[-1].tail = before + (text.lstrip(" ") if before.endswith(" ") else text)
