"""Japanese, Chinese and Korean may run downwards in the EPUB; print says that it cannot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pressrun import markup, readers, reading
from pressrun.epub_styles import epub_stylesheet
from pressrun.markup import tree
from tests.editions.commands import press
from tests.inspectors.epub import Epub

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = """---
title: 港の朝
lang: ja
writing-mode: vertical-rl
---

船は12隻、網は7つ、2026年の冬だ。本当に!? そうだ。
"""


@pytest.fixture(scope="module")
def epub(tmp_path_factory: pytest.TempPathFactory) -> Epub:
    """Build the article alone, as an EPUB."""
    folder = tmp_path_factory.mktemp("vertical")
    (folder / "minato.md").write_text(ARTICLE, encoding="utf-8")
    ran = press(folder / "minato.md", "-f", "epub", "-o", folder / "out")
    assert ran.code == 0, ran.err
    return Epub(ran.paths[0])


def test_the_pages_follow_from_right_to_left_and_the_text_does_not(epub: Epub) -> None:
    package = epub.content(epub.package_path).decode()
    assert 'page-progression-direction="rtl"' in package
    assert '<meta name="primary-writing-mode" content="vertical-rl"/>' in package
    assert ' dir="ltr">' in epub.content("minato.xhtml").decode()


def test_the_text_runs_downwards_and_the_cover_does_not(epub: Epub) -> None:
    assert flow_of(epub, "minato") == ["vertical"]
    assert flow_of(epub, "cover") == ["ltr"]
    sheet = epub.content("styles.css").decode()
    (rule,) = re.findall(r"^html.*writing-mode.*$", sheet, re.MULTILINE)
    assert rule.startswith("html.vertical {")
    for name in ("-epub-writing-mode", "-webkit-writing-mode", " writing-mode"):
        assert f"{name}: vertical-rl" in rule


def flow_of(epub: Epub, name: str) -> list[str]:
    """Give the classes of a document’s root."""
    return re.findall(r'<html[^>]* class="(\w+)"', epub.content(f"{name}.xhtml").decode())


def test_numbers_of_one_or_two_digits_stand_upright_and_longer_ones_do_not(epub: Epub) -> None:
    text = epub.content("minato.xhtml").decode()
    assert re.findall(r'<span class="upright">([^<]*)</span>', text) == ["12", "7", "!?"]


def test_turning_numbers_changes_no_sign() -> None:
    text = "<p>船は12隻と<em>34</em>隻、<code>56</code>と1234。<ruby>十<rt>10</rt></ruby></p>"
    turned = tree.parse(markup.upright(tree.write(tree.parse(text))))
    assert turned.text_content() == tree.parse(text).text_content()
    assert [span.text for span in turned.xpath(".//span")] == ["12", "34"]


def test_what_lay_above_a_block_lies_at_its_right() -> None:
    across, down = epub_stylesheet("ltr"), epub_stylesheet("vertical")
    assert ".note { break-inside: avoid; margin-top: 0.5em" in across
    assert ".note { break-inside: avoid; margin-right: 0.5em" in down
    assert "body { margin: 0 4%" in across
    assert "body { margin: 4% 0 4% 0" in down
    assert "padding: 0.2em 0.8em 0.2em 0" in across
    assert "padding: 0 0.2em 0.8em 0.2em" in down


def test_print_says_that_its_lines_run_across(tmp_path: Path) -> None:
    (tmp_path / "minato.md").write_text(ARTICLE, encoding="utf-8")
    ran = press(tmp_path / "minato.md", "-f", "pdf", "-o", tmp_path / "out")
    assert ran.code == 0
    assert "minato.md: the lines run downwards in the EPUB alone" in ran.err


def test_a_publication_gives_its_mode_to_the_articles_that_can_have_it(tmp_path: Path) -> None:
    (tmp_path / "publication.yaml").write_text(
        "title: 港\nlang: ja\nwriting-mode: vertical-rl\n", encoding="utf-8"
    )
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.md").write_text("---\ntitle: 朝\n---\n\n静かだ。\n", encoding="utf-8")
    (articles / "b.md").write_text("---\ntitle: Morning\nlang: en\n---\n\nIt is quiet.\n", "utf-8")
    mode = "writing-mode: horizontal-tb"
    (articles / "c.md").write_text(f"---\ntitle: 夜\n{mode}\n---\n\n暗い。\n", encoding="utf-8")
    ran = press(tmp_path, "-f", "epub", "-o", tmp_path / "out")
    assert ran.code == 0, ran.err
    book = Epub(ran.paths[0])
    flows = {name: flow_of(book, name) for name in ("nav", "a", "b", "c")}
    assert flows == {"nav": ["vertical"], "a": ["vertical"], "b": ["ltr"], "c": ["ltr"]}


@pytest.mark.parametrize(
    ("language", "mode", "message"),
    [
        ("en", "vertical-rl", "minato.md:1: a text in “en” is not written in lines that run"),
        ("ja", "upright", "minato.md:4: “upright” is no writing mode"),
    ],
)
def test_a_mode_that_cannot_be_is_an_error(
    tmp_path: Path, language: str, mode: str, message: str
) -> None:
    text = ARTICLE.replace("lang: ja", f"lang: {language}").replace("vertical-rl", mode)
    (tmp_path / "minato.md").write_text(text, encoding="utf-8")
    ran = press(tmp_path / "minato.md", "-f", "epub", "-o", tmp_path / "out")
    assert ran.code == 1
    assert message in ran.err


def test_what_was_understood_says_how_lines_run(tmp_path: Path) -> None:
    path = tmp_path / "minato.md"
    path.write_text(ARTICLE, encoding="utf-8")
    again = readers.read_bytes(reading.as_markdown(readers.read(path)).encode(), path)
    assert again.vertical is True
