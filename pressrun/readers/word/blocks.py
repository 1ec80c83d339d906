"""Tidy the blocks of a converted Word file: lines, cells, pictures, places; knows no fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun.markup import tree
from pressrun.readers.word.package import MARK

if TYPE_CHECKING:
    from pressrun.markup.tree import Element

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset({"p", "li", "td", "th", "pre", *HEADINGS})
_HOLDERS = ("p", "li", "ul", "ol", "blockquote", "div", *HEADINGS)
_LONGEST_CROSSHEAD = 100


def tidy(root: Element) -> None:
    """Tidy blocks in place; each gets the number of its paragraph as its line."""
    _take_lines(root)
    _keep_places_that_are_wanted(root)
    for checkbox in list(root.iter("input")):
        checkbox.tail = ("☒" if checkbox.get("checked") else "☐") + (checkbox.tail or "")
        checkbox.drop_tree()
    for paragraph in [p for p in root.iter("p") if p.find(".//img") is not None]:
        _set_pictures_apart(paragraph)
    for heading in list(root.iter(*HEADINGS)):
        for strong in list(heading.iter("strong")):
            strong.drop_tag()
    for cell in list(root.iter("td", "th")):
        if len(cell) == 1 and cell[0].tag == "p" and not (cell[0].tail or "").strip():
            cell.set("data-line", cell[0].get("data-line", "1"))
            cell[0].drop_tag()
    _mark_head_rows(root)
    _remove_empty(root)


def line_of(element: Element) -> int:
    """Return the number of the first paragraph in an element."""
    return next((int(e.get("data-line", "1")) for e in element.iter() if e.get("data-line")), 1)


def _take_lines(root: Element) -> None:
    for mark in [a for a in root.iter("a") if MARK in (a.get("id") or "")]:
        line = mark.get("id", "").partition(MARK)[2]
        for place in mark.iterancestors():
            if place.tag in _BLOCKS:
                if not place.get("data-line"):
                    place.set("data-line", line)
                break
        mark.drop_tag()


def _keep_places_that_are_wanted(root: Element) -> None:
    """Keep bookmarks that a link leads to, and links that lead to one."""
    wanted = {a.get("href", "")[1:] for a in root.iter("a") if a.get("href", "").startswith("#")}
    there = {e.get("id") for e in root.iter() if e.get("id")}
    for link in list(root.iter("a")):
        href = link.get("href", "")
        if href.startswith("#") and href[1:] not in there:
            link.attrib.pop("href")
        if link.get("id") not in wanted and not link.xpath("parent::*[@class='footnote-ref']"):
            link.attrib.pop("id", None)
        if not link.get("href"):
            if link.get("id"):
                link.tag = "span"
            else:
                link.drop_tag()


def _set_pictures_apart(paragraph: Element) -> None:
    """Give every picture a paragraph of its own, below the words that it stood among."""
    images = list(paragraph.iter("img"))
    if len(images) == 1 and not tree.words_of(paragraph):
        for inner in [e for e in paragraph.iter() if e is not paragraph and e.tag != "img"]:
            inner.drop_tag()
        return
    for image in reversed(images):
        image.drop_tree()
        image.tail = None
        apart = tree.make("p", image)
        apart.set("data-line", paragraph.get("data-line", "1"))
        paragraph.addnext(apart)


def _mark_head_rows(root: Element) -> None:
    """Make the first row a head where all its cells are bold, as one writes a head by hand."""
    for table in root.iter("table"):
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
        if (
            len(rows) <= 1
            or table.find("thead") is not None
            or not all(_is_bold(cell) for cell in rows[0])
        ):
            continue
        for cell in rows[0]:
            cell.tag = "th"
            for strong in list(cell.iter("strong")):
                strong.drop_tag()
        table.insert(0, tree.make("thead", rows[0]))
        table.append(tree.make("tbody", *rows[1:]))


def _is_bold(element: Element) -> bool:
    """Tell whether all words of an element are bold."""
    bold = " ".join(tree.words_of(e) for e in element.iter("strong"))
    return bool(bold) and bold.split() == tree.words_of(element).split()


def lower_headings(root: Element) -> None:
    """Let the headings below the headline begin at level 2."""
    found = list(root.iter(*HEADINGS))
    if any(heading.tag == "h1" for heading in found):
        for heading in found:
            heading.tag = f"h{min(6, int(str(heading.tag)[1]) + 1)}"


def set_apart(root: Element) -> None:
    """Put each block on a line of its own, so that its words touch no others."""
    for block in root.iterdescendants(
        *_HOLDERS, "table", "thead", "tbody", "tr", "td", "th", "section", "pre"
    ):
        before, parent = block.getprevious(), block.getparent()
        if before is not None:
            before.tail = f"{(before.tail or '').rstrip()}\n"
        elif parent is not None and parent is not root:
            parent.text = f"{parent.text or ''}\n"


def is_crosshead(block: Element) -> bool:
    """Tell a line that is bold from end to end, as one writes a crosshead by hand."""
    text = tree.words_of(block)
    if (
        block.tag != "p"
        or block.get("class")
        or len(text) > _LONGEST_CROSSHEAD
        or not _is_bold(block)
    ):
        return False
    return not re.search(r"[.;,:。]$", text)


def _remove_empty(root: Element) -> None:
    for element in reversed(list(root.iter(*_HOLDERS, "strong", "em", "s", "code"))):
        says = tree.words_of(element) or element.find(".//img") is not None
        if not says and element.get("id") is None:
            element.drop_tree()
