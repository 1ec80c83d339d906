"""Trace what a validator found in an edition to the line of the manuscript that it came from.

An EPUB's documents are ours, so the words at the place are those of the manuscript; a PDF's page
begins where the EPUB's page list says.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pressrun.excerpts import lines_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressrun.manuscript import Gathered
    from pressrun.model import Article
    from pressrun.preflight.finding import Finding

_PLACE = re.compile(r"(?P<name>[^:]+\.xhtml)(?::(?P<line>\d+)(?::(?P<column>\d+))?)?$")
_ARTICLE = re.compile(r'<article id="([^"]+)"')
_PAGE = re.compile(r"page (\d+)")
_TAG = re.compile(r"<[^>]*>")
_ID = re.compile(r'\sid="([^"]+)"')
_WORD = re.compile(r"\w+")
# So many words in a row are found in one place of a manuscript, nearly always.
_ENOUGH, _FEWEST = 7, 3


class Tracer:
    """Knows the articles of a publication, and the editions that were made of it."""

    def __init__(self, gathered: Gathered, files: Mapping[str, bytes]) -> None:
        """Take the editions by name."""
        self._articles = {a.slug: a for a in gathered.publication.articles}
        epub = next((data for name, data in files.items() if name.endswith(".epub")), None)
        self._documents = _documents(epub) if epub else {}

    def traced(self, finding: Finding, name: str) -> Finding:
        """Return the finding at the manuscript's line; what belongs to none stays in the edition.

        `name` is what the edition will be called.
        """
        where = f"{name}, {finding.place}" if finding.place else name
        found = self._source(finding.place or "")
        if not found:
            return replace(finding, path=Path(name))
        return replace(finding, path=found[0], line=found[1], place=where)

    def _source(self, place: str) -> tuple[Path, int] | None:
        if page := _PAGE.match(place):
            return self._of_page(page[1])
        match = _PLACE.search(place)
        text = self._documents.get(PurePosixPath(match["name"]).stem, "") if match else ""
        offset = _offset(text, match["line"], match["column"]) if match else 0
        article = self._at(text, offset)
        return (article.path, _line_at(article, text, offset)) if article else None

    def _at(self, text: str, place: int) -> Article | None:
        """Return the article that a place of a document is in: the first, before any begins."""
        begun = [(found.start(), found[1]) for found in _ARTICLE.finditer(text)]
        slug = next((slug for start, slug in reversed(begun) if start <= place), None)
        return self._articles.get(slug or (begun[0][1] if begun else ""))

    def _of_page(self, folio: str) -> tuple[Path, int] | None:
        """Return where a page of the PDF begins in the manuscripts."""
        mark = re.compile(rf'id="(?P<slug>[^"]+)-page-{folio}"')
        for text in self._documents.values():
            found = mark.search(text)
            if found and (article := self._articles.get(found["slug"])):
                return article.path, _line_at(article, text, found.start())
        return None


def _documents(epub: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(epub)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xhtml")]
        return {PurePosixPath(name).stem: archive.read(name).decode() for name in names}


def _offset(text: str, line: str | None, column: str | None) -> int:
    """Return where a line and column (from 1) are, the beginning of the body without them."""
    if line is None:
        return max(0, text.find("<body"))
    start = sum(len(each) + 1 for each in text.split("\n")[: int(line) - 1])
    return min(len(text), start + (int(column) - 1 if column else 0))


def _line_at(article: Article, text: str, place: int) -> int:
    """Return the manuscript's line of what stands at `place` of an article's document."""
    lines = dict(article.body.lines)
    begin = text.rfind("<", 0, place + 1)
    own = _ID.search(text[begin : text.find(">", begin) + 1]) if begin >= 0 else None
    if own and own[1] in lines:
        return lines[own[1]]
    before = [lines[name] for name in _ID.findall(text[:place]) if name in lines]
    rest = text[_after_tag(text, place) :]
    words = _WORD.findall(unescape(_TAG.sub(" ", rest)))
    own_words = _WORD.findall(unescape(rest.partition("<")[0]))
    written = lines_of(article.path)
    found = _line_of_words(words, written) or _line_that_ends(own_words, written)
    return found or (before[-1] if before else 1)


def _after_tag(text: str, place: int) -> int:
    """Return the first place that is not inside a tag."""
    opened, closed = text.rfind("<", 0, place + 1), text.rfind(">", 0, place)
    return text.find(">", place) + 1 if opened > closed else place


def _line_of_words(words: list[str], lines: tuple[str, ...]) -> int | None:
    """Return the line where so many of these words follow one another, as far as any do."""
    text = "\n".join(lines)
    for count in range(min(_ENOUGH, len(words)), _FEWEST - 1, -1):
        match = re.search(r"\W+".join(map(re.escape, words[:count])), text)
        if match:
            return text.count("\n", 0, match.start()) + 1
    return None


def _line_that_ends(words: list[str], lines: tuple[str, ...]) -> int | None:
    """Return the line that ends with these few words, where one alone does."""
    size = len(words)
    found = [n for n, line in enumerate(lines, 1) if size and _WORD.findall(line)[-size:] == words]
    return found[0] if len(found) == 1 else None
