"""Compose an article's body: figures, asides, notes, crossheads, ids, links, typographic signs.

Each rule is one function over the tree, run in the order of `_RULES`; knows nothing of editions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun import limits
from pressrun.errors import Complaints, PressError
from pressrun.markup import anchors, figures, formulas, highlighting, ruby, shelf, structure, tree
from pressrun.markup.alerts import word_alerts
from pressrun.markup.composition import Composition, Copy, line_of
from pressrun.markup.links import introduce, resolve_links
from pressrun.markup.notes import take_notes
from pressrun.markup.numbers import label_captions
from pressrun.markup.sanitise import sanitise
from pressrun.markup.signs import offsets_in
from pressrun.markup.typesetting import set_signs
from pressrun.model import Body, Note
from pressrun.sharing import processes_for, shared
from pressrun.typography import typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pressrun.markup.tree import Element
    from pressrun.model import PictureSource

_CLASSES = figures.ASIDES | {
    "caption", "credit", "decorative", "file-name", "footnote-backref", "footnote-item",
    "footnote-ref", "footnotes", "footnotes-sep", "formula", "listing", "sidebar-heading", "task",
    "tasks",
}  # fmt: skip
_SIGNS = 3_500  # of a fragment that are composed in a millisecond (November 2026)
_IMAGE = re.compile("<img", re.IGNORECASE)
_LEAD_IN = re.compile(r"[\w’'-]+(?: [\w’'-]+){0,3}(?=[ ,;:])")


def draft(copy: Copy) -> Composition:
    """Compose an article's body up to its links; raises MarkupError for what is nested too deep."""
    (found,) = drafts([copy])
    if isinstance(found, PressError):
        raise found
    return found


def drafts(copies: Sequence[Copy]) -> Iterator[Composition | PressError]:
    """Compose bodies up to their links; yield each, or what is wrong with it, in order.

    What was composed before is not composed again.
    """
    names = [shelf.name_of(copy) for copy in copies]
    known = {name: work for name in names if name and (work := shelf.kept(name))}
    rest = [copy for copy, name in zip(copies, names, strict=True) if name not in known]
    cost = sum(len(copy.fragment) for copy in rest) / _SIGNS
    results: Iterator[Composition | PressError | bytes]
    results = shared(_drafted, rest, processes_for(cost), _drafted_away)
    for name in names:
        yield known[name] if name in known else _taken(next(results), name)


def _taken(found: Composition | PressError | bytes, name: str | None) -> Composition | PressError:
    """Return what was composed, here or away, and keep it under that name."""
    if isinstance(found, PressError):
        return found
    work = shelf.unpacked(found) if isinstance(found, bytes) else found
    if name and (stored := found if isinstance(found, bytes) else shelf.packed(found)):
        shelf.keep(name, stored)
    return work


def _drafted(copy: Copy) -> Composition | PressError:
    try:
        with limits.time_for(copy.path):
            return _composed(copy)
    except PressError as error:
        return error


def _drafted_away(copy: Copy) -> bytes | PressError | None:
    """Do the same in another process, whose trees cannot come here as they are."""
    found = _drafted(copy)
    return found if isinstance(found, PressError) else shelf.packed(found)


def _composed(copy: Copy) -> Composition:
    work = Composition(
        root=tree.parse(sanitise(copy.fragment)),
        slug=copy.slug,
        language=copy.language,
        path=copy.path,
        hrefs=copy.hrefs,
        dateline=copy.dateline,
        headline=typeset([copy.headline], copy.language)[0],
    )
    structure.refuse_beyond_limits(work)
    structure.refuse_lost(work, tree.parse(copy.fragment))
    anchors.name_headline(work, copy.headline, copy.names)
    for rule in _RULES:
        rule(work)
    return work


def finish(work: Composition, *, forgiving: bool = False) -> Body:
    """Label the captions of a draft, resolve its links, and close it.

    The drafts that its links lead to were introduced before. `forgiving` keeps the words of a link
    that leads nowhere, and tells of it in `left_out`. Raises Complaints with everything that is
    wrong, each with the manuscript's line.
    """
    work.forgiving = forgiving
    for rule in _LAST_RULES:
        rule(work)
    if work.errors:
        raise Complaints(sorted(work.errors, key=lambda error: error.line or 0))
    return _body(work)


def compose(  # noqa: PLR0913 - as above
    fragment: str,
    *,
    slug: str,
    language: str,
    path: Path,
    hrefs: Mapping[str, str],
    dateline: str | None = None,
) -> Body:
    """Compose the body of an article that stands alone."""
    work = draft(
        Copy(
            fragment=fragment, slug=slug, language=language, path=path, hrefs=hrefs,
            dateline=dateline,
        )
    )  # fmt: skip
    introduce([(work, ())])
    return finish(work)


def _body(work: Composition) -> Body:
    starts = ((offset, line_of(e)) for e, offset in offsets_in(work.root) if e.get("data-line"))
    blocks = tuple((offset, line) for offset, line in starts if line)
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
        blocks=blocks,
    )


def picture_sources(fragment: str) -> tuple[PictureSource, ...]:
    """List the pictures that a fragment names: source as written, and the manuscript's line."""
    if not _IMAGE.search(fragment):
        return ()
    root = tree.parse(sanitise(fragment))
    return tuple((image.get("src", ""), line_of(image)) for image in root.iter("img"))


def _keep_known_classes(work: Composition) -> None:
    for element in work.root.xpath(".//*[@class]"):
        kept = [
            name
            for name in element.get("class").split()
            if name in _CLASSES or name.startswith("language-") or tree.is_reference(element)
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
    structure.open_details,
    structure.mend_nesting,
    ruby.mend_ruby,
    structure.mend_tables,
    structure.wrap_loose,
    structure.drop_empty,
    formulas.set_formulas,
    word_alerts,
    _keep_known_classes,
    set_signs,
    take_notes,
    highlighting.highlight,
    figures.make_asides,
    structure.head_sidebars,
    figures.make_figures,
    figures.adopt_captions,
    figures.gather_captions,
    anchors.level_crossheads,
    anchors.own_ids,
)
_LAST_RULES: tuple[Callable[[Composition], None], ...] = (
    label_captions,
    resolve_links,
    structure.frame_tables,
    _open,
    _close,
)
