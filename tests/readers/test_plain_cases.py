"""The cases that an editor can add to: `tests/cases/plain/*.txt`, one file a rule.

A case is a title, a full stop, the paste, a full stop, what is understood of it, a full stop, each
full stop alone on its line. In what is understood, an item a line: fields first, then the blocks of
the body by their tag or class, then what was dropped and why.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pressrun.readers.plain import read
from tests.score_pasted import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest.mark import ParameterSet

    from pressrun.model import Manuscript

FOLDER = Path(__file__).resolve().parents[1] / "cases" / "plain"


def cases() -> Iterator[ParameterSet]:
    """Give the paste and the expectation of each case, under its title."""
    for path in sorted(FOLDER.glob("*.txt")):
        sections = path.read_text("utf-8").strip("\n").split("\n.\n")
        for title, paste, expected in zip(*[iter(sections)] * 3, strict=False):
            yield pytest.param(paste, expected, id=f"{path.stem}: {title.strip('.').strip()}")


def told(manuscript: Manuscript) -> Iterator[str]:
    """Say what was understood, an item a line."""
    for name in ("headline", "kicker", "dateline", "date", "updated", "source"):
        if getattr(manuscript, name) is not None:
            yield f"{name}: {getattr(manuscript, name)}"
    for name in ("standfirst", "byline"):
        yield from (f"{name}: {text}" for text in getattr(manuscript, name))
    yield from (f"{tag}: {text}" for tag, text in blocks(manuscript))
    yield from (f"dropped: {item.text} ({item.why})" for item in manuscript.dropped)


@pytest.mark.parametrize(("paste", "expected"), list(cases()))
def test_a_paste_is_understood_as_its_case_says(paste: str, expected: str) -> None:
    manuscript = read(paste.encode(), Path("paste.txt"))
    assert "\n".join(told(manuscript)) == expected.removesuffix("\n.")
