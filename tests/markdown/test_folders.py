"""Holds a book, a blog and a folder of notes, as they lie there, to their headings and words.

`python tests/score_markdown.py` builds all three in both editions, which takes minutes; here all
are read, and a sample is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pressrun.building import Order, build
from pressrun.manuscript import gather
from pressrun.markup import for_epub, for_print
from pressrun.preflight.epubcheck import EpubCheck
from tests.inspectors.epub import Epub
from tests.markdown.folders import FOLDERS, judge, words_in_order
from tests.markdown.specifications import CASES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not CASES.is_dir(), reason="the shared cases are not beside the checkout"
)
SAMPLE = (
    "rust-book/ch00-00-introduction.md", "rust-book/ch15-06-reference-cycles.md",
    "rust-blog/Rust-1.18.md", "rust-blog/GATs-stabilization-push--index.md",
    "til/aws--athena-newline-json.md", "til/vega--bar-chart-ordering.md",
)  # fmt: skip


@pytest.mark.parametrize("name", FOLDERS)
def test_no_heading_and_no_word_of_a_folder_is_lost(name: str) -> None:
    gathered = gather([CASES / name], incomplete=True)
    pairs = zip(gathered.publication.articles, gathered.manuscripts, strict=True)
    verdicts = [judge(article, manuscript) for article, manuscript in pairs]
    assert len(verdicts) == FOLDERS[name]
    assert {v.path.name: v.headings for v in verdicts if v.headings} == {}
    assert {v.path.name: v.lost for v in verdicts if v.lost} == {}


@pytest.mark.parametrize("name", FOLDERS)
def test_both_editions_part_the_words_of_a_folder_as_it_does(name: str) -> None:
    for article in gather([CASES / name], incomplete=True).publication.articles:
        written = words_in_order(article.body.html)
        assert words_in_order(for_print(article.body.html, (), article.language)) == written
        assert words_in_order(for_epub(article.body.html, ())) == written


def test_an_mdbook_has_its_summarys_title_and_order() -> None:
    publication = gather([CASES / "rust-book"], incomplete=True).publication
    assert publication.title == "The Rust Programming Language"
    assert [a.slug for a in publication.articles][:3] == [
        "title-page", "foreword", "ch00-00-introduction",
    ]  # fmt: skip


def test_links_between_the_chapters_of_an_mdbook_lead_to_them(tmp_path: Path) -> None:
    order = Order(
        sources=(CASES / "rust-book",), output=tmp_path, formats=("epub",), incomplete=True
    )
    (book,) = build(order).paths
    with Epub(book) as epub:
        assert epub.dangling == ()
        inner = [link for d in epub.documents for link in d.links if ".xhtml#" in link]
    assert len(inner) > 100


def test_a_sample_makes_both_editions_and_epubcheck_finds_nothing(tmp_path: Path) -> None:
    for name in SAMPLE:
        path = tmp_path / "source" / name.replace("/", "-")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((CASES / name).read_bytes())
    order = Order(sources=(tmp_path / "source",), output=tmp_path / "out", incomplete=True)
    outcome = build(order)
    assert outcome.shortfall is None
    epub, pdf = outcome.paths
    assert pdf.stat().st_size > 10_000
    assert EpubCheck().findings(epub) == ()
