"""Ask whether another name was meant; knows no names."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_MOST_FILES = 2_000


def did_you_mean(
    word: str, known: Iterable[str], *, mark: str = "“{}”", cutoff: float = 0.6
) -> str | None:
    """Return the question, None where nothing known is near; case makes no difference."""
    names = {name.casefold(): name for name in sorted(set(known), reverse=True)}
    near = get_close_matches(word.casefold(), sorted(names), n=1, cutoff=cutoff)
    return f"did you mean {mark.format(names[near[0]])}?" if near else None


def near_file(path: Path, known: Iterable[str] = ()) -> str | None:
    """Return the question for a path that is not there: beside it, or among what is `known`."""
    try:
        folder = path.parent
        names = [entry.name for _, entry in zip(range(_MOST_FILES), folder.iterdir(), strict=False)]
    except OSError:
        names = []
    beside = {str(path.with_name(name)) for name in names if not name.startswith(".")}
    return did_you_mean(str(path), [*known, *beside], cutoff=0.7)
