"""References say the same in both editions, but that print tells the page where one is to look."""

from __future__ import annotations

import re
from typing import Final

import pytest

from pressrun.preflight.epubcheck import EpubCheck
from pressrun.preflight.page_validation import PageValidation
from tests.core.picture_files import raster
from tests.editions.book import Book, build
from tests.editions.test_parity import difference, epub_words, known_words, printed_words

_ONE: Final = """\
---
title: What the tide left
lang: en
---

The shore is drawn once more in @fig-map, the times are in [](#tbl-times); see also [](two.md) and
[](two.md#the-moon).[^1] By @eq-one the force falls.

![A map of the shore.](map.png "The shore, after [](two.md)"){#fig-map credit="Ada"}

| Day | High |
|-----|------|
| Monday, see [](two.md#the-moon) | 04:12 |

: High water {#tbl-times}

$$
F = \\frac{m}{d^3}
$$ {#eq-one}

~~~ {#lst-tide .text caption="The tide in *code*"}
tide = 4
~~~

The code is @lst-tide.

[^1]: As in @tbl-times, and [](two.md).
"""
_TWO: Final = """\
---
title: The moon, again
lang: de
---

Wie schon einmal zuvor in [](one.md#fig-map) und [](one.md).

## The moon

Text.
"""
_ON_PAGE: Final = re.compile(r" \((?:page|Seite) (\d+)\)")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Build a publication of two articles that refer to one another."""
    folder = tmp_path_factory.mktemp("references")
    source = folder / "source"
    source.mkdir()
    (source / "one.md").write_text(_ONE, encoding="utf-8")
    (source / "two.md").write_text(_TWO, encoding="utf-8")
    (source / "map.png").write_bytes(raster(size=(300, 200)))
    return build("references", folder / "out", source, source / "one.md", source / "two.md")


def test_print_says_what_the_epub_says_but_for_the_pages(book: Book) -> None:
    said = " ".join(printed_words(book.printed.lines, known_words(book)))
    aloud = " ".join(printed_words(book.printed.read_aloud, known_words(book)))
    formula = "F = m d 3 "  # a picture in print
    epub = tuple(" ".join(epub_words(book)).replace(formula, "").split())
    for printed in (said, aloud):
        assert difference(epub, tuple(_ON_PAGE.sub("", printed).split())) == ""


def test_print_tells_the_page_on_which_the_place_is_and_the_epub_none(book: Book) -> None:
    entries = reversed(book.epub.page_list)
    pages = {
        (entry.href or "").partition("#")[0].rpartition("/")[2]: entry.label for entry in entries
    }
    first, second = pages["one.xhtml"], pages["two.xhtml"]
    said = " ".join(" ".join(line.text for line in lines) for lines in book.pdf.body)
    told = _ON_PAGE.findall(said.replace("\N{NO-BREAK SPACE}", " "))
    assert sorted(told) == sorted([second] * 5 + [first] * 2)
    assert not any(_ON_PAGE.search(" ".join(d.words)) for d in book.articles)


def test_a_figure_of_another_article_is_called_in_the_words_of_this_one(book: Book) -> None:
    assert "Abbildung\N{NO-BREAK SPACE}1" in " ".join(book.articles[1].blocks)
    assert "Figure\N{NO-BREAK SPACE}1." in " ".join(book.articles[0].blocks)


def test_validators_find_nothing_in_numbers_and_references(book: Book) -> None:
    for checker, path in ((EpubCheck(), book.epub_path), (PageValidation(), book.pdf_path)):
        if lacks := checker.lacks():
            pytest.skip(lacks)
        assert checker.findings(path) == ()
