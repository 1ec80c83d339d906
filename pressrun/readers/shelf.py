"""Keep manuscripts as they were read in the user's cache, under the hash of their files.

What is read of a saved page depends on the files beside it, and what may include others on these;
neither is kept, nor what a reader of other hands makes.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from pressrun import limits, regular
from pressrun.cache import Cache, key_of
from pressrun.inventory import makers

if TYPE_CHECKING:
    from pathlib import Path

    from pressrun.model import Manuscript

MANUSCRIPTS = Cache(name="manuscripts", most=200_000_000, tidied=True)
_WHOLE = frozenset({".docx", ".mhtml"})
_TEXTS = frozenset({".markdown", ".md", ".text", ".txt"})
_INCLUDES = b"{{"  # as mdBook writes it


def name_of(path: Path, *, incomplete: bool) -> str | None:
    """Name what is read of a file, None where more than this file goes into it."""
    kind = path.suffix.lower()
    if not MANUSCRIPTS.is_used or kind not in _WHOLE | _TEXTS:
        return None
    try:
        data = regular.read(path)
    except OSError:
        return None
    # Of two bytes a sign, one may be nothing.
    if kind in _TEXTS and _INCLUDES in data.replace(b"\0", b""):
        return None
    said = (makers(), repr(limits.current()), str(path), repr(incomplete))
    return key_of((*(part.encode("utf-8", "surrogateescape") for part in said), data))


def kept(name: str) -> Manuscript | None:
    """Return what was read of a file before."""
    found = MANUSCRIPTS.found(name)
    return pickle.loads(found) if found is not None else None  # noqa: S301 - of our own making


def keep(name: str, manuscript: Manuscript) -> None:
    """Keep what was read."""
    MANUSCRIPTS.keep(name, pickle.dumps(manuscript, pickle.HIGHEST_PROTOCOL))
