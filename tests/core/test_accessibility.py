"""Accessibility metadata says what is true, and nothing that is not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markupsafe import Markup
from PIL import Image

from pressrun import accessibility
from pressrun.model import Article, Body, Figure, Picture, Publication, Section
from tests.editions.commands import press
from tests.inspectors.epub import Epub

if TYPE_CHECKING:
    from tests.editions.commands import Ran

MODE, SUFFICIENT = "schema:accessMode", "schema:accessModeSufficient"
FEATURE, HAZARD = "schema:accessibilityFeature", "schema:accessibilityHazard"


def test_text_alone_is_sufficient_as_text() -> None:
    said = claims([])
    assert said[MODE] == {"textual"}
    assert said[SUFFICIENT] == {"textual"}
    assert said[HAZARD] == {"none"}


def test_described_pictures_are_sufficient_as_text_and_have_alternatives() -> None:
    said = claims(["A map", "A boat"])
    assert said[MODE] == {"textual", "visual"}
    assert said[SUFFICIENT] == {"textual", "textual,visual"}
    assert "alternativeText" in said[FEATURE]


@pytest.mark.parametrize("alts", [[None], ["A map", None]])
def test_a_picture_without_a_text_takes_back_what_would_be_claimed(alts: list[str | None]) -> None:
    said = claims(alts)
    assert "alternativeText" not in said[FEATURE]
    assert "textual" not in said[SUFFICIENT]
    (summary,) = said["schema:accessibilitySummary"]
    assert "Every picture" not in summary


@pytest.mark.parametrize("marked", [True, False])
def test_printed_pages_are_claimed_only_where_they_are_marked(marked: bool) -> None:  # noqa: FBT001
    said = claims([], page_list=marked)
    assert ({"pageBreakMarkers", "pageNavigation"} <= said[FEATURE]) is marked
    assert ("pageBreakSource" in said) is marked


@pytest.mark.parametrize(
    ("changes", "hazard"),
    [(6, "noFlashingHazard"), (7, "unknownFlashingHazard"), (None, "unknownFlashingHazard")],
)
def test_a_picture_that_may_flash_is_no_claimed_safety(changes: int | None, hazard: str) -> None:
    moving = Picture(href="a.gif", media_type="image/gif", data=b"", changes=changes)
    said = claims(["A"], pictures=(moving,))
    assert said[HAZARD] == {hazard, "noSoundHazard"}
    (summary,) = said["schema:accessibilitySummary"]
    assert "Some pictures move." in summary


def test_a_gif_that_stands_still_is_no_hazard() -> None:
    still = Picture(href="a.gif", media_type="image/gif", data=b"")
    assert claims(["A"], pictures=(still,))[HAZARD] == {"none"}


def claims(
    alts: list[str | None], *, page_list: bool = False, pictures: tuple[Picture, ...] = ()
) -> dict[str, set[str]]:
    figures = tuple(Figure(anchor=f"a--{n}", image="a.png", alt=alt) for n, alt in enumerate(alts))
    body = Body(html=Markup("<p>a</p>"), figures=figures)
    article = Article(slug="a", path=Path("a.md"), headline="A", language="en", body=body)
    publication = Publication(
        name="a", title="A", identifier="urn:a", language="en", pictures=pictures,
        modified=datetime(2015, 10, 13, tzinfo=UTC), sections=(Section(articles=(article,)),),
    )  # fmt: skip
    said: dict[str, set[str]] = {}
    for key, value in accessibility.metadata(publication, page_list=page_list):
        said.setdefault(key, set()).add(value)
    return said


def built(folder: Path, text: str, *options: str) -> Ran:
    with Image.new("RGB", (40, 30), "navy") as picture:
        picture.save(folder / "boat.png")
    (folder / "tide.md").write_text(f"---\ntitle: Tide\nlang: en\n---\n\n{text}\n", "utf-8")
    return press(folder / "tide.md", "-f", "epub", "-o", folder / "out", *options)


def test_a_picture_without_a_text_is_told_with_its_line_and_a_decoration_is_not(
    tmp_path: Path,
) -> None:
    ran = built(tmp_path, "Text.\n\n![](boat.png)\n\n![](boat.png){.decorative}")
    assert ran.code == 0
    told = [line for line in ran.err.splitlines() if "text alternative" in line]
    assert [line.partition(": ")[0] for line in told] == [f"{tmp_path / 'tide.md'}:8"]
    assert built(tmp_path, "Text.\n\n![](boat.png)", "-q").err == ""


def test_of_many_pictures_without_a_text_the_first_are_told_and_the_rest_counted(
    tmp_path: Path,
) -> None:
    many = "\n\n".join(["![](boat.png)"] * 12)
    assert built(tmp_path, many).err.count("no text alternative") == 10
    assert "and 2 more like it" in built(tmp_path, many).err
    assert built(tmp_path, many, "-v").err.count("no text alternative") == 12


def test_a_summary_in_english_says_so_where_the_package_is_in_another_language(
    tmp_path: Path,
) -> None:
    (tmp_path / "maree.md").write_text("---\ntitle: Marée\nlang: fr\n---\n\nLa mer.\n", "utf-8")
    ran = press(tmp_path / "maree.md", "-f", "epub", "-o", tmp_path / "out")
    package = Epub(ran.paths[0]).content("content.opf").decode()
    assert 'property="schema:accessibilitySummary" xml:lang="en">The text' in package


def test_a_decoration_takes_nothing_back(tmp_path: Path) -> None:
    ran = built(tmp_path, "Text.\n\n![](boat.png){.decorative}")
    package = Epub(ran.paths[0])
    assert "alternativeText" in package.metadata["schema:accessibilityFeature"]
    assert b'alt=""' in package.content("tide.xhtml")
