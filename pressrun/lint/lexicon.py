"""Load what lint goes by in each language; knows no rule."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("words.toml")
_SAME = {"no": "nb", "nn": "nb", "sk": "cs", "gl": "pt", "af": "nl", "lb": "de"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """A language's lists; `twice` is None where words often stand twice, and `faults` decides."""

    idle: frozenset[str] = frozenset()
    picture: tuple[str, ...] = ()
    twice: frozenset[str] | None = None
    faults: frozenset[str] = frozenset()


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lists of a language by its primary subtag, empty ones where there are none."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8")).get(_SAME.get(language, language), {})
    return Lexicon(
        idle=frozenset(table.get("idle", ())),
        picture=tuple(table.get("picture", ())),
        twice=frozenset(table["twice"]) if "twice" in table else None,
        faults=frozenset(table.get("faults", ())),
    )
