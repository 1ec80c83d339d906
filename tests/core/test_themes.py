"""A theme is found by its name, the publication's own first, and one that is not is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pressrun import themes
from pressrun.errors import Complaints, ManuscriptError, PressError, UsageError
from pressrun.manuscript import gather

if TYPE_CHECKING:
    from pathlib import Path

    from pressrun.model import Theme


def publication(folder: Path, settings: str = "", matter: str = "", articles: int = 1) -> Path:
    """Write a publication that says something in publication.yaml, or in front matter."""
    (folder / "articles").mkdir()
    for number in range(articles):
        text = f"---\ntitle: Tide\n{matter}---\n\nThe sea keeps its own accounts.\n"
        (folder / "articles" / f"tide{number}.md").write_text(text, "utf-8")
    (folder / "publication.yaml").write_text(f"title: Harbour\n{settings}", "utf-8")
    return folder


def theme_of(folder: Path, ordered: str | None = None) -> Theme | None:
    return gather([folder], theme=ordered).publication.theme


def fault_of(folder: Path, ordered: str | None = None) -> PressError:
    with pytest.raises(Complaints) as caught:
        gather([folder], theme=ordered)
    (error,) = caught.value.errors
    return error


def test_without_a_word_a_publication_is_a_journal(tmp_path: Path) -> None:
    assert theme_of(publication(tmp_path)) == themes.usual()


@pytest.mark.parametrize("name", ["journal", "broadsheet", "large-print", "manuscript"])
def test_publication_yaml_names_a_theme(tmp_path: Path, name: str) -> None:
    theme = theme_of(publication(tmp_path, f"theme: {name}\n"))
    assert theme is not None
    assert theme.name == name
    assert ":root {" in theme.tokens.text


def test_the_command_line_comes_before_publication_yaml(tmp_path: Path) -> None:
    theme = theme_of(publication(tmp_path, "theme: broadsheet\n"), "manuscript")
    assert theme is not None
    assert theme.name == "manuscript"


def test_an_article_that_stands_alone_names_its_theme(tmp_path: Path) -> None:
    theme = theme_of(publication(tmp_path, matter="theme: manuscript\n"))
    assert theme is not None
    assert theme.name == "manuscript"


def test_an_article_among_others_names_a_theme_in_vain_and_that_is_told(tmp_path: Path) -> None:
    gathered = gather([publication(tmp_path, matter="theme: manuscript\n", articles=2)])
    assert gathered.publication.theme == themes.usual()
    dropped = [(d.text, d.line) for m in gathered.manuscripts for d in m.dropped]
    assert dropped == [("theme", 3), ("theme", 3)]


def test_a_theme_beside_publication_yaml_comes_before_ours_of_that_name(tmp_path: Path) -> None:
    folder = tmp_path / "themes" / "journal"
    folder.mkdir(parents=True)
    (folder / "tokens.css").write_text(":root { --page: B5; }", "utf-8")
    theme = theme_of(publication(tmp_path))
    assert theme is not None
    assert theme.tokens.text == ":root { --page: B5; }"
    assert not theme.rules.text


def test_a_slip_in_publication_yaml_is_told_with_its_line_and_the_nearest_name(
    tmp_path: Path,
) -> None:
    error = fault_of(publication(tmp_path, "theme: brodsheet\n"))
    assert isinstance(error, ManuscriptError)
    assert (error.path, error.line) == (tmp_path / "publication.yaml", 2)
    assert (error.message, error.hint) == (
        "there is no theme “brodsheet”", "did you mean “broadsheet”?",
    )  # fmt: skip


def test_a_name_on_the_command_line_that_is_near_none_brings_all(tmp_path: Path) -> None:
    error = fault_of(publication(tmp_path), "xyz")
    assert isinstance(error, UsageError)
    assert error.hint == "one of broadsheet, journal, large-print, manuscript"


@pytest.mark.parametrize("name", ["../themes", ".", "/etc"])
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    assert fault_of(publication(tmp_path), name).message == f"there is no theme “{name}”"


def test_a_theme_that_is_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "source"
    folder = source / "themes" / "ours"
    folder.mkdir(parents=True)
    (tmp_path / "secret").write_text("a secret", "utf-8")
    (folder / "tokens.css").symlink_to(tmp_path / "secret")
    error = fault_of(publication(source, "theme: ours\n"))
    assert "leads outside" in error.message
    assert error.path == folder / "tokens.css"
