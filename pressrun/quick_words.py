"""Know the glyphs of words, so that Pango is asked for each of them once; with the same result.

Pango shapes a word between spaces that are let out by itself, and what stands beside a space is
seldom another glyph than elsewhere. So what it made of a word, in a style and a script, is kept as
long as the fonts are (browsers do so, too: https://bugzilla.mozilla.org/show_bug.cgi?id=761442).
"""

from __future__ import annotations

import re
from struct import Struct
from typing import TYPE_CHECKING, Any, NamedTuple

from pressrun.quick_styles import described

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    # WeasyPrint ships no types.
    Style = Any
    # A glyph's number, its width, and how far it is put aside and up.
    Glyph = tuple[int, int, int, int]

SPACES = re.compile("([ \u00a0])")
# https://docs.gtk.org/Pango/struct.GlyphInfo.html, but for its attributes
_GLYPH = Struct("=Iiii4x")
_NO_GLYPH = 0x0FFFFFFF  # from here on, PANGO_GLYPH_EMPTY and what no font draws
# Signs of no script: they are set as what stands around them is.
_SIGNS = (
    " -@[-`{-~\u00a0-\u00a9\u00ab\u00ac\u00ae-\u00b9\u00bb-\u00bf\u00d7\u00f7"
    "\u2010-\u2027\u202f-\u205e\u20a0-\u20bf"
)
# Letters of a script, by one that nothing draws near to.
_SCRIPTS = {
    "n": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
    "ν": "\u0386\u0388-\u03e1\u1f00-\u1fff",
    "н": "\u0400-\u0482\u048a-\u052f",
}
_LETTER = {letter: re.compile(f"[{letters}]") for letter, letters in _SCRIPTS.items()}
_OF_ONE = {
    letter: re.compile(f"[{_SIGNS}]*[{letters}][{_SIGNS}{letters}]*")
    for letter, letters in _SCRIPTS.items()
}
_SPREAD = 1001  # Pango units, so that its halves differ
_SHAPES = "_known_shapes"


class Word(NamedTuple):
    """The glyphs of a word, what each of them stands for, and how wide they are in Pango units."""

    glyphs: tuple[Glyph, ...]
    meanings: tuple[str, ...]
    width: int


class Run(NamedTuple):
    """What Pango shapes at once: a font, where the text begins and ends in bytes, and its glyphs.

    `clusters` are the bytes from `begin` at which the text of each glyph begins.
    """

    font: Any
    begin: int
    end: int
    glyphs: tuple[Glyph, ...]
    clusters: Sequence[int]
    leftwards: bool

    @property
    def is_plain(self) -> bool:
        """Tell whether each glyph is one of the font, and on the baseline."""
        return all(number < _NO_GLYPH and not rise for number, _, _, rise in self.glyphs)

    def meaning_of(self, place: int, text: bytes) -> str:
        """Return the part of the whole text that a glyph stands for."""
        edge, step = (0, -1) if self.leftwards else (len(self.glyphs) - 1, 1)
        end = self.end if place == edge else self.begin + self.clusters[place + step]
        return text[self.begin + self.clusters[place] : end].decode()


def runs(ffi: Any, line: Any) -> Iterator[Run]:  # noqa: ANN401
    """Yield what a line of Pango's consists of."""
    each, null = line.runs, ffi.NULL
    while each != null:
        item, string = each.data.item, each.data.glyphs
        count = string.num_glyphs
        yield Run(
            font=item.analysis.font,
            begin=item.offset,
            end=item.offset + item.length,
            glyphs=tuple(_GLYPH.iter_unpack(ffi.buffer(string.glyphs, count * _GLYPH.size))),
            clusters=ffi.unpack(string.log_clusters, count),
            leftwards=bool(item.analysis.level % 2),
        )
        each = each.next


class Shapes:
    """The words of a style in one script, as far as Pango was asked for them.

    `height` and `baseline` are those of a line, in CSS pixels.
    """

    def __init__(self, text: Any, style: Style, letter: str) -> None:  # noqa: ANN401
        """Begin with WeasyPrint's `text`, and a letter of the script."""
        self._text, self._letter = text, letter
        self._known = described(text, style)
        self._words: dict[str, Word | None] = {"": Word((), (), 0)}
        self._spaces: dict[str, tuple[int, int] | None] = {}
        self._free: dict[str, bool] = {}
        self._layout = self._set(letter)  # kept, since it keeps the font
        ffi, pango, unit = text.ffi.ffi, text.ffi.pango, text.ffi.FROM_UNITS
        line = pango.pango_layout_get_line_readonly(self._layout, 0)
        self.font = next(runs(ffi, line)).font
        extents = ffi.new("PangoRectangle *")
        pango.pango_layout_line_get_extents(line, ffi.NULL, extents)
        self.height = extents.height * unit
        self.baseline = pango.pango_layout_get_baseline(self._layout) * unit

    def words(self, words: Iterable[str]) -> list[Word | None]:
        """Return what is known of words; None for one that is not a run of plain glyphs."""
        known = self._words
        try:
            return [known[word] for word in words]
        except KeyError:
            self._learn([*dict.fromkeys(word for word in words if word not in known)])
            return [known[word] for word in words]

    def space(self, char: str, spread: int, *, first: bool, last: bool) -> Glyph | None:
        """Return a space that is let out by so many Pango units; None where nobody can know.

        WeasyPrint asks for twice as much at the ends of a text, and Pango takes half of it back.
        """
        if char not in self._spaces:
            self._spaces[char] = self._space(char)
        known = self._spaces[char]
        return known and _let_out(*known, spread, first=first, last=last)

    def stands_free(self, char: str) -> bool:
        """Tell whether a character is as wide, and the same glyph, beside spaces as elsewhere."""
        if char not in self._free:
            self._free[char] = self._is_free(char)
        return self._free[char]

    def _learn(self, words: Sequence[str]) -> None:
        """Have words shaped, among letters of the script, so that their signs are of it, too."""
        said = f"{self._letter} {' '.join(words)} {self._letter}"
        data = said.encode()
        spaces = [(place, place + 1, 1) for place, byte in enumerate(data) if byte == ord(" ")]
        found = {run.begin: run for run in self._runs(self._set(said, spaces))}
        begin = spaces[0][1]
        for word in words:
            end = begin + len(word.encode())
            run, self._words[word] = found.get(begin), None
            if run and run.end == end and run.font == self.font and run.is_plain:
                meanings = [run.meaning_of(place, data) for place in range(len(run.glyphs))]
                width = sum(width for _, width, *_ in run.glyphs)
                self._words[word] = Word(run.glyphs, tuple(meanings), width)
            begin = end + 1

    def _space(self, char: str) -> tuple[int, int] | None:
        """Return the glyph of a space and its own width, if it is let out as is thought here."""
        letter, wide = self._letter, len(char.encode())
        said = f"{char}{letter}{char}{letter}{char}"
        step = wide + len(letter.encode())
        spaces = [(place, place + wide, times) for place, times in ((0, 2), (step, 1), (2 * step, 2))]
        found = {run.begin: run for run in self._runs(self._set(said, spaces))}
        first, middle, last = (found.get(begin) for begin, *_ in spaces)
        if not (first and middle and last) or middle.font != self.font or len(middle.glyphs) != 1:
            return None
        number, width, *_ = middle.glyphs[0]
        known = number, width - _SPREAD
        for run in (first, middle, last):
            thought = _let_out(*known, _SPREAD, first=run is first, last=run is last)
            if run.glyphs != (thought,):
                return None
        return known

    def _is_free(self, char: str) -> bool:
        around, alone = self.words([self._letter, char])
        space = self.space(" ", 0, first=False, last=False)
        if not (around and alone and space):
            return False
        letter = self._letter
        found = [*self._runs(self._set(f"{letter} {char} {letter}"))]
        glyphs = *around.glyphs, space, *alone.glyphs, space, *around.glyphs
        return len(found) == 1 and found[0].glyphs == glyphs

    def _set(self, text: str, spaces: Iterable[tuple[int, int, int]] = ()) -> Any:  # noqa: ANN401
        """Have a text set; spaces from a byte to another are let out so many times."""
        ffi, pango, gobject = self._text.ffi.ffi, self._text.ffi.pango, self._text.ffi.gobject
        context, _, description, features = self._known
        layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout, False)  # noqa: FBT003 - C's
        pango.pango_layout_set_single_paragraph_mode(layout, True)  # noqa: FBT003 - C's
        pango.pango_layout_set_font_description(layout, description)
        listed = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        if features:
            pango.pango_attr_list_insert(listed, pango.pango_attr_font_features_new(features))
        for begin, end, times in spaces:
            attribute = pango.pango_attr_letter_spacing_new(times * _SPREAD)
            attribute.start_index, attribute.end_index = begin, end
            pango.pango_attr_list_insert(listed, attribute)
        pango.pango_layout_set_attributes(layout, listed)
        pointer, _bytes = self._text.ffi.unicode_to_char_p(text)
        pango.pango_layout_set_text(layout, pointer, -1)
        return layout

    def _runs(self, layout: Any) -> Iterator[Run]:  # noqa: ANN401
        # The layout must last as long as its line.
        line = self._text.ffi.pango.pango_layout_get_line_readonly(layout, 0)
        yield from runs(self._text.ffi.ffi, line)


def _let_out(number: int, width: int, spread: int, *, first: bool, last: bool) -> Glyph:
    """Return the glyph of a space as Pango lets it out.

    That is half before it and half behind, and what is before the first and behind the last of a
    line is taken back (`pango_layout_line_postprocess`).
    """
    spread *= 2 if first or last else 1
    left = int(spread / 2)
    if spread % 1024 == 0:
        left = (left + 512) // 1024 * 1024
    right = spread - left
    width += (0 if first else left) + (0 if last else right)
    return number, width, 0 if first else left, 0


def scripts_in(text: str) -> list[str]:
    """Return a letter of each script that has letters in a text, of those that are known here."""
    return [letter for letter, letters in _LETTER.items() if letters.search(text)]


def script_of(text: str) -> str | None:
    """Return a letter of the script that a text is all of; None where nobody can know."""
    return next((letter for letter, one in _OF_ONE.items() if one.fullmatch(text)), None)


def shapes(text: Any, style: Style, letter: str) -> Shapes:  # noqa: ANN401
    """Return the words of a style, which are those of all that are set alike."""
    kept = style.__dict__.setdefault(_SHAPES, {})
    found: Shapes | None = kept.get(letter)
    if found is None:
        known: dict[Any, Shapes] = vars(style.font_config).setdefault(_SHAPES, {})
        name = text.line_break._font_style_cache_key(style, include_size=True)  # noqa: SLF001
        key = name, style["font_kerning"], style["direction"], letter
        found = known.get(key)
        if found is None:
            found = known[key] = Shapes(text, style, letter)
        kept[letter] = found
    return found
