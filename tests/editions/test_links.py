"""Paper says where links lead, if that is wished, and nothing of a PDF's own links is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.editions.commands import press
from tests.inspectors.pdf import Pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pressrun.preflight.finding import Validator

LONG = "https://example.org/a/very/long/path/that/goes/on?with=queries&and=more"
OWN = "https://example.org/2026/tide?story=12"
TEXT = f"""\
---
title: What the tide left
source: The Harbour Review
source-url: {OWN}
---

The sea keeps [its own accounts]({LONG}), says the keeper.[^1] Nobody reads them aloud, as
[the law](https://example.org/law/) has it, and [accounts]({LONG}) are accounts; see also
<https://example.org/plain>.

[^1]: They are kept in sand, as [the book](https://example.org/sand) says.
"""


@pytest.fixture(scope="module", params=["none", "notes", "list"])
def choice(request: pytest.FixtureRequest) -> str:
    """Give each place where addresses may stand."""
    return str(request.param)


@pytest.fixture(scope="module")
def printed(choice: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the article with its addresses there."""
    folder = tmp_path_factory.mktemp(choice)
    (folder / "tide.md").write_text(TEXT, "utf-8")
    ran = press(folder / "tide.md", "-o", folder / "out", "--links", choice)
    assert ran.code == 0, ran.err
    return ran.paths[1]


def test_every_link_of_the_text_can_be_clicked(printed: Path, choice: str) -> None:
    with pikepdf.open(printed) as pdf:
        links = [
            str(note.A.URI) for page in pdf.pages for note in page.get("/Annots", [])
            if "/A" in note
        ]  # fmt: skip
    assert links.count(LONG) >= {"none": 2, "notes": 4, "list": 3}[choice]
    assert {LONG, OWN, "https://example.org/law/", "https://example.org/plain"} <= set(links)


def test_an_address_stands_where_it_was_wished(printed: Path, choice: str) -> None:
    pdf = Pdf(printed)
    words = [line.text for page in pdf.body for line in page]
    said = [text for text in words if text.startswith("[")]
    expected = {"none": 0, "notes": 3, "list": 2}
    assert len(said) == expected[choice]
    notes = {tag.role for root in pdf.objects.structure for tag in root.walk()}
    assert "Note" in notes
    assert ("example.org/law" in " ".join(words)) == (choice != "none")
    assert "1. They are kept in sand" in " ".join(words)


def test_the_articles_own_address_is_a_code_that_says_itself(printed: Path, choice: str) -> None:
    tags = [tag for root in Pdf(printed).objects.structure for tag in root.walk()]
    said = [tag.alt for tag in tags if tag.role == "Figure"]
    assert said == ([] if choice == "none" else [OWN])


@pytest.mark.parametrize("name", ["veraPDF", "page-validation"])
def test_what_is_added_keeps_the_standards(
    printed: Path, ready: Callable[[str], Validator], name: str
) -> None:
    assert ready(name).findings(printed) == ()


def test_a_word_that_is_no_place_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "tide.md").write_text(TEXT.replace("source: ", "links: note\nsource: "), "utf-8")
    ran = press(tmp_path / "tide.md", "-o", tmp_path / "out")
    assert ran.code == 1
    assert "tide.md:3: links cannot stand as “note” on paper" in ran.err
    assert "did you mean “notes”?" in ran.err


def test_what_is_no_address_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "tide.md").write_text(TEXT.replace(OWN, "tide"), "utf-8")
    ran = press(tmp_path / "tide.md", "-o", tmp_path / "out")
    assert ran.code == 1
    assert "tide.md:4: “tide” is no address on the web" in ran.err
