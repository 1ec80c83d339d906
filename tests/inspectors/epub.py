"""Say what is in a finished EPUB, by zip and XPath; it knows nothing of how it looks."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import unquote, urldefrag, urlsplit

from tests.inspectors import tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

# An entry made on a Unix machine keeps its mode in the upper half of the attributes.
_MODE_SHIFT: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipEntry:
    """An entry of the zip in its own order; `date` as the zip keeps it, `mode` as on Unix."""

    name: str
    stored: bool
    date: tuple[int, int, int, int, int, int]
    size: int
    mode: int
    extra: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of the manifest; `path` is its name in the zip."""

    id: str
    path: str
    media_type: str
    properties: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpineItem:
    """A place in the reading order."""

    item: Item
    linear: bool
    properties: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a nav or of the NCX; `href` begins with the target's name in the zip."""

    label: str
    href: str | None
    kind: str | None = None
    children: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One XHTML document of the spine; `root` is for questions that no field answers."""

    path: str
    root: tree.Element

    @property
    def title(self) -> str:
        """Give the title of its head."""
        return tree.string(self.root, "string(html:head/html:title)")

    @property
    def language(self) -> str | None:
        """Give the language of its root element."""
        return tree.string(self.root, "(@xml:lang | @lang)[1]") or None

    @property
    def ids(self) -> tuple[str, ...]:
        """Give every id in document order."""
        return tree.strings(self.root, "//@id")

    @property
    def classes(self) -> frozenset[str]:
        """Give every class used."""
        return frozenset(" ".join(tree.strings(self.root, "//@class")).split())

    @property
    def links(self) -> tuple[str, ...]:
        """Give every href and src in document order, resolved against the document's path."""
        found = tree.strings(self.root, "//@src | //@*[local-name()='href']")
        return tuple(dict.fromkeys(_resolved(self.path, link) for link in found))

    @property
    def blocks(self) -> tuple[str, ...]:
        """Give its text block by block, soft hyphens and all, without page breaks' own labels."""
        return tree.blocks(self.body)

    @property
    def words(self) -> tuple[str, ...]:
        """Give its words in order, without their soft hyphens."""
        return _words(self.blocks)

    @property
    def body(self) -> tree.Element:
        """Give its body element; raise `LookupError` where it has none."""
        bodies = tree.elements(self.root, "html:body")
        if not bodies:
            raise LookupError(self.path)
        return bodies[0]

    def text_after(self, identifier: str, length: int) -> str:
        """Give the first `length` characters from the element with that id on.

        A page break's own label is left out. Raises `LookupError` where no element has the id.
        """
        targets = tree.elements(self.root, "//*[@id=$identifier]", identifier=identifier)
        if not targets:
            message = f"{self.path}#{identifier}"
            raise LookupError(message)
        return " ".join(tree.blocks(self.body, targets[0]))[:length]


class Epub:
    """A finished EPUB, its zip held open; use it as a context."""

    def __init__(self, path: Path) -> None:
        """Open the zip at `path`; raise what zipfile raises where it is none."""
        self._zip = zipfile.ZipFile(path)

    def __enter__(self) -> Self:
        """Return the book itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the zip."""
        self._zip.close()

    @property
    def entries(self) -> tuple[ZipEntry, ...]:
        """Give the entries of the zip as they lie in it."""
        found = sorted(self._zip.infolist(), key=lambda info: info.header_offset)
        return tuple(_zip_entry(info) for info in found)

    def content(self, path: str) -> bytes:
        """Give the bytes of an entry; raise `KeyError` where there is none."""
        return self._zip.read(path)

    def parsed(self, path: str) -> tree.Element:
        """Parse an entry as XML; raise what lxml raises where it is none."""
        return tree.parse(self.content(path))

    @cached_property
    def package_path(self) -> str:
        """Give the name of the package document in the zip."""
        container = self.parsed("META-INF/container.xml")
        return tree.string(container, "//container:rootfile/@full-path")

    @cached_property
    def package(self) -> tree.Element:
        """Give the package document's root element."""
        return self.parsed(self.package_path)

    @property
    def metadata(self) -> dict[str, list[str]]:
        """Give what the package says of the publication, by property or by `dc:` name.

        EPUB 2's `meta` are under their own name; what refines something else is in `refinements`.
        """
        found: dict[str, list[str]] = {}
        for element in self._metadata_elements():
            if element.get("refines") is None:
                found.setdefault(_property(element), []).append(_value(element))
        return found

    @property
    def refinements(self) -> dict[str, dict[str, list[str]]]:
        """Give what refines what: the id of the refined, then property and values."""
        found: dict[str, dict[str, list[str]]] = {}
        for element in self._metadata_elements():
            refined = (element.get("refines") or "").removeprefix("#")
            if refined:
                properties = found.setdefault(refined, {})
                properties.setdefault(_property(element), []).append(_value(element))
        return found

    @cached_property
    def manifest(self) -> Mapping[str, Item]:
        """Give the items of the manifest by their id, in its order."""
        items = tree.elements(self.package, "opf:manifest/opf:item")
        return {item.id: item for item in (self._item(element) for element in items)}

    @property
    def spine(self) -> tuple[SpineItem, ...]:
        """Give the reading order; raise `KeyError` where it names no item."""
        references = tree.elements(self.package, "opf:spine/opf:itemref")
        return tuple(
            SpineItem(
                item=self.manifest[reference.get("idref", "")],
                linear=reference.get("linear") != "no",
                properties=frozenset(reference.get("properties", "").split()),
            )
            for reference in references
        )

    @property
    def direction(self) -> str | None:
        """Give the page progression direction of the spine."""
        return tree.string(self.package, "opf:spine/@page-progression-direction") or None

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Give the XHTML documents in reading order."""
        return tuple(self.document(place.item.path) for place in self.spine)

    def document(self, path: str) -> Document:
        """Give one XHTML document by its name in the zip."""
        return Document(path=path, root=self.parsed(path))

    @property
    def words(self) -> tuple[str, ...]:
        """Give the words of every document in reading order."""
        return tuple(word for document in self.documents for word in document.words)

    @property
    def contents(self) -> tuple[Entry, ...]:
        """Give the entries of the nav's table of contents."""
        return self.nav("toc")

    @property
    def landmarks(self) -> tuple[Entry, ...]:
        """Give the entries of the nav's landmarks; `kind` is their `epub:type`."""
        return self.nav("landmarks")

    @property
    def page_list(self) -> tuple[Entry, ...]:
        """Give the entries of the nav's page-list."""
        return self.nav("page-list")

    def nav(self, kind: str) -> tuple[Entry, ...]:
        """Give the entries of the nav with that `epub:type`, none where there is no such nav."""
        path = next(i.path for i in self.manifest.values() if "nav" in i.properties)
        lists = tree.elements(self.parsed(path), "//html:nav[@epub:type=$kind]/html:ol", kind=kind)
        return tuple(entry for ol in lists for entry in _nav_entries(ol, path))

    @property
    def ncx_contents(self) -> tuple[Entry, ...]:
        """Give the entries of the NCX's navMap."""
        return self._ncx_entries("navMap", "navPoint")

    @property
    def ncx_page_list(self) -> tuple[Entry, ...]:
        """Give the entries of the NCX's pageList; `kind` is their type."""
        return self._ncx_entries("pageList", "pageTarget")

    def text_after(self, href: str, length: int) -> str:
        """Give the first `length` characters from the target of a resolved `href` on.

        Raises `LookupError` where there is no such document or id.
        """
        path, identifier = urldefrag(href)
        document = self.document(path)
        if not identifier:
            return " ".join(document.blocks)[:length]
        return document.text_after(unquote(identifier), length)

    @property
    def classes(self) -> frozenset[str]:
        """Give every class that a document of the spine uses."""
        return frozenset(name for document in self.documents for name in document.classes)

    @property
    def stylesheets(self) -> dict[str, str]:
        """Give the text of every stylesheet by its name in the zip."""
        sheets = (i.path for i in self.manifest.values() if i.media_type == "text/css")
        return {path: self.content(path).decode("utf-8") for path in sheets}

    @property
    def dangling(self) -> tuple[str, ...]:
        """Give every link of a document, the nav or the NCX that leads to nothing in the book."""
        entries = (*self.contents, *self.landmarks, *self.page_list)
        entries += (*self.ncx_contents, *self.ncx_page_list)
        links = [link for document in self.documents for link in document.links]
        links += [entry.href for top in entries for entry in _flat(top) if entry.href]
        return tuple(link for link in dict.fromkeys(links) if not self._leads_somewhere(link))

    def _metadata_elements(self) -> Iterator[tree.Element]:
        return iter(tree.elements(self.package, "opf:metadata/*"))

    def _item(self, element: tree.Element) -> Item:
        return Item(
            id=element.get("id", ""),
            path=_resolved(self.package_path, element.get("href", "")),
            media_type=element.get("media-type", ""),
            properties=frozenset(element.get("properties", "").split()),
        )

    def _ncx_entries(self, container: str, name: str) -> tuple[Entry, ...]:
        ncx = tree.string(self.package, "opf:spine/@toc")
        if not ncx:
            return ()
        path = self.manifest[ncx].path
        parents = tree.elements(self.parsed(path), f"ncx:{container}")
        return tuple(entry for parent in parents for entry in _ncx_entries(parent, name, path))

    def _leads_somewhere(self, link: str) -> bool:
        if urlsplit(link).scheme:
            return True
        path, identifier = urldefrag(link)
        if path not in self._zip.namelist():
            return False
        return not identifier or unquote(identifier) in self.document(path).ids


def _zip_entry(info: zipfile.ZipInfo) -> ZipEntry:
    return ZipEntry(
        name=info.filename,
        stored=info.compress_type == zipfile.ZIP_STORED,
        date=info.date_time,
        size=info.file_size,
        mode=info.external_attr >> _MODE_SHIFT,
        extra=info.extra,
    )


def _resolved(base: str, link: str) -> str:
    """Resolve a link of the entry `base`; one with a scheme stays as it is."""
    if urlsplit(link).scheme:
        return link
    path, fragment = urldefrag(link)
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(path)))
    return (joined if path else base) + (f"#{fragment}" if fragment else "")


def _property(element: tree.Element) -> str:
    name = tree.name(element)
    if tree.namespace(element) == tree.NAMESPACES["dc"]:
        return f"dc:{name}"
    return element.get("property") or element.get("name") or element.get("rel") or name


def _value(element: tree.Element) -> str:
    return element.get("content") or element.get("href") or tree.string(element, "string()")


def _nav_entries(ol: tree.Element, path: str) -> Iterator[Entry]:
    for li in tree.elements(ol, "html:li"):
        href = tree.string(li, "html:a/@href")
        lists = tree.elements(li, "html:ol")
        yield Entry(
            label=tree.string(li, "string(html:a | html:span)"),
            href=_resolved(path, href) if href else None,
            kind=tree.string(li, "html:a/@epub:type") or None,
            children=tuple(entry for below in lists for entry in _nav_entries(below, path)),
        )


def _ncx_entries(parent: tree.Element, name: str, path: str) -> Iterator[Entry]:
    for element in tree.elements(parent, f"ncx:{name}"):
        yield Entry(
            label=tree.string(element, "string(ncx:navLabel/ncx:text)"),
            href=_resolved(path, tree.string(element, "ncx:content/@src")),
            kind=element.get("type"),
            children=tuple(_ncx_entries(element, name, path)),
        )


def _flat(entry: Entry) -> Iterator[Entry]:
    yield entry
    for child in entry.children:
        yield from _flat(child)


def _words(blocks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(blocks).replace("\N{SOFT HYPHEN}", "").split())
