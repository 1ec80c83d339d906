"""What is published, as frozen records in the field's own words; knows nothing of files or formats.

A reader turns bytes into a `Manuscript`; `pressrun.manuscript` gathers manuscripts into a
`Publication`; both editions are made from that one value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import shorten
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from markupsafe import Markup


# A page’s hundred comments are left out as one piece; what stands in the Markdown is all of it.
_GLANCE = 300
PictureSource = tuple[str, int | None]  # as the manuscript writes it, and in which line


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Words of the input that are in no field and not in the body, and the reason."""

    line: int
    text: str
    why: str

    @property
    def understood(self) -> bool:
        """Tell whether what the words say is in the publication all the same."""
        return self.why.startswith("understood")

    def told(self, *, whole: bool = False) -> str:
        """Return that it was left out; of very much text the beginning, unless the `whole`."""
        text = self.text if whole else shorten(self.text, _GLANCE, placeholder=" …")
        return f"left out “{text}” ({self.why})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Default:
    """A key that was not said in a manuscript, and the file and the line that say it of all."""

    key: str
    path: Path
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """What a reader understood of one file.

    `body` is an HTML fragment, not yet trusted: `p`, `h2`, `ul`, `ol`, `li`, `blockquote`,
    `p.caption`, `p.credit` and whatever Markdown gives. Block elements carry `data-line`, the line
    of the file (from 1) that they began on, so that every finding can name it. `extra` holds the
    remaining fields of the front matter, by key.

    `pictures` came inside the file or with it; the body names each by its `href`, which is also
    where it belongs beside the manuscript. `direction` is `ltr` or `rtl` where the file says so,
    None where the language decides; `vertical` likewise whether its lines run downwards.
    `addresses` are the paths at which a site had the article, and `#NAME` where its headline has a
    name.
    `headline_markup` and `standfirst_markup` are fragments of the same words where these have
    emphasis, code or the like, else absent. `files` are those that its text includes.
    `particulars` are what its front matter says of a publication that has no other article;
    `defaults` are what publication.yaml said of it.
    """

    path: Path
    headline: str | None = None
    kicker: str | None = None
    standfirst: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    dateline: str | None = None
    date: datetime.date | None = None
    updated: datetime.date | None = None
    language: str | None = None
    source: str | None = None
    source_url: str | None = None
    body: str = ""
    dropped: tuple[Dropped, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    pictures: tuple[Picture, ...] = ()
    direction: str | None = None
    vertical: bool | None = None
    addresses: tuple[str, ...] = ()
    headline_markup: str | None = None
    standfirst_markup: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    particulars: Particulars | None = None
    defaults: tuple[Default, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor:
    """A person or an agency; `role` is a MARC relator code such as `aut` or `edt`.

    `file_as` is the name as an index has it, None where a rule is to find it.
    https://id.loc.gov/vocabulary/relators.html
    """

    name: str
    role: str = "aut"
    file_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """What a publication is a part of: a `series`, or a `set` that has an end (EPUB 3.3, D.3.3).

    `position` is a number, or several with full stops between them; `identifier` is a URI.
    """

    title: str
    kind: str = "series"
    position: str | None = None
    identifier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverImage:
    """The picture that somebody wants for a cover, as it was named, and the line that names it."""

    source: str
    alt: str | None = None
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What shops and libraries want to know, as publication.yaml or front matter gives it.

    `identifiers` are URIs, the first of them the publication's own. `certified_by` answers for its
    conformance to the rules of accessibility. `theme` names that of the print edition, `links`
    where that says what links lead to, `openers` which pages articles begin on. `lines` gives the
    line of each key that was there.
    """

    identifiers: tuple[str, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    collection: Collection | None = None
    cover: CoverImage | None = None
    certified_by: str | None = None
    theme: str | None = None
    links: str | None = None
    openers: str | None = None
    lines: tuple[tuple[str, int], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image file as it goes into both editions; `href` is relative to the publication.

    `changes` is the most that a moving picture changes within a second: 0 for one that stands
    still, None where that cannot be told.
    """

    href: str
    media_type: str
    data: bytes
    changes: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture in an article; `anchor` is its id, `line` the manuscript's.

    A `decorative` one says nothing, and needs no `alt`; an empty one of any other is a fault.
    """

    anchor: str
    image: str
    alt: str | None
    caption: str | None = None
    credit: str | None = None
    line: int | None = None
    decorative: bool = False

    @property
    def described(self) -> bool:
        """Tell whether whoever does not see it misses nothing."""
        return bool(self.alt) or self.decorative


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosshead:
    """A heading inside an article; `level` counts from 2, since the headline is 1."""

    anchor: str
    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note: its own id, that of the call in the text, its number as printed and its text."""

    anchor: str
    call: str
    number: str
    body: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text of an article, trusted and final, and what it holds.

    `lines` gives the manuscript's line (from 1) of every block that has an id; `blocks` how many
    signs of the text come before each block whose line is known, and that line.
    """

    html: Markup
    crossheads: tuple[Crosshead, ...] = ()
    figures: tuple[Figure, ...] = ()
    notes: tuple[Note, ...] = ()
    lines: tuple[tuple[str, int], ...] = ()
    blocks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One piece of writing; `slug` is the name of its file and the id of its sectioning element.

    `headline` is for lists and metadata, `headline_markup` for the opener; `standfirst` likewise.
    `direction` is `ltr` or `rtl`. The lines of a `vertical` one run downwards where they can.
    `source_url` is its own address on the web. One of a `level` over 1 belongs to the last before
    it of a lower one.
    """

    slug: str
    path: Path
    headline: str
    language: str
    body: Body
    level: int = 1
    kicker: str | None = None
    standfirst: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    dateline: str | None = None
    date: datetime.date | None = None
    updated: datetime.date | None = None
    source: str | None = None
    source_url: str | None = None
    headline_markup: Markup | None = None
    standfirst_markup: tuple[Markup, ...] = ()
    direction: str = "ltr"
    vertical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A part of a stylesheet: its text, and the file that it is in."""

    path: Path
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """How the print edition looks: measures and colours by name, and rules that draw on them."""

    name: str
    tokens: Sheet
    rules: Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Articles under one title; None for a publication that is not divided.

    `slug` is the name and the id of the page that opens it.
    """

    articles: tuple[Article, ...]
    slug: str = "section-1"
    title: str | None = None
    standfirst: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is published: the value that both editions are made from.

    `identifier` is a URI; `modified` is in UTC and never the time of the build; `name` is the stem
    of the finished files, behind a folder where it is one article of an issue; `direction`, `ltr`
    or `rtl`, is that of its own texts, and of its pages unless it is `vertical`. `cover` is one of
    the pictures, None where a cover is to be drawn. `theme` is None for the usual one. `imprint` is
    the publisher’s own lines in the colophon.
    """

    name: str
    title: str
    identifier: str
    language: str
    modified: datetime.datetime
    sections: tuple[Section, ...]
    subtitle: str | None = None
    issued: datetime.date | None = None
    publisher: str | None = None
    rights: str | None = None
    description: str | None = None
    contributors: tuple[Contributor, ...] = ()
    subjects: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    direction: str = "ltr"
    vertical: bool = False
    other_identifiers: tuple[str, ...] = ()
    collection: Collection | None = None
    cover: Picture | None = None
    cover_alt: str | None = None
    certified_by: str | None = None
    theme: Theme | None = None
    links: str = "none"
    openers: str = "any"
    imprint: tuple[str, ...] = ()

    @property
    def pages_run(self) -> str:
        """Return where its pages follow to: `rtl` for lines that run downwards, too."""
        return "rtl" if self.vertical else self.direction

    @property
    def articles(self) -> tuple[Article, ...]:
        """Return the articles of all sections, in reading order."""
        return tuple(article for section in self.sections for article in section.articles)
