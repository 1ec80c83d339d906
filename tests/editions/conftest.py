"""Build every book that these tests look into, once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pressrun.preflight.judging import VALIDATORS
from tests.editions import prose
from tests.editions.book import Book, build
from tests.editions.commands import ROOT, SOURCE
from tests.editions.faults import THEMES
from tests.editions.themed import SAMPLE, Themed, printed
from tests.inspectors.pdf import Pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from pressrun.preflight.finding import Validator

BY_NAME = {validator.name: validator for validator in VALIDATORS}
NAMES = ("source", "pasted", "issue", "long")


@pytest.fixture(scope="session")
def pasted_file() -> Path:
    """Find the pasted article beside the checkout."""
    shared = Path(os.environ.get("PRESSRUN_SHARED", ROOT.parent / "shared"))
    found = sorted(shared.glob("article/*.txt"))
    if not found:
        pytest.skip(f"there is no article in {shared}")
    return found[0]


@pytest.fixture(scope="session")
def book_called(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[str], Book]:
    """Give each book by its name, built when it is first asked for."""
    books: dict[str, Book] = {}

    def made(name: str) -> Book:
        folder = tmp_path_factory.mktemp(name)
        source, out = folder / "source", folder / "out"
        if name == "source":
            return build(name, out, SOURCE, *sorted(SOURCE.glob("articles/*.md")))
        if name == "pasted":
            file = request.getfixturevalue("pasted_file")
            return build(name, out, file, file)
        write = prose.write_issue if name == "issue" else prose.write_long_article
        return build(name, out, source, *write(source))

    def called(name: str) -> Book:
        if name not in books:
            books[name] = made(name)
        return books[name]

    return called


@pytest.fixture(scope="session", params=NAMES)
def book(request: pytest.FixtureRequest, book_called: Callable[[str], Book]) -> Book:
    """Give every book in turn."""
    return book_called(request.param)


@pytest.fixture(scope="session")
def source_book(book_called: Callable[[str], Book]) -> Book:
    """Give the publication that ships with the project."""
    return book_called("source")


@pytest.fixture(scope="session")
def pasted_book(book_called: Callable[[str], Book]) -> Book:
    """Give the pasted article."""
    return book_called("pasted")


@pytest.fixture(scope="session")
def issue_book(book_called: Callable[[str], Book]) -> Book:
    """Give the issue of three articles in three languages."""
    return book_called("issue")


@pytest.fixture(scope="session")
def long_book(book_called: Callable[[str], Book]) -> Book:
    """Give the article of more than 20 pages."""
    return book_called("long")


@pytest.fixture(scope="session")
def ready() -> Callable[[str], Validator]:
    """Give a validator by its name; skip where this machine cannot run it."""

    def called(name: str) -> Validator:
        absence = BY_NAME[name].lacks()
        if absence:
            pytest.skip(absence)
        return BY_NAME[name]

    return called


@pytest.fixture(scope="session", params=THEMES)
def themed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Themed:
    """Build the sample in every theme in turn."""
    path = printed(SAMPLE, tmp_path_factory.mktemp(request.param), request.param)
    return Themed(theme=request.param, path=path, pdf=Pdf(path))
