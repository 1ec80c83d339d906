"""Read a saved web page: its article alone, and what the page says of it; knows no edition.

bytes → text (`archive`, `decoding`) → elements (`dom`) → what the page says of itself
(`metadata`, `headline`, `day`) → the article (`choice`, `cleaning`) → our fragment (`fragment`,
`inlines`, `figures`, `saved_pictures`). Nothing is fetched: a picture that was not saved is told,
and its caption stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.errors import ManuscriptError
from pressrun.model import Manuscript
from pressrun.readers.album import Album
from pressrun.readers.language import detect
from pressrun.readers.names import read_names
from pressrun.readers.plain import lexicon
from pressrun.readers.plain.dates import find_dates
from pressrun.readers.web import dom
from pressrun.readers.web.archive import Archive, is_archive, open_archive
from pressrun.readers.web.choice import Chosen, choose
from pressrun.readers.web.day import LONGEST_DATE, find_date
from pressrun.readers.web.decoding import decode
from pressrun.readers.web.fragment import Writer
from pressrun.readers.web.headline import find_headline
from pressrun.readers.web.inlines import Inlines, places_wanted
from pressrun.readers.web.metadata import Metadata, read_metadata
from pressrun.readers.web.saved_pictures import SavedPictures
from pressrun.readers.web.trimming import Trimmer, labelled_byline, take_standfirst

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from pressrun.readers.plain.lexicon import Lexicon
    from pressrun.readers.web.dom import Element
    from pressrun.readers.web.leavings import Leavings


def read(data: bytes, path: Path) -> Manuscript:
    """Read a saved page, or an archive of one, into a Manuscript.

    Pictures are looked for in the archive and below the folder of `path`, never on the network.
    Raises ManuscriptError with the line where the bytes are no text, or for an archive without a
    page.
    """
    archive = open_archive(data, path) if is_archive(data) else Archive(page=data)
    text, unreadable = decode(archive.page, path, archive.charset)
    try:
        root = dom.parse(text)
    except dom.TooDeepError:
        raise ManuscriptError(
            "elements are nested over 2,000 deep", path=path, line=1,
            hint="save the page again, or paste its text",
        ) from None  # fmt: skip
    metadata = read_metadata(root)
    headline = find_headline(root, metadata)
    chosen = choose(root, headline, named=bool(metadata.authors))
    album = Album(path)
    saved = SavedPictures(
        path=path, album=album, address=archive.address or metadata.address, parts=archive.parts
    )
    language = metadata.language or detect(dom.text_of(chosen.article))
    base = (language or "en").split("-")[0]
    words = lexicon.load(base)
    blocks = _blocks(chosen, saved, metadata.address or archive.address, language)
    byline = chosen.byline or labelled_byline(blocks, words, base)
    authors = metadata.authors or ((byline,) if byline else ())
    names, agency = read_names(authors, words, base)
    trimmer = Trimmer(
        headline=headline, names=names, leavings=chosen.leavings, words=words, language=base
    )
    blocks = trimmer.trim(blocks)
    standfirst = take_standfirst(root, blocks, chosen.leavings)
    dateline = trimmer.take_dateline(blocks)
    date = metadata.published or find_date(root, base, words)
    chosen.leavings.explain(names, _days(chosen.leavings, date, base, words), headline)
    return Manuscript(
        path=path,
        headline=headline or None,
        standfirst=(standfirst,) if standfirst else (),
        byline=names,
        dateline=dateline,
        date=date,
        updated=_later(metadata),
        language=language,
        source="; ".join(dict.fromkeys(filter(None, (agency, metadata.site)))) or None,
        body=dom.write(blocks),
        dropped=chosen.leavings.all(unreadable),
        pictures=album.pictures,
        direction=chosen.direction,
    )


def _days(
    leavings: Leavings, date: datetime.date | None, language: str, words: Lexicon
) -> frozenset[str]:
    """Return the lines that were left out and tell the date of publication."""
    short = (text for text in leavings.texts() if len(text) <= LONGEST_DATE)
    return frozenset(
        text for text in short if any(d.date == date for d in find_dates(text, language, words))
    )


def _blocks(
    chosen: Chosen, saved: SavedPictures, address: str | None, language: str | None
) -> list[Element]:
    inlines = Inlines(address=address, language=language, wanted=places_wanted(chosen.article))
    writer = Writer(
        leavings=chosen.leavings,
        pictures=saved,
        inlines=inlines,
        language=language,
        direction=chosen.direction,
    )
    return writer.write(chosen.article)


def _later(metadata: Metadata) -> datetime.date | None:
    """Return the date of the last change, if it is another day than that of publication."""
    return metadata.updated if metadata.updated != metadata.published else None
