"""What is published, as frozen records in the field's own words; knows nothing of files or formats.

A reader turns bytes into a `Manuscript`; `pressrun.manuscript` gathers manuscripts into a
`Publication`; both editions are made from that one value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Words of the input that are in no field and not in the body, and the reason."""

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """What a reader understood of one file.

    `body` is an HTML fragment, not yet trusted: `p`, `h2`, `ul`, `ol`, `li`, `blockquote`, `p.caption`,
    `p.credit` and whatever Markdown gives. Block elements carry `data-line`, the line of the file
    (from 1) that they began on, so that every finding can name it. `extra` holds the remaining
    fields of the front matter, by key.
    """

    path: Path
    headline: str | None = None
    kicker: str | None = None
    standfirst: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    dateline: str | None = None
    date: datetime.date | None = None
    updated: datetime.date | None = None
    language: str | None = None
    source: str | None = None
    body: str = ""
    dropped: tuple[Dropped, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
