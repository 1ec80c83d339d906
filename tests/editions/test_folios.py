"""Pages before the articles have numbers of their own, and articles begin on right-hand ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.editions.commands import press
from tests.inspectors.epub import Epub
from tests.inspectors.pdf import Pdf

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("tide", "gale", "wave")
ARTICLE = "---\ntitle: The {0}\nlang: {1}\n---\n\n{2}\n"
WORDS = "The clerk counted all the boats that the harbour had kept since the storm. "


def publication(folder: Path, *, language: str = "en", listed: int = 0) -> Path:
    """Write articles of two, one and two pages, and so many more of one."""
    names = [*NAMES, *(f"more-{number}" for number in range(listed))]
    (folder / "articles").mkdir(parents=True)
    for name in names:
        text = WORDS * (50 if name in {"tide", "wave"} else 2)
        article = ARTICLE.format(name, language, text)
        (folder / "articles" / f"{name}.md").write_text(article, encoding="utf-8")
    settings = f"title: The Harbour\nlang: {language}\narticles: [{', '.join(names)}]\n"
    (folder / "publication.yaml").write_text(settings, encoding="utf-8")
    return folder


def built(source: Path, *options: str) -> tuple[Epub, Pdf, Path]:
    ran = press(source, "-o", source / "out", *options)
    assert ran.code == 0, ran.err
    epub, pdf, *_ = ran.paths
    return Epub(epub), Pdf(pdf), pdf


def printed_numbers(pdf: Pdf) -> list[str | None]:
    """Give what stands at the foot of each page."""
    feet = ([line for line in page if line.furniture and line.top < 60] for page in pdf.lines)
    return [found[0].text if found else None for found in feet]


def openers(pdf: Pdf) -> dict[str, int]:
    """Give the pages, from 1, on which articles begin."""
    marks = (mark for top in pdf.objects.outline for mark in top.walk())
    return {mark.title: (mark.page or 0) + 1 for mark in marks if "The " in mark.title}


def test_front_matter_is_numbered_by_itself_and_labels_say_what_is_printed(tmp_path: Path) -> None:
    epub, pdf, _ = built(publication(tmp_path))
    assert pdf.objects.labels == ("i", "ii", "1", "2", "3", "4", "5")
    assert printed_numbers(pdf) == [None, "ii", "1", "2", "3", "4", "5"]
    assert [entry.label for entry in epub.page_list] == ["1", "2", "3", "4", "5"]
    assert "The tide 1 The gale 3 The wave 4" in " ".join(pdf.tagged_words())


def test_page_1_is_a_right_hand_page_after_one_left_blank(tmp_path: Path) -> None:
    _, pdf, _ = built(publication(tmp_path, listed=14))
    assert pdf.objects.labels[:6] == ("i", "ii", "iii", "iv", "1", "2")
    assert printed_numbers(pdf)[:6] == [None, "ii", "iii", None, "1", "2"]
    assert pdf.lines[3] == ()


def test_a_newspapers_front_page_is_its_first(tmp_path: Path) -> None:
    _, pdf, _ = built(publication(tmp_path), "--theme", "broadsheet")
    assert pdf.objects.labels == ("1", "2", "3", "4")
    assert printed_numbers(pdf) == [None, "2", "3", "4"]


@pytest.mark.parametrize("language", ["en", "he"])
def test_articles_begin_on_right_hand_pages_if_asked(tmp_path: Path, language: str) -> None:
    source = publication(tmp_path, language=language)
    epub, pdf, path = built(source, "--openers", "recto", "--booklet")
    assert pdf.objects.labels == ("i", "ii", "1", "2", "3", "4", "5", "6")
    assert openers(pdf) == {"The tide": 3, "The gale": 5, "The wave": 7}
    assert pdf.lines[5] == ()
    assert printed_numbers(pdf) == [None, "ii", "1", "2", "3", None, "5", "6"]
    assert [entry.label for entry in epub.page_list] == ["1", "2", "3", "5", "6"]
    sheets = Pdf(path.with_name(f"{path.stem}-booklet.pdf"))
    assert len(sheets.lines) == 4


def test_publication_yaml_asks_for_right_hand_pages_as_the_option_does(tmp_path: Path) -> None:
    source = publication(tmp_path)
    with (source / "publication.yaml").open("a", encoding="utf-8") as settings:
        settings.write("openers: recto\n")
    _, pdf, _ = built(source)
    assert openers(pdf) == {"The tide": 3, "The gale": 5, "The wave": 7}
    _, pdf, _ = built(source, "--openers", "any")
    assert openers(pdf) == {"The tide": 3, "The gale": 5, "The wave": 6}


def test_other_pages_than_there_are_is_an_error_with_its_line(tmp_path: Path) -> None:
    source = publication(tmp_path)
    with (source / "publication.yaml").open("a", encoding="utf-8") as settings:
        settings.write("openers: rekto\n")
    ran = press(source, "-o", source / "out")
    assert ran.code == 1
    assert "publication.yaml:4: articles cannot begin on “rekto” pages" in ran.err
    assert "recto" in ran.err
    assert not (source / "out").exists()
