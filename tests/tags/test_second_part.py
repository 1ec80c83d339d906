"""PDF/UA-2: the roles of PDF 2.0, and whatever leads somewhere leads to an element."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from pressrun.preflight.qpdf import Qpdf, claims
from pressrun.preflight.verapdf import VeraPdf
from tests.editions.commands import press
from tests.editions.themed import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample as PDF/UA-2, which carries its manuscripts."""
    out = tmp_path_factory.mktemp("second")
    ran = press(SAMPLE, "-o", out, "--print-standard", "ua-2", "--attach")
    assert ran.code == 0, ran.err
    return ran.paths[1]


@pytest.fixture(scope="module")
def pdf(path: Path) -> Iterator[pikepdf.Pdf]:
    """Open it."""
    with pikepdf.open(path) as opened:
        yield opened


def elements(pdf: pikepdf.Pdf, *roles: str) -> list[Any]:
    found: list[Any] = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
    return [item for item in found if str(item.get("/S")).lstrip("/") in roles and "/K" in item]


def test_it_claims_and_keeps_the_second_part_of_pdf_ua(path: Path) -> None:
    assert claims(path) == ("ua2",)
    for judge in (VeraPdf(), Qpdf()):
        assert judge.lacks() is None
        assert judge.findings(path) == ()


def test_what_the_roles_of_pdf_2_0_have_is_of_its_namespace(pdf: pikepdf.Pdf) -> None:
    assert pdf.pdf_version == "2.0"
    (namespace,) = pdf.Root.StructTreeRoot.Namespaces
    assert str(namespace.NS) == "http://iso.org/pdf2/ssn"
    named = elements(pdf, "Document", "P", "H1", "Figure", "FENote")
    assert len(named) > 40
    assert all(each.NS.objgen == namespace.objgen for each in named)
    assert elements(pdf, "Note") == []


def test_every_link_and_bookmark_leads_to_an_element_and_says_its_page(pdf: pikepdf.Pdf) -> None:
    named: list[Any] = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
    links = [
        item
        for item in named
        if item.get("/Subtype") == "/Link" or {"/Title", "/Parent"} <= item.keys()
    ]
    within = [link for link in links if "/URI" not in link.get("/A", {})]
    assert len(within) > 40
    for link in within:
        assert str(link.A.SD[0].Type) == "/StructElem"
        assert "/D" in link.A
    heads = [str(link.A.SD[0].S) for link in within if "/Title" in link]
    assert set(heads) <= {"/H1", "/H2", "/H3"}


def test_contents_calls_and_notes_name_what_they_refer_to(pdf: pikepdf.Pdf) -> None:
    lines = elements(pdf, "TOCI")
    assert [str(line.Ref[0].S) for line in lines] == ["/Art"] * 7
    notes = elements(pdf, "FENote")
    assert len(notes) == 8
    assert all(str(note.Ref[0].S) == "/Reference" for note in notes)
    assert all(note.Ref[0].Ref[0].objgen == note.objgen for note in notes)
