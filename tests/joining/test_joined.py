"""What is joined of parts is what would have been laid out as a whole."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pikepdf
import pymupdf
import pytest

from pressrun.preflight.page_validation import PageValidation
from pressrun.preflight.verapdf import VeraPdf
from tests.editions.commands import PATIENCE, ROOT
from tests.inspectors.pdf import Pdf
from tests.joining import issue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Print the issue in every way, in a process of its own; return the folder of the results."""
    folder = tmp_path_factory.mktemp("joined")
    issue.write(folder / "source")
    source = str(folder / "source")
    command = [sys.executable, "-m", "tests.joining.both_ways", source, str(folder)]
    subprocess.run(command, check=True, cwd=ROOT, timeout=PATIENCE)
    return folder


@pytest.fixture(scope="module")
def asked(made: Path) -> dict[str, list[str]]:
    """Return what the workers were asked for, by the name of the printing."""
    read: dict[str, list[str]] = json.loads((made / "asked.json").read_text())
    return read


def numbers(values: Any) -> list[float]:
    return [round(float(value), 2) for value in values]


def places(pdf: pikepdf.Pdf) -> dict[str, list[float]]:
    """Return the page and the place of every name, but of calls, which WeasyPrint does not name."""
    pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
    return {
        str(name): [pages[place[0].objgen], *numbers(place.as_list()[2:])]
        for name, place in pikepdf.NameTree(pdf.Root.Names.Dests).items()
        if "noteref" not in str(name)
    }


def links(pdf: pikepdf.Pdf) -> list[tuple[int, str, list[float]]]:
    """Return page, target and rectangle of every link, but of parts of links, and of notes."""
    found = [
        (number, str(link.Dest), numbers(link.Rect.as_list()))
        for number, page in enumerate(pdf.pages)
        for link in page.obj.get("/Annots", [])
        if "note" not in str(link.Dest)
    ]
    kept = found[:1]
    for link in found[1:]:
        (left, _, right, _), (first, _, last, _) = link[2], kept[-1][2]
        if (
            link[:2] != kept[-1][:2]
            or not first <= left <= right <= last
            or link[2][1] != kept[-1][2][1]
        ):
            kept.append(link)
    return kept


def outline(pdf: pikepdf.Pdf) -> Iterator[tuple[str, int, list[float]]]:
    """Yield title, number of entries below, and place of every entry, in order."""
    stack = [pdf.Root.Outlines.First]
    pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
    while stack:
        entry = stack.pop()
        place = entry.Dest.as_list()
        yield str(entry.Title), int(entry.Count), [pages[place[0].objgen], *numbers(place[2:])]
        stack += [entry[key] for key in ("/Next", "/First") if key in entry]


def test_every_page_looks_as_weasyprint_alone_would_have_it(made: Path) -> None:
    with (
        pymupdf.open(made / "cold.pdf") as ours,  # type: ignore[no-untyped-call]
        pymupdf.open(made / "bare.pdf") as theirs,  # type: ignore[no-untyped-call]
    ):
        assert len(ours) == len(theirs) > 8
        for own, other in zip(ours, theirs, strict=True):
            assert own.get_pixmap(dpi=60).samples == other.get_pixmap(dpi=60).samples, own.number


@pytest.mark.parametrize("found", [places, links, lambda pdf: list(outline(pdf))])
def test_names_links_and_outline_are_those_of_weasyprint_alone(made: Path, found: Any) -> None:
    with pikepdf.open(made / "cold.pdf") as ours, pikepdf.open(made / "bare.pdf") as theirs:
        assert found(ours) == found(theirs) != []


def test_tags_and_words_are_those_of_one_part(made: Path, asked: dict[str, list[str]]) -> None:
    joined, single = Pdf(made / "cold.pdf"), Pdf(made / "single.pdf")
    assert joined.outline_of_tags() == single.outline_of_tags()
    assert joined.tagged_words() == single.tagged_words()
    assert asked["cold targets"] == asked["single targets"]


def test_each_font_and_picture_is_there_once(made: Path) -> None:
    with pikepdf.open(made / "cold.pdf") as joined, pikepdf.open(made / "single.pdf") as single:
        for kind in ("/FontFile2", "/Subtype"):
            counts = [
                sum(1 for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and kind in o)
                for pdf in (joined, single)
            ]
            assert counts[0] == counts[1], kind


def test_joined_is_hardly_larger_than_one_part(made: Path) -> None:
    joined, single = made / "cold.pdf", made / "single.pdf"
    assert joined.stat().st_size <= 1.1 * single.stat().st_size


@pytest.mark.parametrize("validator", [VeraPdf(), PageValidation()], ids=lambda each: each.name)
def test_validators_find_nothing_in_what_was_joined(
    made: Path, validator: VeraPdf | PageValidation
) -> None:
    if lacks := validator.lacks():
        pytest.skip(lacks)
    assert validator.findings(made / "cold.pdf") == ()


@pytest.mark.parametrize("name", ["warm", "anew", "damaged"])
def test_bytes_do_not_depend_on_what_was_kept(made: Path, name: str) -> None:
    assert (made / f"{name}.pdf").read_bytes() == (made / "cold.pdf").read_bytes()


def test_a_reference_costs_another_layout_and_no_other_part_has_one(
    asked: dict[str, list[str]],
) -> None:
    assert asked["cold"].count("lamp") == 1
    assert {name: asked["cold"].count(name) for name in ("front", "tide", "moon", "quay")} == {
        "front": 2, "tide": 2, "moon": 2, "quay": 2
    }  # fmt: skip


def test_what_was_kept_is_not_laid_out_again(asked: dict[str, list[str]]) -> None:
    assert asked["warm"] == ["Joining"]


def test_what_is_damaged_is_made_again(asked: dict[str, list[str]]) -> None:
    assert sorted(asked["damaged"]) == sorted(asked["cold"])


def test_an_edited_article_lays_out_itself_and_who_quotes_what_it_moved(
    asked: dict[str, list[str]],
) -> None:
    laid_out = asked["edited"]
    assert laid_out.count("moon") == 2
    assert {"front", "tide", "Furnishing", "Joining"} < {*laid_out}
    assert not {"quay", "lamp"} & {*laid_out}  # moved, and no other for it


def test_what_was_longest_out_of_use_makes_room(asked: dict[str, list[str]]) -> None:
    assert asked["left"] == []
