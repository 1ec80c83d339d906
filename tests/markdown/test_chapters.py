"""Holds every example of both specifications, each as a chapter, to one sound EPUB."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html

from pressrun.building import Order, build
from pressrun.manuscript import gather
from pressrun.markup.sanitise import sanitise
from pressrun.preflight.epubcheck import EpubCheck
from tests.markdown.folders import text_of, words_in, words_of
from tests.markdown.specifications import (
    CASES,
    DIALECTS,
    EXCEPTIONS,
    NEWER,
    SANITISED,
    Example,
    examples,
)

if TYPE_CHECKING:
    from pressrun.model import Article, Publication

pytestmark = pytest.mark.skipif(
    not CASES.is_dir(), reason="the shared cases are not beside the checkout"
)
TEXT_EXCEPTED = {NEWER, SANITISED}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Example]:
    """Write every example that says something into a file; return the examples by path."""
    folder = tmp_path_factory.mktemp("chapters")
    found = {}
    for example in (each for dialect in DIALECTS for each in examples(dialect)):
        if says_something(example):
            path = folder / f"{example.dialect}-{example.number:03}.md"
            path.write_text(f"---\ntitle: Example\nlang: en\n---\n\n{example.markdown}")
            found[str(path)] = example
    return found


@pytest.fixture(scope="module")
def publication(written: dict[str, Example]) -> Publication:
    """Gather the chapters."""
    return gather([Path(next(iter(written))).parent], incomplete=True).publication


def test_all_but_a_few_examples_say_something(written: dict[str, Example]) -> None:
    assert len(written) == 1255


def test_no_word_of_an_example_is_lost(
    publication: Publication, written: dict[str, Example]
) -> None:
    lost = {}
    for article in publication.articles:
        example = written[str(article.path)]
        if EXCEPTIONS.get((example.dialect, example.number)) in TEXT_EXCEPTED:
            continue
        missing = words_told(example) - words_in(article)
        added = own_words(article) - words_told(example) - words_of(titles_of(example))
        if missing or added:
            lost[str(example)] = (missing, added)
    assert lost == {}


def test_epubcheck_finds_nothing_in_the_book_of_examples(
    written: dict[str, Example], tmp_path: Path
) -> None:
    order = Order(
        sources=(Path(next(iter(written))).parent,),
        output=tmp_path,
        formats=("epub",),
        incomplete=True,
    )
    (book,) = build(order).paths
    checker = EpubCheck()
    if lacks := checker.lacks():
        pytest.skip(lacks)
    assert checker.findings(book) == ()


def says_something(example: Example) -> bool:
    root = html.fromstring(f"<div>{sanitise(example.html)}</div>")
    return bool(text_of(root).strip()) or root.find(".//img") is not None


def words_told(example: Example) -> Counter[str]:
    """Count the words of the specification's HTML, sanitised, and those about its pictures."""
    root = html.fromstring(f"<div>{sanitise(example.html)}</div>")
    alt = " ".join(image.get("alt", "") for image in root.iter("img"))
    return words_of(f"{text_of(root)} {alt}")


def titles_of(example: Example) -> str:
    root = html.fromstring(f"<div>{sanitise(example.html)}</div>")
    return " ".join(image.get("title", "") for image in root.iter("img"))


def own_words(article: Article) -> Counter[str]:
    return words_in(article) - Counter(["Example"])
