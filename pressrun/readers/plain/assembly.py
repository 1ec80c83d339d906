"""Puts parts together as a Manuscript; decides nothing about roles."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from pressrun.model import Dropped, Manuscript
from pressrun.readers.plain import reasons
from pressrun.readers.plain.parts import Part, Role, drop

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

BLOCKS = {
    Role.PARAGRAPH: '<p data-line="{line}">{text}</p>',
    Role.CROSSHEAD: '<h2 data-line="{line}">{text}</h2>',
    Role.BULLET: '<li data-line="{line}">{text}</li>',
    Role.NUMBER: '<li data-line="{line}">{text}</li>',
    Role.QUOTE: "<p>{text}</p>",
    Role.CAPTION: '<p class="caption" data-line="{line}">{text}</p>',
    Role.CREDIT: '<p class="credit" data-line="{line}">{text}</p>',
}
AROUND = {
    Role.BULLET: ("<ul>\n", "\n</ul>"),
    Role.NUMBER: ("<ol>\n", "\n</ol>"),
    Role.QUOTE: ('<blockquote data-line="{line}">\n', "\n</blockquote>"),
}
# Fields that hold one text: a second one stays in the body.
SINGLE = {Role.HEADLINE: Role.PARAGRAPH, Role.KICKER: Role.PARAGRAPH, Role.DATELINE: Role.PARAGRAPH}


def assemble(parts: Iterable[Part], path: Path, language: str | None) -> Manuscript:
    """Make the Manuscript of `parts`, keeping every word of them."""
    settled = tuple(_without_repeats(_with_body(tuple(parts))))
    return Manuscript(
        path=path,
        headline=_one(settled, Role.HEADLINE),
        kicker=_one(settled, Role.KICKER),
        standfirst=_texts(settled, Role.STANDFIRST),
        byline=_texts(settled, Role.BYLINE),
        dateline=_one(settled, Role.DATELINE),
        date=_date(settled, Role.DATE),
        updated=_date(settled, Role.UPDATED),
        language=language,
        source="; ".join(_texts(settled, Role.SOURCE)) or None,
        body="\n".join(_blocks(settled)),
        dropped=_dropped(settled),
    )


def _with_body(parts: Sequence[Part]) -> Iterator[Part]:
    """Let a standfirst that nothing stands below be the text."""
    bare = not any(part.role in BLOCKS for part in parts)
    for part in parts:
        alone = bare and part.role is Role.STANDFIRST
        yield replace(part, role=Role.PARAGRAPH) if alone else part


def _without_repeats(parts: Iterable[Part]) -> Iterator[Part]:
    """Leave out an author, a credit, a source or a caption that was there before."""
    seen: dict[tuple[Role, str], int] = {}
    for part in parts:
        key = (part.role, part.text)
        once = part.role in (Role.BYLINE, Role.CAPTION, Role.SOURCE)
        if once and key in seen:
            yield drop(part.line, part.text, reasons.repeats(seen[key]))
        else:
            yield part
        seen.setdefault(key, part.line)


def _texts(parts: Sequence[Part], role: Role) -> tuple[str, ...]:
    return tuple(part.text for part in parts if part.role is role)


def _one(parts: Sequence[Part], role: Role) -> str | None:
    return next((part.text for part in parts if part.role is role), None)


def _date(parts: Sequence[Part], role: Role) -> datetime.date | None:
    return next((part.date for part in parts if part.role is role), None)


def _dropped(parts: Sequence[Part]) -> tuple[Dropped, ...]:
    left = (Dropped(line=p.line, text=p.text, why=p.why) for p in parts if p.role is Role.DROPPED)
    return tuple(sorted(left, key=lambda dropped: dropped.line))


def _blocks(parts: Sequence[Part]) -> Iterator[str]:
    for role, group in groupby((p for p in parts if p.role in BLOCKS), key=lambda part: part.role):
        members = tuple(group)
        before, after = AROUND.get(role, ("", ""))
        rows = (BLOCKS[role].format(line=p.line, text=escape(p.text, quote=False)) for p in members)
        yield before.format(line=members[0].line) + "\n".join(rows) + after
