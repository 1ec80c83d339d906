"""Mend what raw HTML gets wrong: lost items, empty paragraphs, values that nothing can mean.

Knows HTML's content model (https://html.spec.whatwg.org/#content-models), and nothing of articles.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun import limits
from pressrun.errors import MarkupError
from pressrun.markup import tree
from pressrun.markup.composition import line_of

if TYPE_CHECKING:
    from pressrun.markup.composition import Composition
    from pressrun.markup.tree import Element

_NUMBER = re.compile(r"-?\d{1,6}")
_SPAN = re.compile(r"[1-9]\d{0,2}")
# What each attribute may say; whatever says something else goes, since EPUBCheck would stop at it.
_VALUES = {
    "cite": re.compile(r"https?://[^\s\"<>]+"),
    "colspan": _SPAN,
    "datetime": re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "lang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"),
    "reversed": re.compile(r"(?:reversed)?"),
    "rowspan": _SPAN,
    "scope": re.compile(r"col|row|colgroup|rowgroup"),
    "span": _SPAN,
    "start": _NUMBER,
    "type": re.compile(r"[1aAiI]"),
    "value": _NUMBER,
}
# More lines than a telephone of 320 by 568 pixels has at twice the size of the text.
_LINES_OF_A_SCREEN = 14
_HOMES = {
    "li": ({"ul", "ol"}, "ul"),
    "dt": ({"dl"}, "dl"),
    "dd": ({"dl"}, "dl"),
}
_STRAYS = {"figcaption": "figure", "summary": "details", "rt": "ruby", "rp": "ruby"}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PHRASES = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins",
    "kbd", "mark", "q", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u",
    "var", "wbr",
})  # fmt: skip
_INLINES = ("a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "mark", "q", "s", "small",
            "span", "strong", "sub", "sup", "u")  # fmt: skip
# What HTML calls a drawing or a formula would be taken out with the words in it.
LOST = {"svg": "a drawing", "math": "a formula"}


def refuse_beyond_limits(work: Composition) -> None:
    """Raise MarkupError for what is nested too deep, and for a table of too many cells."""
    most = limits.current()
    deep = tree.deeper_than(work.root, most.nesting)
    if deep is not None:
        raise MarkupError(
            f"elements are nested over {most.nesting} deep", path=work.path, line=_line_near(deep),
            hint=limits.remedy("nesting", "take some levels out"),
        )  # fmt: skip
    for table in work.root.iter("table"):
        if len(table.xpath(".//td | .//th")) > most.cells:
            raise MarkupError(
                f"a table of over {most.cells:,} cells", path=work.path, line=line_of(table),
                hint=limits.remedy("cells", "divide it"),
            )  # fmt: skip


def _line_near(element: Element) -> int | None:
    """Return the line of an element, or of the last before it that has one."""
    before = (line_of(other) for other in reversed(element.xpath("preceding::*[@data-line]")))
    return line_of(element) or next((line for line in before if line), None)


def refuse_lost(work: Composition, raw: Element) -> None:
    """Complain of what the sanitiser takes out together with what a reader would look at."""
    for tag, name in LOST.items():
        for element in raw.iter(tag):
            message = f"{name} in the text itself (“<{tag}>”) cannot be set"
            hint = "save it as an SVG file and name it as a picture"
            work.complain(message, element, hint=hint)


def mend_attributes(work: Composition) -> None:
    """Drop values that nothing can mean."""
    for element in work.root.iter("*"):
        for name, value in element.attrib.items():
            if name in _VALUES and not _VALUES[str(name)].fullmatch(str(value)):
                del element.attrib[name]
        if "reversed" in element.attrib:
            element.set("reversed", "reversed")  # XML wants a value


def mend_nesting(work: Composition) -> None:
    """Put items into lists, and make paragraphs of captions that caption nothing."""
    for tag, (homes, home) in _HOMES.items():
        for item in list(work.root.iter(tag)):
            if tree.parent_of(item).tag not in homes:
                _adopt(item, home)
    for tag, home in _STRAYS.items():
        for element in list(work.root.iter(tag)):
            if tree.parent_of(element).tag != home:
                element.tag = "span" if home == "ruby" else "p"


def mend_tables(work: Composition) -> None:
    """Let a head that nothing stands below be the table's body (PDF/UA-1 wants one)."""
    for head in list(work.root.iter("thead")):
        if len(tree.parent_of(head).xpath("tbody | tfoot | tr")) == 0:
            head.tag = "tbody"


def open_details(work: Composition) -> None:
    """Open what a reader of paper cannot: `details` become a box, their summary its heading.

    A browser lets a summary be last or within other elements; HTML does not.
    """
    for summary in list(work.root.iter("summary")):
        summary.tag = "div" if any(_is_block(e) for e in summary.iterdescendants()) else "p"
        summary.set("class", "sidebar-heading")
    for details in work.root.iter("details"):
        details.tag = "div"
    for block in work.root.xpath(".//pre//*"):
        if _is_block(block):
            block.drop_tag()
    for phrase in list(work.root.iter(*_INLINES)):
        if phrase.tag != "a" and any(_is_block(e) for e in phrase.iterdescendants()):
            phrase.drop_tag()


def head_sidebars(work: Composition) -> None:
    """Take a sidebar’s first paragraph for its heading where all of it is bold."""
    for first in work.root.xpath(".//aside[@class='sidebar']/*[1][self::p][not(@class)]"):
        bold = first[0] if len(first) == 1 else None
        if bold is None or bold.tag != "strong" or first.getnext() is None:
            continue
        if not (first.text or "").strip() and not (bold.tail or "").strip():
            bold.drop_tag()
            first.set("class", "sidebar-heading")


def _is_block(element: Element) -> bool:
    return element.tag not in _PHRASES


def _adopt(item: Element, home: str) -> None:
    """Wrap an item and those that follow it, with nothing but white space between, in a list."""
    kin = {"li"} if home == "ul" else {"dt", "dd"}
    family = [item]
    for other in item.itersiblings():
        if other.tag not in kin or (family[-1].tail or "").strip():
            break
        family.append(other)
    box = tree.make(home)
    item.addprevious(box)
    box.tail, family[-1].tail = family[-1].tail, None
    box.extend(family)


def wrap_loose(work: Composition) -> None:
    """Make paragraphs of text that stands in none."""
    root = work.root
    paragraph = tree.make("p", text=root.text)
    root.text = None
    for child in list(root):
        tail, child.tail = child.tail, None
        if all(inside.tag in _PHRASES for inside in child.iter("*")):
            paragraph.append(child)
            child.tail = tail
        else:
            _put_before(child, paragraph)
            paragraph = tree.make("p", text=tail)
    if tree.words_of(paragraph) or len(paragraph):
        root.append(paragraph)


def _put_before(block: Element, paragraph: Element) -> None:
    if tree.words_of(paragraph) or len(paragraph):
        block.addprevious(paragraph)
    elif (before := block.getprevious()) is not None:
        before.tail = paragraph.text  # where the line ends between two blocks


def drop_empty(work: Composition) -> None:
    """Take out elements that are there for words and have none, from the inside out."""
    for element in reversed(list(work.root.iter("p", "blockquote", *_HEADINGS, *_INLINES))):
        named = element.tag in _INLINES and (element.get("id") or tree.is_reference(element))
        if not len(element) and not (element.text or "").strip() and not named:
            element.tail = (element.text or "") + (element.tail or "")
            element.drop_tree()


def frame_tables(work: Composition) -> None:
    """Say what head cells are of, and put each table into a box that can scroll."""
    for root in work.trees():
        for head in root.xpath(".//thead//th[not(@scope)]"):
            head.set("scope", "col")
        for table in list(root.iter("table")):
            if tree.parent_of(table).get("class") != "table":
                frame = tree.make("div", class_="table long-table" if _is_long(table) else "table")
                tree.replace(table, frame)
                frame.append(table)


def _is_long(table: Element) -> bool:
    """Tell whether a table may be higher than a telephone's screen with its words one a line."""
    rows = ([len(tree.words_of(cell).split()) for cell in row] for row in table.iter("tr"))
    return sum(max(row, default=0) for row in rows) > _LINES_OF_A_SCREEN
