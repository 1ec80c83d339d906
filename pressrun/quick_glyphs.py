"""Draw the glyphs of a line in less of WeasyPrint's time; with the same result.

WeasyPrint 70.0 asks Pango for each property of each glyph, one after the other, and works out anew
what a page's description says of it. That is the same for every such glyph of a font, so it is kept
here as long as the font is.
"""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    # WeasyPrint ships no types.
    Original = Any
    Font = Any
    # A glyph's number, its width, and how far it is put aside and up.
    Glyph = tuple[int, int, int, int]
    # How glyphs are written, by the size of their font.
    Known = dict[float, dict[Glyph, str]]

# https://docs.gtk.org/Pango/struct.GlyphInfo.html, but for its attributes
_GLYPH = Struct("=Iiii4x")
_NO_GLYPH = 0x0FFFFFFF  # from here on, PANGO_GLYPH_EMPTY and what no font draws
_SOUND = 14802  # before this version of Pango, fonts are of another size than they say


def draw(weasyprint: Any, draw_all: Original) -> Callable[..., list[Any]]:  # noqa: ANN401
    """Return what draws the glyphs of a line, as WeasyPrint's `draw_first_line` does."""
    pango = weasyprint.text.ffi.pango
    sound = pango.pango_version() >= _SOUND
    known: WeakKeyDictionary[Font, Known] = WeakKeyDictionary()

    def draw_first_line(
        stream: Any,  # noqa: ANN401
        textbox: Any,  # noqa: ANN401
        text_overflow: str,
        block_ellipsis: Any,  # noqa: ANN401
        matrix: Any,  # noqa: ANN401
    ) -> list[Any]:
        whole = text_overflow == "clip" and block_ellipsis == "none"
        if sound and whole and textbox.text.strip() and textbox.style["font_size"] >= 1:
            pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, True)  # noqa: FBT003 - C's
            line, _ = textbox.pango_layout.get_first_line()
            pen = _Pen(weasyprint.text.ffi, stream, textbox.pango_layout.text, known)
            try:
                pieces = [*pen.pieces(line)]
            except _UnusualError:
                pass
            else:
                _show(stream, matrix, pieces)
                return []
        return draw_all(stream, textbox, text_overflow, block_ellipsis, matrix)  # type: ignore[no-any-return]

    return draw_first_line


class _UnusualError(Exception):
    """What must be left to WeasyPrint: glyphs that are pictures, stand above others, or lack."""


class _Piece(NamedTuple):
    """What is shown in a font of a size."""

    font: Font
    size: float
    shown: str


def _show(stream: Any, matrix: Any, pieces: list[_Piece]) -> None:  # noqa: ANN401
    stream.set_text_matrix(*matrix.values)
    last = len(pieces) - 1
    for place, (font, size, shown) in enumerate(pieces):
        stream.set_font_size(font.hash, size)
        if shown or place == last:
            stream.show_text(shown)


class _Pen(NamedTuple):
    """Writes glyphs, as a page says them: those of a text, for a stream."""

    ffi: Any
    stream: Any
    text: str
    known: WeakKeyDictionary[Font, Known]

    def pieces(self, line: Any) -> Iterator[_Piece]:  # noqa: ANN401
        """Yield what is shown of a line, by its fonts; raises _UnusualError for what is unusual."""
        font, size, shown, last = None, 0.0, "", None
        run, null, written = line.runs, self.ffi.ffi.NULL, None
        while run != null:
            item = run.data
            if (pango_font := item.item.analysis.font) != last:
                if last is not None:
                    yield _Piece(font, size, shown)
                shown, last = "", pango_font
                font, size = self.stream.add_font(pango_font)
                written = self.known.setdefault(font, {}).setdefault(size, {})
            shown += self._run(item, font, size, written)
            run = run.next
        yield _Piece(font, size, shown)

    def _run(self, item: Any, font: Font, size: float, written: Any) -> str:  # noqa: ANN401
        string = item.glyphs
        data = self.ffi.ffi.buffer(string.glyphs, string.num_glyphs * _GLYPH.size)
        glyphs = [*_GLYPH.iter_unpack(data)]
        try:
            shown = "".join([written[glyph] for glyph in glyphs])
        except KeyError:
            self._learn(_Run(item, glyphs, font, size), written)
            shown = "".join([written[glyph] for glyph in glyphs])
        if shown.endswith("<"):
            return f"<{shown[:-1]}"
        return f"<{shown}>" if shown else ""

    def _learn(self, run: _Run, written: dict[Glyph, str]) -> None:
        """Find out how glyphs are written; let their font know what they mean, and how wide."""
        font = run.font
        if font.bitmap or font.svg or font.png or font.colr:
            raise _UnusualError
        for place, glyph in enumerate(run.glyphs):
            if glyph not in written:
                number, _, _, rise = glyph
                if number >= _NO_GLYPH or rise:
                    raise _UnusualError
                if number not in font.to_unicode:
                    font.to_unicode[number] = run.meaning_of(place, self.text)
                written[glyph] = self._written(run, glyph)

    def _written(self, run: _Run, glyph: Glyph) -> str:
        number, width, aside, _ = glyph
        offset, thousand = aside / run.size, 1000 * self.ffi.FROM_UNITS
        kerning = self._wide(run, number) + offset - width * thousand / run.size
        before = f">{-offset}<" if offset else ""
        return f"{before}{number:04x}" + (f">{int(kerning)}<" if kerning else "")

    def _wide(self, run: _Run, number: int) -> int:
        """Return the width of a glyph, in thousandths of its size."""
        widths, stream = run.font.widths, self.stream
        if number not in widths:
            self.ffi.pango.pango_font_get_glyph_extents(
                run.item.item.analysis.font, number, stream.ink_rect, stream.logical_rect
            )
            units = stream.logical_rect.width * 1000 * self.ffi.FROM_UNITS
            widths[number] = round(units / run.size)
        return widths[number]  # type: ignore[no-any-return]


class _Run(NamedTuple):
    """Glyphs of one font and size: Pango's item, and what is in it."""

    item: Any
    glyphs: list[Glyph]
    font: Font
    size: float

    def meaning_of(self, place: int, text: str) -> str:
        """Return the part of a text that a glyph stands for."""
        item, clusters = self.item.item, self.item.glyphs.log_clusters
        edge, step = (0, -1) if item.analysis.level % 2 else (len(self.glyphs) - 1, 1)
        end = item.length if place == edge else clusters[place + step]
        return text.encode()[item.offset + clusters[place] : item.offset + end].decode()
