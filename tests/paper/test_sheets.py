"""The sheets of a real edition, as pdfium reads them."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from pressrun.errors import UsageError
from pressrun.imposition import Folding, Side, booklet, two_up
from pressrun.sheets import impose
from tests.editions.commands import press
from tests.inspectors.pdf_glyphs import Glyph, glyphs_by_page
from tests.inspectors.pdf_objects import objects
from tests.inspectors.rejoin import SOFT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MM = 72 / 25.4
WIDTH = 148 * MM


def folio_of(glyphs: Sequence[Glyph]) -> int | None:
    """Read the number at a page’s foot."""
    lowest = min((glyph.baseline for glyph in glyphs), default=0)
    foot = "".join(g.character for g in glyphs if abs(g.baseline - lowest) < 1)
    return int(foot) if re.fullmatch(r"\d+", foot) else None


def shown(path: Path) -> list[list[Glyph]]:
    """Give what is drawn, but for soft hyphens: on sheets PDFium puts them where pages have them.

    It leaves the place of a form out of what text is said to be (ActualText).
    """
    return [[g for g in page if g.drawn and g.character != SOFT] for page in glyphs_by_page(path)]


def halves(path: Path) -> list[tuple[list[Glyph], list[Glyph]]]:
    return [
        ([g for g in page if g.x < WIDTH], [g for g in page if g.x >= WIDTH])
        for page in shown(path)
    ]


def folios_on(path: Path) -> list[tuple[int | None, int | None]]:
    return [(folio_of(left), folio_of(right)) for left, right in halves(path)]


def pages_of(sides: Sequence[Side]) -> list[tuple[int | None, int | None]]:
    return [(side.left, side.right) for side in sides]


def count_of(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def test_the_folios_of_a_booklet_are_where_folding_wants_them(imposed: dict[str, Path]) -> None:
    count = count_of(imposed["pdf"])
    assert count > 20
    assert folios_on(imposed["booklet"]) == pages_of(booklet(count, Folding()))


def test_the_folios_of_two_up_follow_each_other(imposed: dict[str, Path]) -> None:
    assert folios_on(imposed["two-up"]) == pages_of(two_up(count_of(imposed["pdf"])))


def signs_of(glyphs: Sequence[Glyph]) -> list[str]:
    """Read what glyphs say; PDFium takes a hyphen for a soft one where text goes on behind it."""
    return [glyph.character.replace("\x02", "-") for glyph in glyphs]


def test_every_word_is_on_the_sheets_as_text_and_moved_by_the_paper(
    imposed: dict[str, Path],
) -> None:
    pages = shown(imposed["pdf"])
    for side, (left, right) in zip(
        booklet(len(pages), Folding(thickness=0.2)), halves(imposed["booklet"]), strict=True
    ):
        for number, found, moved in (
            (side.left, left, side.creep * MM),
            (side.right, right, WIDTH - side.creep * MM),
        ):
            expected = pages[number - 1] if number else []
            assert signs_of(found) == signs_of(expected)
            assert [g.x for g in found] == pytest.approx([g.x + moved for g in expected], abs=0.01)
            assert [g.baseline for g in found] == pytest.approx(
                [g.baseline for g in expected], abs=0.01
            )


def test_fonts_are_there_once(imposed: dict[str, Path]) -> None:
    for name in ("booklet", "two-up"):
        assert objects(imposed[name]).fonts == objects(imposed["pdf"]).fonts
        assert imposed[name].stat().st_size < imposed["pdf"].stat().st_size * 1.05


def test_a_sheet_is_twice_as_wide_as_a_page(imposed: dict[str, Path]) -> None:
    with pikepdf.open(imposed["booklet"]) as pdf:
        for page in pdf.pages:
            assert [float(x) for x in page.mediabox.as_list()] == pytest.approx(
                [0, 0, 2 * WIDTH, 210 * MM], abs=0.01
            )


def test_a_booklet_asks_the_printer_for_its_size_and_the_short_edge(
    imposed: dict[str, Path],
) -> None:
    with pikepdf.open(imposed["booklet"]) as pdf:
        wishes = pdf.Root.ViewerPreferences
        assert [str(wishes.Duplex), str(wishes.PrintScaling)] == ["/DuplexFlipShortEdge", "/None"]
    with pikepdf.open(imposed["two-up"]) as pdf:
        assert "/Duplex" not in pdf.Root.ViewerPreferences


def test_the_edition_beside_the_sheets_stays_tagged(imposed: dict[str, Path]) -> None:
    assert objects(imposed["pdf"]).structure
    assert not objects(imposed["booklet"]).structure


def test_the_same_pages_give_the_same_sheets(imposed: dict[str, Path]) -> None:
    data = imposed["pdf"].read_bytes()
    sides = booklet(count_of(imposed["pdf"]), Folding(thickness=0.2))
    assert impose(data, sides, folded=True) == imposed["booklet"].read_bytes()


def test_what_creeps_does_not_cross_the_fold(tmp_path: Path) -> None:
    edition = pikepdf.new()
    for _ in range(4):
        page = edition.add_blank_page(page_size=(200, 300))
        page.obj.Contents = edition.make_stream(b"0 g 0 0 200 300 re f")
    edition.save(tmp_path / "black.pdf")
    sides = (Side(left=1, right=None, creep=5.0), Side(left=None, right=2, creep=5.0))
    sheets = impose((tmp_path / "black.pdf").read_bytes(), sides, folded=True)
    left, right = (page.render().to_pil().convert("L") for page in pypdfium2.PdfDocument(sheets))
    assert [left.getpixel((x, 150)) for x in (5, 100, 198, 202, 210)] == [255, 0, 0, 255, 255]
    assert [right.getpixel((x, 150)) for x in (190, 198, 202, 300, 395)] == [255, 255, 0, 0, 255]


def test_a_book_bound_on_the_right_is_folded_the_other_way(tmp_path: Path) -> None:
    paragraph = "זהו משפט ארוך בעברית על הנמל ועל הדייגים שיוצאים ממנו לים מדי בוקר. " * 8
    text = "---\ntitle: נמל\nlang: he\n---\n\n" + f"{paragraph}\n\n" * 20
    (tmp_path / "namal.md").write_text(text, "utf-8")
    ran = press("namal.md", "-o", ".", "-f", "pdf", "--booklet", "--two-up", folder=tmp_path)
    assert ran.code == 0, ran.err
    pdf, folded, side_by_side = (tmp_path / path for path in ran.paths)
    count = count_of(pdf)
    assert count > 4
    assert folios_on(folded) == pages_of(booklet(count, Folding(), "rtl"))
    assert folios_on(side_by_side) == pages_of(two_up(count, "rtl"))


def test_the_command_line_writes_sheets_beside_the_editions(
    long_source: Path, tmp_path: Path
) -> None:
    source = shutil.copytree(long_source, tmp_path / "long")
    words = ("--booklet", "--signature", "8", "--paper-thickness", "0.3")
    ran = press(source, "-o", "out", "-f", "pdf", *words, folder=tmp_path)
    assert ran.code == 0, ran.err
    pdf, sheets = (tmp_path / path for path in ran.paths)
    assert sheets.name == f"{pdf.stem}-booklet.pdf"
    sides = booklet(count_of(pdf), Folding(signature=8, thickness=0.3))
    assert folios_on(sheets) == pages_of(sides)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--signature", "8"], "only a booklet is folded\nhint: add --booklet"),
        (["--paper-thickness", "0.2"], "only a booklet is folded\nhint: add --booklet"),
        (["--booklet", "-f", "epub"], "sheets are made of the PDF’s pages\nhint: leave out -f"),
        (["--two-up", "-f", "epub"], "sheets are made of the PDF’s pages\nhint: leave out -f"),
        (["--booklet", "--signature", "6"], "no signature has 6 pages\nhint: a folded sheet"),
    ],
)
def test_sheets_that_cannot_be_made_are_refused(
    words: list[str], said: str, tmp_path: Path
) -> None:
    ran = press("x.md", "-o", "out", *words, folder=tmp_path)
    assert (ran.code, ran.err.startswith(said)) == (UsageError.exit_code, True)
    assert not (tmp_path / "out").exists()
