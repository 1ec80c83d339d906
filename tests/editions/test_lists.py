"""Lists are numbered in print as they are in the EPUB, and tagged as lists wherever they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pressrun.building import Order, build
from pressrun.standards import Production
from tests.editions.faults import JUDGES
from tests.editions.printed import lines_by_poppler
from tests.inspectors.pdf import Pdf
from tests.inspectors.pdf_objects import Tag

if TYPE_CHECKING:
    from pathlib import Path

# What is written, and the items as HTML has them shown (HTML, 4.4.5 and 4.4.8).
NUMBERED = {
    "from five on": ("5. five\n6. six", ["5. five", "6. six"]),
    "from zero on": ("0. none\n1. one", ["0. none", "1. one"]),
    "in letters": ('<ol type="A" start="2"><li>b</li><li>c</li></ol>', ["B. b", "C. c"]),
    "in Roman figures": ('<ol type="i"><li>x</li><li>y</li></ol>', ["i. x", "ii. y"]),
    "by hand": ('<ol><li value="7">x</li><li>y</li></ol>', ["7. x", "8. y"]),
    "backwards": ("<ol reversed><li>x</li><li>y</li></ol>", ["2. x", "1. y"]),
    "within another": ("5. x\n\n   8. y\n\n6. z", ["5. x", "8. y", "6. z"]),
    "with code": ("5. x\n\n   ```\n   y\n   ```\n\n6. z", ["5. x", "y", "6. z"]),
    "in a note": (
        "A[^1]\n\n[^1]: B\n\n    3. x\n        - y\n    4. z",
        ["A1", "1. B", "3. x", "• y", "4. z"],
    ),
    "in a note, in letters": (
        'A[^1]\n\n[^1]: B\n\n    <ol type="a" start="3"><li>x</li></ol>',
        ["A1", "1. B", "c. x"],
    ),
    "tasks in a note": (
        "A[^1]\n\n[^1]: B\n\n    - [x] y\n    - [ ] z",
        ["A1", "1. B", "☑ y", "☐ z"],
    ),
}
NOTE = """\
---
title: Lists
lang: en
---

A word.[^1]

[^1]: There are:

    - stones
    - time:
        1. much
        2. more

    That is all.
"""


def printed(text: str, folder: Path, standard: str = "a-3a+ua-1") -> Path:
    (folder / "a.md").write_text(text, encoding="utf-8")
    order = Order(
        sources=(folder / "a.md",),
        output=folder,
        formats=("pdf",),
        production=Production(standard=standard),
    )
    (path,) = build(order).paths
    return path


@pytest.mark.parametrize("how", NUMBERED)
def test_items_are_numbered_in_print_as_their_list_says(tmp_path: Path, how: str) -> None:
    text, expected = NUMBERED[how]
    path = printed(f"---\ntitle: Lists\nlang: en\n---\n\n{text}\n", tmp_path)
    lines = [line.replace(" ", "") for line in lines_by_poppler(path)]
    assert lines[1:-1] == [line.replace(" ", "") for line in expected]


def outline(tag: Tag) -> list[object]:
    """Give the roles of a tag and of those below it, the numbering of a list in brackets."""
    numbering = tag.attributes.get("ListNumbering")
    own = f"{tag.role} ({numbering})" if numbering else tag.role
    below = [outline(child) for child in tag.children if isinstance(child, Tag)]
    return [own, *below]


@pytest.mark.parametrize("standard", ["a-3a+ua-1", "ua-2"])
def test_a_list_in_a_note_is_one(tmp_path: Path, standard: str) -> None:
    path = printed(NOTE, tmp_path, standard)
    tags = [tag for root in Pdf(path).objects.structure for tag in root.walk()]
    (first, *_) = [tag for tag in tags if "ListNumbering" in tag.attributes]
    item = ["LI", ["Lbl"], ["LBody"]]
    inner = ["LI", ["Lbl"], ["LBody", ["L (Decimal)", item, item]]]
    assert outline(first) == ["L (Disc)", item, inner]
    note = next(tag for tag in tags if tag.role in {"Note", "FENote"})
    assert first in note.children
    assert [found for judge in JUDGES for found in judge.findings(path) if found.failing] == []
