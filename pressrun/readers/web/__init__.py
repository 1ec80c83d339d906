"""Read a saved web page: its article alone, and what the page says of it; knows nothing of editions.

bytes → text (`archive`, `decoding`) → elements (`dom`) → what the page says of itself (`metadata`,
`headline`, `day`) → the article (`choice`, `cleaning`) → our fragment (`fragment`, `inlines`,
`figures`, `saved_pictures`). Nothing is fetched: a picture that was not saved is told, and its caption
stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.model import Manuscript
from pressrun.readers.names import read_names
from pressrun.readers.plain import lexicon
from pressrun.readers.album import Album
from pressrun.readers.plain.language import detect
from pressrun.readers.web import dom
from pressrun.readers.web.archive import Archive, is_archive, open_archive
from pressrun.readers.web.choice import Chosen, choose
from pressrun.readers.web.day import find_date
from pressrun.readers.web.decoding import decode
from pressrun.readers.web.fragment import Writer
from pressrun.readers.web.headline import find_headline
from pressrun.readers.web.inlines import Inlines
from pressrun.readers.web.metadata import Metadata, read_metadata
from pressrun.readers.web.saved_pictures import SavedPictures
from pressrun.readers.web.trimming import trim

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from pressrun.readers.web.dom import Element


def read(data: bytes, path: Path) -> Manuscript:
    """Read a saved page, or an archive of one, into a Manuscript.

    Pictures are looked for in the archive and below the folder of `path`, never on the network. Raises
    ManuscriptError with the line where the bytes are no text, or for an archive without a page.
    """
    archive = open_archive(data, path) if is_archive(data) else Archive(page=data)
    text, unreadable = decode(archive.page, path, archive.charset)
    root = dom.parse(text)
    metadata = read_metadata(root)
    headline = find_headline(root, metadata)
    chosen = choose(root, headline, named=bool(metadata.authors))
    album = Album(path)
    saved = SavedPictures(
        path=path, album=album, address=archive.address or metadata.address, parts=archive.parts
    )
    language = metadata.language or detect(dom.text_of(chosen.article))
    blocks = _blocks(chosen, saved, metadata.address or archive.address, language)
    words = lexicon.load((language or "en").split("-")[0])
    base = (language or "en").split("-")[0]
    authors = metadata.authors or ((chosen.byline,) if chosen.byline else ())
    names, agency = read_names(authors, words, base)
    blocks = trim(blocks, headline, names, chosen.leavings, words, base)
    return Manuscript(
        path=path,
        headline=headline or None,
        byline=names,
        date=metadata.published or find_date(root, base, words),
        updated=_later(metadata),
        language=language,
        source="; ".join(dict.fromkeys(filter(None, (agency, metadata.site)))) or None,
        body=dom.write(blocks),
        dropped=chosen.leavings.all(unreadable),
        pictures=album.pictures,
        direction=chosen.direction,
    )


def _blocks(
    chosen: Chosen, saved: SavedPictures, address: str | None, language: str | None
) -> list[Element]:
    inlines = Inlines(address=address, language=language, wanted=_places_wanted(chosen.article))
    writer = Writer(
        leavings=chosen.leavings,
        pictures=saved,
        inlines=inlines,
        language=language,
        direction=chosen.direction,
    )
    return writer.write(chosen.article)


def _places_wanted(article: Element) -> frozenset[str]:
    """Return the ids that links within the article lead to."""
    hrefs = (link.get("href") or "" for link in article.iter("a"))
    return frozenset(href[1:] for href in hrefs if href.startswith("#") and len(href) > 1)


def _later(metadata: Metadata) -> datetime.date | None:
    """Return the date of the last change, if it is another day than that of publication."""
    return metadata.updated if metadata.updated != metadata.published else None
