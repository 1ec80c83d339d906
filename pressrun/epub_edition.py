"""Make the EPUB edition: documents, navigation, package; the only module that knows EbookLib.

EbookLib 0.20 packages and nothing more: it would re-parse documents as HTML 4, list elements as
pages that are none, and date the zip by the clock (November 2026). So it gets finished documents,
and what it wrote is packed anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from ebooklib import epub
from lxml import etree

import pressrun
from pressrun import (
    archive,
    bibliography,
    cover,
    epub_styles,
    kobo,
    markup,
    navigation,
    onix,
    pages,
)
from pressrun.errors import EditionError
from pressrun.templating import render
from pressrun.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from pressrun.embedding import Embedded
    from pressrun.model import Article, PageTarget, Publication

# The name of a file, its media type, its content, and its properties in the manifest.
_Resource = tuple[str, str, bytes, tuple[str, ...]]
_IBOOKS = "http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/"
_XHTML = "application/xhtml+xml"
DRAWN_COVER = "figures/cover.png"
# EPUB's structural semantics, and the types of OPF 2.0.1, 2.6.
_GUIDE = {
    "cover": "cover", "titlepage": "title-page", "toc": "toc", "bodymatter": "text",
    "colophon": "colophon",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    """A file of the package; `name` is its id, and its file name without the suffix.

    `flow` is that of its lines, which decides its sheet: `ltr`, `rtl` or `vertical`.
    """

    name: str
    content: str
    flow: str
    linear: bool = True
    properties: tuple[str, ...] = ()


def cover_picture(publication: Publication) -> bytes:
    """Return the cover, which wants nothing of the print edition; drawn, unless one is given."""
    if publication.cover is not None:
        return publication.cover.data
    return cover.draw(_cover_text(publication, Wording(publication.language)))


def epub_editions(
    publication: Publication,
    targets: Sequence[PageTarget],
    cover_png: bytes,
    formats: Collection[str],
    *,
    embed_fonts: bool = False,
) -> dict[str, bytes]:
    """Return those of the `formats` that are EPUBs: 3.3, with an NCX for older reading systems.

    `targets` are the printed pages; without any there is no page-list. With `embed_fonts` they
    bring the faces that their sheets name. Raises EditionError when a package cannot be written.
    """
    files = _files(publication, targets, cover_png, embed_fonts=embed_fonts)
    made: dict[str, bytes] = {}
    if "epub" in formats:
        made["epub"] = archive.pack(files, publication.modified)
    if "kepub" in formats:
        made["kepub"] = archive.pack(kobo.kepub(files), publication.modified)
    return made


def _files(
    publication: Publication,
    targets: Sequence[PageTarget],
    cover_png: bytes,
    *,
    embed_fonts: bool,
) -> dict[str, bytes]:
    """Return what is in the EPUB, by name."""
    book = _package(publication, page_list=bool(targets))
    documents = [*_documents(publication, targets)]
    for document in documents:
        book.add_item(_item(document))
    book.spine = [
        (d.name, "yes" if d.linear else "no")
        for d in documents
        if "nav" not in d.properties or d.linear
    ]
    book.guide = _guide(publication)
    sheets = _sheets(documents)
    fonts: Embedded | None = None
    if embed_fonts:
        fonts, sheets = _with_fonts(documents, sheets)
        # Without it Apple Books shows faces of its own (Apple Books Asset Guide, Embedded Fonts).
        book.add_prefix("ibooks", _IBOOKS)
        book.add_metadata(None, "meta", "true", {"property": "ibooks:specified-fonts"})
    resources = [
        *((_sheet(flow), "text/css", sheet.encode(), ()) for flow, sheet in sheets.items()),
        *(
            (f"fonts/{n}", "font/ttf", data, ())
            for n, data in (fonts.files if fonts else {}).items()
        ),
        *_resources(publication, targets, cover_png),
    ]
    for name, media_type, content, properties in resources:
        item = epub.EpubItem(
            uid=_id_of(name), file_name=name, media_type=media_type, content=content
        )
        item.properties = list(properties)
        book.add_item(item)
    files = archive.unpack(_written(book, publication.modified))
    for package, licence in (fonts.licences if fonts else {}).items():
        files[f"META-INF/licences/{package.lower().replace(' ', '-')}.txt"] = licence.encode()
    record = onix.record(publication, page_list=bool(targets))
    if record:
        files["EPUB/onix.xml"] = record.encode()
    files["EPUB/content.opf"] = _completed(
        files["EPUB/content.opf"], publication.language, recorded=record is not None
    )
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
    book.add_metadata(None, "meta", None, {"name": "cover", "content": _id_of(_cover(publication))})
    if publication.vertical:  # Kindle's converter asks for it (Kindle Publishing Guidelines, 8.2)
        lines = {"name": "primary-writing-mode", "content": "vertical-rl"}
        book.add_metadata(None, "meta", None, lines)
    book.add_metadata(
        None, "meta", None, {"name": "generator", "content": f"Pressrun {pressrun.__version__}"}
    )
    return book


def _guide(publication: Publication) -> list[dict[str, str]]:
    """Return the landmarks as EPUB 2 had them, which Kindle's converter and calibre still read.

    Without “toc” they add contents of their own behind the book; “text” is where it opens.
    """
    return [
        {"type": _GUIDE[mark.type], "title": mark.text, "href": mark.href}
        for mark in navigation.landmarks(publication, Wording(publication.language))
    ]


def document(publication: Publication, targets: Sequence[PageTarget], name: str) -> str | None:
    """Return one document of the EPUB by its file's name without the suffix, None if it has none.

    Raises EditionError as `epub_editions` does.
    """
    made = _documents(publication, targets, only=name)
    return next((document.content.strip() for document in made if document.name == name), None)


def _documents(
    publication: Publication, targets: Sequence[PageTarget], only: str | None = None
) -> Iterator[_Document]:
    """Yield the documents in reading order; of the articles `only` one, if it is named."""
    wording, language = Wording(publication.language), publication.language
    several = len(publication.articles) > 1

    def document(
        name: str, title: str, flow: str, template: str = "", **context: object
    ) -> _Document:
        page = render(f"epub/{template or name}.xhtml.jinja", language=language, sheet=_sheet(flow),
                      direction=publication.direction, title=title, **context)  # fmt: skip
        return _Document(name=name, content=page, flow=flow)

    flow = _flow(publication)
    cover_page = {"image": _cover(publication), "alt": _cover_alt(publication, wording)}
    yield document("cover", wording["cover"], publication.direction, **cover_page)
    yield document("titlepage", publication.title, flow, page=pages.title_page(publication))
    nav = document(
        "nav",
        wording["contents"],
        flow,
        wording=wording,
        toc=navigation.contents(publication, wording),
        landmarks=navigation.landmarks(publication, wording),
        page_list=navigation.page_list(targets),
    )
    yield replace(nav, properties=("nav",), linear=several)
    for section in publication.sections:
        if section.title:
            own = [target for target in targets if target.slug == section.slug]
            page = markup.for_epub(pages.section_page(section), own)
            yield document(
                section.slug, section.title, flow, "section", slug=section.slug, page=page
            )
        for article in section.articles:
            if only not in {None, article.slug}:
                continue
            own = [target for target in targets if target.slug == article.slug]
            yield _article(article, own, publication.direction)
    yield document("colophon", wording["colophon"], flow, page=pages.colophon_page(publication))


def _flow(text: Article | Publication) -> str:
    return "vertical" if text.vertical else text.direction


def _sheet(flow: str) -> str:
    return "styles.css" if flow == "ltr" else f"styles-{flow}.css"


def _article(article: Article, targets: Sequence[PageTarget], direction: str) -> _Document:
    whole = pages.article_page(article, article.body.html)
    page = markup.for_epub(whole, targets, article.slug, epub_styles.classes())
    if article.vertical:
        page = markup.upright(page)
    if article.direction == "rtl":
        page = markup.isolate_calls(page)
    content = render(
        "epub/article.xhtml.jinja",
        language=article.language,
        direction=direction,
        text_direction=article.direction,
        sheet=_sheet(_flow(article)),
        title=article.headline,
        slug=article.slug,
        page=page,
        notes=_notes(article),
    )
    formulas = ("mathml",) if "<math" in content else ()
    return _Document(name=article.slug, content=content, flow=_flow(article), properties=formulas)


def _notes(article: Article) -> str:
    if not article.body.notes:
        return ""
    wording = Wording(article.language)
    return render(
        "epub/notes.xhtml.jinja",
        heading=wording["notes"],
        notes=[
            replace(
                note,
                body=markup.note_for_epub(
                    note, article.slug, wording["back"], epub_styles.classes()
                ),
            )
            for note in article.body.notes
        ],
    )


def _sheets(documents: Sequence[_Document]) -> dict[str, str]:
    """Return the sheet of each way that lines run in the book."""
    return {
        flow: epub_styles.epub_stylesheet(
            flow, epub_styles.names_in(d.content for d in documents if d.flow == flow)
        )
        for flow in sorted({document.flow for document in documents})
    }


def _with_fonts(
    documents: Sequence[_Document], sheets: Mapping[str, str]
) -> tuple[Embedded, dict[str, str]]:
    """Return the fonts that the documents are set in, and sheets that name them."""
    from pressrun.embedding import embedded, with_families  # noqa: PLC0415 - few books have fonts

    fonts = embedded((d.content.strip(), sheets[d.flow]) for d in documents)
    return fonts, {flow: with_families(sheet, fonts) for flow, sheet in sheets.items()}


def _resources(
    publication: Publication, targets: Sequence[PageTarget], cover_png: bytes
) -> Iterator[_Resource]:
    wording = Wording(publication.language)
    toc = navigation.contents(publication, wording)
    last = toc[-1].order
    ncx = render(
        "epub/toc.ncx.jinja",
        publication=publication,
        wording=wording,
        toc=toc,
        page_list=navigation.page_list(targets, after=last),
        depth=navigation.depth(toc),
    )
    yield "toc.ncx", "application/x-dtbncx+xml", ncx.strip().encode(), ()
    if publication.cover is None:
        yield DRAWN_COVER, "image/png", cover_png, ("cover-image",)
    for picture in publication.pictures:
        cover = publication.cover is not None and picture.href == publication.cover.href
        yield picture.href, picture.media_type, picture.data, ("cover-image",) if cover else ()


def _cover_text(publication: Publication, wording: Wording) -> cover.CoverText:
    authors = [c.name for c in publication.contributors if c.role == "aut"]
    issued = wording.date(publication.issued) if publication.issued else None
    imprint = " · ".join(filter(None, (publication.publisher, issued))) or None
    only = publication.articles[0] if len(publication.articles) == 1 else None
    return cover.CoverText(
        title=publication.title,
        kicker=only.kicker if only and only.headline == publication.title else None,
        subtitle=publication.subtitle,
        headlines=_headlines(publication),
        byline=wording.by(authors) if 0 < len(authors) <= 3 else None,  # noqa: PLR2004 - more is a list
        imprint=imprint,
    )


def _headlines(publication: Publication) -> tuple[str, ...]:
    """Return what the cover announces below the title, unless the title is the headline itself."""
    headlines = tuple(article.headline for article in publication.articles)
    return () if headlines == (publication.title,) else headlines[:5]


def _cover(publication: Publication) -> str:
    return publication.cover.href if publication.cover else DRAWN_COVER


def _cover_alt(publication: Publication, wording: Wording) -> str:
    if publication.cover_alt:
        return publication.cover_alt
    text = _cover_text(publication, wording)
    said = (text.kicker, text.title, text.subtitle, *text.headlines, text.byline, text.imprint)
    return ". ".join((wording["cover"], *filter(None, said)))


def _item(document: _Document) -> epub.EpubItem:
    content = document.content.strip().encode()
    item = epub.EpubItem(
        uid=document.name, file_name=f"{document.name}.xhtml", media_type=_XHTML, content=content
    )
    item.properties = list(document.properties)
    return item


def _id_of(name: str) -> str:
    return "ncx" if name.endswith(".ncx") else name.replace("/", "-")


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


def _completed(package: bytes, language: str, *, recorded: bool) -> bytes:
    """Give the package what EbookLib 0.20 leaves out: an `xml:lang`, which Ace wants, and links.

    The record for shops is linked, and in no manifest (EPUB 3.3, 5.5.7 and D.3.5).
    """
    root = etree.fromstring(package)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    etree.cleanup_namespaces(root)
    if recorded:
        link = etree.SubElement(root[0], f"{{{root.nsmap[None]}}}link", rel="record")
        link.set("href", "onix.xml")
        link.set("media-type", "application/xml")
        link.set("properties", "onix")
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))
