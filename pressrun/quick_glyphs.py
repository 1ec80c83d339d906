"""Draw the glyphs of a line in less of WeasyPrint's time; with the same result.

WeasyPrint 70.0 has Pango set each line once more to draw it, asks for each property of each glyph,
one after the other, and works out anew what a page's description says of it. That is the same for
every such glyph, and every such word, of a font, so it is kept here as long as the font is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from pressrun.quick_words import SPACES, let_out, runs, script_of, shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pressrun.quick_words import Glyph, Run, Shapes, Word

    # WeasyPrint ships no types.
    Original = Any
    Font = Any
    Style = Any
    # By the size of a font, how its glyphs are written, and words, and the numbers of glyphs.
    Known = dict[float, tuple[dict[Glyph, str], dict[Shapes, dict[str, str]], set[int]]]

_SOUND = 14802  # before this version of Pango, fonts are of another size than they say
_HANDS = "_known_hands"


def layout(_: Any, original: Any) -> Any:  # noqa: ANN401
    """Return the class of texts that Pango sets; to be drawn, anew only where that is asked for."""

    class Layout(original):  # type: ignore[misc]
        def __getattr__(self, name: str) -> Any:  # noqa: ANN401
            if name in {"layout", "language"} and "style" in vars(self):
                original.reactivate(self, self.style)
                return vars(self)[name]
            raise AttributeError(name)

        def reactivate(self, style: Style) -> None:
            self.style = style

        def deactivate(self) -> None:
            for name in ("layout", "language", "style"):
                self.__dict__.pop(name, None)

    return Layout


def draw(weasyprint: Any, draw_all: Original) -> Callable[..., list[Any]]:  # noqa: ANN401
    """Return what draws the glyphs of a line, as WeasyPrint's `draw_first_line` does."""
    sound = weasyprint.text.ffi.pango.pango_version() >= _SOUND
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
            pen = _Pen(weasyprint.text, stream, known)
            try:
                pieces = pen.words_of(textbox) or [*pen.pieces(textbox)]
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
    """Writes glyphs, as a page says them, for a stream; `text` is WeasyPrint's module."""

    text: Any
    stream: Any
    known: WeakKeyDictionary[Font, Known]

    def words_of(self, textbox: Any) -> list[_Piece]:  # noqa: ANN401
        """Return what is shown of a line, by what is known of its words; nothing if too little."""
        layout, style = textbox.pango_layout, textbox.style
        usual = _is_usual(style) and not layout.text.isspace()
        letter = script_of(layout.text) if usual else None
        if letter is None:
            return []
        unit, tracking = self.text.ffi.TO_UNITS, style["letter_spacing"]
        loose = 0 if tracking == "normal" else int(tracking * unit)
        known = shapes(self.text, style, letter, apart=bool(loose))
        parts = SPACES.split(layout.text)
        words, between = parts[::2], parts[1::2]
        spaces = _spaces(known, words, between, int(layout.justification_spacing * unit + loose))
        # Letters are let alone by a space that is let out; not by every other.
        alone = bool(layout.justification_spacing)
        plain = tracking == "normal" and (alone or known.are_free(words))
        if spaces is None or None in known.words(words) or not (plain or (loose and alone)):
            return []
        hand = _Hand.of(self, known.font)
        spaced = [*zip(spaces, between, strict=True)]
        written = hand.line(_Line(known=known, words=words, spaces=spaced, loose=loose))
        shown = "".join(map(_bracketed, written)) if alone else _bracketed("".join(written))
        return [_Piece(hand.font, hand.size, shown)]

    def pieces(self, textbox: Any) -> Iterator[_Piece]:  # noqa: ANN401
        """Yield what Pango makes of a line, by its fonts; raises _UnusualError for the unusual."""
        layout, hand, shown = textbox.pango_layout, None, ""
        pango, text = self.text.ffi.pango, layout.text.encode()
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # noqa: FBT003 - C's
        line, _ = layout.get_first_line()
        for run in runs(self.text.ffi.ffi, line):
            if hand is None or run.font != hand.pango_font:
                if hand is not None:
                    yield _Piece(hand.font, hand.size, shown)
                hand, shown = _Hand.of(self, run.font), ""
            shown += _bracketed(hand.run(run, text))
        if hand is None:
            raise _UnusualError
        yield _Piece(hand.font, hand.size, shown)


def _bracketed(glyphs: str) -> str:
    """Return glyphs as a string, which a number may end."""
    if glyphs.endswith("<"):
        return f"<{glyphs[:-1]}"
    return f"<{glyphs}>" if glyphs else ""


class _Line(NamedTuple):
    """Words that are known, and the spaces between them, with what each of these stands for.

    Letters are let out by as many Pango units as it is `loose`.
    """

    known: Shapes
    words: Sequence[str]
    spaces: Sequence[tuple[Glyph, str]]
    loose: int


class _Hand(NamedTuple):
    """How one font of one size is written."""

    text: Any
    extents: tuple[Any, Any]  # where Pango tells those of a glyph's ink, and of its place
    pango_font: Any
    font: Font
    size: float
    written: dict[Glyph, str]
    spelled: dict[Shapes, dict[str, str]]
    numbers: set[int]

    @classmethod
    def of(cls, pen: _Pen, pango_font: Any) -> _Hand:  # noqa: ANN401
        """Return the hand for a font of Pango's, which the stream knows from now on."""
        hands: dict[Any, _Hand] = vars(pen.stream).setdefault(_HANDS, {})
        if pango_font not in hands:
            font, size = pen.stream.add_font(pango_font)
            known = pen.known.setdefault(font, {}).setdefault(size, ({}, {}, set()))
            extents = pen.stream.ink_rect, pen.stream.logical_rect
            hands[pango_font] = cls(pen.text, extents, pango_font, font, size, *known)
        return hands[pango_font]

    def run(self, run: Run, text: bytes) -> str:
        """Return how the glyphs of a run of Pango's are written."""
        try:
            return "".join([self.written[glyph] for glyph in run.glyphs])
        except KeyError:
            if not run.is_plain:
                raise _UnusualError from None
            meanings = [run.meaning_of(place, text) for place in range(len(run.glyphs))]
            return self._spell(run.glyphs, meanings)

    def line(self, line: _Line) -> list[str]:
        """Return how words that are known, and the spaces between, are written."""
        spelled = self.spelled.setdefault(line.known, {})
        shown = [""] * (len(line.words) + len(line.spaces))
        try:
            shown[::2] = [spelled[word] for word in line.words if not line.loose]
        except (KeyError, ValueError):
            return self._spelled(line, spelled)
        shown[1::2] = [
            self.written.get(glyph) or self._spell([glyph], [char]) for glyph, char in line.spaces
        ]
        return shown

    def _spelled(self, line: _Line, spelled: dict[str, str]) -> list[str]:
        """Return what `line` does, one after the other, since a glyph means what it meant first."""
        shown: list[str] = []
        last = len(line.words) - 1
        for place, word in enumerate(line.words):
            if line.loose and word:
                shape = _shape_of(line.known, word)
                glyphs = let_out(shape.glyphs, line.loose, first=not place, last=place == last)
                shown.append(self._spell(glyphs, shape.meanings))
            else:
                if word not in spelled:
                    spelled[word] = self._as_before(line.known, word)
                shown.append(spelled[word])
            if place < last:
                glyph, char = line.spaces[place]
                shown.append(self.written.get(glyph) or self._spell([glyph], [char]))
        return shown

    def _as_before(self, known: Shapes, word: str) -> str:
        """Return how a word is written; if its glyphs are known here, as it was elsewhere."""
        before = known.spelled.get(word)
        if before and self.numbers >= before[1]:
            return before[0]
        shape = _shape_of(known, word)
        numbers = frozenset(number for number, *_ in shape.glyphs)
        written = self._spell(shape.glyphs, shape.meanings)
        known.spelled[word] = written, numbers
        self.numbers.update(numbers)
        return written

    def _spell(self, glyphs: Sequence[Glyph], meanings: Sequence[str]) -> str:
        self._learn(glyphs, meanings)
        return "".join([self.written[glyph] for glyph in glyphs])

    def _learn(self, glyphs: Sequence[Glyph], meanings: Sequence[str]) -> None:
        """Find out how glyphs are written; let their font know what they mean, and how wide."""
        font = self.font
        if font.bitmap or font.svg or font.png or font.colr:
            raise _UnusualError
        for glyph, meaning in zip(glyphs, meanings, strict=True):
            if glyph not in self.written:
                font.to_unicode.setdefault(glyph[0], meaning)
                self.written[glyph] = self._written(glyph)

    def _written(self, glyph: Glyph) -> str:
        number, width, aside, _ = glyph
        offset, thousand = aside / self.size, 1000 * self.text.ffi.FROM_UNITS
        kerning = self._wide(number) + offset - width * thousand / self.size
        before = f">{-offset}<" if offset else ""
        return f"{before}{number:04x}" + (f">{int(kerning)}<" if int(kerning) else "")

    def _wide(self, number: int) -> int:
        """Return the width of a glyph, in thousandths of its size."""
        widths, place = self.font.widths, self.extents[1]
        if number not in widths:
            self.text.ffi.pango.pango_font_get_glyph_extents(self.pango_font, number, *self.extents)
            units = place.width * 1000 * self.text.ffi.FROM_UNITS
            widths[number] = round(units / self.size)
        return widths[number]  # type: ignore[no-any-return]


def _shape_of(known: Shapes, word: str) -> Word:
    (shape,) = known.words([word])
    assert shape  # noqa: S101 - it is known
    return shape


def _is_usual(style: Style) -> bool:
    return bool(style["word_spacing"] == 0 and style["direction"] == "ltr")


def _spaces(
    known: Shapes, words: Sequence[str], spaces: Sequence[str], spread: int
) -> list[Glyph] | None:
    """Return the spaces between words, let out; None where too little is known of one."""
    if spread < 0:
        return None
    between = {char: known.space(char, spread, first=False, last=False) for char in {*spaces}}
    found = [between[char] for char in spaces]
    for place, last in ((0, False), (-1, True)) if found else ():
        if not words[place]:
            char = spaces[place]
            at_end = known.space(char, spread, first=not last, last=last) if char == " " else None
            found[place] = at_end
    return None if None in found or "" in words[1:-1] else found  # type: ignore[return-value]
