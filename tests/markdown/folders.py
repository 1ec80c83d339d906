"""Read folders of real Markdown as a third party does, to compare with what we make of them.

markdown-it's own CommonMark preset, which has none of our rules, says what headings and words there
are; what our sanitiser takes out with its content goes from both.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from lxml import html
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pressrun.model import Article, Manuscript

_FRONT = re.compile(r"\A(\+\+\+|---)\n.*?\n\1\n", re.DOTALL)
_HEADINGS = ".//h1|.//h2|.//h3|.//h4|.//h5|.//h6"
_SILENT = (
    ".//script|.//style|.//iframe|.//object|.//noscript|.//template|.//title|.//form|.//comment()"
)
_BLOCKS = ("blockquote", "br", "dd", "div", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6",
           "hr", "li", "p", "pre", "summary", "td", "th", "tr")  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


# How many articles each has; a SUMMARY is none.
FOLDERS = {"rust-book": 111, "rust-blog": 150, "til": 176}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an article lacks of its file: the headings that differ, and the words that are lost."""

    path: Path
    headings: tuple[tuple[str, str], ...]
    lost: Counter[str]


def judge(article: Article, manuscript: Manuscript) -> Verdict:
    """Compare an article with its file, case, a repeated headline and hidden code left out."""
    page = Page(article.path)
    ours, theirs = [h.lower() for h in headings_of(article)], [h.lower() for h in page.headings]
    if ours[0] not in theirs[:1]:
        theirs.insert(0, ours[0])
    differing = tuple(
        pair for pair in zip_longest(ours, theirs, fillvalue="") if len(set(pair)) > 1
    )
    # The box before a task is a sign; the headline may stand in other letters where it is repeated.
    lost = page.words - words_in(article) - Counter(["x", *page.words_of_first_heading])
    lost -= words_of(" ".join(d.text for d in manuscript.dropped if "mdBook hide" in d.why))
    return Verdict(path=article.path, headings=differing, lost=lost)


class Page:
    """A Markdown file as HTML."""

    def __init__(self, path: Path) -> None:
        text = _FRONT.sub("", path.read_text(encoding="utf-8-sig"))
        parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
        parser.use(footnote_plugin, inline=False)
        self._root = html.fromstring(f"<div>{parser.render(text)}</div>")
        for element in self._root.xpath(_SILENT):
            element.drop_tree()
        for link in self._root.xpath(
            ".//a[@class='footnote-backref']|.//sup[@class='footnote-ref']"
        ):
            link.drop_tree()

    @property
    def headings(self) -> list[str]:
        """The words of its headings, in order."""
        return [folded(heading.text_content()) for heading in self._root.xpath(_HEADINGS)]

    @property
    def words_of_first_heading(self) -> list[str]:
        """The words of the first heading."""
        found = self._root.xpath(_HEADINGS)
        return list(words_of(found[0].text_content()).elements()) if found else []

    @property
    def words(self) -> Counter[str]:
        """Its words, those about its pictures among them."""
        alt = (image.get("alt", "") for image in self._root.iter("img"))
        return words_of(" ".join((text_of(self._root), *alt)))


def headings_of(article: Article) -> list[str]:
    """Return the headings of an article as it is published, the headline first."""
    return [folded(text) for text in (article.headline, *(c.text for c in article.body.crossheads))]


def words_in(article: Article) -> Counter[str]:
    """Return the words of an article as it is published."""
    return words_of(" ".join(_texts_of(article)))


def words_of(text: str) -> Counter[str]:
    """Count the words of a text, whatever its quotes and dashes."""
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text).replace("\u00ad", "")))


def folded(text: str) -> str:
    """Return a text without what typography may change."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    return "".join(re.findall(r"[\w\s]", " ".join(plain.split()))).strip()


def text_of(root: html.HtmlElement) -> str:
    """Return the text of a tree, with a space wherever a block begins or ends."""
    for element in root.iter(*_BLOCKS):
        element.text, element.tail = f" {element.text or ''}", f" {element.tail or ''}"
    return root.text_content()


def _texts_of(article: Article) -> Iterator[str]:
    yield article.headline
    for fragment in (article.body.html, *(note.body for note in article.body.notes)):
        root = html.fromstring(f"<div>{fragment}</div>")
        for call in root.xpath(".//a[@class='noteref']"):
            call.drop_tree()
        yield text_of(root)
        yield from (image.get("alt", "") for image in root.iter("img"))


def words_in_order(fragment: str) -> list[str]:
    """Give the words of an edition’s fragment, which blocks part; formulas are drawn in print."""
    root = html.fragment_fromstring(fragment, create_parent="div")
    for formula in root.xpath(".//math|.//img|.//svg"):
        formula.drop_tree()
    return text_of(root).split()
