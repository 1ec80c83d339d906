"""Read case files: a title, input and expected text, each closed by a line with a full stop.

Lines before a title that begin with `%` are remarks. The form is that of markdown-it's own
fixtures.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "cases"
_END = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case, and where it stands."""

    title: str
    given: str
    expected: str
    place: str
    subject: str


def cases(folder: str) -> list[Case]:
    """Return every case below a folder of the case files."""
    files = sorted((FOLDER / folder).glob("*.txt"))
    return [case for file in files for case in _read(file)]


def name(case: object) -> str:
    """Name a test after its case."""
    return f"{case.subject}: {case.title}" if isinstance(case, Case) else str(case)


def _read(file: Path) -> list[Case]:
    lines = list(enumerate(file.read_text(encoding="utf-8").splitlines(), start=1))
    found = []
    while lines:
        number, title = lines.pop(0)
        if not title.strip() or title.startswith("%"):
            continue
        place = f"{file.name}:{number}"
        assert lines, f"{place}: a title without a case"
        assert lines.pop(0)[1] == _END, f"{place}: a full stop is wanted below the title"
        given, expected = _block(lines, place), _block(lines, place)
        found.append(
            Case(title=title, given=given, expected=expected, place=place, subject=file.stem)
        )
    return found


def _block(lines: list[tuple[int, str]], place: str) -> str:
    block = []
    while lines and lines[0][1] != _END:
        block.append(lines.pop(0)[1])
    assert lines, f"{place}: a full stop is wanted at the end"
    lines.pop(0)
    return "\n".join(block)
