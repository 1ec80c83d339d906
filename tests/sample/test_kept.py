"""What is kept of a publication gives the same publication, and the same editions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from pressrun import cache, readers
from pressrun.documents import cover_picture
from pressrun.epub_edition import epub_editions
from pressrun.manuscript import gather
from pressrun.markup.shelf import DRAFTS
from pressrun.print_edition import borrowed_fonts, print_parts
from pressrun.readers import several
from pressrun.readers.shelf import MANUSCRIPTS
from pressrun.standing import STANDING
from tests.sample.conftest import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# ziamath 0.13 asks for its fonts in the way of old.
FORMULAS = pytest.mark.filterwarnings("ignore:path is deprecated:DeprecationWarning")
KEPT = (DRAFTS, MANUSCRIPTS, STANDING)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a cache that holds nothing yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def kept_in(folder: Path) -> Iterator[Path]:
    return (path for each in KEPT for path in folder.rglob(f"{each.name}/*"))


def made() -> tuple[object, ...]:
    publication = gather([SOURCE]).publication
    epub = epub_editions(publication, (), partial(cover_picture, publication), ("epub",))
    return publication, borrowed_fonts(publication), print_parts(publication), epub


@FORMULAS
def test_what_is_kept_makes_the_same(folder: Path) -> None:
    with cache.unused():
        anew = made()
    assert [*kept_in(folder)] == []
    assert made() == anew
    assert {path.parent.name for path in kept_in(folder)} == {each.name for each in KEPT}
    assert made() == anew


@FORMULAS
def test_what_is_damaged_is_made_anew(folder: Path) -> None:
    anew = made()
    for path in kept_in(folder):
        path.write_bytes(path.read_bytes()[:-1])
    assert made() == anew
    for path in kept_in(folder):
        path.write_bytes(b"")
    assert made() == anew


def test_every_draft_of_the_sample_is_kept(folder: Path) -> None:
    drafts = len(gather([SOURCE]).manuscripts)
    assert len([*folder.rglob(f"{DRAFTS.name}/*")]) == drafts


def test_of_what_is_kept_nothing_is_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = sorted(SOURCE.glob("articles/*.md"))
    first = several.read_all(paths, lambda *_: None, folder=SOURCE)
    assert [*folder.rglob(f"{MANUSCRIPTS.name}/*")]
    monkeypatch.setattr(readers, "read", None)
    alone = [path for path in paths if b"{{" not in path.read_bytes()]
    manuscripts, errors, anew = several.read_all(alone, lambda *_: None, folder=SOURCE)
    assert (errors, anew) == ([], frozenset())
    assert manuscripts == [each for each in first[0] if each.path in set(alone)]


@pytest.mark.usefixtures("folder")
def test_what_a_text_includes_is_read_each_time(tmp_path: Path) -> None:
    (tmp_path / "rope.txt").write_text("A rope.\n")
    (tmp_path / "quay.md").write_text("# The quay\n\n{{#include rope.txt}}\n")
    for words in ("A rope.", "Two ropes."):
        (tmp_path / "rope.txt").write_text(f"{words}\n")
        (found,), _, _ = several.read_all([tmp_path / "quay.md"], lambda *_: None, folder=tmp_path)
        assert words in found.body
