"""Hostile input ends in a sound book with every word in it, or in a message, and never in between.

Sound articles are bound into one book, of which both editions and EPUBCheck are asked; every other
case is built on its own, as an EPUB. `make hostile` puts each case through both editions.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from pressrun.cli import main
from tests.editions.commands import press
from tests.hostile.cases import Case
from tests.hostile.epubcheck import faults_of_books
from tests.hostile.judging import Listener, faults, lay_out
from tests.hostile.table import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from pathlib import Path

# What is longer is built on its own.
_LONG = 5_000


def is_bound(case: Case) -> bool:
    """Tell whether a case is a sound article of moderate length, with no file beside it.

    One that may need a font of the machine could cost the whole book its PDF.
    """
    data = case.files.get("case.md", b"")
    alone = len(case.files) == 1 and not case.prepare and case.fault is None
    alone = alone and b"zzz-" not in data  # Ace wants a language that somebody speaks
    packaged = b"alphaneedle" in data and max(data.decode(errors="replace")) < "\u2100"
    return alone and packaged and len(data) < _LONG


APART = [pytest.param(case, id=f"{kind}: {case.name}")
         for kind, cases in KINDS.items() for case in cases if not is_bound(case)]  # fmt: skip


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """Count who connects."""
    with Listener() as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def book(
    listener: Listener, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Future[list[str]]]:
    """Begin with the book, which is made by other processes while the cases are tried in this."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        yield pool.submit(_faults_of_book, tmp_path_factory.mktemp("book"), listener)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Have room for the books of the cases, until all are there."""
    return tmp_path_factory.mktemp("shelf")


@pytest.mark.parametrize("case", APART)
def test_a_hostile_case_is_built_with_every_word_or_told_with_a_remedy(
    case: Case,
    tmp_path: Path,
    listener: Listener,
    shelf: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    source = lay_out(case, tmp_path, listener.address)
    code = main(["-q", "-f", "epub", "-o", str(tmp_path / "dist"), str(source)])
    assert list(faults(case, code, capsysbinary.readouterr().err.decode(), tmp_path)) == []
    assert listener.calls == 0
    made = [path for path in tmp_path.glob("dist/*.epub") if zipfile.is_zipfile(path)]
    for number, path in enumerate(made):
        name = re.sub(r"[^a-zA-Z0-9]+", "-", case.name)
        shutil.copy(path, shelf / f"{name}-{number}.epub")


def test_epubcheck_finds_nothing_in_the_books_of_the_cases(shelf: Path) -> None:
    books = sorted(shelf.iterdir())
    assert books, "it asks of what the cases above have made"
    assert faults_of_books(books) == []


def test_there_are_cases_of_every_kind() -> None:
    few = 20
    assert [kind for kind, cases in KINDS.items() if len(cases) < few] == []
    names = [case.name for cases in KINDS.values() for case in cases]
    assert len(names) == len(set(names))


def test_a_book_of_all_hostile_articles_is_sound_in_both_editions(
    book: Future[list[str]], listener: Listener
) -> None:
    assert book.result() == []
    assert listener.calls == 0


def _faults_of_book(folder: Path, listener: Listener) -> list[str]:
    """Build the book of all sound articles, and ask EPUBCheck."""
    book = _bound()
    source = lay_out(book, folder, listener.address)
    ran = press("-q", "-o", folder / "dist", source)
    if len(ran.paths) != len(("epub", "pdf")):
        return [f"it ended with {ran.code}: {ran.err}"]
    return [*faults(book, ran.code, ran.err, folder), *faults_of_books(ran.paths[:1])]


def _bound() -> Case:
    """Bind the sound articles, each with needles of its own."""
    files, needles = {}, []
    for number, case in enumerate(case for cases in KINDS.values() for case in cases):
        if is_bound(case):
            own = f"needle{number}x"
            files[f"articles/{number}.md"] = case.files["case.md"].replace(b"needle", own.encode())
            needles += [needle.replace("needle", own) for needle in case.needles]
    return Case(name="a book of all", files=files, needles=tuple(needles))
