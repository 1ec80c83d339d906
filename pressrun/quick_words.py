"""Know the glyphs of words, so that Pango is asked for each of them once; with the same result.

Pango shapes a word between spaces that are let out by itself, and what stands beside a space is
seldom another glyph than elsewhere. So what it made of a word, in a style and a script, is kept as
long as the fonts are (so do browsers: https://github.com/servo/servo/issues/229).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
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
# Declared here because WeasyPrint 70.0 has no need of them.
_PANGO = """
void pango_shape_full(const char *text, int length, const char *paragraph, int paragraph_length,
                      const PangoAnalysis *analysis, PangoGlyphString *glyphs);
PangoGlyphString *pango_glyph_string_new(void);
void pango_glyph_string_free(PangoGlyphString *string);
gboolean pango_font_has_char(PangoFont *font, unsigned int sign);
const char *pango_layout_get_text(PangoLayout *layout);
void pango_glyph_item_get_logical_widths(PangoGlyphItem *item, const char *text, int *widths);
"""
# https://docs.gtk.org/Pango/struct.GlyphInfo.html, but for its attributes
_GLYPH = Struct("=Iiii4x")
_NO_GLYPH = 0x0FFFFFFF  # from here on, PANGO_GLYPH_EMPTY and what no font draws
# Signs of no script: they are set as what stands around them is.
_SIGNS = (
    " -@[-`{-~\u00a0-\u00a9\u00ab\u00ac\u00ae-\u00b9\u00bb-\u00bf\u00d7\u00f7"
    "\u2010-\u2027\u202f-\u205e\u20a0-\u20bf"
)
# Letters of a script, by one that nothing draws near to; signs by themselves are of none.
_SCRIPTS = {
    "n": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
    "ν": "\u0386\u0388-\u03e1\u1f00-\u1fff",
    "н": "\u0400-\u0482\u048a-\u052f",
}
_LETTER = {letter: re.compile(f"[{letters}]") for letter, letters in _SCRIPTS.items()}
_OF_ONE = {
    **{
        letter: re.compile(f"[{_SIGNS}]*[{letters}][{_SIGNS}{letters}]*")
        for letter, letters in _SCRIPTS.items()
    },
    "1": re.compile(f"[{_SIGNS}]+"),
}
_UNITS = 1024  # of Pango, in a CSS pixel
_SPREAD = 1001  # of these, so that its halves differ
_UNJOINED = b"liga 0,clig 0,dlig 0,hlig 0"  # what Pango asks of letters that are let out
_MOST = 12_000  # words that an article may find of a style; an archive has no end of them
_SHAPES = "_known_shapes"


class Word(NamedTuple):
    """The glyphs of a word, what each of them stands for, and how far each character goes.

    That is in Pango units; characters of one glyph share what it takes.
    """

    glyphs: tuple[Glyph, ...]
    meanings: tuple[str, ...]
    advances: tuple[int, ...]


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
        item = each.data.item
        yield _run(ffi, item.analysis, each.data.glyphs, item.offset, item.length)
        each = each.next


def _run(ffi: Any, analysis: Any, string: Any, begin: int, length: int) -> Run:  # noqa: ANN401
    count = string.num_glyphs
    return Run(
        font=analysis.font,
        begin=begin,
        end=begin + length,
        glyphs=tuple(_GLYPH.iter_unpack(ffi.buffer(string.glyphs, count * _GLYPH.size))),
        clusters=ffi.unpack(string.log_clusters, count),
        leftwards=bool(analysis.level % 2),
    )


@cache
def declare(ffi: Any) -> None:  # noqa: ANN401
    """Declare what is needed of Pango to shape and to measure, which takes longer than a page."""
    ffi.cdef(_PANGO, override=True)


class Shapes:
    """The words of a style in one script, as far as Pango was asked for them.

    Their letters may be let out, too: then they do not join, and what they are let out by is not
    counted here. `height` and `baseline` are those of a line, in CSS pixels. Whoever writes words
    keeps in `spelled` how, and the numbers of their glyphs.
    """

    def __init__(self, text: Any, style: Style, letter: str, *, apart: bool) -> None:  # noqa: ANN401
        """Begin with WeasyPrint's `text` and a letter of the script; letters may stand `apart`."""
        self._text, self._letter, self._apart = text, letter, apart
        self._known = described(text, style)
        self._words: dict[str, Word | None] = {"": Word((), (), ())}
        self._signs: set[str] = set()
        self._glyphs: dict[Glyph, Glyph] = {}
        self.spelled: dict[str, tuple[str, frozenset[int]]] = {}
        self._spaces: dict[str, Glyph | None] = {}
        self._pairs: dict[str, tuple[int, int] | None] = {}
        self._placed: dict[tuple[str, str, str], list[int] | None] = {}
        self._layout = self._set(letter)  # kept, since it keeps the font
        ffi, pango, unit = text.ffi.ffi, text.ffi.pango, text.ffi.FROM_UNITS
        declare(ffi)
        self._string = ffi.gc(pango.pango_glyph_string_new(), pango.pango_glyph_string_free)
        line = pango.pango_layout_get_line_readonly(self._layout, 0)
        self._analysis = ffi.addressof(line.runs.data.item, "analysis")
        self.font = self._analysis.font
        extents = ffi.new("PangoRectangle *")
        pango.pango_layout_line_get_extents(line, ffi.NULL, extents)
        self.height = extents.height * unit
        self.baseline = pango.pango_layout_get_baseline(self._layout) * unit

    @property
    def are_many(self) -> bool:
        """Tell whether there are so many words that they should be forgotten."""
        return len(self._words) > _MOST

    def words(self, words: Iterable[str]) -> list[Word | None]:
        """Return what is known of words; None for one that is not a run of plain glyphs."""
        known = self._words
        try:
            return [known[word] for word in words]
        except KeyError:
            known |= {word: self._learn(word) for word in words if word not in known}
            return [known[word] for word in words]

    def space(self, char: str, spread: int, *, first: bool, last: bool) -> Glyph | None:
        """Return a space that is let out by so many Pango units; None where nobody can know.

        WeasyPrint asks for twice as much at the ends of a text, and Pango takes half of it back.
        """
        if char not in self._spaces:
            self._spaces[char] = self._space(char)
        known = self._spaces[char]
        if known is None:
            return None
        if not (first or last):
            return let_out((known,), spread, first=False, last=False)[0]
        return let_out((known,), 2 * spread, first=first, last=last)[0]

    def beside(self, pair: str) -> tuple[int, int] | None:
        """Return how much further a space and a character, or these, go beside each other.

        That is in Pango units, as they stand in the `pair`; None where one is another glyph then.
        """
        if pair not in self._pairs:
            self._pairs[pair] = self._beside(pair)
        return self._pairs[pair]

    def are_free(self, words: Sequence[str]) -> bool:
        """Tell whether spaces between words leave all as it is."""
        begins = (f" {word[0]}" for word in words[1:] if word)
        ends = (f"{word[-1]} " for word in words[:-1] if word)
        return all(self.beside(pair) == (0, 0) for pair in chain(begins, ends))

    def advances(self, text: str) -> list[int] | None:
        """Return how far each character of a text goes; None where too little is known of it."""
        parts = SPACES.split(text)
        words, chars = parts[::2], parts[1::2]
        if "" in words[1:-1]:
            return None  # spaces beside each other
        places = [*zip(["", *chars], words, [*chars, ""], strict=True)]
        if unknown := [place for place in places if place not in self._placed]:
            self.words(words)
            self._placed |= {place: self._advances(*place) for place in unknown}
        found: list[int] = []
        for place in places:
            advances = self._placed[place]
            if advances is None:
                return None
            found += advances
        return found

    def _advances(self, before: str, word: str, behind: str) -> list[int] | None:
        """Return how far the space before a word goes, and each of its characters, beside these."""
        (known,) = self.words([word])
        space = self.space(before, 0, first=False, last=False) if before else (0, 0)
        begin = self.beside(f"{before}{word[0]}") if before and word else (0, 0)
        end = self.beside(f"{word[-1]}{behind}") if word and behind else (0, 0)
        if not (known and space and begin and end) or end[1]:
            return None
        advances = [*known.advances]
        if word:
            advances[0] += begin[1]
            advances[-1] += end[0]
        return [space[1] + begin[0], *advances] if before else advances

    def _learn(self, word: str) -> Word | None:
        """Have a word shaped as the letter is, so that its signs are of the script, too."""
        if not self._signs.issuperset(word) and not all(map(self._draws, word)):
            return None
        run = self._shaped(word)
        # Thousands of words have a hundred glyphs.
        one = self._glyphs.setdefault
        run = run._replace(glyphs=tuple([one(each, each) for each in run.glyphs]))
        known = _word(run, word)
        # Pango lets out what has a glyph each.
        return known if run.is_plain and (all(known.meanings) or not self._apart) else None

    def _draws(self, char: str) -> bool:
        """Tell whether the font has a sign itself; what HarfBuzz would draw for it is not asked."""
        if char not in self._signs and self._text.ffi.pango.pango_font_has_char(
            self.font, ord(char)
        ):
            self._signs.add(char)
        return char in self._signs

    def _shaped(self, text: str) -> Run:
        data, ffi, pango = text.encode(), self._text.ffi.ffi, self._text.ffi.pango
        pango.pango_shape_full(data, len(data), ffi.NULL, 0, self._analysis, self._string)
        return _run(ffi, self._analysis, self._string, 0, len(data))

    def _space(self, char: str) -> Glyph | None:
        """Return a space that is not let out, if it would be as is thought here."""
        letter, wide = self._letter, len(char.encode())
        said = f"{char}{letter}{char}{letter}{char}"
        step = wide + len(letter.encode())
        spaces = [(n * step, n * step + wide, times) for n, times in enumerate((2, 1, 2))]
        found = {run.begin: run for run in self._runs(self._set(said, spaces))}
        first, middle, last = (found.get(begin) for begin, *_ in spaces)
        if not (first and middle and last) or middle.font != self.font or len(middle.glyphs) != 1:
            return None
        number, width, *_ = middle.glyphs[0]
        self._spaces[char] = known = number, width - _SPREAD, 0, 0
        for run in (first, middle, last):
            thought = self.space(char, _SPREAD, first=run is first, last=run is last)
            if run.glyphs != (thought,):
                return None
        return known

    def _beside(self, pair: str) -> tuple[int, int] | None:
        letter = self._letter
        glyphs = [self._alone(char) for char in pair]
        begin = 1 if SPACES.match(pair) else 0
        found = self._shaped(f"{letter}{pair}" if begin else f"{pair}{letter}").glyphs
        if None in glyphs or len(found) != len(pair) + 1:
            return None
        near = found[begin : begin + 2]
        first, second = (
            wide - alone[1] if alone and (number, *rest) == (alone[0], *alone[2:]) else None
            for (number, wide, *rest), alone in zip(near, glyphs, strict=True)
        )
        return None if first is None or second is None else (first, second)

    def _alone(self, char: str) -> Glyph | None:
        if SPACES.match(char):
            return self.space(char, 0, first=False, last=False)
        (word,) = self.words([char])
        return word.glyphs[0] if word and len(word.glyphs) == 1 else None

    def _set(self, text: str, spaces: Iterable[tuple[int, int, int]] = ()) -> Any:  # noqa: ANN401
        """Have a text set; spaces from a byte to another are let out so many times."""
        ffi, pango, gobject = self._text.ffi.ffi, self._text.ffi.pango, self._text.ffi.gobject
        context, _, description, features = self._known
        if self._apart:
            features = b",".join(filter(None, (features, _UNJOINED)))
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
        pointer, _bytes = self._text.ffi.unicode_to_char_p(text)
        pango.pango_layout_set_attributes(layout, listed)
        pango.pango_layout_set_text(layout, pointer, -1)
        return layout

    def _runs(self, layout: Any) -> Iterator[Run]:  # noqa: ANN401
        # The layout must last as long as its line.
        line = self._text.ffi.pango.pango_layout_get_line_readonly(layout, 0)
        yield from runs(self._text.ffi.ffi, line)


def _word(run: Run, word: str) -> Word:
    text = word.encode()
    if len(run.glyphs) == len(text) == len(word) and [*run.clusters] == [*range(len(word))]:
        return Word(run.glyphs, tuple(word), tuple([width for _, width, *_ in run.glyphs]))
    meanings = tuple(run.meaning_of(place, text) for place in range(len(run.glyphs)))
    advances: list[int] = []
    wide = 0
    for (_, width, *_), meaning in zip(run.glyphs, meanings, strict=True):
        wide += width
        if count := len(meaning):
            advances += [wide // count] * (count - 1)
            advances.append(wide - wide // count * (count - 1))
            wide = 0
    return Word(run.glyphs, meanings, tuple(advances))


def let_out(
    glyphs: tuple[Glyph, ...], spread: int, *, first: bool, last: bool
) -> tuple[Glyph, ...]:
    """Return glyphs, each let out by so many Pango units, as Pango does it.

    That is half before it and half behind; what would come before the `first` of a line and behind
    the `last` is taken back (`pango_layout_line_postprocess`).
    """
    left = int(spread / 2)
    if spread % _UNITS == 0:
        left = (left + _UNITS // 2) // _UNITS * _UNITS
    found = [(number, width + spread, left, 0) for number, width, *_ in glyphs]
    if first:
        number, width, *_ = found[0]
        found[0] = number, width - left, 0, 0
    if last:
        number, width, aside, _ = found[-1]
        found[-1] = number, width - spread + left, aside, 0
    return tuple(found)


def scripts_in(text: str) -> list[str]:
    """Return a letter of each script that has letters in a text, of those that are known here."""
    return [letter for letter, letters in _LETTER.items() if letters.search(text)]


def script_of(text: str) -> str | None:
    """Return a letter of the script that a text is all of; None where nobody can know."""
    return next((letter for letter, one in _OF_ONE.items() if one.fullmatch(text)), None)


def shapes(text: Any, style: Style, letter: str, *, apart: bool = False) -> Shapes:  # noqa: ANN401
    """Return the words of a style, which are those of all that are set alike.

    `text` is WeasyPrint's module.
    """
    kept = style.__dict__.setdefault(_SHAPES, {})
    found: Shapes | None = kept.get((letter, apart))
    if found is None:
        known: dict[Any, Shapes] = vars(style.font_config).setdefault(_SHAPES, {})
        name = text.line_break._font_style_cache_key(style, include_size=True)  # noqa: SLF001
        key = name, style["font_kerning"], style["direction"], letter, apart
        found = known.get(key)
        if found is None or found.are_many:
            found = known[key] = Shapes(text, style, letter, apart=apart)
        kept[letter, apart] = found
    return found
