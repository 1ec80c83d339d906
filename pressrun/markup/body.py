"""Compose an article's body: figures, asides, notes, crossheads, ids, links, typographic signs.

Each rule is one function over the tree, run in the order of `_RULES`; knows nothing of editions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pressrun.errors import Complaints, MarkupError
from pressrun.markup import tree
from pressrun.markup.sanitise import sanitise
from pressrun.model import Body, Crosshead, Figure, Note
from pressrun.typography import OBJECT, typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from pressrun.markup.tree import Element

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ASIDES = {"pull-quote", "sidebar"}
_CLASSES = _ASIDES | {
    "caption", "credit", "footnote-ref", "footnotes", "footnotes-sep", "footnote-item",
    "footnote-backref",
}  # fmt: skip
_RUNS_END = frozenset({
    "p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "figcaption", "caption",
    "blockquote", "div", "aside", "summary", "body",
})  # fmt: skip
_AS_TYPED = frozenset({"code", "pre", "kbd", "samp", "var"})
_LEAD_IN = re.compile(r"[\w’'-]+(?: [\w’'-]+){0,3}(?=[ ,;:])")


@dataclass(slots=True)
class _Composition:
    """The tree while it is being composed, and what was found in it."""

    root: Element
    slug: str
    language: str
    path: Path
    hrefs: Mapping[str, str]
    dateline: str | None
    errors: list[MarkupError] = field(default_factory=list)
    crossheads: list[Crosshead] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    anchors: dict[str, str] = field(default_factory=dict)

    def complain(self, message: str, element: Element, hint: str | None = None) -> None:
        line = line_of(element)
        self.errors.append(MarkupError(message, path=self.path, line=line, hint=hint))

    def claim(self, wanted: str) -> str:
        """Return an id that nothing else in the article has, beginning with the slug."""
        base = f"{self.slug}-{wanted}"
        taken, number, anchor = set(self.anchors.values()), 2, base
        while anchor in taken:
            anchor, number = f"{base}-{number}", number + 1
        self.anchors[anchor] = anchor
        return anchor


def compose(  # noqa: PLR0913 - what the text is, and what it may point to
    fragment: str,
    *,
    slug: str,
    language: str,
    path: Path,
    hrefs: Mapping[str, str],
    dateline: str | None = None,
) -> Body:
    """Compose the body of the article `slug` from a reader's fragment.

    `hrefs` gives for each picture's source, as it was written, its address in the publication.
    Raises Complaints with everything that is wrong, each with the manuscript's line.
    """
    work = _Composition(tree.parse(sanitise(fragment)), slug, language, path, hrefs, dateline)
    for rule in _RULES:
        rule(work)
    if work.errors:
        raise Complaints(sorted(work.errors, key=lambda error: error.line or 0))
    lines = tuple(_take_lines(work.root))
    return Body(
        html=tree.write(work.root),
        crossheads=tuple(work.crossheads),
        figures=tuple(work.figures),
        notes=tuple(work.notes),
        lines=lines,
    )


def picture_sources(fragment: str) -> tuple[tuple[str, int | None], ...]:
    """List the pictures that a fragment names: source as written, and the manuscript's line."""
    root = tree.parse(sanitise(fragment))
    return tuple((image.get("src", ""), line_of(image)) for image in root.iter("img"))


def line_of(element: Element) -> int | None:
    """Return the manuscript's line that the nearest block around `element` began on."""
    for place in (element, *element.iterancestors()):
        if line := place.get("data-line"):
            return int(line)
    return None


def _set_signs(work: _Composition) -> None:
    for runs in _blocks_of_runs(work.root):
        texts = [OBJECT if typed else getattr(owner, slot) for owner, slot, typed in runs]
        for (owner, slot, typed), text in zip(runs, typeset(texts, work.language), strict=True):
            if not typed:
                setattr(owner, slot, text)
    for image in work.root.iter("img"):
        for name in ("alt", "title", "credit"):
            if value := image.get(name):
                image.set(name, typeset([value], work.language)[0])


def _blocks_of_runs(root: Element) -> Iterator[list[tuple[Element, str, bool]]]:
    """Yield for each block its texts in order, each with whether it is to stay as it was typed."""
    block: object = None
    runs: list[tuple[Element, str, bool]] = []
    for owner, slot in tree.text_slots(root):
        home = owner if slot == "text" else tree.parent_of(owner)
        nearest = next((e for e in (home, *home.iterancestors()) if e.tag in _RUNS_END), root)
        if nearest is not block and runs:
            yield runs
            runs = []
        block = nearest
        typed = any(e.tag in _AS_TYPED for e in (home, *home.iterancestors()))
        runs.append((owner, slot, typed))
    if runs:
        yield runs


def _make_asides(work: _Composition) -> None:
    for name in _ASIDES:
        for box in work.root.findall(f".//div[@class='{name}']"):
            box.tag = "aside"
    for quote in work.root.findall(".//aside[@class='pull-quote']"):
        *_, last = quote
        if len(quote) > 1 and tree.words_of(last).startswith(("—", "–")):
            last.set("class", "attribution")


def _make_figures(work: _Composition) -> None:
    for image in list(work.root.iter("img")):
        source = image.get("src", "")
        if source not in work.hrefs:
            continue
        image.set("src", work.hrefs[source])
        paragraph = tree.parent_of(image)
        caption, credit = image.attrib.pop("title", None), image.attrib.pop("credit", None)
        anchor = work.claim(f"figure-{len(work.figures) + 1}")
        line = line_of(image)
        if image.get("alt") is None:
            image.set("alt", "")
        if _stands_alone_in(paragraph):
            figure = _figure(image, caption, credit, anchor)
            figure.set("data-line", str(line or ""))
            tree.replace(paragraph, figure)
        work.figures.append(
            Figure(anchor=anchor, image=image.get("src", ""), alt=image.get("alt"), caption=caption,
                   credit=credit, line=line)
        )  # fmt: skip


def _stands_alone_in(paragraph: Element) -> bool:
    return paragraph.tag == "p" and len(paragraph) == 1 and not tree.words_of(paragraph)


def _figure(image: Element, caption: str | None, credit: str | None, anchor: str) -> Element:
    image.tail = None
    figure = tree.make("figure", image, class_="figure", id=anchor)
    lines = [
        tree.make("p", text=t, class_=c) for t, c in ((caption, "caption"), (credit, "credit")) if t
    ]
    if lines:
        figure.append(tree.make("figcaption", *lines))
    return figure


def _gather_captions(work: _Composition) -> None:
    """Keep a caption and a credit together whose picture did not come with the text."""
    for line in list(work.root.iter("p")):
        if (
            line.get("class") not in {"caption", "credit"}
            or tree.parent_of(line).tag == "figcaption"
        ):
            continue
        before = line.getprevious()
        if before is None or before.get("class") != "picture-note":
            before = tree.make("div", class_="picture-note")
            line.addprevious(before)
        before.append(line)


def _take_notes(work: _Composition) -> None:
    """Take the notes out of the text; a call keeps its place and its number."""
    for section in work.root.findall(".//section[@class='footnotes']"):
        for item in section.iter("li"):
            for back in item.xpath(".//a[@class='footnote-backref']"):
                back.drop_tree()
        texts = {item.get("id", ""): item for item in section.iter("li")}
        tree.parent_of(section).remove(section)
        for call in work.root.xpath(".//sup[@class='footnote-ref']/a"):
            _take_note(work, call, texts)
    for rule in work.root.findall(".//hr[@class='footnotes-sep']"):
        rule.drop_tree()


def _take_note(work: _Composition, call: Element, texts: dict[str, Element]) -> None:
    item = texts.pop(call.get("href", "").removeprefix("#"), None)
    if item is None:
        return  # a second call of the same note keeps its link to the first
    for block in item.iter("*"):
        block.attrib.pop("data-line", None)
    number = str(len(work.notes) + 1)
    anchor, place = work.claim(f"note-{number}"), work.claim(f"noteref-{number}")
    work.anchors[item.get("id", "")] = anchor
    call.attrib.clear()
    call.attrib.update({"class": "noteref", "href": f"#{anchor}", "id": place})
    call.text = number
    tree.parent_of(call).attrib.clear()
    work.notes.append(Note(anchor=anchor, call=place, number=number, body=tree.write(item)))


def _level_crossheads(work: _Composition) -> None:
    """Let headings begin at 2, below the headline, and skip no level (WCAG 2.2, G141)."""
    found = list(work.root.iter(*_HEADINGS))
    ranks = [int(str(heading.tag)[1]) for heading in found]
    top = min(ranks, default=2)
    last = 1
    for heading, rank in zip(found, ranks, strict=True):
        level = min(rank - top + 2, last + 1, 6)
        heading.tag, last = f"h{level}", level
        words = tree.words_of(heading)
        own = heading.attrib.pop("id", None)
        anchor = work.claim(own or slug_of(words) or "crosshead")
        heading.set("id", anchor)
        heading.set("class", "crosshead")
        if own:
            work.anchors[own] = anchor
        work.anchors.setdefault(slug_of(words), anchor)
        work.crossheads.append(Crosshead(anchor=anchor, level=level, text=words))


def slug_of(text: str) -> str:
    """Return lower-case letters and digits of any script, joined by hyphens."""
    return "-".join(re.findall(r"[^\W_]+", text.lower()))


def _own_ids(work: _Composition) -> None:
    own = set(work.anchors.values())
    for element in work.root.xpath(".//*[@id]"):
        if element.get("id") not in own:
            old = element.get("id")
            anchor = work.claim(slug_of(old) or "place")
            work.anchors[old] = anchor
            element.set("id", anchor)


def _resolve_links(work: _Composition) -> None:
    for link in work.root.iter("a"):
        target = link.get("href", "")
        if not target.startswith("#") or target[1:] in work.anchors.values():
            continue
        anchor = work.anchors.get(target[1:])
        if anchor is None:
            work.complain(
                f"nothing here is called “{target}”",
                link,
                hint="a link “#…” names a heading or an id",
            )
        else:
            link.set("href", f"#{anchor}")


def _keep_known_classes(work: _Composition) -> None:
    for element in work.root.xpath(".//*[@class]"):
        kept = [
            name
            for name in element.get("class").split()
            if name in _CLASSES or name.startswith("language-")
        ]
        if kept:
            element.set("class", " ".join(kept))
        else:
            del element.attrib["class"]


def _mark_table_cells(work: _Composition) -> None:
    for head in work.root.xpath(".//thead//th[not(@scope)]"):
        head.set("scope", "col")
    for table in list(work.root.iter("table")):
        if tree.parent_of(table).get("class") != "table":
            frame = tree.make("div", class_="table")
            tree.replace(table, frame)
            frame.append(table)


def _open(work: _Composition) -> None:
    """Let the first paragraph open with the dateline, or with its first words as a lead-in."""
    first = next((e for e in work.root if e.tag == "p"), None)
    if first is None:
        return
    first.set("class", "opening")
    if work.dateline:
        span = tree.make("span", text=typeset([work.dateline], work.language)[0], class_="dateline")
        span.tail = f" — {(first.text or '').lstrip()}"
    elif lead := _LEAD_IN.match(first.text or ""):
        span = tree.make("span", text=lead[0], class_="lead-in")
        span.tail = (first.text or "")[lead.end() :]
    else:
        return
    first.text = None
    first.insert(0, span)


def _close(work: _Composition) -> None:
    """Mark the paragraph that ends the article, where a printed article has its end mark."""
    last = work.root[-1] if len(work.root) else None
    if last is not None and last.tag == "p":
        last.set("class", "opening closing" if last.get("class") == "opening" else "closing")


def _take_lines(root: Element) -> Iterator[tuple[str, int]]:
    for element in root.xpath(".//*[@data-line]"):
        line = element.attrib.pop("data-line")
        if element.get("id") and line:
            yield element.get("id"), int(line)


_RULES: tuple[Callable[[_Composition], None], ...] = (
    _keep_known_classes,
    _set_signs,
    _take_notes,
    _make_asides,
    _make_figures,
    _gather_captions,
    _level_crossheads,
    _own_ids,
    _resolve_links,
    _mark_table_cells,
    _open,
    _close,
)
