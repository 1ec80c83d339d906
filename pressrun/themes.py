"""Find a theme of the print edition by its name: a folder of tokens and rules; knows no CSS.

One that lies beside publication.yaml, in themes/NAME, comes before one of ours of the same name.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from pressrun import regular
from pressrun.errors import ManuscriptError, UsageError
from pressrun.model import Sheet, Theme
from pressrun.readers.decoding import decode
from pressrun.reading_order import inside
from pressrun.templating import resource

if TYPE_CHECKING:
    from pathlib import Path

USUAL = "journal"
_FOLDER = "themes"
_TOKENS, _RULES = "tokens.css", "theme.css"


def usual() -> Theme:
    """Return the theme of those who want none, whose tokens hold where another says nothing."""
    return _read(_ours() / USUAL)


def chosen(ordered: str | None, said: tuple[str, Path, int] | None, publication: Path) -> Theme:
    """Return the theme that was ordered, else the one that a file says in a line, else the usual.

    `publication` is the folder that may have themes of its own. Raises ManuscriptError or
    UsageError where there is no such theme, and ManuscriptError for one of the publication's own
    that cannot be read.
    """
    name = ordered or (said[0] if said else USUAL)
    for folder in (publication / _FOLDER, _ours()):
        if name in _names(folder):
            return _read(folder / name, publication if folder != _ours() else None)
    known = sorted({*_names(publication / _FOLDER), *_names(_ours())})
    near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    hint = f"did you mean “{near[0]}”?" if near else f"one of {', '.join(known)}"
    message = f"there is no theme “{name}”"
    if ordered or said is None:
        raise UsageError(message, hint=hint)
    raise ManuscriptError(message, path=said[1], line=said[2], hint=hint)


def _ours() -> Path:
    return resource("styles") / _FOLDER


def _names(folder: Path) -> list[str]:
    """List the themes of a folder: each is one that has tokens."""
    return [path.parent.name for path in folder.glob(f"*/{_TOKENS}")]


def _read(folder: Path, publication: Path | None = None) -> Theme:
    """Read a theme; nothing but files of the publication, where it is the publication's own."""
    tokens, rules = folder / _TOKENS, folder / _RULES
    return Theme(
        name=folder.name,
        tokens=_sheet(tokens, publication),
        rules=_sheet(rules, publication) if rules.exists() else Sheet(path=rules),
    )


def _sheet(path: Path, publication: Path | None) -> Sheet:
    file = inside(path, publication) if publication else path
    return Sheet(path=path, text=decode(regular.read(file), path))
