"""Make figures, captions and asides of what a reader gave; knows no picture's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.markup import tree
from pressrun.markup.composition import line_of
from pressrun.model import Figure

if TYPE_CHECKING:
    from pressrun.markup.composition import Composition
    from pressrun.markup.tree import Element

ASIDES = frozenset({"pull-quote", "sidebar"})


def make_asides(work: Composition) -> None:
    """Make asides of containers, and an attribution of a pull quote's last line after a dash."""
    for name in sorted(ASIDES):
        for box in work.root.findall(f".//div[@class='{name}']"):
            box.tag = "aside"
            if not len(box) and not tree.words_of(box):
                box.drop_tree()
    for quote in work.root.findall(".//aside[@class='pull-quote']"):
        if len(quote) > 1 and tree.words_of(quote[-1]).startswith(("—", "–")):
            quote[-1].set("class", "attribution")


def make_figures(work: Composition) -> None:
    """Give each picture its address, and a figure where it stands alone or has a caption."""
    for root in list(work.trees()):
        for image in list(root.iter("img")):
            href = work.hrefs.get(image.get("src", ""))
            if href:
                _make_figure(work, image, href)
            elif href == "":
                _describe(image)


def _make_figure(work: Composition, image: Element, href: str) -> None:
    image.set("src", href)
    image.set("alt", image.get("alt") or "")
    name = image.attrib.pop("id", None)
    figure = Figure(
        anchor=work.claim(f"figure-{len(work.figures) + 1}"),
        image=image.get("src", ""),
        alt=image.get("alt"),
        caption=image.attrib.pop("title", None),
        credit=image.attrib.pop("credit", None),
        line=line_of(image),
        decorative="decorative" in image.attrib.pop("class", "").split(),
    )
    if name:
        work.anchors.setdefault(name, figure.anchor)
    _place(work, image, figure, image.attrib.pop("caption", ""))
    work.figures.append(figure)


def _describe(image: Element) -> None:
    """Put the words about a picture that is not there in its place."""
    alt, caption, credit = (image.get(name) or "" for name in ("alt", "title", "credit"))
    block = tree.parent_of(image)
    if block.tag == "figure":
        _note_for(block, image, alt)
        return
    if block.tag == "p" and _holds_only(block):
        lines = ((alt, "caption"), (caption, "caption"), (credit, "credit"))
        for words, role in dict.fromkeys(lines):
            if words:
                block.addprevious(tree.make("p", text=words, class_=role))
        tree.detach(block)
        return
    text = tree.make("span", text=". ".join(filter(None, (alt, caption, credit))))
    tree.replace(image, text)
    text.drop_tag()


def _note_for(block: Element, image: Element, alt: str) -> None:
    """Make of a figure whose picture is not there what is said of it, with its caption."""
    block.tag = "div"
    block.set("class", "picture-note")
    if alt:
        tree.replace(image, tree.make("p", text=alt, class_="caption"))
    else:
        tree.detach(image)
    for line in block.findall("figcaption"):
        paragraphs = line.findall("p")
        for paragraph in paragraphs:
            paragraph.set("class", "caption")
        if paragraphs:
            line.drop_tag()
        else:
            line.tag = "p"
            line.set("class", "caption")


def _place(work: Composition, image: Element, figure: Figure, marked: str) -> None:
    """Set a picture as a figure in its paragraph's place or before it, else leave it there.

    `marked` is the caption as markup, where it has any.
    """
    parent = tree.parent_of(image)
    carrier = parent if parent.tag == "a" and _holds_only(parent) else image
    block = tree.parent_of(carrier)
    if block.tag == "figure":
        _adopt(work, block, figure)
    elif block.tag == "p" and _holds_only(block):
        tree.replace(block, _figure(carrier, figure, marked))
    elif (figure.caption or figure.credit) and (
        paragraph := _paragraph_around(carrier)
    ) is not None:
        tree.detach(carrier)
        paragraph.addprevious(_figure(carrier, figure, marked))
        paragraph.text = (paragraph.text or "").lstrip()
        if not len(paragraph) and not tree.words_of(paragraph):
            paragraph.drop_tree()
    else:
        image.set("id", figure.anchor)
        if figure.caption or figure.credit:
            image.set("title", ". ".join(filter(None, (figure.caption, figure.credit))))


def _holds_only(element: Element) -> bool:
    return len(element) == 1 and not tree.words_of(element)


def _paragraph_around(element: Element) -> Element | None:
    return next((e for e in element.iterancestors() if e.tag == "p"), None)


def _figure(carrier: Element, figure: Figure, marked: str) -> Element:
    carrier.tail = None
    element = tree.make("figure", carrier, class_="figure", id=figure.anchor)
    element.set("data-line", str(figure.line or ""))
    lines = ((figure.caption, "caption"), (figure.credit, "credit"))
    texts = [tree.make("p", text=text, class_=name) for text, name in lines if text]
    if marked:
        line = tree.parse(marked)
        texts[0].text = line.text
        texts[0].extend(line)
    if texts:
        element.append(tree.make("figcaption", *texts))
    return element


def _adopt(work: Composition, element: Element, figure: Figure) -> None:
    """Take over a figure that was written as HTML, with its own caption."""
    if name := element.get("id"):
        work.anchors.setdefault(name, figure.anchor)
    element.attrib.update({"class": "figure", "id": figure.anchor})


def adopt_captions(work: Composition) -> None:
    """Give a figure, or the table that follows, the caption that is a paragraph by itself."""
    for span in work.root.xpath(".//p/span[@class='caption']"):
        line = tree.parent_of(span)
        if len(line) > 1 or f"{line.text or ''}{span.tail or ''}".strip():
            continue
        line.text = span.tail = None
        before, after = line.getprevious(), line.getnext()
        if after is not None and after.tag == "table" and after.find("caption") is None:
            line.tag = "caption"
            after.insert(0, line)
        else:
            line.set("class", "caption")
            if before is not None and _wants_caption(before):
                before.append(tree.make("figcaption", line))
        span.drop_tag()


def _wants_caption(block: Element) -> bool:
    return block.get("class") == "figure" and block.find(".//figcaption") is None


def gather_captions(work: Composition) -> None:
    """Keep a caption and a credit together whose picture did not come with the text."""
    for line in list(work.root.iter("p")):
        role = line.get("class")
        if role not in {"caption", "credit"} or tree.parent_of(line).tag == "figcaption":
            continue
        before = line.getprevious()
        if before is None or before.get("class") != "picture-note":
            before = tree.make("div", class_="picture-note")
            line.addprevious(before)
        before.append(line)
