"""The printed contents nest as the EPUB’s do, in every theme; so do their tags, and the outline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pikepdf
import pytest

from pressrun import themes
from pressrun.preflight.page_validation import PageValidation
from pressrun.preflight.verapdf import VeraPdf
from tests.editions.commands import press
from tests.inspectors.pdf import Pdf
from tests.inspectors.pdf_objects import Tag

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.inspectors.pdf_objects import Bookmark

# As long as a line of large print takes, so that its page number has no room behind it in the text.
FULL = "Refactoring to Improve Modularity and Error Handling"
SUMMARY = f"""# The Coast Book

- [Foreword](foreword.md)
- [Harbours](harbours.md)
  - [The old quay](quay.md)
    - [Its lamp](lamp.md)
  - [{FULL}](full.md)
  - [The new quay](new.md)
- [Tides](tides.md)
"""
NUMBER = re.compile(r"\d+$")
Told = tuple[str, list["Told"]]
NESTED: list[Told] = [
    ("Foreword", []),
    ("Harbours", [("The old quay", [("Its lamp", [])]), (FULL, []), ("The new quay", [])]),
    ("Tides", []),
]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write an mdBook whose chapters have parts, and these parts of their own."""
    folder = tmp_path_factory.mktemp("coast")
    (folder / "SUMMARY.md").write_text(SUMMARY)
    for line in SUMMARY.splitlines()[2:]:
        title, _, name = line.strip("- [)").partition("](")
        (folder / name).write_text(f"---\nlang: en\n---\n# {title}\n\nNobody counted the boats.\n")
    return folder


@pytest.fixture(scope="module", params=themes.names_of_ours())
def path(request: pytest.FixtureRequest, book: Path) -> Path:
    """Print it in a theme."""
    out = book.parent / f"coast-{request.param}"
    ran = press(book, "-f", "pdf", "--theme", request.param, "-o", out)
    assert ran.code == 0, ran.err
    return ran.paths[0]


def told(pdf: Pdf, toc: Tag) -> list[Told]:
    """Give the lines of contents, each without its number, and the contents within it."""
    lines = []
    for entry in elements(toc):
        headline, *inner = elements(entry)
        words = " ".join(line.text for line in pdf.lines_of(headline))
        below = [line for each in inner for line in told(pdf, each)]
        lines.append((words.rstrip("0123456789 "), below))
    return lines


def elements(tag: Tag) -> Iterator[Tag]:
    yield from (child for child in tag.children if isinstance(child, Tag))


def outermost(pdf: Pdf) -> list[Tag]:
    tags = [tag for root in pdf.objects.structure for tag in root.walk()]
    within = {id(child) for tag in tags if tag.role == "TOCI" for child in elements(tag)}
    return [tag for tag in tags if tag.role == "TOC" and id(tag) not in within]


def test_the_contents_nest_as_the_summary_does(path: Path) -> None:
    pdf = Pdf(path)
    (toc,) = outermost(pdf)
    assert told(pdf, toc) == NESTED


def test_the_outline_nests_as_the_summary_does(path: Path) -> None:
    _, *marks = Pdf(path).objects.outline
    assert [outlined(mark) for mark in marks] == NESTED


def outlined(mark: Bookmark) -> Told:
    return mark.title, [outlined(child) for child in mark.children]


def test_what_is_nested_is_indented_and_no_number_stands_below_its_line(path: Path) -> None:
    pdf = Pdf(path)
    (page,) = [p for p in pdf.body if any(line.text == "Contents" for line in p)]
    lefts = [next(x.left for x in page if x.text.startswith(words)) for words in ("Har", "The o")]
    lefts.append(next(x.left for x in page if x.text.startswith("Its")))
    assert lefts == sorted(set(lefts))
    figures = [(round(x.baseline), found[0]) for x in page if (found := NUMBER.search(x.text))]
    numbers = [number for _, number in figures]
    assert numbers == sorted(set(numbers), key=int)
    assert len({baseline for baseline, _ in figures}) == len(figures) == 7


def test_validators_find_nothing_in_contents_within_contents(path: Path) -> None:
    for judge in (VeraPdf(), PageValidation()):
        assert judge.findings(path) == ()


def test_each_line_refers_to_its_own_part_alone(book: Path) -> None:
    out = book.parent / "coast-ua-2"
    ran = press(book, "-f", "pdf", "--print-standard", "ua-2", "-o", out)
    assert ran.code == 0, ran.err
    assert VeraPdf().findings(ran.paths[0]) == ()
    with pikepdf.open(ran.paths[0]) as pdf:
        found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        lines = [item for item in found if item.get("/S") == "/TOCI"]
        assert [len(line.Ref) for line in lines] == [1] * 7
        assert len({line.Ref[0].objgen for line in lines}) == 7
