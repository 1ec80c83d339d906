"""Make the EPUB edition: navigation, package; the only module that knows EbookLib.

EbookLib 0.20 packages and nothing more: it would re-parse documents as HTML 4, list elements as
pages that are none, and date the zip by the clock (November 2026). So it gets the names of files
alone, and what it wrote is packed anew, with what they hold.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from ebooklib import epub
from lxml import etree

import pressrun
from pressrun import (
    archive,
    bibliography,
    documents,
    epub_styles,
    kobo,
    navigation,
)
from pressrun.chapters import homes
from pressrun.documents import DRAWN_COVER, cover_name
from pressrun.errors import EditionError
from pressrun.templating import render
from pressrun.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import datetime

    from pressrun.chapters import Homes
    from pressrun.documents import Document
    from pressrun.embedding import Embedded
    from pressrun.model import Publication
    from pressrun.signs import PageTarget

# The name of a file, its media type, its content, and its properties in the manifest.
_Resource = tuple[str, str, bytes, tuple[str, ...]]
_RENDITION = "rendition: http://www.idpf.org/vocab/rendition/#"
_IBOOKS = "http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/"
_NO_ID = re.compile(r"[^A-Za-z0-9._-]")
_XHTML = "application/xhtml+xml"
PACKAGE, _CONTAINER, _FOLDER = "content.opf", "META-INF/container.xml", "EPUB/"
# EPUB's structural semantics, and the types of OPF 2.0.1, 2.6.
_GUIDE = {
    "cover": "cover", "titlepage": "title-page", "toc": "toc", "bodymatter": "text",
    "colophon": "colophon",
}  # fmt: skip


def epub_editions(
    publication: Publication,
    targets: Sequence[PageTarget],
    cover: Callable[[], bytes],
    formats: Collection[str],
    *,
    embed_fonts: bool = False,
) -> dict[str, bytes]:
    """Return those of the `formats` that are EPUBs: 3.3, with an NCX for older reading systems.

    `targets` are the printed pages; without any there is no page-list. The `cover`, a PNG, is asked
    for after all else is there. With `embed_fonts` they bring the faces that their sheets name.
    Raises EditionError when a package cannot be written.
    """
    files = _files(publication, targets, cover, embed_fonts=embed_fonts)
    made: dict[str, bytes] = {}
    if "epub" in formats:
        made["epub"] = archive.pack(files, publication.modified)
    if "kepub" in formats:
        made["kepub"] = archive.pack(kobo.kepub(files), publication.modified)
    return made


def _files(
    publication: Publication,
    targets: Sequence[PageTarget],
    cover: Callable[[], bytes],
    *,
    embed_fonts: bool,
) -> dict[str, bytes]:
    """Return what is in the EPUB, by name."""
    book = _package(publication, page_list=bool(targets))
    home = homes(publication)
    made = [*documents.documents(publication, targets, home)]
    for document in made:
        name, properties = f"{document.name}.xhtml", document.properties
        book.add_item(_item(_id_of(document.name), name, _XHTML, properties))
    book.spine = [
        (_id_of(d.name), "yes" if d.linear else "no")
        for d in made
        if "nav" not in d.properties or d.linear
    ]
    book.guide = _guide(publication, home)
    sheet = _sheet(made, faces=embed_fonts)
    fonts: Embedded | None = None
    if embed_fonts:
        fonts, sheet = _with_fonts(made, sheet)
        # Without it Apple Books shows faces of its own (Apple Books Asset Guide, Embedded Fonts).
        book.add_prefix("ibooks", _IBOOKS)
        book.add_metadata(None, "meta", "true", {"property": "ibooks:specified-fonts"})
    resources = [
        ("styles.css", "text/css", sheet.encode(), ()),
        *(
            (f"fonts/{n}", "font/ttf", data, ())
            for n, data in (fonts.files if fonts else {}).items()
        ),
        *_resources(publication, targets, home, cover),
    ]
    for name, media_type, _, properties in resources:
        book.add_item(_item(_id_of(name), name, media_type, properties))
    files = _without_folder(archive.unpack(_written(book, publication.modified)))
    files |= {f"{each.name}.xhtml": each.content.strip().encode() for each in made}
    files |= {name: content for name, _, content, _ in resources}
    for package, licence in (fonts.licences if fonts else {}).items():
        files[f"META-INF/licences/{package.lower().replace(' ', '-')}.txt"] = licence.encode()
    files[PACKAGE] = _completed(files[PACKAGE], publication.language)
    return files


def _package(publication: Publication, *, page_list: bool) -> epub.EpubBook:
    book = epub.EpubBook()
    book.metadata = {}  # EbookLib's own generator line among it
    book.IDENTIFIER_ID = bibliography.IDENTIFIER
    book.set_identifier(publication.identifier)
    book.set_title(publication.title)
    book.set_language(publication.language)
    book.set_direction(publication.pages_run)
    for said in bibliography.statements(publication, page_list=page_list):
        namespace = "DC" if said.name != "meta" else None
        book.add_metadata(namespace, said.name, said.value, dict(said.attributes))
    book.add_metadata(
        None, "meta", None, {"name": "cover", "content": _id_of(cover_name(publication))}
    )
    if publication.vertical:  # Kindle's converter asks for it (Kindle Publishing Guidelines, 8.2)
        lines = {"name": "primary-writing-mode", "content": "vertical-rl"}
        book.add_metadata(None, "meta", None, lines)
    book.add_metadata(
        None, "meta", None, {"name": "generator", "content": f"Pressrun {pressrun.__version__}"}
    )
    return book


def _guide(publication: Publication, home: Homes) -> list[dict[str, str]]:
    """Return the landmarks as EPUB 2 had them, which Kindle's converter and calibre still read.

    Without “toc” they add contents of their own behind the book; “text” is where it opens.
    """
    return [
        {"type": _GUIDE[mark.type], "title": mark.text, "href": mark.href}
        for mark in navigation.landmarks(publication, Wording(publication.language), home)
    ]


def _sheet(documents: Sequence[Document], *, faces: bool) -> str:
    """Return the sheet of the book, which names faces only if it brings them."""
    ways = sorted({document.flow for document in documents})
    return epub_styles.sheet_of_book(
        {way: epub_styles.names_in(d.content for d in documents if d.flow == way) for way in ways},
        faces=faces,
    )


def _with_fonts(documents: Sequence[Document], sheet: str) -> tuple[Embedded, str]:
    """Return the fonts that the documents are set in, and a sheet that names them."""
    from pressrun.embedding import embedded, with_families  # noqa: PLC0415 - few books have fonts

    fonts = embedded((d.content.strip() for d in documents), sheet)
    return fonts, with_families(sheet, fonts)


def _resources(
    publication: Publication, targets: Sequence[PageTarget], home: Homes, cover: Callable[[], bytes]
) -> Iterator[_Resource]:
    wording = Wording(publication.language)
    toc = navigation.contents(publication, wording, home)
    last = toc[-1].order
    ncx = render(
        "epub/toc.ncx.jinja",
        publication=publication,
        wording=wording,
        toc=toc,
        page_list=navigation.page_list(targets, home, after=last),
        depth=navigation.depth(toc),
    )
    yield "toc.ncx", "application/x-dtbncx+xml", ncx.strip().encode(), ()
    if publication.cover is None:
        yield DRAWN_COVER, "image/png", cover(), ("cover-image",)
    for picture in publication.pictures:
        given = publication.cover is not None and picture.href == publication.cover.href
        yield picture.href, picture.media_type, picture.data, ("cover-image",) if given else ()


def _item(uid: str, name: str, kind: str, properties: Sequence[str]) -> epub.EpubItem:
    item = epub.EpubItem(uid=uid, file_name=name, media_type=kind)
    item.properties = list(properties)
    return item


def _id_of(name: str) -> str:
    """Return the id of a file in the manifest: an XML name, and of one sort alone.

    EPUBCheck goes by the names of XML 1.0 before its fifth edition, which know no script that came
    to Unicode late, such as Khmer, Burmese or Ethiopic, nor emoji.
    """
    if name.endswith(".ncx"):
        return "ncx"
    return _NO_ID.sub(lambda found: f"_{ord(found[0]):x}_", name.replace("/", "-"))


def _written(book: epub.EpubBook, modified: datetime) -> bytes:
    stream = BytesIO()
    options = {
        "epub3_pages": False,
        "epub3_landmark": False,
        "raise_exceptions": True,
        "mtime": modified,
    }
    writer = epub.EpubWriter(stream, book, options)
    try:
        writer.process()
        writer.write()
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise EditionError(f"the EPUB could not be packaged: {error}") from error
    return stream.getvalue()


def _without_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    """Let the package stand at the top of the archive; EbookLib would put it into a folder."""
    bare = {name.removeprefix(_FOLDER): content for name, content in files.items()}
    bare[_CONTAINER] = bare[_CONTAINER].replace(_FOLDER.encode(), b"")
    return bare


def _completed(package: bytes, language: str) -> bytes:
    """Give the package what EbookLib 0.20 leaves out: an `xml:lang`, which Ace wants.

    Take away its prefix, which is reserved, and which nothing here uses (EPUB 3.3, D.1.4).
    """
    root = etree.fromstring(package)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    if prefixes := root.attrib.pop("prefix", "").replace(_RENDITION, "").strip():
        root.set("prefix", prefixes)
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))
