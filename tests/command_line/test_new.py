"""`new` writes a publication that teaches and builds at once; `--version` tells what is here."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

import pressrun
from pressrun import equipment
from pressrun.errors import UsageError
from pressrun.lint import lint
from pressrun.manuscript import gather
from pressrun.starting import start
from tests.editions.commands import press

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("issue", [False, True])
def test_a_new_publication_builds_at_once_and_nothing_is_found_wrong(
    tmp_path: Path, *, issue: bool
) -> None:
    folder = tmp_path / "review"
    paths = start(folder, issue=issue)
    assert all(path.is_file() for path in paths)
    gathered = gather([folder / "source"])
    assert lint(gathered) == ()
    assert [m.dropped for m in gathered.manuscripts if m.dropped] == []
    editions = pressrun.build(folder / "source", folder / "dist", jobs=1)
    assert (editions.shortfall, editions.obstacles, len(editions.paths)) == (None, (), 2)


@pytest.mark.parametrize("issue", [False, True])
def test_its_comments_name_keys_that_are_read(tmp_path: Path, *, issue: bool) -> None:
    """Take every `# key: value` for what it says, and see it read."""
    start(tmp_path, issue=issue)
    settings = tmp_path / "source/publication.yaml"
    spoken = re.sub(r"^# ?(?=[a-z-]+: )", "", settings.read_text("utf-8"), flags=re.MULTILINE)
    spoken = re.sub(r"^yaml-language-server.*\n|^cover-image.*\n", "", spoken, flags=re.MULTILINE)
    assert spoken.count("\n# ") < settings.read_text("utf-8").count("\n# ") - 4
    settings.write_text(spoken, "utf-8")
    for article in (tmp_path / "source/articles").iterdir():
        said = re.sub(r"^# ?(?=[a-z-]+: )", "", article.read_text("utf-8"), flags=re.MULTILINE)
        article.write_text(said, "utf-8")
    publication = gather([tmp_path / "source"]).publication
    assert publication.links == "notes"
    assert publication.theme
    assert publication.theme.name == "broadsheet"


def test_nothing_is_ever_written_over(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear", "utf-8")
    with pytest.raises(UsageError, match=r"has “letter\.txt” in it"):
        start(tmp_path)
    with pytest.raises(UsageError, match="is no folder"):
        start(tmp_path / "letter.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_new_prints_what_it_wrote_and_says_what_comes_next(tmp_path: Path) -> None:
    ran = press("new", "review", folder=tmp_path)
    assert (ran.code, ran.err) == (0, "cd review, and build; README.md there says the rest\n")
    assert "review/source/publication.yaml" in ran.out.split()
    again = press("new", "review", folder=tmp_path)
    assert (again.code, again.out) == (2, "")


def test_the_version_alone_is_a_line_and_with_v_all_that_is_here(tmp_path: Path) -> None:
    assert press("--version", folder=tmp_path).out == f"Pressrun {pressrun.__version__}\n"
    told = press("--version", "--verbose", folder=tmp_path)
    assert (told.code, told.err) == (0, "")
    for name in ("Python", "Pango", "HarfBuzz subset", "fontpkg-source-serif-4", "veraPDF (check)"):
        assert re.search(rf"^{re.escape(name)} +\S", told.out, re.MULTILINE), name


def test_what_is_missing_is_told_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PATH", "JAVA_HOME", "PUPPETEER_EXECUTABLE_PATH"):
        monkeypatch.setenv(name, "/nowhere")
    monkeypatch.delenv("PUPPETEER_EXECUTABLE_PATH")
    monkeypatch.setitem(sys.modules, "page", None)  # page-validation’s
    missing = {each.name: str(each) for each in equipment.equipment() if each.state is None}
    assert {"Java", "Node.js", "Chromium", "EPUBCheck (check)", "font for emoji"} <= set(missing)
    assert all(re.search(r"missing: \S", said) for said in missing.values())
    assert "default-jre-headless" in missing["Java"]
    # It is no part of the extra `check`.
    assert missing["page-validation (check)"].endswith(" missing: install Pressrun anew")
