"""What was seen of a book that was read, and what of it a reader would call broken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tests.reading.view import View

# WCAG 2.2, 1.4.3: least contrast of text that is not large.
LEAST_CONTRAST: Final = 4.5

_UNSEEN: Final = re.compile("[\\s\N{SOFT HYPHEN}]")
_EXCERPT: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What the browser or the reading system reported.

    `kind` is error or warning (of the console), exception, request (refused or failed), response
    (a status of 400 or more) or unshown (the document did not come up).
    """

    kind: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """A colour of text on the colour behind it, as `#rrggbb`, with its contrast by WCAG 2.2."""

    colour: str
    background: str
    contrast: float
    element: str
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overflow:
    """An element that runs past the edge of its screen or column, `by` so many CSS pixels."""

    element: str
    by: float
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """Where an entry of the contents or the page-list, or a link within the book, leads.

    `found` tells that its target exists, `shown` that the words after it came onto the screen;
    `text` is the text from the target on, without a page break's own label.
    """

    label: str
    href: str
    found: bool
    shown: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What came of calling a note: whether it `popped` up in a window, and what was read there.

    `returned` tells that closing it, or the link in it, brought back the place of the call.
    """

    label: str
    href: str
    popped: bool
    shown: bool
    text: str
    returned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """The text on one screen, when every page is turned; `index` is that of its document."""

    index: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One spine item as it was shown; `blocks` are its texts in order, one a block of layout."""

    href: str
    blocks: tuple[str, ...] = ()
    broken_images: tuple[str, ...] = ()
    colour: str = ""
    background: str = ""
    inks: tuple[Ink, ...] = ()
    overflows: tuple[Overflow, ...] = ()
    direction: str = ""
    font_size: float = 0
    writing_mode: str = ""
    screens: tuple[Path, ...] = ()
    complaints: tuple[Complaint, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Give the words in order, without their soft hyphens."""
        return tuple(" ".join(self.blocks).replace("\N{SOFT HYPHEN}", "").split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A whole book as one view showed it; `direction` is that in which its pages are turned.

    What follows on `documents` is there where the view has the book walked through; `links` are
    those within it to a place that neither the contents nor the page-list names, each once.
    """

    view: View
    direction: str
    complaints: tuple[Complaint, ...]
    documents: tuple[Document, ...]
    contents: tuple[Landing, ...] = ()
    pages: tuple[Landing, ...] = ()
    links: tuple[Landing, ...] = ()
    notes: tuple[Note, ...] = ()
    leaves: tuple[Leaf, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Give the words of the whole spine in order."""
        return tuple(word for document in self.documents for word in document.words)

    @property
    def screens(self) -> tuple[Path, ...]:
        """Give every picture taken, in reading order."""
        return tuple(path for document in self.documents for path in document.screens)

    @property
    def faults(self) -> tuple[str, ...]:
        """Give a sentence for everything that a reader would call broken; none for a good book."""
        found = [fault for document in self.documents for fault in _document_faults(document)]
        found += [f"{c.kind}: {c.message}" for c in self.complaints]
        found += _landing_faults("contents", self.contents)
        found += _landing_faults("page", self.pages)
        found += _landing_faults("link", self.links)
        found += [fault for note in self.notes for fault in _note_faults(note)]
        found += self._turning_faults()
        return tuple(found)

    def _turning_faults(self) -> Iterator[str]:
        """Compare what came onto the screens, page by page, with what the documents hold."""
        if not self.leaves:
            return
        held = seen_signs(block for document in self.documents for block in document.blocks)
        turned = seen_signs(leaf.text for leaf in self.leaves)
        if turned != held:
            same = next(n for n in count() if turned[n : n + 1] != held[n : n + 1])
            there, wanted = (text[same : same + _EXCERPT] for text in (turned, held))
            yield f"turning pages brings “{there}” where “{wanted}” should be"


def seen_signs(texts: Iterable[str]) -> str:
    """Join texts without what nobody sees: white space and soft hyphens."""
    return _UNSEEN.sub("", "".join(texts))


def _document_faults(document: Document) -> Iterator[str]:
    where = document.href
    for complaint in document.complaints:
        yield f"{where}: {complaint.kind}: {complaint.message}"
    for image in document.broken_images:
        yield f"{where}: image does not load: {image}"
    for ink in document.inks:
        if ink.contrast < LEAST_CONTRAST:
            pair = f"{ink.colour} on {ink.background} is {ink.contrast:.1f}:1"
            yield f"{where}: {pair}: {ink.element} “{ink.sample}”"
    for overflow in document.overflows:
        yield f"{where}: {overflow.by:.0f} px cut off: {overflow.element} “{overflow.sample}”"


def _landing_faults(kind: str, landings: Iterable[Landing]) -> list[str]:
    return [
        f"{kind} “{landing.label}” leads {'off the screen' if landing.found else 'nowhere'}"
        for landing in landings
        if not (landing.found and landing.shown)
    ]


def _note_faults(note: Note) -> Iterator[str]:
    if not note.shown:
        yield f"note “{note.label}” is not reached: {note.href}"
    if not note.returned:
        yield f"from note “{note.label}” nothing leads back: {note.href}"
