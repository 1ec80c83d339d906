"""Compose an article's body: figures, asides, notes, crossheads, ids, links, typographic signs.

Each rule is one function over the tree, run in the order of `_RULES`; knows nothing of editions.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from pressrun.errors import Complaints, MarkupError
from pressrun.markup import figures, formulas, highlighting, structure, tree
from pressrun.markup.composition import Composition, line_of
from pressrun.markup.notes import take_notes
from pressrun.markup.sanitise import sanitise
from pressrun.model import Body, Crosshead, Note
from pressrun.typography import OBJECT, typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from pressrun.markup.tree import Element

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CLASSES = figures.ASIDES | {
    "caption", "credit", "footnote-ref", "footnotes", "footnotes-sep", "footnote-item",
    "footnote-backref", "formula", "sidebar-heading", "task", "tasks",
}  # fmt: skip
_RUNS_END = frozenset({
    "p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "figcaption", "caption",
    "blockquote", "div", "aside", "summary", "body",
})  # fmt: skip
_AS_TYPED = frozenset({"code", "pre", "kbd", "math", "samp", "var"})
# Letters and digits that XML has in its names, with the marks of scripts that write vowels so.
_NAME = re.compile(
    "[0-9a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u3001-\ud7ff\uf900-\ufdcf"
    "\ufdf0-\ufffd\U00010000-\U000effff]+"
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_NO_ADDRESS = re.compile(r"[\s\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})")
_LEAD_IN = re.compile(r"[\w’'-]+(?: [\w’'-]+){0,3}(?=[ ,;:])")


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
    work = Composition(
        root=tree.parse(sanitise(fragment)),
        slug=slug,
        language=language,
        path=path,
        hrefs=hrefs,
        dateline=dateline,
    )
    if tree.depth_of(work.root) > structure.DEEPEST:
        message = f"elements are nested over {structure.DEEPEST} deep"
        raise MarkupError(message, path=path, line=_first_line(work.root))
    structure.refuse_lost(work, tree.parse(fragment))
    for rule in _RULES:
        rule(work)
    if work.errors:
        raise Complaints(sorted(work.errors, key=lambda error: error.line or 0))
    return _body(work)


def _first_line(root: Element) -> int | None:
    return next((line for element in root.iter("*") if (line := line_of(element))), None)


def _body(work: Composition) -> Body:
    lines = tuple(line for root in work.trees() for line in _take_lines(root))
    notes = (
        Note(anchor=n.anchor, call=n.call, number=n.number, body=tree.write(n.text))
        for n in work.notes
    )
    return Body(
        html=tree.write(work.root),
        crossheads=tuple(work.crossheads),
        figures=tuple(work.figures),
        notes=tuple(notes),
        lines=lines,
    )


def picture_sources(fragment: str) -> tuple[tuple[str, int | None], ...]:
    """List the pictures that a fragment names: source as written, and the manuscript's line."""
    root = tree.parse(sanitise(fragment))
    return tuple((image.get("src", ""), line_of(image)) for image in root.iter("img"))


def _set_signs(work: Composition) -> None:
    for runs in _blocks_of_runs(work.root):
        texts = typeset([text for _, _, text in runs], work.language)
        for (owner, slot, _), text in zip(runs, texts, strict=True):
            if owner is not None:
                setattr(owner, slot, text)
    for image in work.root.iter("img"):
        for name in ("alt", "title", "credit"):
            if value := image.get(name):
                image.set(name, typeset([value], work.language)[0])


def _blocks_of_runs(root: Element) -> Iterator[list[tuple[Element | None, str, str]]]:
    """Yield for each block its texts in order, each with its place, None where it is to stay.

    What is to stay as it was typed counts as an object, and a line break as the space that it is.
    """
    block: object = None
    runs: list[tuple[Element | None, str, str]] = []
    for owner, slot in tree.text_slots(root):
        home = owner if slot == "text" else tree.parent_of(owner)
        around = (home, *home.iterancestors())
        nearest = next((e for e in around if e.tag in _RUNS_END), root)
        if nearest is not block and runs:
            yield runs
            runs = []
        block = nearest
        if slot == "tail" and owner.tag == "br":
            runs.append((None, "", "\n"))
        if any(e.tag in _AS_TYPED for e in around):
            runs.append((None, "", OBJECT))
        else:
            runs.append((owner, slot, getattr(owner, slot)))
    if runs:
        yield runs


def _level_crossheads(work: Composition) -> None:
    """Let headings begin at 2, below the headline, and skip no level (WCAG 2.2, G141)."""
    above: list[int] = []
    for heading in list(work.root.iter(*_HEADINGS)):
        rank = int(str(heading.tag)[1])
        above = [*(higher for higher in above if higher < rank), rank]
        level = min(len(above) + 1, 6)
        heading.tag = f"h{level}"
        words = _words_without_calls(heading)
        own = heading.attrib.pop("id", None)
        anchor = work.claim(slug_of(own or "") or slug_of(words) or "crosshead")
        heading.set("id", anchor)
        heading.set("class", "crosshead")
        if own:
            work.anchors.setdefault(own, anchor)
        work.titles.setdefault(slug_of(words), anchor)
        work.crossheads.append(Crosshead(anchor=anchor, level=level, text=words))


def _words_without_calls(heading: Element) -> str:
    texts = heading.xpath(".//text()[not(ancestor::a[@class='noteref'])]")
    return " ".join("".join(texts).split())


def slug_of(text: str) -> str:
    """Return lower-case letters and digits of any script, joined by hyphens: part of an XML name.

    Signs that a name cannot hold, such as “º” or “½”, become the letters that they stand for.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    return "-".join(_NAME.findall(unicodedata.normalize("NFC", plain)))


def _own_ids(work: Composition) -> None:
    for root in work.trees():
        for element in root.xpath(".//*[@id]"):
            old = element.get("id")
            if old not in work.taken:
                anchor = work.claim(slug_of(old) or "place")
                work.anchors.setdefault(old, anchor)
                element.set("id", anchor)


def _resolve_links(work: Composition) -> None:
    for root in work.trees():
        for link in list(root.iter("a")):
            _resolve_link(work, link)


def _resolve_link(work: Composition, link: Element) -> None:
    target = link.get("href")
    if target is None:
        _unlink(link)  # a place, or the sanitiser took an address that nobody should follow
    elif target.startswith("#"):
        anchor = _anchor_named(work, unquote(target[1:]))
        if anchor is None:
            hint = "a link “#…” names a heading or an id"
            work.complain(f"nothing here is called “{target}”", link, hint=hint)
        link.set("href", f"#{anchor}")
    elif target.startswith("//"):
        link.set("href", f"https:{_escaped(target)}")
    elif not _SCHEME.match(target):
        _unlink(link)  # no file of the edition is at an address beside the manuscript's
    else:
        link.set("href", _escaped(target))


def _unlink(link: Element) -> None:
    link.tag = "span"
    link.attrib.pop("href", None)
    if not link.attrib:
        link.drop_tag()


def _anchor_named(work: Composition, name: str) -> str | None:
    if name in work.taken:
        return name
    return work.anchors.get(name) or work.titles.get(slug_of(name))


def _escaped(address: str) -> str:
    """Escape what no address can hold (RFC 3986, 2); EPUBCheck stops at a space in one."""
    return _NO_ADDRESS.sub(lambda match: quote(match[0]), address.strip())


def _keep_known_classes(work: Composition) -> None:
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


def _open(work: Composition) -> None:
    """Let the first paragraph open with the dateline, or with its first words as a lead-in."""
    first = next((e for e in work.root if e.tag == "p" and tree.words_of(e)), None)
    if first is None:
        if not work.dateline:
            return
        first = tree.make("p")
        work.root.insert(0, first)
    first.set("class", "opening")
    if work.dateline:
        span = tree.make("span", text=typeset([work.dateline], work.language)[0], class_="dateline")
        span.tail = f" — {(first.text or '').lstrip()}" if tree.words_of(first) else None
    elif lead := _LEAD_IN.match(first.text or ""):
        span = tree.make("span", text=lead[0], class_="lead-in")
        span.tail = (first.text or "")[lead.end() :]
    else:
        return
    first.text = None
    first.insert(0, span)


def _close(work: Composition) -> None:
    """Mark the paragraph that ends the article, where a printed article has its end mark."""
    last = work.root[-1] if len(work.root) else None
    if last is not None and last.tag == "p":
        last.set("class", "opening closing" if last.get("class") == "opening" else "closing")


def _take_lines(root: Element) -> Iterator[tuple[str, int]]:
    for element in root.xpath(".//*[@data-line]"):
        line = line_of(element)
        del element.attrib["data-line"]
        if element.get("id") and line:
            yield element.get("id"), line


_RULES: tuple[Callable[[Composition], None], ...] = (
    structure.mend_attributes,
    structure.mend_nesting,
    structure.wrap_loose,
    structure.drop_empty,
    formulas.set_formulas,
    _keep_known_classes,
    _set_signs,
    take_notes,
    highlighting.highlight,
    figures.make_asides,
    figures.make_figures,
    figures.gather_captions,
    _level_crossheads,
    _own_ids,
    _resolve_links,
    structure.frame_tables,
    _open,
    _close,
)
