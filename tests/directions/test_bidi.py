"""Lines are in the order that the Unicode bidirectional algorithm gives, whatever marks them up.

The order of the glyphs on paper is compared with another implementation of the algorithm.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bidi import get_display  # type: ignore[import-untyped]  # it ships none

from pressrun.bidi import visual_order
from pressrun.building import Order, build
from tests.inspectors.pdf_glyphs import glyphs_by_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEBREW = (
    "זהו משפט ראשון בעברית על הנמל ועל הדייגים שבו",
    "השר אמר ביום 12 בנובמבר 2026 כי המחיר הוא 1,250.75 דולר",
    "חברת *Reuters News* Agency דיווחה על כך **לראשונה** אתמול",
    "הוא אמר (בפעם *הראשונה*, ככל הידוע): לא!",
    "הספר **The Harbour** (2026) יצא לאור ב-**3** כרכים",
    "a *b* אחת **ב** c 3-4 שלוש **%50** ועוד",
)
ENGLISH = (
    "The word **שלום** means peace, and שלום *עולם* greets all",
    "He wrote (שלום, *עולם*!) in 2026, then left",
    "A list: אחת, 2, **שלוש** 45 *six* and so on",
    "Percent ב-**50%** of the *עיר* here",
)
# Brackets are taken for the same, since what is told of a mirrored one differs from what is seen.
SIGNS = re.compile(r"[^\w%!?.,()|:-]|_")
BRACKETS = str.maketrans("()", "||")


def order(folder: Path, language: str, paragraphs: Sequence[str]) -> Order:
    """Write an article of short paragraphs and order its PDF."""
    # A manuscript's lines end anywhere; to the algorithm that is a space like others.
    text = "\n\n".join(paragraph.replace(" ", "\n", 1) for paragraph in paragraphs)
    front = f"---\ntitle: Title\nlang: {language}\n---\n\nOne.\n\n"
    (folder / "article.md").write_text(front + text + "\n", encoding="utf-8")
    return Order(sources=(folder / "article.md",), output=folder / "out", formats=("pdf",))


def lines_of(pdf: Path) -> list[str]:
    """Return a page’s lines from top to bottom, each from left to right as it is drawn."""
    lines: dict[float, list[tuple[float, str]]] = {}
    for glyph in glyphs_by_page(pdf)[0]:
        if glyph.drawn and not glyph.artifact:
            lines.setdefault(round(glyph.baseline, 1), []).append((glyph.x, glyph.character))
    return ["".join(char for _, char in sorted(lines[at])) for at in sorted(lines, reverse=True)]


def signs(text: str) -> str:
    return SIGNS.sub("", text).translate(BRACKETS)


@pytest.mark.parametrize(
    ("language", "base", "paragraphs"), [("he", "R", HEBREW), ("en", "L", ENGLISH)]
)
def test_lines_are_in_visual_order(
    tmp_path: Path, language: str, base: str, paragraphs: Sequence[str]
) -> None:
    (path,) = build(order(tmp_path, language, paragraphs)).paths
    lines = [signs(line) for line in lines_of(path)]
    plain = [paragraph.replace("*", "") for paragraph in paragraphs]
    wanted = [signs(get_display(text, base_dir=base)) for text in plain]
    assert [text for text in wanted if text not in lines] == []


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        ([], []),
        ([0, 0], [0, 1]),
        ([1, 1, 1], [2, 1, 0]),
        ([0, 1, 1, 0], [0, 2, 1, 3]),
        ([0, 1, 2, 1, 0], [0, 3, 2, 1, 4]),
        ([1, 2, 2, 1], [3, 1, 2, 0]),
    ],
)
def test_odd_levels_are_turned_round(levels: list[int], shown: list[int]) -> None:
    assert visual_order(levels) == shown
