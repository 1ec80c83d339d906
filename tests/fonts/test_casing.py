"""Capitals are those of the language: Turkish keeps the dot of its i, and the want of it."""

from __future__ import annotations

from statistics import mean
from typing import TYPE_CHECKING

from tests.editions.commands import press
from tests.inspectors.epub import Epub
from tests.inspectors.pdf_glyphs import glyphs_by_page
from tests.inspectors.tree import string, strings

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """---
title: Liman
dateline: limanı
lang: tr
---

Su.

## İkinci ışık

Bak [](#ikinci-ışık).
"""


def test_a_turkish_place_in_small_capitals_has_its_dots_and_an_address_has_one(
    tmp_path: Path,
) -> None:
    (tmp_path / "liman.md").write_text(TEXT, "utf-8")
    epub, pdf = press(tmp_path / "liman.md", "-o", tmp_path / "out").paths
    glyphs = [glyph for glyph in glyphs_by_page(pdf)[0] if glyph.drawn and not glyph.artifact]
    words = "".join(glyph.character for glyph in glyphs)
    place = glyphs[words.index("limanı") :][:6]
    dotted, others = place[1].top - place[1].baseline, [g.top - g.baseline for g in place[2:]]
    assert dotted > 1.2 * mean(others)
    article = next(d for d in Epub(epub).documents if d.path.endswith("liman.xhtml"))
    assert article.language == "tr"
    assert string(article.root, "//html:h2/@id") == "liman--ikinci-ışık"
    assert strings(article.root, "//html:p/html:a/@href") == ("#liman--ikinci-ışık",)
