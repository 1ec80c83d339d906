"""Find where each printed page begins in the text of its article; knows layout boxes, not files.

WeasyPrint's boxes are walked in reading order and their characters matched against the text that
was laid out, sign by sign, so that a hyphen set at a line's end is told from one that was written,
and a difference between what was given and what was set stops the press instead of shifting every
page that follows. A figure may come later than it was given, and begins no page then.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from pressrun.errors import EditionError
from pressrun.signs import PICTURE, PageTarget, signs_in
from pressrun.waiting import TALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pressrun.fragments import Line

# Of what print says besides, such as addresses of links (pressrun.markup.addresses).
_ADDED = "data-added"
# What is set at the end of a hyphenated line: print.css's `hyphenate-character`.
_HYPHEN = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """Where in an article each of its pages begins, and where each line of its text is."""

    targets: tuple[PageTarget, ...]
    lines: tuple[Line, ...]


def pagination(page_boxes: Iterable[Any], slugs: Iterable[str]) -> Pagination:
    """Return where the pages of articles begin, and the lines that they show.

    `page_boxes` are WeasyPrint's, in order; `slugs` the ids of the articles' elements. Raises
    EditionError when what was set is not what was given, and for a note without room.
    """
    texts: dict[str, _Progress] = {}
    wanted = frozenset(slugs)
    heads: dict[Any, Any] = {}
    targets: list[PageTarget] = []
    lines: list[Line] = []
    progress: _Progress | None = None
    for number, page in enumerate(page_boxes, start=1):
        for box, article, figure in _article_boxes(page, wanted, heads):
            slug = article.get("id")
            if slug not in texts:
                texts[slug] = _Progress(slug, article)
            progress = texts[slug]
            start = progress.advance(_characters(box), figure)
            if start is not None:
                _put(lines, number - 1, start, box)
            if start is not None and (not targets or targets[-1].folio != str(number)):
                targets.append(PageTarget(folio=str(number), slug=slug, offset=start))
        if progress is not None and _cuts_notes(page):
            raise EditionError(f"a note of “{progress.slug}” is longer than a page of print")
        told = targets and targets[-1].folio == str(number)
        if progress is not None and not told and _is_of(page, progress.slug):
            targets.append(PageTarget(folio=str(number), slug=progress.slug, offset=progress.done))
    for each in texts.values():
        each.finish()
    return Pagination(targets=tuple(targets), lines=tuple(lines))


def _put(lines: list[Line], page: int, offset: int, box: Any) -> None:  # noqa: ANN401 - as below
    """Add a box to the line that it goes on with, or begin one."""
    left, top = round(box.content_box_x()), round(box.content_box_y())
    right, bottom = round(left + box.width), round(top + box.height)
    if lines:
        same, begin, x, y, width, height = lines[-1]
        together = min(bottom, y + height) - max(top, y)
        if same == page and 2 * together > min(bottom - top, height):
            x, right = min(x, left), max(x + width, right)
            y, bottom = min(y, top), max(y + height, bottom)
            lines[-1] = page, begin, x, y, right - x, bottom - y
            return
    lines.append((page, offset, left, top, right - left, bottom - top))


def _cuts_notes(page: Any) -> bool:  # noqa: ANN401 - as below
    """Tell whether notes begin above their page: WeasyPrint 70.0 does not part a single one."""
    notes = (c for a in page.children if type(a).__name__ == "FootnoteAreaBox" for c in a.children)
    return any(note.position_y < page.content_box_y() - 1 for note in notes)


def _is_of(page: Any, slug: str) -> bool:  # noqa: ANN401 - as below
    """Tell whether a page on which no text begins is an article’s: its figures’, or its notes’."""
    elements = [box.element for box in page.descendants() if box.element is not None]
    return all(each.tag != "body" for each in elements) or any(
        each.get("id") == slug for each in elements
    )


class _Progress:
    """How much of an article has been set."""

    def __init__(self, slug: str, article: Any) -> None:  # noqa: ANN401 - WeasyPrint ships no types
        self.slug = slug
        self._figures: dict[Any, tuple[int, int]] = {}  # where each begins and ends
        self._late: dict[Any, int] = {}  # how much of those was set that come later
        signs: list[str] = []
        _give(article, count(1), signs, self._figures)
        self._given = "".join(signs)
        self._begins = {begin: figure for figure, (begin, _) in self._figures.items()}
        self.done = 0

    def advance(self, characters: str, figure: Any = None) -> int | None:  # noqa: ANN401
        """Take one box's characters; return the offset of the first sign among them, if any.

        A `figure` that holds the box and comes later than its place in the text has none.
        """
        signs = signs_in(characters)
        if not signs:
            return None
        if figure in self._late:
            self._late[figure] = self._match(signs, self._late[figure])
            return None
        while (late := self._begins.get(self.done, figure)) is not figure:
            self._late[late], self.done = self._figures[late]
        begin = self.done
        self.done = self._match(signs, begin)
        return begin if self.done > begin else None

    def _match(self, signs: str, done: int) -> int:
        """Return how far the text was set when these signs are, from what was `done` on."""
        if self._given.startswith(signs, done):
            return done + len(signs)
        for char in signs:
            if done < len(self._given) and char == self._given[done]:
                done += 1
            elif char != _HYPHEN:
                near = self._given[max(0, done - 30) : done]
                raise EditionError(f"the text of “{self.slug}” was set differently after “{near}”")
        return done

    def finish(self) -> None:
        """Raise EditionError unless all of the article was set."""
        ends = {self._figures[figure][1]: done for figure, done in self._late.items()}
        for end, done in (*ends.items(), (len(self._given), self.done)):
            if done != end:
                missing = self._given[done : done + 30]
                raise EditionError(f"the text of “{self.slug}” was not set from “{missing}” on")


def _give(
    article: Any,  # noqa: ANN401
    calls: Iterator[int],
    signs: list[str],
    figures: dict[Any, tuple[int, int]],
) -> None:
    """Add the signs below an element that was laid out, for each note the number of its call.

    Note which of them are a figure's.
    """
    if article.get(_ADDED) is not None:
        return
    begin = len(signs)
    if article.get("class") == "footnote":
        signs += str(next(calls))
        return
    if article.tag == "img":
        signs.append(PICTURE)
    signs += signs_in(article.text or "")
    for child in article:
        _give(child, calls, signs, figures)
        signs += signs_in(child.tail or "")
    if article.get(TALL) is not None and len(signs) > begin:
        figures[article] = begin, len(signs)


def _repeats(box: Any, heads: dict[Any, Any]) -> bool:  # noqa: ANN401
    """Tell whether a box is a table's head or foot that a page or column showed already."""
    if box.element is None or box.element_tag not in {"thead", "tfoot"}:
        return False
    return heads.setdefault(box.element, box) is not box


def _article_boxes(
    page: Any,  # noqa: ANN401
    slugs: frozenset[str],
    heads: dict[Any, Any],
) -> Iterator[tuple[Any, Any, Any]]:
    """Yield the text boxes and pictures of articles on a page, with the article's element.

    With each comes that of the figure that it is in, if any.

    `heads` remembers the box in which each table's head was shown first.
    """
    stack: list[tuple[Any, Any, Any]] = [(page, None, None)]
    while stack:
        box, article, figure = stack.pop()
        box = getattr(box, "_box", box)  # an absolutely placed box stands behind a placeholder
        if type(box).__name__ in {"MarginBox", "FootnoteAreaBox"} or _repeats(box, heads):
            continue
        element = box.element
        if element is not None and element.get(_ADDED) is not None:
            continue
        if element is not None and element.get("id") in slugs and box.element_tag == element.tag:
            article = element
        if element is not None and element.get(TALL) is not None:
            figure = element
        if article is not None and (hasattr(box, "text") or hasattr(box, "replacement")):
            yield box, article, figure
        stack += [(child, article, figure) for child in reversed(getattr(box, "children", ()))]


def _characters(box: Any) -> str:  # noqa: ANN401
    pseudo = str(box.element_tag).partition("::")[2]
    if pseudo and pseudo not in {"first-letter", "first-line", "footnote-call"}:
        return ""  # generated content: markers of lists, the end mark
    return box.text if hasattr(box, "text") else PICTURE
