"""Open a finished EPUB in MuPDF and say what a reader would notice.

MuPDF has one column, no scripts, no frames, and a small part of CSS: it stands for the simple
readers, and it is what many of them run on. It is asked what it made of the book; where places are
in the book is known from the book's own files.
"""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import pymupdf

from tests.inspectors import tree
from tests.inspectors.epub import Epub
from tests.reading.seen import Complaint, Document, Landing, Note, Overflow, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tests.inspectors.epub import Entry
    from tests.reading.view import View

# Its default, in CSS pixels.
FONT_SIZE: Final = 16
EXCERPT: Final = 240
# MuPDF 1.28 knows no EPUB 3 by number, and no cells without a row (CSS 2.2, 17.2.1).
# It writes the markers of lists among the words.
MARKER: Final = re.compile(r"^(?:\d+\.|•)\s+", re.MULTILINE)
OWN_NOISE: Final = re.compile(r"unknown epub version|table-cell not inside|\.\.\. repeated")


def open_by_mupdf(epub: Path, view: View) -> Reading:
    """Open `epub` as `view` wants it, by day: colours are the book's own."""
    pymupdf.TOOLS.reset_mupdf_warnings()  # type: ignore[no-untyped-call]
    with pymupdf.open(epub) as book, Epub(epub) as files:  # type: ignore[no-untyped-call]
        size = FONT_SIZE * view.text_size
        book.layout(width=view.device.width, height=view.device.height, fontsize=size)
        return Reading(
            view=view,
            documents=tuple(_documents(book, files)),
            contents=tuple(_contents(book, files)),
            pages=tuple(_landings(book, files.page_list)),
            links=tuple(_links(book, files)),
            complaints=tuple(_complaints()),
            direction=files.direction or "ltr",
            notes=tuple(_notes(book, files)),
        )


def _documents(book: Any, files: Epub) -> Iterator[Document]:
    """Take the chapters of MuPDF, which are the items of the spine."""
    for chapter, place in enumerate(files.spine):
        pages = [book.load_page((chapter, n)) for n in range(book.chapter_page_count(chapter))]
        yield Document(
            href=place.item.path,
            blocks=tuple(MARKER.sub("", page.get_text()) for page in pages),
            broken_images=_broken_images(pages, files, place.item.path),
            overflows=tuple(overflow for page in pages for overflow in _overflows(page)),
        )


def _broken_images(pages: Iterable[Any], files: Epub, path: str) -> tuple[str, ...]:
    """Count the pictures: drawings it draws itself, and gives no picture of."""
    named = tree.strings(files.document(path).root, "//html:img/@src")
    wanted = sum(1 for name in named if not name.endswith(".svg"))
    drawn = sum(len(page.get_image_info()) for page in pages)
    return () if drawn >= wanted else (f"{wanted - drawn} of {wanted}",)


def _overflows(page: Any) -> Iterator[Overflow]:
    for x0, _, x1, _, word, *_ in page.get_text("words"):
        by = max(x1 - page.rect.x1, page.rect.x0 - x0)
        if by > 1:
            yield Overflow(element="page", by=by, sample=word)


def _contents(book: Any, files: Epub) -> Iterator[Landing]:
    """Take the lines that MuPDF shows, and where the book says that they lead."""
    entries = [entry for top in files.contents for entry in _flat(top)]
    for (_, label, _), entry in zip(book.get_toc(), entries, strict=True):
        yield _landing(book, label, unquote(entry.href or ""))


def _flat(entry: Entry) -> Iterator[Entry]:
    yield entry
    for child in entry.children:
        yield from _flat(child)


def _landings(book: Any, entries: Iterable[Entry]) -> Iterator[Landing]:
    for entry in entries:
        yield _landing(book, entry.label, unquote(entry.href or ""))


def _landing(book: Any, label: str, href: str) -> Landing:
    """Resolve a place of the book as MuPDF does; its text begins with the line that it is in."""
    place, _, y = book.resolve_link(href, chapters=1)
    found = place[0] >= 0
    text = _text_from(book, place, y) if found else ""
    return Landing(label=label, href=href, found=found, shown=found, text=text)


def _text_from(book: Any, place: tuple[int, int], top: float) -> str:
    page = book.load_page(place)
    # Half a pixel above, or what begins at the very place is left out.
    clip = (page.rect.x0, top - 0.5, page.rect.x1, page.rect.y1)
    chapter, number = place
    after = range(number + 1, book.chapter_page_count(chapter))
    texts = [page.get_text(clip=clip), *(book.load_page((chapter, n)).get_text() for n in after)]
    return MARKER.sub("", "\n".join(texts))[:EXCERPT]


def _links(book: Any, files: Epub) -> Iterator[Landing]:
    for path, label, href, _ in _calls(files, "//html:a[@href]"):
        if "://" not in href:
            yield _landing(book, label, _resolved(path, href))


def _notes(book: Any, files: Epub) -> Iterator[Note]:
    for path, label, href, name in _calls(files, "//html:a[@role='doc-noteref']"):
        there = _landing(book, label, _resolved(path, href))
        back = _landing(book, label, f"{path}#{name}")
        yield Note(
            label=label,
            href=there.href,
            popped=False,
            shown=there.shown,
            text=there.text,
            returned=back.shown,
        )


def _calls(files: Epub, links: str) -> Iterator[tuple[str, str, str, str]]:
    for document in files.documents:
        for link in tree.elements(document.root, links):
            text = "".join(link.itertext())
            yield document.path, text, unquote(link.get("href", "")), link.get("id", "")


def _resolved(path: str, href: str) -> str:
    name, _, fragment = href.partition("#")
    target = normpath(join(dirname(path), name)) if name else path
    return f"{target}#{fragment}" if fragment else target


def _complaints() -> Iterator[Complaint]:
    said: str = pymupdf.TOOLS.mupdf_warnings()  # type: ignore[no-untyped-call]
    for line in said.splitlines():
        if not OWN_NOISE.match(line):
            yield Complaint(kind="warning", message=line)
