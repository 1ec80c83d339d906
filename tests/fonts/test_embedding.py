"""An EPUB that brings its fonts brings each with its licence, and for the signs that it sets."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from pressrun.embedding import embedded
from tests.editions.commands import press
from tests.inspectors.epub import Epub

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = """---
title: What the tide left
standfirst: A walk along the wrack line.
lang: en
---

The sea keeps *its own* accounts, and **nobody** reads `them`; שלום, 港.

## By hand

One reads them.
"""
SHEET = (
    '.a { font-family: "Source Sans 3", sans-serif; font-weight: 600 }\n.b { font-style: italic }'
)


@pytest.fixture(scope="module")
def epub(tmp_path_factory: pytest.TempPathFactory) -> Epub:
    """Build the article with its fonts."""
    folder = tmp_path_factory.mktemp("embedded")
    (folder / "tide.md").write_text(ARTICLE, encoding="utf-8")
    ran = press(folder / "tide.md", "-f", "epub", "--embed-fonts", "-o", folder / "out")
    assert ran.code == 0, ran.err
    return Epub(ran.paths[0])


def fonts_of(epub: Epub) -> dict[str, TTFont]:
    return {
        item.path.rpartition("/")[2]: TTFont(BytesIO(epub.content(item.path)))
        for item in epub.manifest.values()
        if item.media_type == "font/ttf"
    }


def test_a_book_has_the_faces_that_it_is_set_in_and_no_other(epub: Epub) -> None:
    assert sorted(fonts_of(epub)) == [
        "FrankRuhlLibre-Roman-400.ttf", "SourceCodePro-Roman-400.ttf",
        "SourceSans3-Roman-600.ttf",
        "SourceSerif4Display-Roman-600.ttf", "SourceSerif4Subhead-Italic-400.ttf",
        "SourceSerif4Text-Italic-400.ttf", "SourceSerif4Text-Roman-400.ttf",
        "SourceSerif4Text-Roman-700.ttf",
    ]  # fmt: skip


def test_each_face_draws_its_own_words_and_little_else(epub: Epub) -> None:
    fonts = fonts_of(epub)
    bold = {chr(point) for point in fonts["SourceSerif4Text-Roman-700.ttf"].getBestCmap()}
    assert set("nobody") <= bold
    assert "q" not in bold
    hebrew = {chr(point) for point in fonts["FrankRuhlLibre-Roman-400.ttf"].getBestCmap()}
    assert set("שלום") <= hebrew


def test_every_face_carries_its_licence_and_the_book_its_text(epub: Epub) -> None:
    for font in fonts_of(epub).values():
        assert "SIL Open Font License" in font["name"].getDebugName(13)
        assert font["name"].getDebugName(0)
    licences = [entry.name for entry in epub.entries if "/licences/" in entry.name]
    assert licences == [
        f"META-INF/licences/{name}.txt"
        for name in ("frank-ruhl-libre", "source-code-pro", "source-sans-3", "source-serif-4")
    ]
    assert all(b"SIL OPEN FONT LICENSE" in epub.content(name) for name in licences)


def test_the_sheet_names_each_file_and_ends_in_what_a_reader_has(epub: Epub) -> None:
    sheet = epub.content("styles.css").decode()
    assert sorted(re.findall(r"url\(fonts/([^)]+)\)", sheet)) == sorted(fonts_of(epub))
    assert 'body { font-family: "Source Serif 4 Text", "Frank Ruhl Libre", serif }' in sheet
    assert '"Source Sans 3", "Frank Ruhl Libre", sans-serif' in sheet


def test_apple_books_is_told_to_show_them(epub: Epub) -> None:
    package = epub.content(epub.package_path).decode()
    assert '<meta property="ibooks:specified-fonts">true</meta>' in package


def test_a_book_that_was_not_asked_to_brings_none(tmp_path: Path) -> None:
    (tmp_path / "tide.md").write_text(ARTICLE, encoding="utf-8")
    ran = press(tmp_path / "tide.md", "-f", "epub", "-o", tmp_path / "out")
    assert fonts_of(Epub(ran.paths[0])) == {}


def test_what_is_inherited_and_what_a_class_says_decide_the_face() -> None:
    document = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>zz</title></head><body>'
        '<p class="a">ab<em class="b">cd</em>ef</p><p class="b">gh</p></body></html>'
    )
    files = embedded([document], SHEET).files
    drawn = {
        name: "".join(sorted(set(map(chr, TTFont(BytesIO(data)).getBestCmap())) & set("abcdefghz")))
        for name, data in files.items()
    }
    assert drawn == {
        "SourceSans3-Italic-600.ttf": "cd", "SourceSans3-Roman-600.ttf": "abef",
        "SourceSerif4Text-Italic-400.ttf": "gh",
    }  # fmt: skip


def test_fonts_for_a_pdf_alone_are_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "tide.md").write_text(ARTICLE, encoding="utf-8")
    ran = press(tmp_path / "tide.md", "-f", "pdf", "--embed-fonts", "-o", tmp_path / "out")
    assert ran.code == 2
    assert "a PDF has its fonts anyway" in ran.err
