"""Whether an EPUB holds together: every file well formed, every file named, every link with an end.

Our own, and quick, so that no build goes unchecked where Java is missing; EPUBCheck knows a hundred
times more.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urlsplit

from lxml import etree

from pressrun.preflight.finding import Finding, JudgesEpub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_XML = (".xhtml", ".opf", ".ncx", ".svg", ".xml")
_LINKS = ("href", "src", "{http://www.w3.org/1999/xlink}href")


class Structure(JudgesEpub):
    """Parse every XML file, and follow every link and every line of the manifest."""

    name = "structure"
    quick = True

    def lacks(self) -> str | None:
        """Lack nothing."""
        return None

    def version(self) -> str:
        """Name nothing, since it is our own."""
        return ""

    def findings(self, path: Path, data: bytes | None = None) -> tuple[Finding, ...]:
        """Return an error for each malformed file, each id given twice, each dead link.

        `data` is what the file would hold, of one that need not be written for this.
        """

        def finding(number: str, message: str, place: str | None) -> Finding:
            return Finding(
                validator=self.name,
                severity="error",
                number=number,
                message=message,
                path=path,
                place=place,
            )

        try:
            with zipfile.ZipFile(path if data is None else BytesIO(data)) as archive:
                files = {name: archive.read(name) for name in archive.namelist()}
        except (zipfile.BadZipFile, OSError) as error:
            return (finding("zip", str(error), None),)
        return tuple(finding(*fault) for fault in _faults(files))


def _faults(files: dict[str, bytes]) -> Iterator[tuple[str, str, str | None]]:
    trees: dict[str, etree._Element] = {}
    for name, data in files.items():
        if name.endswith(_XML):
            try:
                trees[name] = etree.fromstring(
                    data, etree.XMLParser(resolve_entities=False, no_network=True)
                )
            except etree.XMLSyntaxError as error:
                yield "not-well-formed", str(error.msg), f"{name}:{error.lineno}"
    anchors: dict[str, set[str]] = {}
    for name, tree in trees.items():
        ids = Counter(str(found) for found in tree.xpath("//@id"))
        anchors[name] = set(ids)
        yield from (
            ("id-twice", f"the id “{i}” is given twice", name)
            for i in sorted(i for i, times in ids.items() if times > 1)
        )
    for name, tree in trees.items():
        if not name.endswith(".svg"):
            yield from _dead_links(name, tree, files, anchors)
    yield from _unlisted(files, trees)


def _dead_links(
    name: str, tree: etree._Element, files: dict[str, bytes], anchors: dict[str, set[str]]
) -> Iterator[tuple[str, str, str]]:
    for element in tree.iter(etree.Element):
        for link in filter(None, (element.get(attribute) for attribute in _LINKS)):
            end = _end_of(link, posixpath.dirname(name))
            if end is None:
                continue
            file, fragment = end[0] or name, end[1]
            dead = file not in files or (fragment and fragment not in anchors.get(file, {fragment}))
            if dead:
                yield "dead-link", f"“{link}” leads nowhere", f"{name}:{element.sourceline}"


@lru_cache(maxsize=1 << 12)
def _end_of(link: str, folder: str) -> tuple[str, str] | None:
    """Return file, “” for the one that it stands in, and fragment; None of a link to elsewhere."""
    if urlsplit(link).scheme:
        return None
    target, fragment = urldefrag(unquote(link))
    return posixpath.normpath(posixpath.join(folder, target)) if target else "", fragment


def _unlisted(
    files: dict[str, bytes], trees: dict[str, etree._Element]
) -> Iterator[tuple[str, str, str]]:
    for package, tree in trees.items():
        if not package.endswith(".opf"):
            continue
        folder = posixpath.dirname(package)
        listed = {
            posixpath.join(folder, unquote(str(href)))
            for href in tree.xpath("//*[local-name()='item' or local-name()='link']/@href")
        }
        outside = {"mimetype", package}
        for name in sorted(set(files) - listed - outside):
            if not name.startswith("META-INF/"):
                yield "unlisted", f"“{name}” is not in the manifest", package
