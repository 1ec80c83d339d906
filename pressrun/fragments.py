"""What goes between the processes that print: parts of an edition before and after their layout.

A part is laid out without knowing which pages it will have. Its pages are drawn without what
depends on that: their numbers, running heads and sides, which are its furniture. So an article that
grows moves those behind it, and costs none of them its layout.

Records alone, which can be pickled; knows no layout and no PDF.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pressrun.standards import Production
    from pressrun.structure import Element

Shell = tuple[str, tuple[tuple[str, str], ...]]  # an element's name and attributes
Area = tuple[float, float, float, float]  # left, top, width and height, in CSS pixels
Corners = tuple[float, float, float, float]  # left, top, right and bottom, as above
Strings = tuple[tuple[str, str], ...]  # what `string-set` named, and the text
Stored = tuple[bytes, bytes, bytes]  # an object's dictionary, its stream if any, the hash of that
# A page's index, a sign's offset in the article, left, top, width and height in CSS pixels.
Line = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What every part of an edition shares.

    `width` is the page's, `column` that of each of its `columns`, `line` the distance of two
    baselines, in points. Each line that `line_numbers` divides is numbered. `fontconfig` is the
    file that names its fonts, which lie in `font_folders`; `direction` that of its pages, `profile`
    that of its press, if any. Laying out a part may take so many `seconds` of the processor and
    `megabytes` of memory. `frame` is a document without any part, `metadata` one that says what it
    is.
    """

    stylesheet: str
    frame: str
    metadata: str
    width: float
    columns: int
    column: float
    line: float
    fontconfig: str
    font_folders: tuple[str, ...]
    direction: str
    production: Production
    seconds: int
    megabytes: int
    profile: bytes = b""
    line_numbers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What begins on a page of its own: front matter, an article, the colophon.

    `resources` are its pictures as (href, media type, bytes); `slugs` the ids of its articles;
    `leading` the first part. What is `front` matter has page numbers of its own; what is `recto`
    begins on a right-hand page. `path` is the manuscript to name when it is at fault.
    """

    html: str
    resources: tuple[tuple[str, str, bytes], ...]
    slugs: tuple[str, ...]
    leading: bool
    front: bool = False
    recto: bool = False
    path: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A font as a page draws with it: its file's `digest`, and what WeasyPrint knows of it.

    `known` holds the width and the meaning of every glyph that was drawn.
    """

    digest: str
    known: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A page as it is drawn: `content` is compressed, measures are in CSS pixels.

    `links` are (type, target, corners), `anchors` places by name, `bookmarks` as WeasyPrint has
    them.
    """

    size: tuple[float, float]
    bleed: Mapping[str, float]
    content: bytes
    links: tuple[tuple[str, str, Corners], ...] = ()
    anchors: Mapping[str, Corners] | None = None
    bookmarks: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Pages that were drawn together, and all that they are drawn with.

    `objects` by their numbers here refer to one another; `resources` name some of them, by kind.
    """

    pages: tuple[Drawn, ...]
    faces: Mapping[str, Face]
    objects: Mapping[int, Stored]
    resources: Mapping[str, Mapping[str, bytes]]
    structure: Element | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidPage:
    """What furniture must know of a page: its `shell`, its strings, and where its text is."""

    shell: int
    strings: Strings
    area: Area


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A part as it was laid out.

    `anchors` gives the index of the page that each is on. `references` are the page numbers that it
    was set with, by the anchors that they stand for; `targets` (page, slug, offset) where pages
    begin in the text, `lines` where the article's lines are. `drawing` is a pickled Drawing:
    whoever only passes it on need not open it.
    """

    pages: tuple[LaidPage, ...]
    shells: tuple[Shell, ...]
    anchors: Mapping[str, int]
    references: Mapping[str, int]
    targets: tuple[tuple[int, str, int], ...]
    lines: tuple[Line, ...]
    drawing: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Furnishing:
    """Pages in a row that are to be given their furniture: the `first`, from 1, and those after it.

    Of all pages, so many are in `front`, numbered by themselves. Their shells are among `shells`;
    `before` are the strings in force on the page before them.
    """

    first: int
    front: int
    before: Strings
    pages: tuple[LaidPage, ...]
    shells: tuple[Shell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """The furniture of pages in a row, drawn; `shifts` say how far each page's text moves."""

    drawing: Drawing
    shifts: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """All that makes one PDF: pickled drawings of the parts, and their furniture, in order.

    So many pages are in `front`. A `proof` is only to be looked at: it has no tags and no links.
    """

    drawings: tuple[bytes, ...]
    furniture: tuple[Furniture, ...]
    front: int = 0
    proof: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why there is no answer: a library is `missing`, or a `limit` of that name was met.

    Where the process `ended`, that is its status, negative for a signal, and `message` is what it
    said last.
    """

    message: str
    missing: bool = False
    limit: str | None = None
    ended: int | None = None
