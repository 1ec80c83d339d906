"""Turns the places that validators name into ones that a person can go to; judges nothing."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from pathlib import Path

_STEP = re.compile(r"/(\d+)")
_PAGE = re.compile(r"pages\[(\d+)\]")
_OBJECT = re.compile(r"\((\d+) \d+ obj")


def in_epub(epub: Path, document: str, cfi: str | None) -> str:
    """Name a place in an EPUB as `article.xhtml:12:3`, line and column from 1.

    `document` is a path from the package document's folder or from the root, `cfi` a path of
    elements below the document's root (EPUB Canonical Fragment Identifiers 1.1, child references).
    Without a sound one the document alone is named.
    """
    with zipfile.ZipFile(epub) as archive:
        name = _entry(archive, document.removeprefix("/"))
        point = _point(archive.read(name), cfi) if name and cfi else None
    return ":".join([name or document, *map(str, point or ())])


def in_pdf(context: str) -> str | None:
    """Name a place in a PDF as `page 3, object 27` from the path that veraPDF gives.

    The page is counted from 1, the object is the innermost that has a number.
    """
    page, objects = _PAGE.search(context), _OBJECT.findall(context)
    words = [f"page {int(page[1]) + 1}"] if page else []
    words += [f"object {objects[-1]}"] if objects else []
    return ", ".join(words) or None


def _entry(archive: zipfile.ZipFile, document: str) -> str | None:
    names = archive.namelist()
    if document in names:
        return document
    return next((name for name in names if name.endswith(f"/{document}")), None)


def _point(document: bytes, cfi: str) -> tuple[int, int] | None:
    """Count elements while parsing: a CFI gives the children of one parent even numbers."""
    wanted = [int(step) for step in _STEP.findall(cfi)]
    parser = expat.ParserCreate()
    path: list[int] = []
    children = [0]
    points: list[tuple[int, int]] = []

    def start(_name: str, _attributes: dict[str, str]) -> None:
        children[-1] += 2
        path.append(children[-1])
        children.append(0)
        if path[1:] == wanted:
            points.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    def end(_name: str) -> None:
        path.pop()
        children.pop()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(document, True)  # noqa: FBT003  the name is expat's: isfinal
    except expat.ExpatError:
        return None
    return points[0] if points else None
