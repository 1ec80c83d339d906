"""What the desk shows of a publication, derived from what was made of it; reads and makes nothing.

A place in an article is the number of signs before it (`pressrun.markup.signs`), the same in the
manuscript, in the EPUB and in print, so that each of the three can be found from the others.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from lxml import etree

from pressrun import markup, navigation
from pressrun.chapters import Homes
from pressrun.excerpts import excerpt, lines_of
from pressrun.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from lxml.html import HtmlElement

    from pressrun.fragments import Part
    from pressrun.manuscript import Gathered
    from pressrun.model import Article, Publication
    from pressrun.preflight.finding import Finding
    from pressrun.presswork import LaidOut, PressRun
    from pressrun.signs import PageTarget

    Json = dict[str, Any]

# The elements that a reader can point at; the page asks for the same ones, in the same order.
BLOCKS = (
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "figure", "pre", "tr", "blockquote",
    "math",
)  # fmt: skip
_KINDS = {"fatal": "error", "error": "error", "warning": "warning"}
_SOURCE = re.compile(r'\ssrc="([^"]*)"')


@dataclass(frozen=True, kw_only=True)
class Proof:
    """A publication as it was last made; `run` and `laid` are None where nothing could be printed.

    `gathered` is what it was made of, `findings` why it could not be; `fonts` are those of this
    machine that its pages need; `number` tells one proof from another.
    """

    number: int
    gathered: Gathered
    findings: tuple[Finding, ...] = ()
    parts: tuple[Part, ...] = ()
    run: PressRun | None = None
    laid: LaidOut | None = None
    fonts: tuple[Path, ...] = ()

    @property
    def publication(self) -> Publication:
        """Return what is published."""
        return self.gathered.publication

    @cached_property
    def targets(self) -> tuple[PageTarget, ...]:
        """Return where the printed pages begin."""
        return self.laid.targets if self.laid else ()

    def folio(self, name: str) -> str | None:
        """Return the number that is printed on the page of an id, or of a document of the EPUB."""
        page = self.pages.get(name)
        return self.laid.folio(page) if self.laid and page else None

    @cached_property
    def pages(self) -> Mapping[str, int]:
        """Return which page, from 1, has every id, and every document of the EPUB."""
        if self.laid is None:
            return {}
        found = {"cover": 1, "colophon": self.laid.pages}
        for start, fragment in zip(self.laid.starts, self.laid.fragments, strict=True):
            for anchor, page in fragment.anchors.items():
                found.setdefault(anchor, start + page)
        first = self.laid.fragments[0]
        contents = (n for n, page in enumerate(first.pages, start=1) if page.shell)
        several = len(self.publication.articles) > 1
        return {**found, "titlepage": 1, "nav": next(contents, 1)} if several else found

    def article(self, name: str) -> Article | None:
        """Return the article of a document of the EPUB."""
        return next((a for a in self.publication.articles if a.slug == name), None)

    def part_of_page(self, index: int) -> int:
        """Return the index of the part that a page belongs to, by the page's own."""
        assert self.laid  # noqa: S101 - who asks for a page has one
        return bisect_right(self.laid.starts, index + 1) - 1


def outline(proof: Proof) -> list[Json]:
    """Return the contents as the desk lists them, each line with its page."""
    wording = Wording(proof.publication.language)
    entries = list(navigation.contents(proof.publication, wording, Homes()))
    if len(proof.publication.articles) > 1:
        entries.insert(1, navigation.Entry(href="nav.xhtml", text=wording["contents"]))
    entries.insert(0, navigation.Entry(href="cover.xhtml", text=wording["cover"]))
    return [_line(entry, proof) for entry in entries]


def _line(entry: navigation.Entry, proof: Proof) -> Json:
    name, _, anchor = entry.href.partition("#")
    name = name.removesuffix(".xhtml")
    article = proof.article(name)
    return {
        "name": name,
        "anchor": anchor,
        "text": entry.text,
        "language": entry.language,
        "page": proof.folio(anchor or name),
        "path": str(article.path) if article and not anchor else None,
        "children": [_line(child, proof) for child in entry.children],
    }


def owners(proof: Proof) -> Iterator[str]:
    """Yield for each printed page the document of the EPUB that has its text."""
    if proof.laid is None:
        return
    for part, fragment in zip(proof.parts, proof.laid.fragments, strict=True):
        for page in fragment.pages:
            if part.slugs:
                yield part.slugs[0]
            else:
                yield "nav" if page.shell else "titlepage"


def places(proof: Proof, name: str, document: str) -> Json:
    """Return what joins a document of the EPUB to its manuscript and to its pages.

    `blocks` are the offsets of the document's `BLOCKS`, in their order; `lines` are pairs of an
    offset and the manuscript's line; `printed` has page, offset and rectangle of each line.
    """
    article = proof.article(name)
    joined: Json = {
        "tags": BLOCKS, "blocks": [], "lines": [], "printed": [], "path": None,
        "page": proof.pages.get(name), "folio": proof.folio(name),
        "front": proof.laid.front if proof.laid else 0,
        "pictures": _digests(proof.publication, document),
    }  # fmt: skip
    if article is None:
        return joined
    root = _plain(document)
    text = next(root.iter("article"))
    offsets = dict(markup.offsets_in(text))
    begin = next((offsets[child] for child in text if child.tag == "div"), 0)
    calls = {a.get("id"): offsets[a] for a in text.iter("a") if a.get("id")}
    notes = {note.anchor: calls.get(note.call, 0) for note in article.body.notes}
    return joined | {
        "blocks": [_offset(e, offsets, notes) for e in text.iter(*BLOCKS)],
        "lines": [[begin + offset, line] for offset, line in article.body.blocks],
        "printed": list(_printed(proof, name)),
        "path": str(article.path),
    }


def _digests(publication: Publication, document: str) -> dict[str, str]:
    """Return the hash of each picture that a document names."""
    named = set(_SOURCE.findall(document))
    return {
        picture.href: hashlib.sha256(picture.data).hexdigest()[:16]
        for picture in publication.pictures
        if picture.href in named
    }


def _plain(document: str) -> HtmlElement:
    """Parse XHTML to elements without their namespace."""
    root = cast("HtmlElement", etree.fromstring(document.encode()))
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def _offset(
    element: HtmlElement, offsets: Mapping[HtmlElement, int], notes: Mapping[str, int]
) -> int:
    """Return where a block is; where its call is, for one of a note: print has it on that page."""
    around = (box.get("id", "") for box in element.iterancestors("div"))
    return next((notes[name] for name in around if name in notes), offsets[element])


def _printed(proof: Proof, name: str) -> Iterator[list[int]]:
    if proof.laid is None:
        return
    number = next((n for n, part in enumerate(proof.parts) if name in part.slugs), None)
    if number is None:
        return
    start = proof.laid.starts[number]
    shifts = [shift for each in proof.laid.furniture for shift in each.shifts]
    for page, offset, left, *rest in proof.laid.fragments[number].lines:
        yield [start + page, offset, round(left + shifts[start + page - 1]), *rest]


def short_name(path: Path, sources: Iterable[Path]) -> str:
    """Return a path as it is called inside the publication."""
    folders = (source if source.is_dir() else source.parent for source in sources)
    inside = (path.relative_to(f) for f in folders if path != f and path.is_relative_to(f))
    return next(inside, path).as_posix()


def told(finding: Finding, proof: Proof | None, sources: Iterable[Path]) -> Json:
    """Return a finding as the desk shows it: beside the lines that it is about."""
    articles = proof.publication.articles if proof else ()
    path, line = str(finding.path), finding.line
    place = short_name(finding.path, sources) + (f":{line}" if line else "")
    return {
        "kind": _KINDS.get(finding.severity, "note"),
        "number": finding.number,
        "message": finding.message,
        "path": path,
        "line": line,
        "place": place if path != "." else "",
        "hint": finding.hint,
        "name": next((a.slug for a in articles if str(a.path) == path), None),
        "quote": excerpt(lines_of(finding.path), line, finding.column, finding.message)
        if line
        else None,
    }
