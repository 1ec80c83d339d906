"""The title page says what the publication belongs to, and who did what for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pressrun import pages
from pressrun.manuscript import gather
from pressrun.markup import tree
from pressrun.model import Collection, Contributor

if TYPE_CHECKING:
    from pathlib import Path

    from pressrun.model import Publication

TEXT = "---\ntitle: Tide\nbyline: Ada Tidewell\nlang: en\n---\n\nIt keeps its own accounts.\n"


def publication(folder: Path) -> Publication:
    (folder / "tide.md").write_text(TEXT, encoding="utf-8")
    return gather([folder / "tide.md"]).publication


def lines_of(publication: Publication) -> list[str]:
    return [" ".join(p.text_content().split()) for p in tree.parse(pages.title_page(publication))]


def test_a_title_page_of_one_who_wrote_alone_has_a_byline_and_no_masthead(tmp_path: Path) -> None:
    assert lines_of(publication(tmp_path))[:2] == ["Tide", "By Ada Tidewell"]


def test_a_masthead_says_who_edited_translated_illustrated_and_photographed(tmp_path: Path) -> None:
    others = (
        Contributor(name="Ann Bee", role="pht"), Contributor(name="Tom Ebb", role="edt"),
        Contributor(name="Eve Flow", role="edt"), Contributor(name="Max Moor", role="ind"),
    )  # fmt: skip
    whole = publication(tmp_path)
    made = replace(whole, contributors=(*whole.contributors, *others))
    (masthead,) = tree.parse(pages.title_page(made)).xpath(".//*[@class='masthead']")
    said = [line.text for line in masthead]
    assert said == ["Edited by Tom Ebb and Eve Flow", "Photographs by Ann Bee"]


def test_a_series_and_the_place_in_it_stand_above_the_title(tmp_path: Path) -> None:
    series = Collection(title="Harbour Review", position="7")
    made = replace(publication(tmp_path), collection=series)
    assert lines_of(made)[:2] == ["Harbour Review 7", "Tide"]
    assert lines_of(replace(made, collection=replace(series, position=None)))[0] == "Harbour Review"
