"""Bring a page into the form that the choice works on; takes out nothing that a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.readers.web import dom, shape

if TYPE_CHECKING:
    from pressrun.readers.web.dom import Element

_UNSEEN = ("script", "style", "template", "link", "meta", "base", "head", "datalist")


def tidy(root: Element) -> None:
    """Take out what is no text, show what scripts would show, make breaks paragraphs."""
    _unwrap_noscript(root)
    for element in list(root.iter(*_UNSEEN)):
        dom.remove(element)
    for font in list(root.iter("font")):
        dom.rename(font, "span")
    for br in list(root.iter("br")):
        if br.getparent() is not None:
            _break_paragraph(br)


def _unwrap_noscript(root: Element) -> None:
    """Put the picture of a `noscript` in the place of the one that waits for a script."""
    for noscript in list(root.iter("noscript")):
        images = list(noscript.iter("img"))
        before = noscript.getprevious()
        if len(images) == 1 and not noscript.text_content().strip() and before is not None:
            waiting = [before] if before.tag == "img" else list(before.iter("img"))
            if len(waiting) == 1 and not before.text_content().strip():
                for name, value in images[0].attrib.items():
                    if name in waiting[0].attrib and waiting[0].get(name) != value:
                        waiting[0].set(f"data-noscript-{name}", value)
                    else:
                        waiting[0].set(name, value)
        dom.remove(noscript)


def _break_paragraph(br: Element) -> None:
    """Make of two breaks in a row, and of the line after them, a paragraph."""
    if not _swallow_breaks(br):
        return
    parent = dom.parent_of(br)
    paragraph = dom.make("p", br, text=br.tail)
    br.tail = None
    parent.replace(br, paragraph)
    while (sibling := paragraph.getnext()) is not None:
        if not shape.phrasing(sibling) or _breaks_twice(sibling):
            break
        paragraph.append(sibling)
    trim_end(paragraph)
    if parent.tag == "p":
        dom.rename(parent, "div")


def _swallow_breaks(br: Element) -> bool:
    found = False
    while not (br.tail or "").strip() and (after := br.getnext()) is not None and after.tag == "br":
        found = True
        br.tail = None
        dom.remove(after)
    return found


def _breaks_twice(element: Element) -> bool:
    after = element.getnext()
    return (
        element.tag == "br"
        and not (element.tail or "").strip()
        and after is not None
        and after.tag == "br"
    )


def trim_end(element: Element) -> None:
    """Take breaks and white space off the end of an element."""
    while len(element) and element[-1].tag == "br" and not (element[-1].tail or "").strip():
        dom.remove(element[-1])
