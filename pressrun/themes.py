"""Find a theme of the print edition by its name: a folder of tokens and rules; knows no CSS.

One that lies beside publication.yaml, in themes/NAME, comes before one of ours of the same name.
"""

from __future__ import annotations

from pathlib import Path

from pressrun import regular
from pressrun.errors import ManuscriptError, UsageError
from pressrun.model import Sheet, Theme
from pressrun.nearest import did_you_mean
from pressrun.readers.decoding import decode
from pressrun.reading_order import inside
from pressrun.resources import names, sheet

USUAL = "journal"
_FOLDER = "themes"
_TOKENS, _RULES = "tokens.css", "theme.css"


def usual() -> Theme:
    """Return the theme of those who want none, whose tokens hold where another says nothing."""
    return _ours(USUAL)


def chosen(ordered: str | None, said: tuple[str, Path, int] | None, publication: Path) -> Theme:
    """Return the theme that was ordered, else the one that a file says in a line, else the usual.

    `publication` is the folder that may have themes of its own. Raises ManuscriptError or
    UsageError where there is no such theme, and ManuscriptError for one of the publication's own
    that cannot be read.
    """
    name = ordered or (said[0] if said else USUAL)
    theirs, ours = _names(publication / _FOLDER), names_of_ours()
    if name in theirs:
        return _read(publication / _FOLDER / name, publication)
    if name in ours:
        return _ours(name)
    known = sorted({*theirs, *ours})
    hint = did_you_mean(name, known, cutoff=0.5) or f"one of {', '.join(known)}"
    message = f"there is no theme “{name}”"
    if ordered or said is None:
        raise UsageError(message, hint=hint)
    raise ManuscriptError(message, path=said[1], line=said[2], hint=hint)


def names_of_ours() -> tuple[str, ...]:
    """Name the themes that come with the press."""
    parts = (name.split("/") for name in names())
    return tuple(part[2] for part in parts if part[1] == _FOLDER and part[3] == _TOKENS)


def _names(folder: Path) -> list[str]:
    """List the themes of a folder: each is one that has tokens."""
    return [path.parent.name for path in folder.glob(f"*/{_TOKENS}")]


def _ours(name: str) -> Theme:
    tokens, rules = (f"styles/{_FOLDER}/{name}/{file}" for file in (_TOKENS, _RULES))
    own = sheet(rules) if rules in names() else Sheet(path=Path(rules))
    return Theme(name=name, tokens=sheet(tokens), rules=own)


def _read(folder: Path, publication: Path) -> Theme:
    """Read a theme of a publication's own: nothing but files of the publication."""
    tokens, rules = folder / _TOKENS, folder / _RULES
    return Theme(
        name=folder.name,
        tokens=_sheet(tokens, publication),
        rules=_sheet(rules, publication) if rules.exists() else Sheet(path=rules),
    )


def _sheet(path: Path, publication: Path) -> Sheet:
    return Sheet(path=path, text=decode(regular.read(inside(path, publication)), path))
