"""What publication.yaml and a single article say is joined; what is not true is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from pressrun.errors import Complaints
from pressrun.manuscript import gather

if TYPE_CHECKING:
    from pathlib import Path

COVER = "cover-image: figures/cover.png\ncover-image-alt: Blue.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder of one article and a picture."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "figures").mkdir()
    Image.new("RGB", (20, 32)).save(tmp_path / "figures" / "cover.png")
    return tmp_path


def write(folder: Path, name: str, front: str = "", body: str = "Text.") -> None:
    (folder / "articles" / f"{name}.md").write_text(f"---\ntitle: {name}\n{front}---\n\n{body}\n")


def settle(folder: Path, settings: str) -> None:
    (folder / "publication.yaml").write_text(f"title: Sea\n{settings}")


@pytest.mark.parametrize("alone", [True, False])
def test_a_cover_is_found_from_the_file_that_names_it(folder: Path, *, alone: bool) -> None:
    if alone:
        write(folder, "tide", COVER.replace("figures", "../figures"))
    else:
        write(folder, "tide")
        settle(folder, COVER)
    publication = gather([folder]).publication
    assert publication.cover is not None
    assert publication.cover in publication.pictures
    assert (publication.cover.href, publication.cover_alt) == ("figures/cover.png", "Blue.")


def test_an_article_alone_speaks_for_its_publication(folder: Path) -> None:
    front = "identifier: [isbn 0306406152, doi:10.1000/182]\nbelongs-to-collection: S\n"
    write(folder, "tide", f"{front}group-position: 7\ncertified-by: Ada\n")
    found = gather([folder]).publication
    assert found.identifier == "urn:isbn:9780306406157"
    assert found.other_identifiers == ("doi:10.1000/182",)
    assert found.collection is not None
    assert (found.collection.title, found.collection.position) == ("S", "7")
    assert found.certified_by == "Ada"


def test_publication_yaml_comes_first_and_an_article_among_others_is_told_of(folder: Path) -> None:
    write(folder, "ebb", "identifier: urn:ebb\nauthor: {name: TRT, file-as: T}\ntranslator: Tom\n")
    write(folder, "tide", "byline: Ann Bee\n")
    settle(folder, "identifier: urn:sea\neditor: Eve\n")
    gathered = gather([folder])
    assert gathered.publication.identifier == "urn:sea"
    filed = [(c.name, c.role, c.file_as) for c in gathered.publication.contributors]
    assert filed == [
        ("TRT", "aut", "T"), ("Ann Bee", "aut", "Bee, Ann"), ("Eve", "edt", "Eve"),
        ("Tom", "trl", "Tom"),
    ]  # fmt: skip
    assert [(d.line, d.text) for d in gathered.manuscripts[0].dropped] == [(3, "identifier")]


@pytest.mark.parametrize(
    ("settings", "line", "message", "hint"),
    [
        ("cover-image: figures/lost.png", 2, "there is no picture “figures/lost.png”",
         "figures/ has: cover.png, cover.svg"),
        ("lang: en\ncover-image: figures/cover.svg", 3,
         "no shop takes “figures/cover.svg” for a cover",
         "save it as JPEG or PNG, at best 1600 × 2560 pixels"),
    ],
)  # fmt: skip
def test_a_cover_that_cannot_be_one_is_an_error(
    folder: Path, settings: str, line: int, message: str, hint: str
) -> None:
    write(folder, "tide")
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 3"><path d="M0 0h2v3z"/></svg>'
    )
    (folder / "figures" / "cover.svg").write_text(drawing)
    settle(folder, settings)
    with pytest.raises(Complaints) as caught:
        gather([folder])
    (error,) = caught.value.errors
    assert (error.path, error.line) == (folder / "publication.yaml", line)
    assert (error.message, error.hint) == (message, hint)


@pytest.mark.parametrize(
    ("body", "line", "why"),
    [
        ("Text.\n\n![](../figures/cover.png)", 7, "a picture has no text alternative (WCAG 1.1.1)"),
        ("<table><tr><td>1</td></tr></table>", None, "a table has no headings (WCAG 1.3.1)"),
    ],
)
def test_nobody_can_certify_what_is_known_to_be_untrue(
    folder: Path, body: str, line: int | None, why: str
) -> None:
    write(folder, "tide", body=body)
    settle(folder, "certified-by: Ada")
    with pytest.raises(Complaints) as caught:
        gather([folder])
    (error,) = caught.value.errors
    assert error.path == folder / "articles" / "tide.md"
    assert error.line == line
    assert error.message.startswith(f"“certified-by” is not true: {why}")
    assert error.hint == "mend it, or leave “certified-by” out"
