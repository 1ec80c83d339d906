"""A publication in Hebrew or Arabic runs from right to left in both editions."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pytest

from pressrun.building import Order, build
from pressrun.epub_styles import epub_stylesheet
from tests.inspectors.pdf_glyphs import Glyph, glyphs_by_page

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "זהו משפט ארוך בעברית על הנמל ועל הדייגים שיוצאים ממנו לים מדי בוקר. "
HEBREW = f"""---
title: נמל בבוקר
author: דנה לוי
lang: he
---

{SENTENCE * 6}

{SENTENCE * 6}

- פריט ראשון

```
print("hello")
```
"""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 40">
<text x="150" y="30" font-size="20" text-anchor="middle">אבג דהו 12</text>
</svg>"""
ENGLISH = "---\ntitle: A harbour\nlang: en\n---\n\nIt is a quiet one.\n"


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build a Hebrew publication with one article in English; return EPUB and PDF."""
    folder = tmp_path_factory.mktemp("hebrew")
    (folder / "publication.yaml").write_text("title: גיליון\nlang: he\n", encoding="utf-8")
    articles = folder / "articles"
    articles.mkdir()
    (articles / "1-namal.md").write_text(HEBREW, encoding="utf-8")
    (articles / "2-harbour.md").write_text(ENGLISH, encoding="utf-8")
    epub, pdf = build(Order(sources=(folder,), output=folder / "out")).paths
    return epub, pdf


def documents(epub: Path) -> dict[str, str]:
    with zipfile.ZipFile(epub) as package:
        return {
            name.rpartition("/")[2]: package.read(name).decode()
            for name in package.namelist()
            if name.endswith((".xhtml", ".opf", ".css"))
        }


def test_pages_of_the_epub_follow_from_right_to_left(editions: tuple[Path, Path]) -> None:
    assert 'page-progression-direction="rtl"' in documents(editions[0])["content.opf"]


def test_every_document_has_the_direction_of_the_pages_and_every_text_its_own(
    editions: tuple[Path, Path],
) -> None:
    texts = documents(editions[0])
    pages = {
        found for text in texts.values() for found in re.findall(r'<html[^>]* dir="(\w+)"', text)
    }
    assert pages == {"rtl"}
    english = [name for name, text in texts.items() if re.search(r'<article[^>]* dir="ltr"', text)]
    assert len(english) == 1
    assert "A harbour" in texts[english[0]]
    lines = {name: re.findall(r'<html[^>]* class="(\w+)"', text) for name, text in texts.items()}
    assert lines[english[0]] == ["ltr"]
    assert lines["nav.xhtml"] == ["rtl"]


def test_the_two_sheets_are_each_others_mirror() -> None:
    ltr, rtl = epub_stylesheet("ltr"), epub_stylesheet("rtl")
    mirror = {"left": "right", "right": "left"}
    assert re.sub(r"\b(left|right)\b", lambda side: mirror[side[1]], ltr) == rtl
    assert "padding-right" in rtl
    assert not re.search(r"inline-(start|end)|: (start|end)\b", ltr)


def test_the_call_of_a_note_does_not_join_the_foreign_name_before_it(tmp_path: Path) -> None:
    text = "---\ntitle: נמל\nlang: he\n---\n\nהעיתון Harbour Watch.[^1]\n\n[^1]: שם.\n"
    (tmp_path / "namal.md").write_text(text, encoding="utf-8")
    order = Order(sources=(tmp_path / "namal.md",), output=tmp_path / "out", formats=("epub",))
    assert (
        'Watch.<sup dir="rtl"><a class="noteref"' in documents(build(order).paths[0])["namal.xhtml"]
    )


def test_code_runs_from_left_to_right(editions: tuple[Path, Path]) -> None:
    (article,) = [text for text in documents(editions[0]).values() if "print(" in text]
    assert '<pre dir="ltr">' in article


def right_ends(pdf: Path) -> list[float]:
    """Return where the lines of the first article’s paragraphs end at the right, in points."""
    pages = glyphs_by_page(pdf)
    page = next(p for p in pages if sum(glyph.character == "ג" for glyph in p) > 10)
    lines: dict[float, list[Glyph]] = {}
    for glyph in page:
        if glyph.drawn and glyph.character.strip() and 8 < glyph.size < 12:
            lines.setdefault(round(glyph.baseline, 1), []).append(glyph)
    hebrew = [line for line in lines.values() if len(line) > 8 and "א" <= line[0].character <= "ת"]
    return [max(glyph.right for glyph in line) for line in hebrew]


def test_printed_lines_begin_at_the_right(editions: tuple[Path, Path]) -> None:
    ends = right_ends(editions[1])
    indents = sorted(max(ends) - end for end in ends)
    assert len(ends) >= 10
    # One of the two paragraphs is indented, and so is the list; letters differ in what is white
    # beside them.
    assert [indent > 1.5 for indent in indents] == [False] * (len(ends) - 2) + [True] * 2


def test_the_pdf_is_opened_as_a_book_from_the_right(editions: tuple[Path, Path]) -> None:
    with pikepdf.open(editions[1]) as pdf:
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"


def test_letters_of_a_drawing_stand_from_right_to_left(tmp_path: Path) -> None:
    (tmp_path / "map.svg").write_text(DRAWING, encoding="utf-8")
    article = tmp_path / "map.md"
    article.write_text("---\ntitle: A map\n---\n\n![Six letters.](map.svg)\n", encoding="utf-8")
    (pdf,) = build(Order(sources=(article,), formats=("pdf",), output=tmp_path / "out")).paths
    drawn = [glyph for page in glyphs_by_page(pdf) for glyph in page if glyph.character.strip()]
    inside = [glyph for glyph in drawn if glyph.character in "אבגדהו"]
    assert "".join(g.character for g in sorted(inside, key=lambda g: g.left)) == "והדגבא"
