"""The title page says what the publication belongs to, and who did what; the colophon the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pressrun import pages
from pressrun.manuscript import gather
from pressrun.markup import tree
from pressrun.model import Collection, Contributor
from pressrun.print_edition import print_parts

if TYPE_CHECKING:
    from pathlib import Path

    from pressrun.model import Publication

CLASS = ' class="imprint-line"'
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


def test_the_colophon_has_the_imprint_line_by_line_and_the_numbers_as_they_are_printed(
    tmp_path: Path,
) -> None:
    made = replace(
        publication(tmp_path),
        imprint=("1 Quay Street, Whitby", "letters@example.org"),
        identifier="urn:isbn:9780306406157",
        other_identifiers=("doi:10.1000/182",),
        collection=Collection(title="Harbour Review", identifier="urn:issn:0317-8471"),
    )
    page = str(pages.colophon_page(made))
    assert "<p>1 Quay Street, Whitby<br/>letters@example.org</p>" in page.replace(CLASS, "")
    assert "<p>ISBN 978-0-306-40615-7<br/>doi:10.1000/182<br/>ISSN 0317-8471</p>" in (
        page.replace(' class="identifier"', "")
    )


def test_an_imprint_alone_gives_print_a_colophon(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "tide.md").write_text(TEXT, encoding="utf-8")
    for settings, said in (("lang: en\n", 0), ("lang: en\nimprint: 1 Quay -- Whitby\n", 1)):
        (tmp_path / "publication.yaml").write_text(settings, encoding="utf-8")
        parts = print_parts(gather([tmp_path]).publication)
        assert sum("1 Quay – Whitby" in part.html for part in parts) == said
