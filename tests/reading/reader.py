"""Open a finished EPUB in real reading systems in Chromium and say what a reader would notice.

`open_book.mjs` drives the browser; this module gives it the views and types what it saw. It knows
nothing of how the book was made. Needs node, Chromium and the packages of the root `package.json`.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from tests.reading.device_fonts import write_fontconfig

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

System = Literal["foliate-js", "epub.js"]

SYSTEMS: Final[tuple[System, ...]] = ("foliate-js", "epub.js")
DRIVER: Final = Path(__file__).with_name("open_book.mjs")

# A guard against a browser that hangs, not a measure: a view takes about two seconds.
PATIENCE: Final = 300

# What reading apps do at night: a dark page and light ink, the accents of Material's dark theme.
NIGHT: Final = {"background": "#121212", "colour": "#e0e0e0", "link": "#8ab4f8"}

# WCAG 2.2, 1.4.3: least contrast of text that is not large.
LEAST_CONTRAST: Final = 4.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A screen in CSS pixels; `scale` is its device pixels a CSS pixel."""

    name: str
    width: int
    height: int
    scale: float = 1


PHONE: Final = Device(name="phone", width=390, height=844, scale=2)
TABLET: Final = Device(name="tablet", width=820, height=1180)
E_READER: Final = Device(name="e-reader", width=600, height=800)
DEVICES: Final = (PHONE, TABLET, E_READER)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One way to read: a reading system, a device, day or night, a text size (1 is the default).

    `screens` pictures are taken of each document at most, as PNG files in `out`.
    """

    system: System
    device: Device = PHONE
    night: bool = False
    text_size: float = 1
    screens: int = 0
    out: Path | None = None

    @property
    def name(self) -> str:
        """Name the view, for files and messages."""
        size = "" if self.text_size == 1 else f"-{self.text_size:.0%}".rstrip("%")
        return f"{self.system}-{self.device.name}-{'night' if self.night else 'day'}{size}"


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
    """A whole book as one view showed it; `links` are those within it, each target once."""

    view: View
    documents: tuple[Document, ...]
    contents: tuple[Landing, ...]
    pages: tuple[Landing, ...]
    links: tuple[Landing, ...]
    complaints: tuple[Complaint, ...]

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
        return tuple(found)


def open_book(epub: Path, view: View) -> Reading:
    """Open `epub` as one view wants it; raises what `open_views` raises."""
    return open_views(epub, [view])[0]


def open_views(epub: Path, views: Sequence[View]) -> tuple[Reading, ...]:
    """Open `epub` once a view, all in one browser, and return the readings in the same order.

    Raises `RuntimeError` with the driver's own words where node, Chromium or a package is missing,
    or where a reading system cannot open the book at all.
    """
    wishes = json.dumps({"book": str(epub.resolve()), "views": [_wish(view) for view in views]})
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"FONTCONFIG_FILE": str(write_fontconfig(Path(folder)))}
        done = subprocess.run(
            ["node", str(DRIVER)],
            input=wishes,
            capture_output=True,
            check=False,
            encoding="utf-8",
            env=environment,
            timeout=PATIENCE,
        )
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    seen = json.loads(done.stdout)
    return tuple(_reading(view, reading) for view, reading in zip(views, seen, strict=True))


def every_view(
    *,
    systems: Iterable[System] = SYSTEMS,
    devices: Iterable[Device] = (PHONE, TABLET),
    screens: int = 0,
    out: Path | None = None,
) -> Iterator[View]:
    """Give each reading system on each device by day and by night; pictures go to `out`/VIEW."""
    for system in systems:
        for device in devices:
            for night in (False, True):
                view = View(system=system, device=device, night=night, screens=screens)
                yield view if out is None else replace(view, out=out / view.name)


def _wish(view: View) -> dict[str, Any]:
    if view.screens and view.out is None:
        message = f"{view.name}: pictures need a folder to go to"
        raise ValueError(message)
    return {
        "system": view.system,
        "width": view.device.width,
        "height": view.device.height,
        "scale": view.device.scale,
        "night": view.night,
        "theme": {"textSize": view.text_size, **(NIGHT if view.night else {})},
        "screens": view.screens,
        "out": str(view.out) if view.out else None,
    }


def _reading(view: View, seen: Mapping[str, Any]) -> Reading:
    return Reading(
        view=view,
        documents=tuple(_document(document) for document in seen["documents"]),
        contents=tuple(Landing(**landing) for landing in seen["contents"]),
        pages=tuple(Landing(**landing) for landing in seen["pages"]),
        links=tuple(Landing(**landing) for landing in seen["links"]),
        complaints=tuple(Complaint(**complaint) for complaint in seen["complaints"]),
    )


def _document(seen: Mapping[str, Any]) -> Document:
    return Document(
        href=seen["href"],
        blocks=tuple(seen.get("blocks", ())),
        broken_images=tuple(seen.get("brokenImages", ())),
        colour=seen.get("colour", ""),
        background=seen.get("background", ""),
        inks=tuple(Ink(**ink) for ink in seen.get("inks", ())),
        overflows=tuple(Overflow(**overflow) for overflow in seen.get("overflows", ())),
        direction=seen.get("direction", ""),
        font_size=seen.get("fontSize", 0),
        writing_mode=seen.get("writingMode", ""),
        screens=tuple(Path(path) for path in seen["screens"]),
        complaints=tuple(Complaint(**complaint) for complaint in seen["complaints"]),
    )


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
