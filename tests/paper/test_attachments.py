"""A PDF that carries its EPUB and the manuscripts that it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest

from pressrun.attachments import manuscripts
from pressrun.building import Order, build
from pressrun.preflight.page_validation import PageValidation
from pressrun.preflight.qpdf import Qpdf, claims
from pressrun.preflight.verapdf import VeraPdf
from tests.editions.commands import press
from tests.inspectors.pdf_objects import objects

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "---\ntitle: A harbour\nlang: en\n---\n\nIt is a [quiet](https://example.org/) one.\n"


@pytest.fixture(scope="module")
def carrying(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Build one article with its files in the PDF; return manuscript, EPUB, PDF."""
    folder = tmp_path_factory.mktemp("attached")
    manuscript = folder / "harbour.md"
    manuscript.write_text(TEXT, "utf-8")
    epub, pdf = build(Order(sources=(manuscript,), output=folder / "out", attach=True)).paths
    return manuscript, epub, pdf


def test_the_pdf_carries_the_very_epub_and_manuscript(carrying: tuple[Path, Path, Path]) -> None:
    manuscript, epub, path = carrying
    with pikepdf.open(path) as pdf:
        carried = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
        said = {str(file.UF): str(file.AFRelationship) for file in pdf.Root.AF}
    assert carried == {epub.name: epub.read_bytes(), manuscript.name: manuscript.read_bytes()}
    assert said == {epub.name: "/Alternative", manuscript.name: "/Source"}


def test_it_stays_what_it_claims_to_be(carrying: tuple[Path, Path, Path]) -> None:
    assert claims(carrying[2]) == ("3a", "ua1")
    assert objects(carrying[2]).structure
    for judge in (VeraPdf(), PageValidation(), Qpdf()):
        assert judge.lacks() is None
        assert [found for found in judge.findings(carrying[2]) if found.failing] == []


def test_the_same_files_make_the_same_pdf(
    carrying: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    ran = press(carrying[0], "-o", tmp_path, "--attach")
    assert ran.code == 0, ran.err
    assert ran.paths[1].read_bytes() == carrying[2].read_bytes()


def test_manuscripts_of_one_name_are_kept_apart_by_their_folders(tmp_path: Path) -> None:
    paths = [tmp_path / "one/text.md", tmp_path / "two/text.docx", tmp_path / "two/text.md"]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_text(path.suffix, "utf-8")
    found = manuscripts(paths)
    assert [file.name for file in found] == ["one-text.md", "two-text.docx", "two-text.md"]
    assert [file.media_type.split("/")[0] for file in found] == ["text", "application", "text"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--print-standard a-2u", "a-2u carries no files\nhint: leave out --attach"),
        ("--print-standard x-4", "x-4 carries no files\nhint: leave out --attach"),
        ("-f epub", "only a PDF carries files\nhint: leave out --attach"),
    ],
)
def test_what_may_carry_no_files_is_refused(words: str, said: str, tmp_path: Path) -> None:
    ran = press("a.md", "-o", "out", "--attach", *words.split(), folder=tmp_path)
    assert (ran.code, ran.err[: len(said)]) == (2, said)
