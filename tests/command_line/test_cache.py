"""A folder in which nothing changed is not read again, and whoever is at fault is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.editions.commands import press
from tests.joining import issue

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the issue with a cache of its own; return the folder of it all."""
    folder = tmp_path_factory.mktemp("kept")
    issue.write(folder / "source")
    ran = press("source", "-o", "first", "-v", folder=folder, env=own_cache(folder))
    assert "laying out" in ran.err
    return folder


def own_cache(folder: Path) -> dict[str, str]:
    return {"XDG_CACHE_HOME": str(folder / "cache")}


def test_where_nothing_changed_the_same_bytes_come_back_without_a_step(built: Path) -> None:
    again = press("source", "-o", "again", "-v", folder=built, env=own_cache(built))
    assert (again.code, again.err) == (0, "")
    for path in again.paths:
        assert (built / path).read_bytes() == (built / "first" / path.name).read_bytes()


def test_a_rehearsal_says_that_nothing_changed(built: Path) -> None:
    ran = press("source", "-o", "first", "--dry-run", folder=built, env=own_cache(built))
    first, *rest = ran.out.splitlines()
    assert (ran.code, first.startswith("nothing that goes into it changed")) == (0, True)
    assert sorted(rest) == [f"{p.relative_to(built)} would stay as it is" for p in made_in(built)]


def test_a_rehearsal_says_what_changed_and_what_would_be_made_and_writes_nothing(
    built: Path,
) -> None:
    article = built / "source/articles/lamp.md"
    text = article.read_text("utf-8")
    before = state_of(built / "first", built / "cache")
    article.write_text(f"{text}\nOne more line.\n", encoding="utf-8")
    ran = press("source", "-o", "first", "--dry-run", folder=built, env=own_cache(built))
    article.write_text(text, encoding="utf-8")
    name = article.relative_to(built)
    assert ran.code == 0
    for path in made_in(built):
        newer = f"{path.relative_to(built)} would be replaced, since these are newer: {name}"
        assert newer in ran.out.splitlines()
    anew = next(line for line in ran.out.splitlines() if line.startswith("would be laid out"))
    assert str(name) in anew
    assert "is laid out already" in ran.out
    assert state_of(built / "first", built / "cache") == before


def made_in(folder: Path) -> list[Path]:
    return sorted((folder / "first").iterdir())


def state_of(*folders: Path) -> list[tuple[str, int, int]]:
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]


@pytest.mark.parametrize("words", [["--no-cache"], ["--page-size", "A4"], ["--limit", "cells=9"]])
def test_another_order_is_another_build(built: Path, words: list[str]) -> None:
    ran = press("source", "-o", "other", "-v", "-f", "epub", *words, folder=built,
                env=own_cache(built))  # fmt: skip
    assert "reading" in ran.err.splitlines()


def test_a_file_that_is_new_is_another_build(built: Path) -> None:
    (built / "source/theme.css").write_text("", "utf-8")
    ran = press("source", "-o", "new", "-v", "-f", "epub", folder=built, env=own_cache(built))
    assert "reading" in ran.err.splitlines()


def test_without_a_cache_nothing_is_kept(built: Path, tmp_path: Path) -> None:
    home = {"XDG_CACHE_HOME": str(tmp_path)}
    ran = press(
        "source", "-o", tmp_path / "out", "-f", "epub", "--no-cache", folder=built, env=home
    )
    assert ran.code == 0
    kept = {path.name for path in (tmp_path / "pressrun").glob("*")}
    assert not kept & {"editions", "layouts", "pictures"}


def test_clean_removes_what_is_kept_and_nothing_that_was_published(built: Path) -> None:
    assert press("clean", folder=built, env=own_cache(built)).code == 0
    left = {path.name for path in (built / "cache/pressrun").iterdir()}
    assert not left & {"editions", "layouts", "pictures"}
    assert (built / "first").is_dir()


def test_an_article_that_takes_too_long_is_named(tmp_path: Path) -> None:
    issue.write(tmp_path)
    quay = tmp_path / "articles/quay.md"
    quay.write_text(
        quay.read_text("utf-8") + "\n\nThe tide *went* out, and in again." * 9000, "utf-8"
    )
    words = ["--no-cache", "--limit", "layout=2", "-j", "2"]
    ran = press(".", "-o", "out", *words, folder=tmp_path)
    told = (
        "there is no PDF, and no page-list in the EPUB: articles/quay.md: the layout takes over 2"
    )
    assert ran.code == 3
    assert ran.err.startswith(told), ran.err
