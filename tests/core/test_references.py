"""References between the articles of a publication, and numbers that it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pressrun.errors import Complaints, ManuscriptError
from pressrun.manuscript import gather
from tests.core.picture_files import raster

if TYPE_CHECKING:
    from pathlib import Path

FIGURE = '![A map](map.png "The shore")'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with a picture."""
    (tmp_path / "map.png").write_bytes(raster())
    return tmp_path


def bodies(folder: Path, *, incomplete: bool = False, **texts: str) -> list[str]:
    """Gather a publication of these articles; return their bodies, by name."""
    for name, text in texts.items():
        front = f"---\ntitle: The “{name}”\nlang: {'de' if name == 'zwei' else 'en'}\n---\n\n"
        (folder / f"{name}.md").write_text(f"{front}{text}\n", encoding="utf-8")
    publication = gather([folder], incomplete=incomplete).publication
    return [article.body.html for article in publication.articles]


def test_a_reference_from_another_article_numbers_the_figure_in_the_words_of_each(
    folder: Path,
) -> None:
    one, zwei = bodies(
        folder, one=f"Text\n\n{FIGURE}{{#fig-map}}", zwei="Siehe [](one.md#fig-map)."
    )
    assert '<span class="caption-label">Figure\N{NO-BREAK SPACE}1.</span> The shore' in one
    link = '<a href="#one--figure-1" class="reference">Abbildung\N{NO-BREAK SPACE}1</a>'
    assert link in zwei


def test_a_reference_to_an_article_says_its_headline_and_to_a_heading_its_words(
    folder: Path,
) -> None:
    one, _ = bodies(
        folder, one="See [](zwei.md) and [](zwei.md#ebb).", zwei="Text\n\n## The *ebb* {#ebb}"
    )
    # They are in the language of the article that has them.
    own = 'class="reference" lang="de"'
    assert f'<a href="#zwei" {own}>The “zwei”</a>' in one
    assert f'<a href="#zwei--ebb" {own}>The ebb</a>' in one


def test_a_publication_can_have_all_captions_numbered(folder: Path) -> None:
    (folder / "articles").mkdir()
    (folder / "map.png").rename(folder / "articles" / "map.png")
    (folder / "publication.yaml").write_text("title: Tides\nnumber-captions: true\n")
    text = f"---\ntitle: One\n---\n\nText\n\n{FIGURE}\n\n| a |\n|---|\n| b |\n\n: Times\n"
    (folder / "articles" / "one.md").write_text(text)
    body = gather([folder]).publication.articles[0].body.html
    assert "Figure\N{NO-BREAK SPACE}1." in body
    assert "Table\N{NO-BREAK SPACE}1." in body


def test_what_a_publication_asks_for_is_true_or_false(folder: Path) -> None:
    (folder / "publication.yaml").write_text("number-captions: yes\n")
    (folder / "articles").mkdir()
    (folder / "articles" / "one.md").write_text("# One\n\nText\n")
    with pytest.raises(ManuscriptError, match="“number-captions” is “true” or “false”"):
        gather([folder])


def test_a_reference_to_what_is_not_there_names_the_line_and_what_is_near(folder: Path) -> None:
    with pytest.raises(Complaints) as caught:
        bodies(folder, one="See [](zwo.md),\n[](zwei.md#eb).", zwei="Text\n\n## Ebb")
    found = [(error.line, error.message, error.hint) for error in caught.value.errors]
    assert found == [
        (6, "the link “zwo.md” leads to no article here", "did you mean “zwei.md”?"),
        (6, "nothing in “zwei.md” is called “#eb”", "did you mean “#ebb”?"),
    ]


def test_an_incomplete_publication_shows_what_a_reference_means(folder: Path) -> None:
    (one,) = bodies(folder, one="See @fig-map.", incomplete=True)
    assert "#fig-map." in one


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("[tide](javascript:alert(1))", "javascript:alert(1)"),
        ("[tide][one]\n\n[one]: FILE:///etc/passwd", "FILE:///etc/passwd"),
        ('<a class="x" href="vbscript:ebb">tide</a>', "vbscript:ebb"),
    ],
)
def test_an_address_that_no_book_may_have_is_told_and_its_words_stay(
    folder: Path, link: str, address: str
) -> None:
    (folder / "one.md").write_text(f"---\ntitle: One\nlang: en\n---\n\nThe {link}\n", "utf-8")
    gathered = gather([folder / "one.md"])
    text = gathered.publication.articles[0].body.html
    assert (text.striptags(), "href" in text) == ("The tide", False)
    dropped = [(d.line, d.text) for m in gathered.manuscripts for d in m.dropped]
    assert dropped == [(6, address)]


@pytest.mark.parametrize("address", ["file:///map.png", "javascript:map", "data:text/html,map"])
def test_a_picture_by_an_address_that_no_book_may_have_is_an_error(
    folder: Path, address: str
) -> None:
    with pytest.raises(Complaints, match=r"one\.md:6: a picture that names no file"):
        bodies(folder, one=f"![A map]({address})")
