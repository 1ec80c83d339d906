"""Notes at the foot of printed pages: what begins a line there, and what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pressrun.building import Order, build
from pressrun.errors import EditionError
from tests.inspectors.pdf import lines_by_page

if TYPE_CHECKING:
    from pathlib import Path

NOTES = {
    "a paragraph in lines": ("One is\n    continued *here\n    and* there.",
                             ["1. One is continued here and there."]),
    "two paragraphs": ("One.\n\n    Two.", ["1. One.", "Two."]),
    "a list": ("- grey, as herons are;\n    - not a boat.\n\n    On.",
               ["1. grey, as herons are;", "not a boat.", "On."]),
    "a loose list": ("So:\n\n    - grey;\n\n        still;\n\n    - slow.",
                     ["1. So:", "grey;", "still;", "slow."]),
    "code": ("So:\n\n    ```python\n    for boat in port:\n        count(boat)\n    ```\n\n    On.",
             ["1. So:", "for boat in port:", "count(boat)", "On."]),
    "a table": ("Two:\n\n    | A | B |\n    |---|---|\n    | 1 | 2 |", ["1. Two:", "A B", "1 2"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", NOTES)
def test_the_paragraphs_of_a_note_begin_lines_and_nothing_else_does(
    tmp_path: Path, kind: str
) -> None:
    text, expected = NOTES[kind]
    source = f"---\ntitle: Boats\nlang: en\n---\n\nA word[^n] is said.\n\n[^n]: {text}\n"
    (tmp_path / "a.md").write_text(source, encoding="utf-8")
    order = Order(sources=(tmp_path / "a.md",), output=tmp_path / "out", formats=("pdf",))
    (path,) = build(order).paths
    (page,) = lines_by_page(path)
    lines = [" ".join(line.text.split()) for line in page]
    assert lines[lines.index(expected[0]) :][: len(expected)] == expected


def test_a_note_longer_than_a_page_is_told_and_not_cut_off(tmp_path: Path) -> None:
    source = f"---\ntitle: Boats\nlang: en\n---\n\nA word[^n] is said.\n\n[^n]: {'word ' * 900}\n"
    (tmp_path / "a.md").write_text(source, encoding="utf-8")
    order = Order(sources=(tmp_path / "a.md",), output=tmp_path / "out", formats=("pdf",))
    with pytest.raises(EditionError, match="a note of “a” is longer than a page of print"):
        build(order)
    assert not (tmp_path / "out").exists()
