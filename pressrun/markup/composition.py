"""Hold an article's body while it is being composed, and what was found in it; knows no rule."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pressrun.errors import MarkupError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pressrun.markup.tree import Element
    from pressrun.model import Crosshead, Dropped, Figure

    # The drafts of the publication by all that a link may call them (pressrun.markup.links).
    Neighbours = Mapping[str, "Composition"]

# Raw HTML may say anything here, so only what a file could have counts as a line.
_LINE = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What is to be composed: the body of an article, as a reader made it of the file `path`.

    `hrefs` gives for each picture's source, as it was written, its address in the publication,
    empty for one that is not there: the words about it take its place. `names` are what links call
    the headline besides its words.
    """

    fragment: str
    slug: str
    language: str
    path: Path
    hrefs: Mapping[str, str]
    dateline: str | None = None
    headline: str = ""
    names: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class TakenNote:
    """A note that was taken out of the text, still to be written."""

    anchor: str
    call: str
    number: str
    text: Element


@dataclass(slots=True, kw_only=True)
class Composition:
    """The tree while it is being composed, and what was found in it.

    `anchors` gives for each id as it was written, and `titles` for the slug of each crosshead, the
    id in the publication; `taken` are these. Two hyphens follow the article's slug, which has none
    in a row, so that no id of one article is another's slug or id. `neighbours` are the drafts that
    links may lead to, and `absent` are articles that have none, since they are at fault themselves;
    `left_out` is what a `forgiving` composition does without. `wanted` are the
    ids that references without words lead to, of any article; `numbers` gives what is numbered its
    kind and number.
    """

    root: Element
    slug: str
    language: str
    path: Path
    hrefs: Mapping[str, str]
    dateline: str | None
    headline: str = ""
    errors: list[MarkupError] = field(default_factory=list)
    crossheads: list[Crosshead] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    notes: list[TakenNote] = field(default_factory=list)
    anchors: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    neighbours: Neighbours = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    forgiving: bool = False
    left_out: list[Dropped] = field(default_factory=list)
    wanted: set[str] = field(default_factory=set)
    numbers: dict[str, tuple[str, str]] = field(default_factory=dict)

    def trees(self) -> Iterator[Element]:
        """Yield the text and then its notes."""
        yield self.root
        for note in self.notes:
            yield note.text

    def complain(self, message: str, element: Element, hint: str | None = None) -> None:
        """Note a complaint about an element, to be raised with all others."""
        line = line_of(element)
        self.errors.append(MarkupError(message, path=self.path, line=line, hint=hint))

    def claim(self, wanted: str) -> str:
        """Return an id that nothing else in the article has, beginning with the slug."""
        base = f"{self.slug}--{wanted}"
        anchor, number = base, 2
        while anchor in self.taken:
            anchor, number = f"{base}-{number}", number + 1
        self.taken.add(anchor)
        return anchor


def line_of(element: Element) -> int | None:
    """Return the manuscript's line that the nearest block around `element` began on."""
    for place in (element, *element.iterancestors()):
        if _LINE.fullmatch(line := place.get("data-line", "")):
            return int(line)
    return None
