"""Say what the structure tree of a print edition is; knows layout boxes, and writes nothing.

One element of the document is one element of the tree, however many pages it is cut into.
WeasyPrint 70.0 builds its tree from boxes, page by page, so that a paragraph cut by a page becomes
two, running heads have no place, and a language or a note is lost (its issues 2903, 1836, 2482,
2783). Roles are those of ISO 32000-1, 14.8.4; what each must carry, of ISO 14289-1, 7.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from pressrun.waiting import TALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    # WeasyPrint ships no types: a layout box, an element of the document, and of each box that is
    # marked content its `mcid`.
    Box = Any
    Node = Any
    Marks = Mapping[Box, Mapping[str, Any]]

_ROLES = {
    "article": "Art", "section": "Sect", "nav": "Sect",
    "header": "Div", "aside": "Div", "div": "Div", "details": "Div",
    "p": "P", "pre": "P", "address": "P", "summary": "P", "blockquote": "BlockQuote",
    "figure": "Figure", "img": "Figure", "figcaption": "Caption", "caption": "Caption",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot",
    "tr": "TR", "th": "TH", "td": "TD",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "LI", "dd": "LBody",
    "a": "Link", "code": "Code", "q": "Quote", "ruby": "Ruby", "rb": "RB",
    "rt": "RT",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
}  # fmt: skip
_CLASSES = {
    "contents": "TOC", "equation-number": "Lbl", "entry-byline": "P", "entry-standfirst": "P",
    "formula-sign": "Formula", "note-item": "LI", "note-list": "L", "pull-quote": "BlockQuote",
}  # fmt: skip
_NUMBERINGS = {"a": "/LowerAlpha", "A": "/UpperAlpha", "i": "/LowerRoman", "I": "/UpperRoman"}
# An element of these roles holds elements only; text that stands directly in it gets a paragraph.
_GROUPING = frozenset({
    "Document", "Art", "Sect", "Div", "BlockQuote", "L", "LI", "TOC", "TOCI", "Table", "TR",
    "THead", "TBody", "TFoot",
})  # fmt: skip


class Content(NamedTuple):
    """A marked-content sequence: the page's index and its MCID."""

    page: int
    mcid: int


class Annotation(NamedTuple):
    """A link: the page's index, and the link's place on it, or its annotation once that is made."""

    page: int
    link: Any


@dataclass(slots=True, eq=False)
class Element:
    """An element of the structure tree; `attributes` are (owner, name, value) in PDF syntax.

    `box` is that of a figure: the page's index and left, bottom, right and top in CSS pixels from
    the page's lower left corner (ISO 32000-1, 14.8.5.4.3). `anchors` are names that lead here,
    `bookmarks` the outline's lines that do: the page's index, and which of that page's.
    """

    role: str
    kids: list[Element | Content | Annotation] = field(default_factory=list)
    language: str | None = None
    alt: str | None = None
    identifier: str | None = None
    expansion: str | None = None
    actual: str | None = None
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    box: tuple[int, float, float, float, float] | None = None
    anchors: list[str] = field(default_factory=list)
    bookmarks: list[tuple[int, int]] = field(default_factory=list)

    def add(self, role: str) -> Element:
        """Append a new element of that role."""
        kid = Element(role)
        self.kids.append(kid)
        return kid


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """The tree below `document`, and the sequences that are no content: (page, MCID)."""

    document: Element
    artifacts: frozenset[Content]


def structure_of(pages: Sequence[Box], marks: Sequence[Marks]) -> Structure:
    """Build the tree from WeasyPrint's page boxes and, for each page, its boxes that are marked."""
    tree = _Tree()
    for number, (page, marked) in enumerate(zip(pages, marks, strict=True)):
        tree.take_page(number, page, marked)
    tree.settle()
    every = {
        Content(page, mark["mcid"]) for page, marked in enumerate(marks) for mark in marked.values()
    }
    return Structure(document=tree.document, artifacts=frozenset(every - tree.placed))


class _Tree:
    """The tree while pages are being taken into it."""

    def __init__(self) -> None:
        self.document = Element("Document")
        self.placed: set[Content] = set()
        self._elements: dict[tuple[Any, str], Element] = {}
        self._parents: dict[Any, Any] = {}
        self._heads: dict[Any, Any] = {}
        self._page = 0
        self._height = 0.0
        self._marked: Marks = {}
        self._notes = 0
        self._anchors: set[str] = set()
        self._bookmarks = 0
        self._called: list[tuple[Element, Element]] = []
        self._figures: list[tuple[Any, Element, Element]] = []

    def settle(self) -> None:
        """Let what was printed elsewhere be told in its place, wherever pages end.

        A figure that waited for a page is where the manuscript has it, a note behind its paragraph.
        """
        for note, parent in self._called:
            parent.kids.remove(note)
            parent.kids.append(note)
        for source, figure, parent in self._figures:
            kids = parent.kids
            blocks = [*self._parents[source]]
            after = blocks[blocks.index(source) + 1 :]
            behind = (self._elements.get((each, "")) for each in after)
            place = next((kids.index(each) for each in behind if each in kids), len(kids))
            if place < kids.index(figure):
                kids.remove(figure)
                kids.insert(place, figure)

    def take_page(self, number: int, page: Box, marked: Marks) -> None:
        self._page, self._marked, self._height = number, marked, page.margin_height()
        self._bookmarks = 0
        if not self._parents and page.children:
            root = page.children[0].element
            self._parents = {child: parent for parent in root.iter() for child in parent}
        for child in page.children:
            if type(child).__name__ != "MarginBox":
                self._take(child, self.document)

    def _take(self, box: Box, parent: Element) -> None:
        box = getattr(box, "_box", box)  # an absolutely placed box stands behind a placeholder
        if self._repeats(box):
            return
        element = self._element_for(box, parent)
        self._lead(box, parent if element is None else element)
        if element is None:
            return
        if box.link_annotation is not None:
            calls = element.role == "Link" and "::" in box.element_tag
            link = element if calls else self._link_around(box.element) or element
            link.kids.append(Annotation(self._page, box.link_annotation))
        if box in self._marked:
            self._place(box, element)
        for child in getattr(box, "children", ()):
            self._take(child, element)

    def _lead(self, box: Box, element: Element) -> None:
        """Remember what leads to a box, in the order in which WeasyPrint 70.0 gathers it."""
        anchor = box.style["anchor"]
        if anchor and anchor not in self._anchors:
            self._anchors.add(anchor)
            element.anchors.append(anchor)
        if box.bookmark_label and box.style["bookmark_level"] != "none":
            element.bookmarks.append((self._page, self._bookmarks))
            self._bookmarks += 1

    def _link_around(self, source: Node) -> Element | None:
        """Return the link that an element is in: WeasyPrint 70.0 makes code in a link one more."""
        place: Node = source
        while place is not None and place.tag != "a":
            place = self._parents.get(place)
        return self._elements.get((place, ""))

    def _place(self, box: Box, element: Element) -> None:
        content = Content(self._page, self._marked[box]["mcid"])
        if content in self.placed:  # a line before belongs to it
            return
        self.placed.add(content)
        if hasattr(box, "replacement"):
            self._outline(box, element)
        elif element.role in _GROUPING:
            element = _paragraph_in(element)
        element.kids.append(content)

    def _outline(self, box: Box, figure: Element) -> None:
        left, top = box.content_box_x(), box.content_box_y()
        bottom, right = self._height - top - box.height, left + box.width
        figure.box = (self._page, left, bottom, right, self._height - top)

    def _repeats(self, box: Box) -> bool:
        """Tell whether a table's head or foot is printed again: the page's furniture."""
        if box.element is None or box.element_tag not in {"thead", "tfoot"}:
            return False
        return self._heads.setdefault(box.element, box) is not box

    def _element_for(self, box: Box, parent: Element) -> Element | None:
        """Return the element that the content of a box belongs to, None where it is no content."""
        source = box.element
        if source is None or not isinstance(source.tag, str):
            return parent
        name, _, pseudo = str(box.element_tag).partition("::")
        if pseudo:
            return self._generated(source, pseudo, parent)
        if name == "img" and not source.get("alt"):
            return None  # a decoration
        if (source, "") not in self._elements:
            made = self._make(source, name, parent)
            if made is parent:
                return parent
            self._elements[source, ""] = made
        return self._inside(source, name)

    def _inside(self, source: Node, name: str) -> Element:
        """Return where an element's content goes: an item's to its body, a term's to its label."""
        element = self._elements[source, ""]
        if element.role != "LI":
            return element
        return self._once(source, "body", element, "Lbl" if name == "dt" else "LBody")

    def _generated(self, source: Node, pseudo: str, parent: Element) -> Element:
        if pseudo == "marker" and (source, "") in self._elements:
            return self._once(source, "label", self._elements[source, ""], "Lbl")
        if pseudo == "marker":
            return self._once(source, "label", self._item(source, parent), "Lbl")
        if pseudo == "footnote-call":
            call = self._once(source, "call", parent, "Reference")
            return self._once(source, "there", call, "Link")
        if pseudo == "footnote-marker":
            note = self._elements.get((source, ""), parent)
            label = self._once(source, "label", note, "Lbl")
            return self._once(source, "back", label, "Link")
        return parent

    def _item(self, source: Node, parent: Element) -> Element:
        return self._once(source, "", parent, "LI")

    def _once(self, source: Node, part: str, parent: Element, role: str) -> Element:
        """Return the one element of `source` for `part`, making it at the first call."""
        if (source, part) not in self._elements:
            self._elements[source, part] = parent.add(role)
            if role == "Lbl":  # WeasyPrint keeps a list item's marker behind its text
                parent.kids.insert(0, parent.kids.pop())
        return self._elements[source, part]

    def _make(self, source: Node, name: str, parent: Element) -> Element:
        if source.get("class") == "footnote":
            return self._note(source, parent)
        if name == "img" and parent.role == "Figure":
            parent.alt = parent.alt or source.get("alt")
            return parent
        role = _role_of(source, name, parent)
        if role is None:
            if source.get("data-joined") is not None:
                return self._last_of(parent)
            if not _is_set_apart(source) or name in {"html", "body"}:
                return parent
            role = "Span"
        if parent.role in {"L", "TOC"} and role not in {"LI", "TOCI", "Caption", "LBody"}:
            parent = parent.add("LI").add("LBody")
        if parent.role == "TOCI" and role == "Link":
            parent = parent.add("Reference")
        element = _definition(parent) if name == "dd" else parent.add(role)
        _describe(element, source, name)
        if source.get(TALL) is not None:
            self._figures.append((source, element, parent))
        return element

    @staticmethod
    def _last_of(parent: Element) -> Element:
        """Return the element of a word's first letter, which its other letters are said with."""
        last = parent.kids[-1]
        return last if isinstance(last, Element) else parent

    def _note(self, source: Node, parent: Element) -> Element:
        """Put a note into the block that calls it, wherever on the page it is printed."""
        place: Node = source
        while (place := self._parents.get(place)) is not None:
            if (place, "") in self._elements:
                parent = self._inside(place, place.tag)
                break
        note = parent.add("Note")
        self._called.append((note, parent))
        self._notes += 1
        note.identifier = source.get("id") or f"note-{self._notes}"
        return note


def is_text_of(source: Node, whole: Node) -> bool:
    """Tell whether what stands in `source` is content of the element of `whole`, around it."""
    return (
        whole is not None
        and source in whole
        and source.get("data-joined") is None
        and not _is_set_apart(source)
        and _role_of(source, source.tag) is None
    )


def _is_set_apart(source: Node) -> bool:
    """Tell whether something is said of a few words that holds for them alone."""
    return bool(source.get("lang") or source.get("data-word"))


def _role_of(source: Node, name: str, parent: Element | None = None) -> str | None:
    classes = (source.get("class") or "").split()
    if name in {"html", "body"} or "text" in classes:
        return None
    if name == "li" and parent and parent.role == "TOC":
        return "TOCI"
    if name == "figure" and not any(image.get("alt") for image in source.iter("img")):
        return "Div"  # a picture that nobody described is a decoration
    return next((_CLASSES[each] for each in classes if each in _CLASSES), _ROLES.get(name))


def _describe(element: Element, source: Node, name: str) -> None:
    """Say of an element what its role must carry."""
    element.language = source.get("lang")
    element.actual = source.get("data-word")
    if name == "img":
        element.alt = source.get("alt")
    elif element.role == "L" and name != "dl":
        element.attributes.append(("/List", "ListNumbering", _numbering(source, name)))
    elif name == "th":
        scope = "/Row" if source.get("scope") == "row" else "/Column"
        element.attributes.append(("/Table", "Scope", scope))
    if name in {"th", "td"}:
        for attribute, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
            if (span := source.get(attribute, "1")).isdigit() and int(span) > 1:
                element.attributes.append(("/Table", key, span))


def _numbering(source: Node, name: str) -> str:
    """Return how the items of a list are called (ISO 32000-1, 14.8.5.5)."""
    classes = (source.get("class") or "").split()
    if "tasks" in classes:
        return "/None"
    if name != "ol" and "numbered" not in classes:
        return "/Disc"
    return _NUMBERINGS.get(source.get("type"), "/Decimal")


def _paragraph_in(element: Element) -> Element:
    """Return the paragraph that text goes to which stands directly in a grouping element."""
    last = element.kids[-1] if element.kids else None
    if isinstance(last, Element) and last.role == "P":
        return last
    return element.add("P")


def _definition(parent: Element) -> Element:
    """Put a definition into the item of the term before it."""
    items = [kid for kid in parent.kids if isinstance(kid, Element) and kid.role == "LI"]
    return (items[-1] if items else parent.add("LI")).add("LBody")


def elements_below(root: Element) -> Iterator[Element]:
    """Yield `root` and all below it, each before what it holds."""
    stack = [root]
    while stack:
        element = stack.pop()
        yield element
        stack += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]
