"""Draw imposed sheets: pages of a finished PDF, two on a side; decides no order.

A page becomes a form XObject (ISO 32000-1, 8.10), so text stays text and fonts and pictures are
there once. What is imposed is for paper alone: tags, links and outline stay in the edition, which
is published beside it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressrun.imposition import Side

_PT = 72 / 25.4
_INFO = ("/Title", "/Author", "/Subject", "/Creator", "/Producer", "/CreationDate", "/ModDate")


def impose(pdf: bytes, sides: Sequence[Side], *, folded: bool) -> bytes:
    """Return a PDF with a page for each side, twice as wide as those of `pdf`.

    What lies beyond a page's TrimBox is left out. `folded` sheets ask to be printed at their size
    and on both sides, turned on the short edge (ISO 32000-1, 12.2).
    """
    with pikepdf.open(io.BytesIO(pdf)) as source, pikepdf.new() as sheets:
        forms = [sheets.copy_foreign(page.as_form_xobject()) for page in source.pages]
        for side in sides:
            _add_side(sheets, forms, side)
        _describe(source, sheets, folded=folded)
        written = io.BytesIO()
        sheets.save(
            written,
            deterministic_id=True,
            min_version=source.pdf_version,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return written.getvalue()


def _add_side(sheets: pikepdf.Pdf, forms: Sequence[pikepdf.Object], side: Side) -> None:
    x, y, right, top = (float(edge) for edge in forms[0].BBox.as_list())
    width, height, creep = right - x, top - y, side.creep * _PT
    drawn = {
        name: (forms[number - 1], place, half)
        for name, number, place, half in (
            ("/Left", side.left, creep, 0.0),
            ("/Right", side.right, width - creep, width),
        )
        if number is not None
    }
    operators = [
        # Within its half: what creeps must not cross the fold.
        f"q {half:.3f} 0 {width:.3f} {height:.3f} re W n "
        f"1 0 0 1 {place - x:.3f} {-y:.3f} cm {name} Do Q\n"
        for name, (_, place, half) in drawn.items()
    ]
    page = sheets.add_blank_page(page_size=(round(2 * width, 3), round(height, 3)))
    page.obj.Contents = sheets.make_stream("".join(operators).encode())
    page.obj.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary({name: form for name, (form, _, _) in drawn.items()})
    )


def _describe(source: pikepdf.Pdf, sheets: pikepdf.Pdf, *, folded: bool) -> None:
    """Keep title, language and colours; ask the printer for sheets that fold."""
    for key in _INFO:
        if key in source.docinfo:
            sheets.docinfo[key] = str(source.docinfo[key])
    if "/Lang" in source.Root:
        sheets.Root.Lang = str(source.Root.Lang)
    if "/OutputIntents" in source.Root:
        intents = source.make_indirect(source.Root.OutputIntents)
        sheets.Root.OutputIntents = sheets.copy_foreign(intents)
    wishes = pikepdf.Dictionary(DisplayDocTitle=True, PickTrayByPDFSize=True)
    if folded:
        wishes.PrintScaling = pikepdf.Name("/None")
        wishes.Duplex = pikepdf.Name.DuplexFlipShortEdge
    sheets.Root.ViewerPreferences = wishes
