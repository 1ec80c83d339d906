"""The standards that a print edition follows by name: what each is, and what is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from PIL import Image

from pressrun.building import Order, build
from pressrun.marks import Surround
from pressrun.preflight.page_validation import PageValidation
from pressrun.preflight.qpdf import Qpdf, claims
from pressrun.preflight.verapdf import VeraPdf
from pressrun.standards import STANDARDS, Production, condition, profile_for
from tests.editions.commands import press
from tests.inspectors.pdf_objects import objects
from tests.paper.profiles import cmyk_profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40">
<defs><linearGradient id="g">
<stop offset="0" stop-color="#c00" stop-opacity="0.5"/>
<stop offset="1" stop-color="#00c"/></linearGradient></defs>
<rect width="80" height="40" fill="url(#g)"/>
<circle cx="20" cy="20" r="9" fill="#0a0" fill-opacity="0.5"/></svg>"""
TEXT = """---
title: A page in colour
kicker: Inks
lang: en
---

A [link](https://example.org/) stands here, and a picture.

![Dusk.](dusk.png "Dusk")

![A blend.](blend.svg "A blend")
"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Print an article with every kind of colour in it, once for each way of production."""
    folder = tmp_path_factory.mktemp("colours")
    (folder / "colours.md").write_text(TEXT, "utf-8")
    (folder / "blend.svg").write_text(DRAWING, "utf-8")
    Image.linear_gradient("L").convert("RGB").point(lambda v: v // 2).save(folder / "plain.png")
    picture = Image.merge("RGB", [Image.linear_gradient("L").rotate(turn) for turn in (0, 90, 180)])
    picture.save(folder / "dusk.png")
    (folder / "press.icc").write_bytes(cmyk_profile("FOGRA39L Coated"))
    made: dict[Production, Path] = {}

    def called(standard: str, **how: Any) -> Path:
        profile = folder / "press.icc" if standard == "x-4" else None
        production = Production(standard=standard, profile=profile, **how)
        if production not in made:
            out = folder / f"out-{len(made)}"
            source = (folder / "colours.md",)
            order = Order(sources=source, output=out, formats=("pdf",), production=production)
            (made[production],) = build(order).paths
        return made[production]

    return called


def operators_of(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield the operators of pages, forms and patterns."""
    for page in pdf.pages:
        yield from (str(i.operator) for i in pikepdf.parse_content_stream(page))
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and (
            item.get("/Subtype") == "/Form" or "/PatternType" in item
        ):
            yield from (str(i.operator) for i in pikepdf.parse_content_stream(item))


def spaces_of_pictures(pdf: pikepdf.Pdf) -> set[str]:
    streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    return {str(item.ColorSpace) for item in streams if item.get("/Subtype") == "/Image"}


def spaces_of_shadings(pdf: pikepdf.Pdf) -> set[str]:
    found = [i for i in pdf.objects if isinstance(i, pikepdf.Dictionary) and "/ShadingType" in i]
    return {str(item.ColorSpace) for item in found}


@pytest.mark.parametrize(
    ("standard", "claimed"),
    [("a-3a+ua-1", ("3a", "ua1")), ("a-2u", ("2u",)), ("ua-2", ("ua2",)), ("plain", ())],
)
def test_an_edition_claims_what_was_asked_for_and_keeps_it(
    printed: Callable[..., Path], standard: str, claimed: tuple[str, ...]
) -> None:
    surround = Surround(bleed=3, crop_marks=True, colour_bar=True)
    for path in (printed(standard), printed(standard, surround=surround, grey=True)):
        assert claims(path) == claimed
        for judge in (VeraPdf(), PageValidation(), Qpdf()):
            assert judge.lacks() is None
            assert [found for found in judge.findings(path) if found.failing] == []


@pytest.mark.parametrize("name", STANDARDS)
def test_fonts_are_embedded_and_cut_down_in_all(printed: Callable[..., Path], name: str) -> None:
    assert all(font.embedded and font.subset for font in objects(printed(name)).fonts)


@pytest.mark.parametrize("name", STANDARDS)
def test_the_same_order_gives_the_same_bytes(
    printed: Callable[..., Path], name: str, tmp_path: Path
) -> None:
    first = printed(name)
    words = ("-f", "pdf", "-o", tmp_path, "--print-standard", name)
    profile = ("--profile", first.parent.parent / "press.icc") if name == "x-4" else ()
    ran = press(first.parent.parent / "colours.md", *words, *profile)
    assert ran.code == 0, ran.err
    assert ran.paths[0].read_bytes() == first.read_bytes()


def test_x_4_says_what_it_is_and_carries_its_intent(printed: Callable[..., Path]) -> None:
    path = printed("x-4")
    with pikepdf.open(path) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert [str(intent[key]) for key in ("/S", "/OutputConditionIdentifier", "/Info")] == [
            "/GTS_PDFX", "FOGRA39", "FOGRA39L Coated",
        ]  # fmt: skip
        assert intent.DestOutputProfile.read_bytes() == cmyk_profile("FOGRA39L Coated")
        assert str(pdf.docinfo.Trapped) == "/False"
        assert pdf.pdf_version == "1.6"
    xmp = objects(path).metadata
    assert xmp["{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"] == "PDF/X-4"
    named = str(xmp["{http://ns.adobe.com/xap/1.0/mm/}DocumentID"])
    assert re.fullmatch(r"xmp\.did:[0-9a-f-]{36}", named)


def test_x_4_is_drawn_in_the_inks_of_its_press(printed: Callable[..., Path]) -> None:
    with pikepdf.open(printed("x-4")) as pdf:
        assert not {"rg", "RG", "g", "G"}.intersection(operators_of(pdf))
        assert spaces_of_shadings(pdf) == {"/DeviceCMYK", "/DeviceGray"}  # grey is opacity
        for page in pdf.pages:
            assert page.Resources.ColorSpace.DefaultRGB[1].N == 3  # pictures keep their colours
            assert str(page.Group.CS) == "/DeviceCMYK"


def test_black_is_one_ink_in_x_4(printed: Callable[..., Path]) -> None:
    with pikepdf.open(printed("x-4")) as pdf:
        mixed = [
            [float(amount) for amount in instruction.operands]
            for page in pdf.pages
            for instruction in pikepdf.parse_content_stream(page)
            if str(instruction.operator) == "scn" and len(instruction.operands) == 4
        ]
    assert [0, 0, 0, 1] in mixed


def test_x_4_has_nothing_to_click(printed: Callable[..., Path]) -> None:
    with pikepdf.open(printed("x-4")) as pdf:
        assert not any("/Annots" in page for page in pdf.pages)
    with pikepdf.open(printed("plain")) as pdf:
        assert any("/Annots" in page for page in pdf.pages)


@pytest.mark.parametrize("name", STANDARDS)
def test_grey_is_all_that_is_printed_where_it_is_asked_for(
    printed: Callable[..., Path], name: str
) -> None:
    with pikepdf.open(printed(name, grey=True)) as pdf:
        assert not {"rg", "RG", "k", "K"}.intersection(operators_of(pdf))
        assert spaces_of_pictures(pdf) == {"/DeviceGray"}
        assert spaces_of_shadings(pdf) == {"/DeviceGray"}


def test_a_condition_of_the_registry_is_named_and_another_is_custom() -> None:
    assert condition("FOGRA51L Coated") == ("FOGRA51", "http://www.color.org")
    assert condition("Artifex CMYK SWOP Profile") == ("Custom", "")


def test_the_profile_of_this_machine_is_taken_where_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "color/icc/ghostscript"
    folder.mkdir(parents=True)
    (folder / "default_cmyk.icc").write_bytes(cmyk_profile("Some press"))
    monkeypatch.setenv("XDG_DATA_DIRS", f"/nowhere:{tmp_path}")
    assert profile_for(Production(standard="x-4")) == cmyk_profile("Some press")
    (folder / "FOGRA39L_coated.icc").write_bytes(cmyk_profile("FOGRA39L"))
    assert profile_for(Production(standard="x-4")) == cmyk_profile("FOGRA39L")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--print-standard x-9", 2, "there is no print standard “x-9”\nhint: did you mean “x-4”"),
        ("--profile p.icc", 2, "a-3a+ua-1 is in sRGB, and has no place for a press’s profile"),
        ("--print-standard x-4 --profile p.icc", 2, "p.icc: the profile cannot be read"),
        ("--print-standard x-4 --profile a.md", 2, "a.md: this is no profile of CMYK inks"),
        ("--print-standard x-4", 3, "x-4 needs the profile of a press, and none is here\nhint:"),
        ("--grey -f epub", 2, "a press prints the PDF alone\nhint: leave out -f"),
        ("--bleed 3", 2, "“3” is no length\nhint: say 3mm"),
        ("--bleed 3cm", 2, "no page is cut with 30 mm of bleed\nhint: 3mm"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_the_reason(
    words: str, code: int, said: str, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\nlang: en\n---\n\nText.\n", "utf-8")
    formats = () if "-f" in words else ("-f", "pdf")
    here = {"XDG_DATA_DIRS": str(tmp_path)}
    ran = press("a.md", "-o", "out", *formats, *words.split(), folder=tmp_path, env=here)
    assert (ran.code, ran.err[: len(said)]) == (code, said)
    assert not (tmp_path / "out").exists()
