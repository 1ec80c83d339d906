"""Read a Word file: the text that its author means to be read, with the roles that its styles give.

bytes → accepted changes, no secrets (`package`) → HTML (`conversion`) → tidy blocks and notes
(`blocks`, `notes`) → fields by style (`fields`), or by the rules for pasted copy where there is
no style (`unstyled`) → Manuscript. A line is a paragraph of the file, counted from 1.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pressrun.markup import tree
from pressrun.model import Dropped, Manuscript
from pressrun.readers.album import Album
from pressrun.readers.language import detect
from pressrun.readers.names import read_names
from pressrun.readers.plain import lexicon
from pressrun.readers.word import blocks
from pressrun.readers.word.captions import join_captions, make_crossheads
from pressrun.readers.word.conversion import KNOWN, convert
from pressrun.readers.word.fields import (
    Fields,
    take_first_heading,
    take_metadata_lines,
    take_styled,
)
from pressrun.readers.word.formulas import set_formulas
from pressrun.readers.word.notes import number_notes
from pressrun.readers.word.package import Package, open_package
from pressrun.readers.word.unstyled import read_unstyled

if TYPE_CHECKING:
    from pathlib import Path

    from pressrun.markup.tree import Element

# What programs write where they do not know their user's name.
_NOBODY = frozenset({
    "python-docx", "microsoft office user", "windows user", "user", "admin", "administrator",
    "author", "unknown", "un-named", "apache poi", "docx4j", "pandoc", "google docs",
    "openoffice",
})  # fmt: skip


def read(data: bytes, path: Path) -> Manuscript:
    """Read a Word file into a Manuscript.

    Raises ManuscriptError for what is no Word file, or one that breaks the standard beyond reading.
    """
    package = open_package(data, path, KNOWN)
    pictures = _Pictures(path)
    root = tree.parse(convert(package.data, path, pictures.take))
    number_notes(root)
    blocks.tidy(root)
    set_formulas(root)
    pictures.settle(root)
    language = _language(package, tree.words_of(root))
    fields = _fields(root, language, package.properties.title)
    _fill_from_properties(fields, package)
    return Manuscript(
        path=path,
        headline=fields.headline,
        kicker=fields.kicker,
        standfirst=tuple(fields.standfirst),
        byline=tuple(dict.fromkeys(fields.byline)),
        dateline=fields.dateline,
        date=fields.date,
        updated=fields.updated,
        language=language,
        source="; ".join(dict.fromkeys(fields.source)) or None,
        body=str(tree.write(root)),
        dropped=tuple(
            sorted((*package.dropped, *pictures.dropped, *fields.dropped), key=lambda d: d.line)
        ),
        extra=(("keywords", package.properties.keywords),) if package.properties.keywords else (),
        pictures=pictures.album.pictures,
        direction="rtl" if package.right_to_left else None,
    )


def _fields(root: Element, language: str | None, title: str | None) -> Fields:
    base = (language or "en").split("-")[0]
    fields = Fields(words=lexicon.load(base), language=base)
    take_styled(root, fields)
    take_first_heading(root, fields)
    if fields.headline is None and title and next(root.iter(*blocks.HEADINGS), None) is not None:
        fields.headline = title
    if fields.headline is None:
        read_unstyled(root, fields)
    else:
        take_metadata_lines(root, fields)
    make_crossheads(root)
    join_captions(root)
    blocks.lower_headings(root)
    blocks.set_apart(root)
    return fields


def _language(package: Package, text: str) -> str | None:
    """Return the language that the file names, if its text does not say otherwise."""
    found = detect(text)
    for told in (package.properties.language, package.language):
        if told and (found is None or told.split("-")[0].lower() == found):
            return told
    return found


def _fill_from_properties(fields: Fields, package: Package) -> None:
    """Take from the properties what the text does not say."""
    properties = package.properties
    fields.headline = fields.headline or properties.title
    creator = properties.creator or ""
    if not fields.byline and creator.lower() not in _NOBODY:
        fields.byline += read_names(creator.split(";"), fields.words, fields.language)[0]
    fields.date = fields.date or _day(properties.created)


def _day(created: str | None) -> datetime.date | None:
    """Return the day of an ISO 8601 time."""
    try:
        return datetime.date.fromisoformat((created or "")[:10])
    except ValueError:
        return None


class _Pictures:
    """Takes the pictures of a file, and tells of those that no edition can show."""

    def __init__(self, path: Path) -> None:
        self.album = Album(path)
        self.dropped: list[Dropped] = []

    def take(self, data: bytes, kind: str, alt: str) -> str:
        """Return what the HTML is to name a picture by; of one that cannot be shown, its kind."""
        found = self.album.take(data, f"picture-{len(self.album.pictures) + 1}", 1)
        return found.href if found else f"{_LOST}{kind.rpartition('/')[2] or 'no kind'}:{alt}"

    def settle(self, root: Element) -> None:
        """Take out the pictures that cannot be shown, and tell of each."""
        for image in list(root.iter("img")):
            source = image.get("src", "")
            if source.startswith(_LOST):
                kind, _, alt = source.removeprefix(_LOST).partition(":")
                block = next((e for e in image.iterancestors() if e.tag in ("p", "li", "td")), root)
                why = f"a picture ({kind}) that no edition can show; save it as PNG or JPEG in Word"
                self.dropped.append(
                    Dropped(line=blocks.line_of(block), text=alt or "a picture", why=why)
                )
                image.drop_tree()
                if block.tag == "p" and not tree.words_of(block) and not len(block):
                    block.drop_tree()


_LOST = "lost-picture:"
