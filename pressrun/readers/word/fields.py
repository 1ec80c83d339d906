"""Collect the fields of an article from its blocks, by style or by how its first lines look."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pressrun.markup import tree
from pressrun.model import Dropped
from pressrun.readers.names import read_names, sign_of
from pressrun.readers.plain.dates import find_dates
from pressrun.readers.plain.header import LONGEST_KICKER, read_metadata
from pressrun.readers.plain.parts import Part, Role
from pressrun.readers.word.blocks import line_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from pressrun.markup.tree import Element
    from pressrun.readers.plain.lexicon import Lexicon

_HEADINGS = ("h1", "h2", "h3")
# How many paragraphs may stand between the headline and the first of the text.
_FIRST = 4
_LONGEST = 130


@dataclass(slots=True)
class Fields:
    """What was understood so far."""

    words: Lexicon
    language: str
    headline: str | None = None
    kicker: str | None = None
    dateline: str | None = None
    date: datetime.date | None = None
    updated: datetime.date | None = None
    standfirst: list[str] = field(default_factory=list)
    byline: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    def take(self, part: Part) -> bool:
        """Take a part that is a field or is left out; tell whether it is one."""
        if part.role is Role.DROPPED:
            self.dropped.append(Dropped(line=part.line, text=part.text, why=part.why))
        elif part.role in (Role.DATE, Role.UPDATED):
            self._take_date(part)
        elif part.role in _LISTS:
            getattr(self, _LISTS[part.role]).append(part.text)
        elif part.role in _SINGLE and getattr(self, _SINGLE[part.role]) is None:
            setattr(self, _SINGLE[part.role], part.text)
        else:
            return False
        return True

    def _take_date(self, part: Part) -> None:
        name = "updated" if part.role is Role.UPDATED else "date"
        if getattr(self, name) is None:
            setattr(self, name, part.date)


_LISTS = {Role.STANDFIRST: "standfirst", Role.BYLINE: "byline", Role.SOURCE: "source"}
_SINGLE = {Role.HEADLINE: "headline", Role.KICKER: "kicker", Role.DATELINE: "dateline"}
_STYLES = {
    "headline": Role.HEADLINE, "kicker": Role.KICKER, "standfirst": Role.STANDFIRST,
    "dateline": Role.DATELINE, "source": Role.SOURCE,
}  # fmt: skip


def take_styled(root: Element, fields: Fields) -> None:
    """Take the paragraphs whose style says which field they are out of the body."""
    _take_kicker(root, fields)
    for block in list(root):
        style, text, line = block.get("class", ""), tree.words_of(block), line_of(block)
        if style in _STYLES:
            if fields.take(Part(role=_STYLES[style], line=line, text=text)):
                block.drop_tree()
            else:
                block.tag = "h2" if style == "headline" else "p"
        elif style == "byline":
            names, agency = read_names([text], fields.words, fields.language)
            fields.byline += names
            fields.source += [agency] if agency else []
            block.drop_tree()
        elif style == "date":
            _take_dates(text, line, fields)
            block.drop_tree()


def _take_kicker(root: Element, fields: Fields) -> None:
    """Take a few words that stand alone above the headline."""
    if (
        len(root) > 1
        and root[1].get("class") == "headline"
        and root[0].tag == "p"
        and not root[0].get("class")
    ):
        text = tree.words_of(root[0])
        if len(text.split()) <= LONGEST_KICKER and fields.take(
            Part(role=Role.KICKER, line=line_of(root[0]), text=text)
        ):
            root[0].drop_tree()


def _take_dates(text: str, line: int, fields: Fields) -> None:
    found = find_dates(text, fields.language, fields.words)
    for each in found:
        fields.take(
            Part(role=Role.UPDATED if each.updated else Role.DATE, line=line, date=each.date)
        )
    told = (
        f"understood as the date: {found[0].date}" if found else "a date that is none of a calendar"
    )
    fields.dropped.append(Dropped(line=line, text=text, why=told))


def take_first_heading(root: Element, fields: Fields) -> None:
    """Take a heading that begins the text, and is alone of its level, as the headline."""
    first = root[0] if len(root) else None
    if fields.headline is not None or first is None or first.tag not in _HEADINGS:
        return
    if sum(1 for _ in root.iter(str(first.tag))) == 1:
        fields.headline = tree.words_of(first)
        first.drop_tree()


def take_metadata_lines(root: Element, fields: Fields) -> None:
    """Take the byline and the dates that stand unstyled above the text."""
    for block in list(root)[:_FIRST]:
        text = tree.words_of(block)
        sign = sign_of(text, fields.words, fields.language, line_of(block))
        told = sign.byline is not None or sign.is_date
        if block.tag != "p" or len(text) > _LONGEST or not told or (sign.byline and fields.byline):
            continue
        for part in read_metadata(sign):
            fields.take(part)
        block.drop_tree()


def first_texts(blocks: Iterable[Element]) -> list[tuple[Element, str]]:
    """Return the plain paragraphs among the blocks, with their words."""
    return [
        (b, tree.words_of(b))
        for b in blocks
        if b.tag == "p" and not b.get("class") and b.find(".//img") is None
    ]
