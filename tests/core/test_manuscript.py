"""Folders and files become a publication, or one report of everything that is wrong with them."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun import naming
from pressrun.errors import Complaints, ManuscriptError, MarkupError, PressError, UsageError
from pressrun.manuscript import gather
from pressrun.model import Contributor, Publication
from tests.core.picture_files import raster, svg

TIDE = "# Tide\n\nThe tide turned."
ARTICLE = "# {}\n\nThe tide turned.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "tide.png").write_bytes(raster())
    return tmp_path


# What is right


def test_a_folder_with_publication_yaml_gives_its_articles_in_the_order_listed(
    folder: Path,
) -> None:
    for name in ("ebb", "flow", "tide"):
        write(folder, f"articles/{name}.md", ARTICLE.format(name.title()))
    write(folder, "publication.yaml", "title: Sea\nlang: en\narticles:\n- tide\n- ebb.md\n")
    publication = gather([folder]).publication
    assert (publication.title, publication.name) == ("Sea", "sea")
    assert [article.slug for article in publication.articles] == ["tide", "ebb"]


def test_a_folder_without_publication_yaml_gives_its_articles_by_name(folder: Path) -> None:
    for name in ("tide", "ebb"):
        write(folder, f"articles/{name}.md", ARTICLE.format(name.title()))
    write(folder, "articles/notes.pdf", "x")
    assert [a.slug for a in gather([folder]).publication.articles] == ["ebb", "tide"]


def test_a_folder_of_manuscripts_is_a_publication_and_its_readme_is_none(tmp_path: Path) -> None:
    write(tmp_path, "tide.md", ARTICLE.format("Tide"))
    write(tmp_path, "README.md", "# How to")
    publication = gather([tmp_path]).publication
    assert (publication.title, publication.name) == ("Tide", "tide")


def test_files_come_in_the_order_given(folder: Path) -> None:
    paths = [write(folder, f"articles/{n}.md", ARTICLE.format(n)) for n in ("b", "c", "a")]
    assert [a.slug for a in gather(paths).publication.articles] == ["b", "c", "a"]


def test_the_fields_of_publication_yaml_are_the_publications(folder: Path) -> None:
    write(folder, "articles/tide.md", "---\nauthor: Ada\ndate: 2015-10-13\n---\n# Tide\n\nText")
    write(folder, "publication.yaml", "title: 'The \"Sea\"'\nsubtitle: S\nlang: de\npublisher: P\n"
          "rights: R\nidentifier: urn:x\neditor: [Eve]\nkeywords: [a, b]\ndescription: D\n"
          "date: 2016-01-02\nfile-name: the sea!\n")  # fmt: skip
    publication = gather([folder]).publication
    assert publication.title == "The „Sea“"
    assert (publication.subtitle, publication.publisher, publication.rights) == ("S", "P", "R")
    assert (publication.identifier, publication.language) == ("urn:x", "de")
    assert (publication.description, publication.subjects) == ("D", ("a", "b"))
    assert publication.contributors == (
        Contributor(name="Ada", file_as="Ada"),
        Contributor(name="Eve", role="edt", file_as="Eve"),
    )
    assert (publication.issued, publication.name) == (date(2016, 1, 2), "the-sea")


def test_an_identifier_stays_the_same_when_the_text_is_corrected(tmp_path: Path) -> None:
    path = write(tmp_path, "tide.md", "# Tide\n\nThe tide turnd.")
    before = gather([path]).publication.identifier
    write(tmp_path, "tide.md", "# Tide\n\nThe tide turned.")
    assert gather([path]).publication.identifier == before
    write(tmp_path, "tide.md", "# Ebb\n\nThe tide turned.")
    assert gather([path]).publication.identifier != before


def test_a_picture_that_two_articles_name_is_there_once(folder: Path) -> None:
    for name in ("a", "b"):
        write(folder, f"articles/{name}.md", f"# {name}\n\n![Tide](../figures/tide.png)\n")
    publication = gather([folder]).publication
    assert [picture.href for picture in publication.pictures] == ["figures/tide.png"]
    assert [len(article.body.figures) for article in publication.articles] == [1, 1]


@pytest.mark.parametrize("name", ["high tide.png", "flut–höhe.png", "100%.png", "a+b.png"])
def test_a_picture_is_found_by_its_name_in_an_address(folder: Path, name: str) -> None:
    (folder / "figures" / name).write_bytes(raster())
    write(folder, "articles/a.md", f"# A\n\n![Tide](<../figures/{name.replace('%', '%25')}>)\n")
    (picture,) = gather([folder]).publication.pictures
    assert picture.data == raster()


@given(
    st.lists(
        st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1), max_size=8
    )
)
def test_slugs_are_unique_never_reserved_and_the_same_every_time(names: list[str]) -> None:
    paths = [Path(f"{name}.md") for name in [*names, "nav", "Cover", "NAV", "toc"]]
    slugs = naming.slugs(paths, Path())
    assert len(set(slugs)) == len(paths)
    assert not set(slugs) & {"cover", "titlepage", "colophon", "nav", "toc", "contents"}
    assert slugs == naming.slugs(paths, Path())
    assert all("--" not in slug and slug[0].isalpha() for slug in slugs)


# What is wrong

WRONG = {
    "an article that is not there": (
        {"publication.yaml": "lang: en\narticles:\n- tide\n- ebbb\n", "articles/tide.md": TIDE},
        ManuscriptError, "publication.yaml", 4, "there is no article “ebbb”",
        "articles/ has: tide"),
    "an article outside": (
        {"publication.yaml": "articles: [../tide]\n", "articles/tide.md": TIDE},
        ManuscriptError, "publication.yaml", 1, "there is no article “../tide”",
        "articles/ has: tide"),
    "an article listed twice": (
        {"publication.yaml": "articles:\n- tide\n- tide\n", "articles/tide.md": TIDE},
        ManuscriptError, "publication.yaml", 3, "“tide” is listed twice",
        "take one of the two out"),
    "an article with the address of another": (
        {"publication.yaml": "articles: [high-tide, High tide]\n", "articles/high-tide.md": TIDE,
         "articles/High tide.md": TIDE},
        ManuscriptError, "articles/High tide.md", None,
        "its address would be “high-tide”, which is that of “high-tide.md”",
        "give one of the two another name"),
    "an unknown field of the publication": (
        {"publication.yaml": "titel: Sea\n", "articles/tide.md": TIDE},
        ManuscriptError, "publication.yaml", 1, "unknown field “titel”", "did you mean “title”?"),
    "an article without a headline": (
        {"articles/tide.md": "Text\n"}, ManuscriptError, "articles/tide.md", 1,
        "the article has no headline",
        "give it “title: …” in its front matter, or a first line of its own"),
    "an article without a text": (
        {"articles/tide.md": "# Tide\n\n***\n"}, ManuscriptError, "articles/tide.md", 1,
        "the article has no text",
        "write it below its headline, or take the file out of the publication"),
    "an article of nothing": (
        {"articles/tide.md": ""}, ManuscriptError, "articles/tide.md", 1,
        "the article has no headline",
        "give it “title: …” in its front matter, or a first line of its own"),
    "a dead link": (
        {"articles/tide.md": "# Tide\n\nA\n\n[b](#c)\n"}, MarkupError, "articles/tide.md", 5,
        "nothing here is called “#c”", "a link “#…” names a heading or an id"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_anomaly_is_reported_with_path_line_and_hint(folder: Path, kind: str) -> None:
    files, error, path, line, message, hint = WRONG[kind]
    for name, text in files.items():
        write(folder, name, text)
    (found,) = complaints(folder)
    assert type(found) is error
    assert (found.path, found.line) == (folder / path, line)
    assert (found.message, found.hint) == (message, hint)


OUTSIDE = "the picture “{}” lies outside the publication’s folder"
MISSING = "there is no picture “{}”"
SAVE_IT = "save it beside the manuscript and name it there"
THERE = "figures/ has: act.svg, link.png, page.png, tide.png"
PICTURES = {
    "a missing one": ("../figures/ebb.png", MISSING, THERE),
    "one outside": ("../../secret.png", OUTSIDE, SAVE_IT),
    "one outside by an escape": ("..%2f..%2fsecret.png", OUTSIDE, SAVE_IT),
    "one that is escaped twice": ("../figures/..%252fsecret.png", MISSING, THERE),
    "one by a link": ("../figures/link.png", OUTSIDE, SAVE_IT),
    "one of the machine": ("/etc/hostname", OUTSIDE, SAVE_IT),
    "one of the web": ("https://example.org/a.png", "the picture “{}” is on the web", SAVE_IT),
    "one without a scheme": ("//example.org/a.png", "the picture “{}” is on the web", SAVE_IT),
    "a folder": ("../figures/", "the picture “{}” is a folder", THERE),
    "HTML in disguise": (
        "../figures/page.png",
        "the picture “{}” is a web page, no picture",
        "save the picture itself",
    ),
    "one that fetches": (
        "../figures/act.svg",
        "the picture “{}” draws on another file, “/etc/hostname”, in its line 1",
        "save it with everything inside, or as PNG",
    ),
    "a pipe": (
        "../figures/pipe.png",
        "the picture “{}” cannot be read: it is no file, but a folder, pipe or device",
        "put the picture’s own file there",
    ),
    "a circle of links": (
        "../figures/circle.png",
        "the picture “{}” is a link that leads to itself",
        SAVE_IT,
    ),
    "a name that no folder takes": (
        f"../figures/{'a' * 300}.png",
        "the picture “{}” cannot be read: File name too long",
        SAVE_IT,
    ),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_picture_is_refused_with_the_line_that_names_it(tmp_path: Path, kind: str) -> None:
    source, message, hint = PICTURES[kind]
    folder = tmp_path / "sea"
    for place in (folder / "articles", folder / "figures"):
        place.mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(raster())
    (folder / "figures" / "tide.png").write_bytes(raster())
    (folder / "figures" / "page.png").write_bytes(b"<html><svg/></html>")
    (folder / "figures" / "act.svg").write_bytes(svg('<image href="/etc/hostname"/>'))
    os.mkfifo(folder / "figures" / "pipe.png")
    (folder / "figures" / "circle.png").symlink_to(folder / "figures" / "circle.png")
    (folder / "figures" / "link.png").symlink_to(tmp_path / "secret.png")
    path = write(folder, "articles/tide.md", f"# Tide\n\nText\n\n![a]({source})\n")
    found = complaints(folder)[0]
    assert type(found) is MarkupError
    assert (found.path, found.line, found.message) == (path, 5, message.format(source))
    assert found.hint == hint


def test_everything_that_is_wrong_is_reported_in_one_run_in_the_order_of_the_articles(
    folder: Path,
) -> None:
    write(folder, "articles/a.md", "---\ntitel: A\nautor: B\n---\nText")
    write(folder, "articles/b.md", "# B\n\n![a](x.png)\n\n![b](y.png)\n")
    write(folder, "articles/c.md", "Text")
    write(folder, "articles/d.md", "# D\n\n[a](#x)\n\n[b](#y)\n")
    found = [(Path(str(error.path)).name, error.line) for error in complaints(folder)]
    assert sorted(found) == [("a.md", 2), ("a.md", 3), ("b.md", 3), ("b.md", 5), ("c.md", 1),
                             ("d.md", 3), ("d.md", 5)]  # fmt: skip


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no “") as caught:
        gather([tmp_path / "tide.md"])
    assert caught.value.exit_code == 2


def test_a_folder_beside_files_is_wrong_usage(folder: Path) -> None:
    path = write(folder, "articles/tide.md", ARTICLE.format("Tide"))
    with pytest.raises(UsageError, match="name one folder, or one or more files, not both"):
        gather([path, folder])


def test_a_file_of_another_kind_is_wrong_usage(folder: Path) -> None:
    path = write(folder, "articles/tide.pdf", "x")
    (found,) = complaints(path)
    assert type(found) is UsageError
    assert found.message == f"“{path}” is no manuscript"
    assert found.hint is not None


def test_a_folder_without_an_article_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ManuscriptError, match="there is no article here") as caught:
        gather([tmp_path])
    assert caught.value.path == tmp_path
    assert caught.value.hint is not None


# When


@pytest.mark.parametrize("seconds", ["1444752000", "0", "4102444800"])
def test_the_date_of_the_environment_decides(
    folder: Path, monkeypatch: pytest.MonkeyPatch, seconds: str
) -> None:
    path = write(folder, "articles/tide.md", ARTICLE.format("Tide"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    expected = max(datetime.fromtimestamp(int(seconds), UTC), datetime(1980, 1, 1, tzinfo=UTC))
    assert modified(path) == expected


@pytest.mark.parametrize("words", ["yesterday", "1e9", "99999999999999999999", "-99999999999999"])
def test_a_date_of_the_environment_that_is_none_is_wrong_usage(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    path = write(folder, "articles/tide.md", ARTICLE.format("Tide"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", words)
    with pytest.raises(UsageError, match="not a number of seconds"):
        gather([path])


def test_the_newest_file_decides_outside_of_git_pictures_included(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    path = write(folder, "articles/tide.md", "# Tide\n\n![a](../figures/tide.png)\n")
    os.utime(path, (1_500_000_000, 1_500_000_000))
    os.utime(folder / "figures" / "tide.png", (1_500_000_099.5, 1_500_000_099.5))
    assert modified(folder) == datetime.fromtimestamp(1_500_000_099, UTC)


def test_the_last_commit_decides_in_git_until_a_file_is_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    path = write(folder, "articles/tide.md", ARTICLE.format("Tide"))
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "a")
    assert modified(path) == datetime.fromtimestamp(1_444_752_000, UTC)
    path.write_text(ARTICLE.format("Ebb"), encoding="utf-8")
    os.utime(path, (1_500_000_000, 1_500_000_000))
    assert modified(path) == datetime.fromtimestamp(1_500_000_000, UTC)


def test_no_date_is_that_of_the_build(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    path = write(folder, "articles/tide.md", ARTICLE.format("Tide"))
    os.utime(path, (1, 1))
    assert modified(path) == datetime(1980, 1, 1, tzinfo=UTC)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def modified(source: Path) -> datetime:
    publication: Publication = gather([source]).publication
    return publication.modified


def git(folder: Path, *words: str) -> None:
    when = {f"GIT_{who}_DATE": "1444752000 +0000" for who in ("AUTHOR", "COMMITTER")}
    who = {
        f"GIT_{who}_{what}": "a@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    subprocess.run(["git", "-C", str(folder), *words], check=True, env=os.environ | when | who)


def complaints(source: Path) -> tuple[PressError, ...]:
    with pytest.raises(PressError) as caught:
        gather([source])
    error = caught.value
    return error.errors if isinstance(error, Complaints) else (error,)


def test_an_article_named_by_itself_has_the_pictures_of_its_publication(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/map.png").write_bytes(raster())
    text = "---\ntitle: Tide\nlang: en\n---\n\n![A map](../figures/map.png)\n"
    (tmp_path / "articles/tide.md").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path / "articles")
    for path in (tmp_path / "articles/tide.md", Path("tide.md")):
        (picture,) = gather([path]).publication.pictures
        assert picture.href == "figures/map.png"
