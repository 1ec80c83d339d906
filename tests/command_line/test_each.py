"""`--each` makes every article by itself; `--keep-going` does without those that are at fault."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.editions.commands import press
from tests.inspectors.epub import Epub
from tests.inspectors.pdf import Pdf

if TYPE_CHECKING:
    from pathlib import Path

    from tests.editions.commands import Ran

ARTICLES = {
    "gale": "title: The gale\nbyline: Ada Tidewell",
    "tide": "title: What the tide left\nbyline: Tom Ebb\nlang: en-GB",
}


def issue(folder: Path, **broken: str) -> Path:
    (folder / "articles").mkdir()
    (folder / "publication.yaml").write_text(
        'title: The Harbour\nlang: en\nidentifier: "ISBN 978-0-306-40615-7"\n', encoding="utf-8"
    )
    for name, fields in (ARTICLES | broken).items():
        text = f"---\n{fields}\n---\n\nSee [the gale](gale.md), [the tide](tide.md).\n"
        (folder / "articles" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Make an issue and each of its articles."""
    folder = issue(tmp_path_factory.mktemp("each"))
    done = press(folder, "--each", "-o", folder / "out")
    assert done.code == 0, done.err
    return done


def test_every_article_has_editions_beside_the_issue(ran: Ran) -> None:
    names = ["/".join(path.parts[path.parts.index("out") + 1 :]) for path in ran.paths]
    assert names == [
        "the-harbour.epub", "the-harbour.pdf", "articles/gale.epub", "articles/gale.pdf",
        "articles/tide.epub", "articles/tide.pdf",
    ]  # fmt: skip


def test_an_article_by_itself_has_its_own_title_author_language_and_identifier(ran: Ran) -> None:
    whole, gale, tide = (Epub(path).metadata for path in ran.paths[::2])
    assert (gale["dc:title"], gale["dc:creator"]) == (["The gale"], ["Ada Tidewell"])
    assert (tide["dc:title"], tide["dc:language"]) == (["What the tide left"], ["en-GB"])
    identifiers = [book["dc:identifier"][0] for book in (whole, gale, tide)]
    assert identifiers[0] == "urn:isbn:9780306406157"
    assert len(set(identifiers)) == 3
    assert all(one.startswith("urn:uuid:") for one in identifiers[1:])


def test_what_would_lead_to_another_article_is_words(ran: Ran) -> None:
    text = Epub(ran.paths[4]).content("tide.xhtml").decode()
    assert re.findall(r'<a [^>]*href="([^"]*)"', text) == ["#tide"]
    assert "the gale, <a" in text
    assert "See the gale, the tide." in " ".join(Pdf(ran.paths[5]).words())


def test_the_issue_is_the_same_without_it(ran: Ran, tmp_path: Path) -> None:
    folder = ran.paths[0].parents[1]
    alone = press(folder, "-f", "epub", "-o", tmp_path)
    whole = press(folder, "-f", "epub", "--each", "-o", tmp_path / "each")
    assert alone.paths[0].read_bytes() == whole.paths[0].read_bytes()


def test_an_article_at_fault_stops_all_and_is_named(tmp_path: Path) -> None:
    folder = issue(tmp_path, gale="titel: The gale")
    done = press(folder, "--each", "-f", "epub", "-o", tmp_path / "out")
    assert done.code == 1
    assert "gale.md:2: unknown field “titel”" in done.err
    assert not (tmp_path / "out").exists()


def test_going_on_makes_the_others_names_the_fault_and_makes_no_issue(tmp_path: Path) -> None:
    folder = issue(tmp_path, gale="titel: The gale")
    done = press(folder, "--each", "--keep-going", "-f", "epub", "-o", tmp_path / "out")
    assert done.code == 1
    assert "gale.md:2: unknown field “titel”" in done.err
    assert [path.name for path in done.paths] == ["tide.epub"]


def test_a_fault_that_is_no_articles_stops_all_the_same(tmp_path: Path) -> None:
    folder = issue(tmp_path)
    (folder / "publication.yaml").write_text("titel: The Harbour\n", encoding="utf-8")
    done = press(folder, "--each", "--keep-going", "-f", "epub", "-o", tmp_path / "out")
    assert done.code == 1
    assert done.paths == ()


def test_an_issue_alone_cannot_do_without(tmp_path: Path) -> None:
    done = press(issue(tmp_path), "--keep-going", "-o", tmp_path / "out")
    assert done.code == 2
    assert "an issue is made whole or not at all" in done.err


def many(folder: Path) -> Path:
    """Write more articles than one process is worth."""
    (folder / "articles").mkdir(parents=True)
    (folder / "publication.yaml").write_text("title: The Harbour\nlang: en\n", "utf-8")
    for number in range(10):
        text = f"---\ntitle: Tide {number}\n---\n\nSee [](tide-1.md), it *left*.\n"
        (folder / f"articles/tide-{number}.md").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make many articles without an issue, in two processes; return the folder of it all."""
    folder = tmp_path_factory.mktemp("archive")
    many(folder / "source")
    ran = archived(folder, "out", "-j", "2")
    assert (ran.code, ran.err) == (0, "")
    return folder


def archived(folder: Path, out: str, *words: str) -> Ran:
    own = {"XDG_CACHE_HOME": str(folder / "cache")}
    return press("source", "--each", "--no-issue", "-f", "epub", "-o", out, *words, folder=folder,
                 env=own)  # fmt: skip


def made(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "articles").iterdir()}


def kept(folder: Path) -> dict[str, int]:
    """Return what is kept, and which file each is; what is made anew is another."""
    return {path.name: path.stat().st_ino for path in (folder / "cache/pressrun/singles").iterdir()}


def test_without_the_issue_there_are_the_articles_alone(archive: Path) -> None:
    assert sorted(path.name for path in (archive / "out").iterdir()) == ["articles"]
    assert sorted(made(archive / "out")) == [f"tide-{n}.epub" for n in range(10)]


def test_many_processes_make_what_one_makes(archive: Path) -> None:
    assert press(
        "source", "--each", "-f", "epub", "-j", "1", "--no-cache", "-o", "one", folder=archive
    ).code == 0  # fmt: skip
    assert made(archive / "one") == made(archive / "out")


def test_without_a_cache_no_process_keeps_anything(archive: Path, tmp_path: Path) -> None:
    words = ["--each", "-f", "epub", "-j", "2", "--no-cache", "-o", tmp_path / "out"]
    ran = press("source", *words, folder=archive, env={"XDG_CACHE_HOME": str(tmp_path)})
    assert ran.code == 0
    kept = {path.name.partition("-")[0] for path in (tmp_path / "pressrun").iterdir()}
    assert kept <= {"fonts", "templates"}


def test_an_edit_costs_its_own_article(archive: Path) -> None:
    before = kept(archive)
    assert len(before) == 10
    article = archive / "source/articles/tide-3.md"
    article.write_text(article.read_text("utf-8").replace("*left*", "*came*"), "utf-8")
    assert archived(archive, "edited").code == 0
    after = kept(archive)
    assert after.items() > before.items()
    assert len(after) == 11
    ours, theirs = made(archive / "edited"), made(archive / "out")
    assert [name for name in ours if ours[name] != theirs[name]] == ["tide-3.epub"]


def test_nothing_remains_without_issue_and_articles(tmp_path: Path) -> None:
    ran = press(many(tmp_path), "--no-issue", "-o", tmp_path / "out")
    assert ran.code == 2
    assert "without the issue there is nothing to make" in ran.err
