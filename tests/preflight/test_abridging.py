"""What was judged before is blank in the copy that is judged, and nothing else is."""

from __future__ import annotations

import re
from base64 import b64encode
from contextlib import nullcontext
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from PIL import Image

from pressrun import cache
from pressrun.errors import PreflightError
from pressrun.inventory import makers
from pressrun.preflight import abridging, judging
from pressrun.preflight.abridging import SOUND, Abridged, abridged, remember
from pressrun.preflight.blanking import GREY, glyphs_in
from pressrun.preflight.judging import demand_sound
from pressrun.preflight.photographs import photographs
from pressrun.preflight.shortening import shortened
from tests.preflight.specimens import write_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

JUDGES = ("a judge, version 1",)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def photograph() -> str:
    stream = BytesIO()
    Image.effect_noise((300, 300), 90).convert("RGB").save(stream, "JPEG")
    return f"data:image/jpeg;base64,{b64encode(stream.getvalue()).decode()}"


@pytest.fixture(scope="module")
def issue(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Write a document of three pages, the second with a photograph."""
    folder = tmp_path_factory.mktemp("issue")
    words = "The harbourmaster counted the crates on the quay before the water turned. " * 12
    begin = "style='break-before: page'"
    pages = [
        f"<h1>The tide</h1><p>{words}</p>",
        f"<h1 {begin}>A quay</h1><p>{words}</p><img alt=Quay src={photograph()}>",
        f"<h1 {begin}>The gale</h1><p lang=en-GB>{words[::-1]}</p>",
    ]
    return write_pdf(folder / "issue.pdf", "".join(pages), "pdf/ua-1").read_bytes()


def judged(data: bytes) -> Abridged:
    found = abridged(data, JUDGES)
    assert found
    return found


def know(data: bytes) -> None:
    remember(judged(data).named())


def changed(data: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    stream = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(stream)
    return stream.getvalue()


def drawn_on(data: bytes) -> list[bytes]:
    with pikepdf.open(BytesIO(data)) as pdf:
        return [page.Contents.read_bytes() for page in pdf.pages]


def stored(data: bytes) -> list[bytes]:
    """Return what is in the file of every photograph."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [each.read_raw_bytes() for each in photographs(pdf)]


def with_a_photograph(data: bytes, written: bytes) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        for each in photographs(pdf):
            each.write(written, filter=pikepdf.Name.DCTDecode)

    return changed(data, change)


@pytest.mark.parametrize("remembering", [True, False])
def test_of_what_nobody_knows_a_sound_photograph_alone_is_small(
    issue: bytes, *, remembering: bool
) -> None:
    with nullcontext() if remembering else cache.unused():
        copy = judged(issue)
    assert copy.data
    assert copy.pages == 0
    assert stored(copy.data) == [GREY]
    assert drawn_on(copy.data) == drawn_on(issue)


@pytest.mark.parametrize("remembering", [True, False])
@pytest.mark.parametrize("end", [0.3, 0.9])
def test_a_photograph_that_is_cut_off_is_found(
    issue: bytes, end: float, *, remembering: bool
) -> None:
    (whole,) = stored(issue)
    cut = whole[: int(len(whole) * end)]
    faulty = with_a_photograph(issue, cut)
    with nullcontext() if remembering else cache.unused():
        assert judged(faulty).data is None
        with pytest.raises(PreflightError):
            demand_sound("issue.pdf", faulty, quick=True)


@pytest.mark.parametrize("writer", ["WeasyPrint", "qpdf"])
def test_all_that_is_known_is_little_and_every_other_byte_is_as_it_was(
    issue: bytes, writer: str
) -> None:
    data = issue if writer == "WeasyPrint" else changed(issue, lambda _: None)
    know(data)
    copy = judged(data)
    assert copy.data
    assert copy.pages == 3
    assert len(copy.data) < len(data) / 2
    assert sorted(len(content.strip()) < 500 for content in drawn_on(copy.data)) == [True] * 3
    old, new = (re.split(rb"(?<=\nendobj\n)", each) for each in (data, copy.data))
    differ = [a for a, b in zip(old, new, strict=True) if a != b]
    # Three pages, a photograph, and where objects are.
    assert [b"/XRef" in part or b"startxref" in part for part in differ].count(False) == 4
    with pikepdf.open(BytesIO(copy.data)) as blank:
        assert blank.get_warnings() == []
        assert blank.check_pdf_syntax() == []


def test_of_a_page_that_changed_the_others_alone_are_blank(issue: bytes) -> None:
    know(changed(issue, lambda _: None))

    def write_more(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[2].Contents
        contents.write(contents.read_bytes() + b"\nq Q\n")

    copy = judged(changed(issue, write_more))
    assert copy.data
    assert copy.pages == 2
    assert [len(content.strip()) > 500 for content in drawn_on(copy.data)] == [False, False, True]


def speak_french(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = pikepdf.String("fr")


def claim_archive(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        xmp["{http://www.aiim.org/pdfa/ns/id/}part"] = "3"
        xmp["{http://www.aiim.org/pdfa/ns/id/}conformance"] = "A"


def map_roles(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary(Tide=pikepdf.Name.P)


def give_elements(pdf: pikepdf.Pdf, **values: Any) -> None:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") in {"/H1", "/P", "/Figure"}:
            each.update({f"/{name}": value for name, value in values.items()})


def forget_a_mark(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        row = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)[int(page.StructParents)]
        row[0] = row[-1]


def turn(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.obj.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, I=True)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(speak_french, id="language"),
        pytest.param(claim_archive, id="claim"),
        pytest.param(map_roles, id="role"),
        pytest.param(lambda pdf: give_elements(pdf, ActualText="Tide"), id="text of an element"),
        pytest.param(lambda pdf: give_elements(pdf, S=pikepdf.Name.Span), id="role of an element"),
        pytest.param(forget_a_mark, id="owner of a mark"),
        pytest.param(turn, id="entry of a page"),
    ],
)
def test_nothing_is_known_where_anything_is_another_that_a_page_is_judged_by(
    issue: bytes, change: Callable[[pikepdf.Pdf], object]
) -> None:
    know(changed(issue, lambda _: None))
    assert judged(changed(issue, lambda _: None)).pages == 3
    assert judged(changed(issue, change)).pages == 0


def widen_glyphs(pdf: pikepdf.Pdf) -> None:
    for font in pdf.objects:
        if isinstance(font, pikepdf.Dictionary) and "/W" in font:
            font.W = pikepdf.Array(
                [
                    pikepdf.Array([width + 200 for width in each])
                    if isinstance(each, pikepdf.Array)
                    else each
                    for each in font.W
                ]
            )


def forget_what_glyphs_mean(pdf: pikepdf.Pdf) -> None:
    for font in pdf.objects:
        if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font:
            del font.ToUnicode


def cut_fonts(pdf: pikepdf.Pdf) -> None:
    for font in pdf.objects:
        if isinstance(font, pikepdf.Dictionary) and "/FontFile2" in font:
            font.FontFile2.write(font.FontFile2.read_bytes()[:200])


@pytest.mark.parametrize("change", [widen_glyphs, forget_what_glyphs_mean, cut_fonts])
def test_what_became_of_a_font_is_found_though_every_page_is_known(
    issue: bytes, change: Callable[[pikepdf.Pdf], object]
) -> None:
    demand_sound("issue.pdf", issue, quick=True)
    faulty = changed(issue, change)
    with cache.unused(), pytest.raises(PreflightError) as anew:
        demand_sound("issue.pdf", faulty, quick=True)
    with pytest.raises(PreflightError) as found:
        demand_sound("issue.pdf", faulty, quick=True)
    assert str(found.value) == str(anew.value)


def test_a_font_may_have_more_glyphs_than_before(issue: bytes) -> None:
    know(changed(issue, lambda _: None))

    def add_width(pdf: pikepdf.Pdf) -> None:
        for font in pdf.objects:
            if isinstance(font, pikepdf.Dictionary) and "/W" in font:
                font.W = pikepdf.Array([*font.W, 9999, pikepdf.Array([500])])

    assert judged(changed(issue, add_width)).pages == 3


@pytest.mark.parametrize(
    ("content", "glyphs"),
    [
        (b"BT /F1 9 Tf [<00010002> -3 <0001>] TJ ET", {"/F1": {"0001", "0002"}}),
        (b"BT /F1 9 Tf q /F2 9 Tf <0003> Tj Q <0004> Tj ET", {"/F1": {"0004"}, "/F2": {"0003"}}),
        (b"/Span <</ActualText (fi q)>> BDC BT /F1 9 Tf <0005> Tj ET EMC", {"/F1": {"0005"}}),
        (b"/Span <</ActualText <FEFF0066>>> BDC BT /F1 9 Tf <0005> Tj ET EMC", {"/F1": {"0005"}}),
        (b"0 0 9 9 re f", {}),
        (b"BT /F1 9 Tf (words) Tj ET", None),
        (b"BT /F1 9 Tf [(words) 3] TJ ET", None),
        (b"BT /F1 9 Tf <000> Tj ET", None),
        (b"BT <0001> Tj ET", None),
        (b"BI /W 1 /H 1 ID x EI", None),
    ],
)
def test_the_glyphs_of_a_page_are_told_or_nothing_is(
    content: bytes, glyphs: dict[str, set[str]] | None
) -> None:
    assert glyphs_in([content]) == glyphs


def test_nothing_is_known_to_another_judge(issue: bytes) -> None:
    know(issue)
    found = abridged(issue, ("a judge, version 2",))
    assert found
    assert found.pages == 0


def test_what_is_kept_and_damaged_is_not_known(issue: bytes, tmp_path: Path) -> None:
    know(issue)
    for kept in (tmp_path / "cache").rglob(f"{SOUND.name}/*"):
        kept.write_bytes(kept.read_bytes()[:-1])
    assert judged(issue).pages == 0


@pytest.mark.parametrize("end", [0.1, 0.5, 0.99])
def test_what_cannot_be_read_is_for_the_judges(issue: bytes, end: float) -> None:
    short = issue[: int(len(issue) * end)]
    found = abridged(short, JUDGES)
    assert found is None or found.data is None
    with pytest.raises(PreflightError):
        demand_sound("issue.pdf", short, quick=True)


def test_a_fault_is_found_whatever_is_known_of_the_rest(issue: bytes) -> None:
    demand_sound("issue.pdf", issue, quick=True)

    def draw_untagged(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[1].Contents
        contents.write(contents.read_bytes() + b"\n0 0 9 9 re f\n")

    faulty = changed(issue, draw_untagged)
    with pytest.raises(PreflightError, match="UA1"):
        demand_sound("issue.pdf", faulty, quick=True)
    with cache.unused(), pytest.raises(PreflightError, match="UA1"):
        demand_sound("issue.pdf", faulty, quick=True)


def test_a_file_that_was_sound_is_judged_by_its_copy_and_then_by_nothing_else(
    issue: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bytes] = []

    def noted(path: Path, **_: object) -> tuple[()]:
        seen.append(path.read_bytes())
        return ()

    monkeypatch.setattr(judging, "findings_in", noted)
    demand_sound("issue.pdf", issue, quick=True)
    demand_sound("issue.pdf", issue, quick=True)
    with cache.unused():
        demand_sound("issue.pdf", issue, quick=True)
    assert [drawn_on(data) == drawn_on(issue) for data in seen] == [True, False, True]


def test_a_single_page_has_room_for_the_glyphs_of_all_its_fonts(tmp_path: Path) -> None:
    words = "<h1>Tide</h1><p>Text in <b>three</b> <i>faces</i>, <code>and one more</code>.</p>"
    path = write_pdf(tmp_path / "page.pdf", words + "<p>The tide.</p>" * 9, "pdf/ua-1")
    demand_sound("page.pdf", path.read_bytes(), quick=True)
    names = [f"{each.name} {each.version()}" for each in judging._chosen(path, quick=True)]  # noqa: SLF001
    copy = abridged(path.read_bytes(), (*names, makers()))
    assert copy
    assert copy.pages == 1
    assert copy.data
    path.write_bytes(copy.data)
    assert judging.findings_in(path, quick=True) == ()
    (drawn,) = drawn_on(copy.data)
    assert drawn.count(b" Tf ") > 1


def test_where_no_page_can_draw_its_glyphs_a_file_is_judged_itself(
    issue: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(issue)
    monkeypatch.setattr(abridging, "takes", lambda _: False)
    assert abridged(issue, JUDGES) is None


def with_a_table(data: bytes) -> bytes:
    stream = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return stream.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(with_a_table, id="table"),
        pytest.param(lambda data: data + b"more", id="more"),
        pytest.param(lambda data: data.replace(b"/Length 448", b"/Length 6 0 R"), id="length"),
    ],
)
def test_what_cannot_be_made_shorter_is_judged_itself(
    issue: bytes, change: Callable[[bytes], bytes]
) -> None:
    other = change(issue)
    assert other != issue
    with pikepdf.open(BytesIO(issue)) as pdf, pytest.raises(ValueError):  # noqa: PT011
        shortened(other, pdf, {5: b""})
