"""Say what is on the pages of a finished PDF: lines, words, tags with their text.

It joins what pdfium sees (`pdf_glyphs`) to what the file says (`pdf_objects`) and knows nothing of
how either is read.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import mode
from typing import TYPE_CHECKING, Final

from tests.inspectors.pdf_glyphs import Glyph, glyphs_by_page
from tests.inspectors.pdf_objects import Content, Objects, Tag, objects
from tests.inspectors.rejoin import HYPHENS, Vocabulary, rejoin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

# Roles within a paragraph (ISO 32000-1, 14.8.4.4).
_INLINE: Final = frozenset(
    {"Span", "NonStruct", "Link", "Quote", "Em", "Strong", "Reference", "Code", "Sub", "Annot"}
)

# A raised figure keeps to its line; the next line is at least this far away, in its own size.
_NEXT_LINE: Final = 0.7

# What stands farther apart than this on one baseline is two things: a running head and a folio.
_NEXT_COLUMN: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text as it is set.

    Points from the lower left corner of the page, which counts from 0. `size` and `font` are those
    of most of its characters. `furniture` is true of what no tag holds: running heads, folios. In
    an untagged file nothing is furniture.
    """

    page: int
    baseline: float
    left: float
    bottom: float
    right: float
    top: float
    size: float
    font: str
    text: str
    furniture: bool

    @property
    def hyphenated(self) -> bool:
        """Tell whether the line ends in a hyphen of any kind."""
        return self.text[-1] in HYPHENS


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A tag at its depth in the tree, with the lines of all that it holds and their words."""

    depth: int
    tag: Tag
    lines: tuple[Line, ...]
    text: str


class Pdf:
    """A finished PDF, read once."""

    def __init__(self, path: Path) -> None:
        """Read the file at `path`; raise what pdfium and pikepdf raise where it is no PDF."""
        self.objects: Final[Objects] = objects(path)
        pages = glyphs_by_page(path)
        tagged = [content for tag in self.objects.structure for content in tag.contents()]
        self._tagged: Final = frozenset(tagged)
        self._marked: Final = _by_content(pages)
        self.lines: Final = tuple(self._lines(page) for page in pages)

    @property
    def body(self) -> tuple[tuple[Line, ...], ...]:
        """Give the lines of each page without its furniture."""
        return tuple(tuple(line for line in page if not line.furniture) for page in self.lines)

    def words_by_page(self, known: Iterable[str] = ()) -> tuple[tuple[str, ...], ...]:
        """Give the words of each page's body; one cut by a page's end is cut here too.

        `known` are words to put cut ones together by (see `rejoin`).
        """
        vocabulary = Vocabulary(known)
        return tuple(_words(page, vocabulary) for page in self.body)

    def words(self, known: Iterable[str] = ()) -> tuple[str, ...]:
        """Give the words of the body in the order of the content streams, cut ones whole."""
        lines = (line for page in self.body for line in page)
        return _words(lines, Vocabulary(known))

    def tagged_words(self, known: Iterable[str] = ()) -> tuple[str, ...]:
        """Give the words in the order of the structure tree: what a screen reader reads."""
        vocabulary = Vocabulary(known)
        blocks = [self.lines_of(tag) for tag in _leaf_blocks(self.objects.structure)]
        return tuple(word for lines in blocks for word in _words(lines, vocabulary))

    def blocks(self, known: Iterable[str] = ()) -> tuple[Block, ...]:
        """Give every tag in reading order with the lines and the text of all that it holds."""
        vocabulary = Vocabulary(known)
        found = [pair for root in self.objects.structure for pair in _with_depth(root, 0)]
        return tuple(self._block(depth, tag, vocabulary) for depth, tag in found)

    def outline_of_tags(self, known: Iterable[str] = ()) -> str:
        """Write the structure tree for people and for golden files: a tag a line, indented.

        Tags that only carry lines (Span without a language, NonStruct) are left out.
        """
        shown = [block for block in self.blocks(known) if not _is_carrier(block.tag)]
        return "".join(_describe(block) for block in shown)

    def lines_of(self, tag: Tag) -> tuple[Line, ...]:
        """Give the lines of all that a tag holds, in the order of the tree."""
        return self._lines(glyph for content in tag.contents() for glyph in self._marked[content])

    def _block(self, depth: int, tag: Tag, known: Vocabulary) -> Block:
        lines = self.lines_of(tag)
        return Block(depth=depth, tag=tag, lines=lines, text=" ".join(_words(lines, known)))

    def _lines(self, glyphs: Iterable[Glyph]) -> tuple[Line, ...]:
        lines = (self._line(line) for line in _split_lines(glyphs))
        return tuple(line for line in lines if line is not None)

    def _line(self, glyphs: Sequence[Glyph]) -> Line | None:
        drawn = [glyph for glyph in glyphs if glyph.drawn and glyph.character.strip()]
        if not drawn:
            return None
        return Line(
            page=drawn[0].page,
            baseline=mode(round(glyph.baseline, 2) for glyph in drawn),
            left=min(glyph.left for glyph in drawn),
            bottom=min(glyph.bottom for glyph in drawn),
            right=max(glyph.right for glyph in drawn),
            top=max(glyph.top for glyph in drawn),
            size=mode(glyph.size for glyph in drawn),
            font=mode(glyph.font for glyph in drawn),
            text="".join(glyph.character for glyph in glyphs).strip(),
            furniture=bool(self._tagged) and not any(map(self._is_tagged, drawn)),
        )

    def _is_tagged(self, glyph: Glyph) -> bool:
        content = _content(glyph)
        return content is not None and not glyph.artifact and content in self._tagged


def lines_by_page(path: Path) -> tuple[tuple[Line, ...], ...]:
    """Give the lines of each page of the PDF at `path`, furniture and all."""
    return Pdf(path).lines


def words_by_page(path: Path, known: Iterable[str] = ()) -> tuple[tuple[str, ...], ...]:
    """Give the words of each page's body; `known` as for `rejoin`."""
    return Pdf(path).words_by_page(known)


def _split_lines(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Cut glyphs into lines where the baseline or, by a wide gap, the column changes."""
    line: list[Glyph] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.drawn and last is not None and _parted(last, glyph):
            yield line
            line = []
        line.append(glyph)
        if glyph.drawn:
            last = glyph
    if line:
        yield line


def _parted(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.size, glyph.size)
    if glyph.page != last.page or abs(glyph.baseline - last.baseline) > _NEXT_LINE * size:
        return True
    gap = max(glyph.left - last.right, last.left - glyph.right)
    return glyph.mcid != last.mcid and gap > _NEXT_COLUMN * size


def _content(glyph: Glyph) -> Content | None:
    return None if glyph.mcid is None else Content(page=glyph.page, mcid=glyph.mcid)


def _by_content(pages: Iterable[Iterable[Glyph]]) -> Mapping[Content, Sequence[Glyph]]:
    marked: dict[Content, list[Glyph]] = defaultdict(list)
    for page in pages:
        for glyph in page:
            content = _content(glyph)
            if content is not None:
                marked[content].append(glyph)
    return marked


def _words(lines: Iterable[Line], known: Vocabulary) -> tuple[str, ...]:
    return rejoin((line.text for line in lines), known)


def _with_depth(tag: Tag, depth: int) -> Iterator[tuple[int, Tag]]:
    yield depth, tag
    below = depth if _is_carrier(tag) else depth + 1
    for child in tag.children:
        if isinstance(child, Tag):
            yield from _with_depth(child, below)


def _is_carrier(tag: Tag) -> bool:
    return tag.role in {"Span", "NonStruct"} and not (tag.lang or tag.actual_text or tag.alt)


def _leaf_blocks(tags: Iterable[Tag]) -> Iterator[Tag]:
    """Give the tags whose text is one run: a paragraph, not its parts and not what it is in."""
    for tag in tags:
        below = [child for child in tag.children if isinstance(child, Tag)]
        if all(inner.role in _INLINE for child in below for inner in child.walk()):
            yield tag
        else:
            yield from _leaf_blocks(_gathered(tag.children))


def _gathered(children: Iterable[Tag | Content]) -> Iterator[Tag]:
    for child in children:
        yield child if isinstance(child, Tag) else Tag(role="Span", children=(child,))


def _describe(block: Block) -> str:
    tag = block.tag
    notes = {"lang": tag.lang, "alt": tag.alt, "actual": tag.actual_text, "title": tag.title}
    said = "".join(f" {name}={value!r}" for name, value in notes.items() if value)
    holds_blocks = any(
        isinstance(child, Tag) and child.role not in _INLINE for child in tag.children
    )
    text = "" if holds_blocks or not block.text else f": {block.text}"
    return f"{'  ' * block.depth}{tag.role}{said}{text}\n"
