"""Write an article of the web as our fragment: blocks, links, figures; decides not what stays.

Knows which elements a body may hold (`pressrun.markup.sanitise`). What stands on the page and
cannot stand in a body goes to the leavings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pressrun.readers.web import dom, shape
from pressrun.readers.web.figures import Shown, is_frame_of_picture, is_trifle, read_figure
from pressrun.readers.web.leavings import NOT_PRINTED, NOT_SAVED, Leavings
from pressrun.readers.web.metadata import language_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pressrun.readers.web.dom import Element
    from pressrun.readers.web.inlines import Inlines
    from pressrun.readers.web.saved_pictures import SavedPictures

_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6"}
_PLAYERS = frozenset({"iframe", "object", "embed", "audio", "video", "canvas"})
_LINES = frozenset({"p", "address", "summary", "legend"})
# On a block that is nothing but links; whoever trims the blocks takes it off.
ALL_LINKS = "data-all-links"
_ALL_LINKS = 0.95
_TABLE = ("table", "thead", "tbody", "tfoot", "tr", "colgroup", "col")
_SPANS = ("colspan", "rowspan")
_ATTRIBUTES = {
    "ol": ("start", "type", "reversed"),
    "li": ("value",),
    "td": _SPANS,
    "th": (*_SPANS, "scope"),
}
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


@dataclass(slots=True)
class Writer:
    """Writes elements of a page as those of a body, in order."""

    leavings: Leavings
    pictures: SavedPictures
    inlines: Inlines
    language: str | None = None
    direction: str | None = None
    waiting: list[Element] = field(default_factory=list)

    def write(self, article: Element) -> list[Element]:
        """Return the blocks of an article."""
        blocks = list(self._flow(article))
        for block in blocks:
            dom.set_apart(block)
        self.inlines.settle_links(blocks)
        return blocks

    def _flow(self, element: Element) -> Iterator[Element]:
        """Yield the blocks inside an element; what stands bare in a line becomes a paragraph."""
        line: Element | None = None
        for piece in _pieces(element):
            if isinstance(piece, str) or _inline(piece):
                if line is None:
                    if isinstance(piece, str) and not piece.strip():
                        continue
                    line = self._block("p", element)
                self._add(line, piece)
            else:
                yield from self._end(line)
                line = None
                yield from self._with_direction(piece)
        yield from self._end(line)

    def _with_direction(self, element: Element) -> Iterator[Element]:
        """Write a block in the direction that it gives itself."""
        outer, own = self.direction, (element.get("dir") or "").lower()
        self.direction = own if own in ("ltr", "rtl") else outer
        yield from self._written(element)
        self.direction = outer

    def _written(self, element: Element) -> Iterator[Element]:
        tag = dom.tag_of(element)
        special: Callable[[Element], Iterator[Element]] | None = (
            getattr(self, f"_{_WRITERS[tag]}", None) if tag in _WRITERS else None
        )
        if special is not None:
            yield from special(element)
        elif is_frame_of_picture(element):
            yield from self._figure(element)
        elif tag == "a":
            yield from self._linked(element)
        elif tag in _LINES and not _holds_blocks(element):
            yield from self._line("p", element)
        else:
            yield from self._flow(element)

    def _heading(self, element: Element) -> Iterator[Element]:
        yield from self._line(_HEADINGS[dom.tag_of(element)], element)

    def _line(self, tag: str, element: Element) -> Iterator[Element]:
        block = self._block(tag, element)
        for piece in _pieces(element):
            self._add(block, piece)
        yield from self._end(block)

    def _add(self, block: Element, piece: Element | str) -> None:
        for image in self.inlines.add(block, piece):
            self.waiting += self._picture(image)

    def _end(self, block: Element | None) -> Iterator[Element]:
        """Yield a finished line if it says anything, and the pictures that stood in it."""
        if block is not None:
            self.inlines.trim(block)
            if block.text_content().strip():
                yield block
        waiting, self.waiting = self.waiting, []
        yield from waiting

    def _linked(self, element: Element) -> Iterator[Element]:
        """Write a link around blocks as a link inside each of them."""
        for block in self._flow(element):
            if block.tag == "p" or block.tag in _HEADINGS:
                self.inlines.link_all(block, element)
            yield block

    def _list(self, element: Element) -> Iterator[Element]:
        block = self._block(element.tag if element.tag in ("ul", "ol") else "ul", element)
        for child in _pieces(element):
            if isinstance(child, str):
                if child.strip():
                    item = self._block("li", element)
                    self._add(item, child)
                    block.append(item)
            elif child.tag in ("ul", "ol") and len(block):
                block[-1].extend(self._list(child))
            else:
                block.extend(self._filled("li", child))
        if len(block):
            yield block

    def _filled(self, tag: str, element: Element) -> Iterator[Element]:
        """Write an item or a cell: a line, or blocks where it holds blocks."""
        block = self._block(tag, element)
        if _holds_blocks(element) or (
            not _inline(element) and element.tag not in ("li", "td", "th", "dt", "dd", "caption")
        ):
            inner = list(self._flow(element))
            if _is_line_with_lists(inner):
                self.inlines.move(inner.pop(0), block)
            block.extend(inner)
        else:
            for piece in _pieces(element):
                self._add(block, piece)
            self.inlines.trim(block)
            block.extend(self._end(None))
        if block.text_content().strip() or len(block) or tag in ("td", "th"):
            yield block

    def _definitions(self, element: Element) -> Iterator[Element]:
        if _strays(element, ("dl", "div"), ("dt", "dd", "div")):
            yield from self._flow(element)
            return
        block = self._block("dl", element)
        for child in element.iter("dt", "dd"):
            if next(child.iterancestors("dl"), None) is element:
                block.extend(self._filled(dom.tag_of(child), child))
        yield from [block] if len(block) else self._flow(element)

    def _quotation(self, element: Element) -> Iterator[Element]:
        block = self._block("blockquote", element)
        block.extend(self._flow(element))
        if len(block):
            yield block

    def _code(self, element: Element) -> Iterator[Element]:
        """Write lines of code as they stand, with the language that highlighters name."""
        for br in list(element.iter("br")):
            br.tail = "\n" + (br.tail or "")
        text = element.text_content().strip("\n")
        if not text.strip():
            return
        block = self._block("pre", element)
        code = dom.make("code", text=text)
        names = " ".join(dom.name_of(e) for e in (element, *element.iter("code")))
        if found := re.search(
            r"\b(?:language|lang|highlight|brush:)[-_ ]?(?:source-)?([a-z][\w+#]*)", names
        ):
            code.set("class", f"language-{found[1]}")
        block.append(code)
        yield block

    def _table(self, element: Element) -> Iterator[Element]:
        rows = [
            row for row in element.iter("tr") if next(row.iterancestors("table"), None) is element
        ]
        if _lays_out(element, rows) or _strays(element, _TABLE, (*_TABLE, "td", "th", "caption")):
            yield from self._flow(element)
            return
        block = self._block("table", element)
        for caption in element.iterchildren("caption"):
            block.extend(self._filled("caption", caption))
        for row in rows:
            group = _group_of(row, rows[0])
            if not len(block) or block[-1].tag != group:
                block.append(dom.make(group))
            block[-1].append(self._row(row))
        waiting, self.waiting = self.waiting, []
        yield block
        yield from waiting

    def _row(self, row: Element) -> Element:
        written = dom.make("tr")
        for cell in row.iterchildren("td", "th"):
            written.extend(self._filled(dom.tag_of(cell), cell))
        return written

    def _rule(self, element: Element) -> Iterator[Element]:
        yield self._block("hr", element)

    def _image(self, element: Element) -> Iterator[Element]:
        yield from self._picture(Shown(image=element))

    def _figure(self, element: Element) -> Iterator[Element]:
        """Write a figure; one that frames a table or a quotation is written as what it frames."""
        shown, rest = read_figure(element)
        for each in shown:
            yield from self._picture(each)
        for part in rest:
            yield from self._with_direction(part)
        if not shown and not rest:
            yield from self._flow(element)

    def _caption(self, element: Element) -> Iterator[Element]:
        for block in (
            self._line("p", element) if not _holds_blocks(element) else self._flow(element)
        ):
            block.set("class", "caption")
            yield block

    def _player(self, element: Element) -> Iterator[Element]:
        """Keep the still of a video, and tell of what plays."""
        line = dom.line_of(element)
        inside = next((e.get("src") for e in element.iter("source")), None)
        address = (
            element.get("src") or element.get("data-src") or element.get("data") or inside or ""
        )
        if not address.startswith(("about:", "javascript:", "data:")):
            self.leavings.keep(line, address or dom.text_of(element), NOT_PRINTED)
        if element.get("poster") and (found := self.pictures.find(element, line)):
            yield self._paragraph_of(element, Shown(image=element), found.href)

    def _nothing(self, element: Element) -> Iterator[Element]:
        self.leavings.keep(dom.line_of(element), dom.text_of(element), NOT_PRINTED)
        yield from ()

    def _picture(self, shown: Shown) -> Iterator[Element]:
        if shown.image is None or is_trifle(shown.image):
            yield from self._without_picture(shown)
            return
        line = dom.line_of(shown.image)
        if found := self.pictures.find(shown.image, line):
            yield self._paragraph_of(shown.image, shown, found.href)
            return
        self.leavings.keep(line, shown.image.get("alt") or shown.image.get("src") or "", NOT_SAVED)
        yield from self._without_picture(shown)

    def _paragraph_of(self, source: Element, shown: Shown, href: str) -> Element:
        block = self._block("p", source)
        image = dom.make("img")
        image.set("src", href)
        image.set("alt", dom.fold(source.get("alt") or ""))
        for name, text in (("title", shown.caption), ("credit", shown.credit)):
            if text:
                image.set(name, text)
        block.append(image)
        return block

    def _without_picture(self, shown: Shown) -> Iterator[Element]:
        for role, text in (("caption", shown.caption), ("credit", shown.credit)):
            if text:
                block = self._block("p", shown.image if shown.image is not None else shown.place)
                block.set("class", role)
                block.text = text
                yield block

    def _block(self, tag: str, like: Element | None) -> Element:
        """Return a new block with the line, language, direction and id that it needs."""
        block = dom.make(tag, like)
        if like is None:
            return block
        if tag in ("p", "ul", "h2", "h3") and shape.link_density(like) > _ALL_LINKS:
            block.set(ALL_LINKS, "true")  # a link that leads nowhere outside its site is words here
        for name in _ATTRIBUTES.get(tag, ()):
            if (value := like.get(name)) is not None:
                block.set(name, value)
        own = language_tag(like.get("lang"))
        if own and self.language and own.split("-")[0] != self.language.split("-")[0]:
            block.set("lang", own)
        if self.direction and self.direction != _natural(self.language):
            block.set("dir", self.direction)
        if like.get("id") in self.inlines.wanted:
            block.set("id", like.get("id"))
        return block


_WRITERS = {
    **dict.fromkeys(_HEADINGS, "heading"),
    **dict.fromkeys(_PLAYERS, "player"),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), "list"),
    **dict.fromkeys(("svg", "form", "nav", "map"), "nothing"),
    "dl": "definitions", "blockquote": "quotation", "pre": "code", "table": "table",
    "hr": "rule", "img": "image", "figure": "figure", "picture": "figure",
    "figcaption": "caption",
}  # fmt: skip


def _natural(language: str | None) -> str:
    return "rtl" if (language or "").split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def _pieces(element: Element) -> Iterator[Element | str]:
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            yield child
        if child.tail:
            yield child.tail


def _inline(element: Element) -> bool:
    """Tell whether an element stands in a line, with all that it holds."""
    if element.tag in _WRITERS and element.tag != "img":
        return False
    return element.tag in dom.PHRASING and not _holds_blocks(element)


def _holds_blocks(element: Element) -> bool:
    return any(part.tag in _BLOCKS for part in element.iterdescendants())


_BLOCKS = (dom.BLOCKS | _PLAYERS | {"svg", "picture"}) - {"map"}


def _is_line_with_lists(blocks: list[Element]) -> bool:
    """Tell whether blocks are one line, and below it lists at most."""
    lists = all(block.tag in ("ul", "ol") for block in blocks[1:])
    return bool(blocks) and blocks[0].tag == "p" and blocks[0].find("img") is None and lists


def _strays(element: Element, holders: tuple[str, ...], held: tuple[str, ...]) -> bool:
    """Tell whether words stand in a table or a list of terms and in none of its cells."""
    waiting = [element]
    while waiting:
        holder = waiting.pop()
        loose = (holder.text or "", *(child.tail or "" for child in holder))
        if any(text.strip() for text in loose):
            return True
        if any(child.tag not in held and child.text_content().strip() for child in holder):
            return True
        waiting += [child for child in holder if child.tag in holders]
    return False


def _group_of(row: Element, first: Element) -> str:
    """Tell the head, body or foot that a row is of; a first row of header cells is a head."""
    given = dom.tag_of(dom.parent_of(row))
    if given in ("thead", "tfoot"):
        return given
    return "thead" if row is first and len(row) and all(c.tag == "th" for c in row) else "tbody"


def _lays_out(table: Element, rows: list[Element]) -> bool:
    """Tell a table that only places things on the page from one whose cells say something."""
    if table.find(".//th") is not None or table.find("./caption") is not None:
        return False
    if next(table.iterdescendants("table"), None) is not None:
        return True
    widest = max((len(row) for row in rows), default=0)
    if len(rows) <= 1 or widest <= 1:
        return True
    return any(True for _ in table.iter("p", "div", "h2", "h3", "ul", "ol", "figure", "blockquote"))
