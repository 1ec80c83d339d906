"""Articles in sections: each section has a page that opens it, in the EPUB and in print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.editions.commands import press
from tests.inspectors.epub import Epub
from tests.inspectors.pdf import Pdf
from tests.inspectors.tree import children, string

if TYPE_CHECKING:
    from pathlib import Path

SECTIONS = """
sections:
  - title: Reports
    standfirst: What was seen.
    articles: [tide]
  - title: Essays
    articles: [gale, section-2]
"""
ARTICLE = "---\ntitle: {0}\nstandfirst: On the {0}.\nlang: en\n---\n\nIt is about the {0}.\n"


def publication(folder: Path, listed: str) -> Path:
    articles = folder / "articles"
    articles.mkdir()
    for name in ("tide", "gale", "section-2"):
        (articles / f"{name}.md").write_text(ARTICLE.format(name), encoding="utf-8")
    settings = f"title: The Harbour\nlang: en\n{listed}"
    (folder / "publication.yaml").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build three articles in two sections; return EPUB and PDF."""
    folder = publication(tmp_path_factory.mktemp("sections"), SECTIONS)
    ran = press(folder, "-o", folder / "out")
    assert ran.code == 0, ran.err
    epub, pdf = ran.paths
    return epub, pdf


def test_a_section_opens_in_the_document_of_its_first_article(paths: tuple[Path, Path]) -> None:
    epub = Epub(paths[0])
    names = [place.item.path for place in epub.spine]
    assert names[3:-1] == ["tide.xhtml", "gale.xhtml", "section-2-2.xhtml"]
    body = epub.document("tide.xhtml").body
    assert [string(part, "@id") for part in children(body)] == ["section-1", "tide"]
    assert string(body, "html:article/@class") == "part"
    places = [entry.href for entry in epub.contents[1:2] for entry in (entry, *entry.children)]
    assert places == ["tide.xhtml", "tide.xhtml#tide"]
    (start,) = [mark.href for mark in epub.landmarks if mark.kind == "bodymatter"]
    assert start == "tide.xhtml"


def test_a_section_in_lines_that_run_another_way_has_a_document_of_its_own(tmp_path: Path) -> None:
    folder = publication(tmp_path, SECTIONS)
    hebrew = "---\ntitle: נמל\nlang: he\n---\n\nהנמל שקט.\n"
    (folder / "articles/tide.md").write_text(hebrew, encoding="utf-8")
    greek = "---\ntitle: Λιμάνι\nlang: el\n---\n\nΗσυχία.\n"
    (folder / "articles/gale.md").write_text(greek, encoding="utf-8")
    ran = press(folder, "-f", "epub", "-o", folder / "out")
    assert ran.code == 0, ran.err
    epub = Epub(ran.paths[0])
    names = [place.item.path for place in epub.spine]
    assert names[3:-1] == ["section-1.xhtml", "tide.xhtml", "gale.xhtml", "section-2-2.xhtml"]
    gale = epub.document("gale.xhtml")
    assert string(gale.root, "@lang") == "el"
    assert string(gale.body, "html:section[@id='section-2']/@lang") == "en"


def test_the_contents_hold_articles_below_their_sections(paths: tuple[Path, Path]) -> None:
    _, reports, essays, _ = Epub(paths[0]).contents
    assert (reports.label, [entry.label for entry in reports.children]) == ("Reports", ["tide"])
    assert (essays.label, [e.label for e in essays.children]) == ("Essays", ["gale", "section-2"])


def test_a_section_has_a_page_of_its_own_in_print_and_a_place_in_the_page_list(
    paths: tuple[Path, Path],
) -> None:
    pages = [" ".join(words) for words in Pdf(paths[1]).words_by_page()]
    assert pages.index("Reports What was seen.") == 2
    assert pages.index("Essays") == 4
    places = {entry.label: entry.href for entry in Epub(paths[0]).page_list}
    assert places["1"] == "tide.xhtml#section-1-page-1"
    assert places["3"] == "gale.xhtml#section-2-page-3"


def test_articles_stand_below_their_sections_in_the_outline(paths: tuple[Path, Path]) -> None:
    with pikepdf.open(paths[1]) as pdf, pdf.open_outline() as outline:
        nested = [(mark.title, [child.title for child in mark.children]) for mark in outline.root]
    titles = [entry.label for entry in Epub(paths[0]).contents[1:3]]
    below = [[child.label for child in entry.children] for entry in Epub(paths[0]).contents[1:3]]
    assert nested[1:3] == [*zip(titles, below, strict=True)]


def test_the_printed_contents_name_sections_articles_and_standfirsts(
    paths: tuple[Path, Path],
) -> None:
    words = " ".join(Pdf(paths[1]).tagged_words())
    assert "Contents Reports tide 2 On the tide. Essays gale 4 On the gale. section-2 5 On" in words


@pytest.mark.parametrize(
    ("listed", "message"),
    [
        ("sections: [tide]", "publication.yaml:3: a section has a title and articles"),
        ("sections:\n  - articles: [tide]", "publication.yaml:4: a section has no title"),
        ("sections:\n  - title: A", "publication.yaml: the section “A” has no article"),
        ("articles: [tide]\nsections:\n  - title: A\n    articles: [gale]",
         "publication.yaml:5: articles are listed by section or in one list, not both"),
        ("sections:\n  - title: A\n    articles: [tide]\n  - title: B\n    articles: [tide]",
         "publication.yaml:7: “tide” is listed twice"),
        ("sections:\n  - title: A\n    articles: [wave]",
         "publication.yaml:5: there is no article “wave”"),
        ("sections:\n  - title: A\n    article: [tide]",
         "publication.yaml:5: unknown field “article”"),
    ],
    ids=["a name", "no title", "empty", "both", "twice", "missing", "unknown key"],
)  # fmt: skip
def test_a_section_that_cannot_be_is_an_error_with_its_line(
    tmp_path: Path, listed: str, message: str
) -> None:
    folder = publication(tmp_path, listed + "\n")
    ran = press(folder, "-f", "epub", "-o", folder / "out")
    assert ran.code == 1
    assert message in ran.err
    assert not (folder / "out").exists()
