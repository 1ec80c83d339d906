"""Read a manuscript of any kind that there is a reader for; knows which suffix is whose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun import extensions, limits, regular
from pressrun.errors import ManuscriptError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from pressrun.model import Manuscript

SUFFIXES = (".md", ".txt", ".markdown", ".text", ".html", ".htm", ".mhtml", ".docx")
_MARKDOWN = frozenset({".md", ".markdown"})
_PAGES = frozenset({".html", ".htm", ".mhtml"})
_ENOUGH_TO_TELL = 5_000


def suffixes() -> tuple[str, ...]:
    """Return the endings of all manuscripts, those of readers installed besides among them."""
    return tuple(dict.fromkeys((*SUFFIXES, *extensions.suffixes())))


def read(path: Path, folder: Path | None = None, *, incomplete: bool = False) -> Manuscript:
    """Read one file; raises ManuscriptError for a bad one, UsageError for an unknown kind.

    Markdown may include files of the publication's `folder`; where it is `incomplete`, what is not
    there is told among what was dropped.
    """
    if path.suffix.lower() not in suffixes():
        raise UsageError(
            f"“{path}” is no manuscript", hint=f"a manuscript is one of {', '.join(suffixes())}"
        )
    try:
        data = regular.read(path)
    except OSError as error:
        raise ManuscriptError(
            f"this file cannot be read: {error.strerror}", path=path,
            hint="put the manuscript itself there, or take this name away",
        ) from None  # fmt: skip
    return read_bytes(data, path, folder, incomplete=incomplete)


def read_bytes(
    data: bytes, path: Path, folder: Path | None = None, *, incomplete: bool = False
) -> Manuscript:
    """Read what a file of the name `path` holds; raises ManuscriptError with the line."""
    if path.suffix.lower() in _MARKDOWN:
        from pressrun.readers import markdown  # noqa: PLC0415 - only the reader that is needed

        return markdown.read(data, path, folder, incomplete=incomplete)
    if path.suffix.lower() in _PAGES:
        from pressrun.readers import web  # noqa: PLC0415 - only the reader that is needed

        return _bounded(web.read(data, path))
    if path.suffix.lower() == ".docx":
        from pressrun.readers import word  # noqa: PLC0415 - only the reader that is needed

        return _bounded(word.read(data, path))
    if path.suffix.lower() not in SUFFIXES and path.suffix.lower() in suffixes():
        return _bounded(extensions.read(data, path))
    from pressrun.readers import plain  # noqa: PLC0415

    return plain.read(data, path)


def _bounded(manuscript: Manuscript) -> Manuscript:
    """Refuse a text that is too large; a page or a Word file may be larger around it."""
    size = len(manuscript.body.encode())
    said = f"its text has {size:,} bytes"
    limits.refuse_large("article", size, said, "divide it into several", manuscript.path)
    return manuscript


def detect_language(manuscript: Manuscript, *, certain: bool = False) -> str | None:
    """Tell the language of a manuscript that does not name it, as a BCP 47 tag.

    Where it is to be `certain`, a likely one is none.
    """
    from pressrun.readers.language import detect  # noqa: PLC0415

    text = re.sub(r"<[^>]*>", " ", manuscript.body[:_ENOUGH_TO_TELL])
    return detect(
        " ".join((manuscript.headline or "", *manuscript.standfirst, text)), certain=certain
    )
