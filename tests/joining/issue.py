"""Write an issue of short articles that refer to one another; two of them show one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.editions.prose import Pen, write_publication

if TYPE_CHECKING:
    from pathlib import Path

_SETTINGS: Final = """\
title: The Staithe Review
lang: en
date: 2024-03-09
publisher: The tests of this project
articles: [tide, moon, quay, lamp]
"""
_FIGURE: Final = '![A plan.](../figures/quays.svg "The quays, as [](quay.md) has them."){#fig-plan}'


def write(folder: Path) -> None:
    """Write the issue: articles of one to three pages, so that sides change between them."""
    pen = Pen(5, 1)

    def article(title: str, paragraphs: int, *others: str) -> str:
        head, end = f"---\ntitle: {title}\nlang: en\n---", "## After\n\nEnd."
        return "\n\n".join((head, *others, *(pen.paragraph() for _ in range(paragraphs)), end))

    note = "See [](moon.md), and @fig-plan.[^1]\n\n[^1]: A *note*."
    texts = {
        "tide": article("The tide", 14, note, _FIGURE),
        "moon": article("The moon", 4, "Compare [](tide.md#after) and [](lamp.md)."),
        "quay": article("The quay", 22, "| Day | High |\n|---|---|\n| Monday | [](tide.md) |"),
        "lamp": article("The lamp", 3, _FIGURE.partition(' "')[0] + ")"),
    }
    write_publication(folder, _SETTINGS, texts)
