"""Divide a text into lines in less of WeasyPrint's time; with the same result.

WeasyPrint 70.0 has Pango set one and a half lines for each line that it makes, then again with the
next word, with each part of that word, and without the space at the end. Here a text is measured
once, as a whole, and so is each word that the end of a line divides. From that it is known where
every line ends, and how wide it is; what is a near thing, and all that is unusual, is left to
WeasyPrint.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from pressrun.quick_words import declare, script_of, scripts_in, shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pressrun.quick_words import Shapes

    # WeasyPrint ships no types.
    Original = Any
    Style = Any

# Letters and signs that stand one after the other from left to right, and none above another.
_PLAIN = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff"
    "\u2010-\u2027\u202f-\u205e\u20a0-\u20bf\u2116\u2122\u2190-\u21ff\u2212]+"
)
# Where there are several scripts, one of these is of that which the other of the pair stands in.
_PAIRED = re.compile("[][(){}<>\u00ab\u00bb\u2018-\u201f\u2039\u203a\u2045\u2046]")
_WORD = re.compile(r"([^\W\d_]{2,})[.,;:!?…”’»)\]]*")
_HAIR = 1  # Pango's unit; what is wider or narrower by no more is for WeasyPrint to decide
# Letters draw near to a hyphen, and join, by no more than this, in ems.
_SIGN = 0.3
_ROOM = 4  # ems; WeasyPrint divides what is narrower in another way
_LETTER = 0.6  # ems; where letters of that width have room, WeasyPrint needs one line, too
_KNOWN, _MEASURED = "_known_to_lines", "_measured_text"


class _UndecidedError(Exception):
    """What must be left to WeasyPrint."""


class _Kind(NamedTuple):
    """What a style says of lines: the size of its letters, and how its words are divided.

    `mark` is put at the end of a part of a word, where the text `wraps`. `division` is a language,
    then the least of letters before a division, after it, and in the whole word.
    """

    size: float
    mark: str
    wraps: bool
    division: tuple[str, int, int, int] | None


class _Measured(NamedTuple):
    """A text, how far each character begins from the first, in Pango units, and where it parts.

    It is all in one font, of which the words are known by a letter of their script. What is not at
    a space is other than measured once a line ends there, so its word is measured by itself.
    """

    text: str
    places: list[int]
    breaks: list[int]
    known: dict[str, Shapes]

    def begin(self, place: int) -> int:
        """Return where the first edge is of a line that begins with that character."""
        if place == 0:
            return 0
        if len(self.known) > 1 and script_of(self.text[place]) not in self.known:
            raise _UndecidedError  # a sign would be of the script that follows
        if self.text[place - 1] == " ":
            return self.places[place] + self._nearer(" ", self.text[place])
        end = self.text.find(" ", place)
        if end <= place:
            raise _UndecidedError
        word = self.text[place:end]
        return self.places[end] - self._nearer(word[-1], " ") - self.widths([word])[0]

    def end(self, begin: int, place: int) -> int:
        """Return where the last edge is of a line that ends before that character, and its space.

        It begins with the character at `begin`.
        """
        if place == len(self.text) and self.text[-1] != " ":
            return self.places[place]
        place -= self.text[place - 1] == " "
        if self.text[place : place + 1] == " ":
            return self.places[place] - self._nearer(self.text[place - 1], " ")
        return self.divided(begin, place, [""])[0]

    def divided(self, begin: int, place: int, parts: Sequence[str]) -> list[int]:
        """Return where the last edges are of lines that end in what comes before, and in a part."""
        start = self.text.rfind(" ", begin, place) + 1
        if not start:
            raise _UndecidedError
        before = self.text[start:place]
        edge = self.places[start] + self._nearer(" ", self.text[start])
        return [edge + wide for wide in self.widths([before + part for part in parts])]

    def widths(self, words: Sequence[str]) -> list[int]:
        """Return how wide words of one script are by themselves, in Pango units."""
        (shapes, *others) = self._around(words[0])
        found = shapes.words(words)
        if others or None in found:
            raise _UndecidedError
        return [sum(word.advances) for word in found if word]

    def _nearer(self, *pair: str) -> int:
        """Return how much further a character goes beside a space than at the edge of a line."""
        place = 0 if pair[1] == " " else 1
        found = {shapes.beside("".join(pair)) for shapes in self._around(pair[place])}
        near = found.pop()
        if near is None or found:
            raise _UndecidedError
        return near[place]

    def _around(self, text: str) -> list[Shapes]:
        """Return what is known of a text’s script; for signs alone, of each that they may be of."""
        own = self.known.get(script_of(text) or "")
        return [own] if own else [*self.known.values()]


def split(weasyprint: Any, divide: Original) -> Callable[..., Any]:  # noqa: ANN401
    """Return what makes a line of a text, as WeasyPrint's `split_first_line` does."""
    declare(weasyprint.text.ffi.ffi)

    def split_first_line(
        text: str,
        style: Style,
        context: Any,  # noqa: ANN401
        max_width: float | None,
        spacing: float,
        *rest: Any,  # noqa: ANN401
        **options: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        try:
            return _Line(weasyprint.text, style, context, max_width, spacing).of(text)
        except _UndecidedError:
            pass
        return divide(text, style, context, max_width, spacing, *rest, **options)

    return split_first_line


class _Line(NamedTuple):
    """A line to be made: WeasyPrint's `text`, and what that is told."""

    module: Any
    style: Style
    context: Any
    width: float | None
    spacing: float

    def of(self, text: str) -> tuple[Any, ...]:
        """Return the first line of a text; raise _UndecidedError where WeasyPrint must make it."""
        kind, width = self._kind(), self.width
        if width is None or width == inf or not kind.wraps:
            alone = self._of_words(text)
            return self._told(alone, text, len(text.encode()), None, alone.places[-1])
        if width < _ROOM * kind.size:
            return self._undivided(text, kind)
        measured = self._measured(text, kind, width)
        begin, most = len(measured.text) - len(text), int(width * self.module.ffi.TO_UNITS)
        start = measured.begin(begin)
        if (whole := measured.places[-1] - start) < most - _HAIR:
            return self._told(measured, text, len(text.encode()), None, whole)
        end, word = _ends(measured, begin, start + most)
        used = measured.end(begin, end) - start
        if used >= most - _HAIR or measured.end(begin, word) - start <= most + _HAIR:
            raise _UndecidedError
        first = measured.text[begin:end]
        for part, edge in self._parts(measured, begin, end, word, most + start):
            if abs(edge - start - most) <= _HAIR:
                raise _UndecidedError
            if edge - start < most:
                said = first + part
                length = len(said.encode())
                return self._told(measured, said + kind.mark, length, length, edge - start)
        shown = first.rstrip(" ")
        return self._told(measured, shown, len(shown.encode()), len(first.encode()), used)

    def _undivided(self, text: str, kind: _Kind) -> tuple[Any, ...]:
        """Return a line of a text that can be parted nowhere, such as a number, however narrow."""
        short = kind.division is None or len(text) < kind.division[-1]
        if not short or self.style["overflow_wrap"] != "normal":
            raise _UndecidedError
        alone = self._of_words(text)
        if alone.breaks != [len(text)]:
            raise _UndecidedError
        return self._told(alone, text, len(text.encode()), None, alone.places[-1])

    def _kind(self) -> _Kind:
        """Return what the style says; raise _UndecidedError for what is unusual."""
        kept = self.style.__dict__
        if _KNOWN not in kept:
            kept[_KNOWN] = self._read() if _is_usual(self.style) else None
        known: _Kind | None = kept[_KNOWN]
        if known is None:
            raise _UndecidedError
        return known

    def _read(self) -> _Kind:
        style, pyphen = self.style, self.module.line_break.pyphen
        language = style["lang"] and pyphen.language_fallback(style["lang"])
        total, left, right = style["hyphenate_limit_chars"]
        divides = style["hyphens"] == "auto" and language
        return _Kind(
            size=style["font_size"],
            mark=style["hyphenate_character"],
            wraps=style["white_space"] == "normal",
            division=(language, left, right, total) if divides else None,
        )

    def _measured(self, text: str, kind: _Kind, width: float) -> _Measured:
        """Return the measures of what was measured last, if the text is the end of that."""
        known: _Measured | None = self.style.__dict__.get(_MEASURED)
        if known is None or not known.text.endswith(text):
            try:
                known = self._of_words(text)
            except _UndecidedError:
                if len(text) * _LETTER * kind.size < width or not _PLAIN.fullmatch(text):
                    raise
                known = self._measure(text)
            self.style.__dict__[_MEASURED] = known
        if not known.known:
            raise _UndecidedError
        return known

    def _of_words(self, text: str) -> _Measured:
        """Measure a text of words that are known, and that spaces leave alone."""
        letter = script_of(text)
        known = shapes(self.module, self.style, letter) if letter else None
        advances = known.advances(text) if known else None
        if not letter or known is None or advances is None:
            raise _UndecidedError
        marks = self.module.line_break.get_log_attrs(text, self.style["lang"])
        places = [*accumulate(advances, initial=0)]
        return _Measured(text, places, self._breaks(text, marks), {letter: known})

    def _breaks(self, text: str, marks: Any) -> list[int]:  # noqa: ANN401
        ffi, count = self.module.ffi.ffi, len(text) + 1
        bits = memoryview(ffi.buffer(marks, count * ffi.sizeof("PangoLogAttr"))).cast("I")
        return [place for place in range(1, count) if bits[place] & 1]

    def _measure(self, text: str) -> _Measured:
        ffi, pango = self.module.ffi.ffi, self.module.ffi.pango
        create = self.module.line_break.create_layout
        layout = create(text, self.style, self.context, None, self.spacing).layout
        known = {each: shapes(self.module, self.style, each) for each in scripts_in(text)}
        fonts = {each.font for each in known.values()}
        string, widths = pango.pango_layout_get_text(layout), []
        run = pango.pango_layout_get_line_readonly(layout, 0).runs
        while run != ffi.NULL:
            fonts.add(run.data.item.analysis.font)
            count = run.data.item.num_chars
            each = ffi.new("int[]", count)
            pango.pango_glyph_item_get_logical_widths(run.data, string, each)
            widths += ffi.unpack(each, count)
            run = run.next
        marks = pango.pango_layout_get_log_attrs_readonly(layout, ffi.NULL)
        places = [*accumulate(widths, initial=0)]
        even = known if len(fonts) == 1 and (len(known) == 1 or not _PAIRED.search(text)) else {}
        return _Measured(text, places, self._breaks(text, marks), even)

    def _told(
        self, measured: _Measured, text: str, length: int, resume_at: int | None, width: int
    ) -> tuple[Any, ...]:
        """Return a line as WeasyPrint's `split_first_line` does; Pango has not to set it for that.

        `length` and `resume_at` are bytes of the text that was to be divided.
        """
        kind = self.module.line_break.Layout
        layout = kind.__new__(kind)
        layout.text, layout.max_width = text, self.width
        layout.justification_spacing, layout.first_line_direction = self.spacing, 0
        shapes = next(iter(measured.known.values()))
        wide = width * self.module.ffi.FROM_UNITS
        return layout, length, resume_at, wide, shapes.height, shapes.baseline

    def _parts(
        self, measured: _Measured, begin: int, end: int, word: int, edge: int
    ) -> Iterator[tuple[str, int]]:
        """Yield what of a word may end a line, the longest part first, and where that line ends."""
        kind, text = self._kind(), measured.text[end:word]
        if not (parts := self._divisions(text, kind)):
            return
        longest = edge + int(_SIGN * kind.size * self.module.ffi.TO_UNITS)
        parts = [part for part in parts if measured.places[end + len(part)] <= longest]
        if parts:
            edges = measured.divided(begin, end, [part + kind.mark for part in parts])
            yield from zip(parts, edges, strict=True)

    def _divisions(self, word: str, kind: _Kind) -> list[str]:
        """Return what of a word may stand before a hyphen, the longest part first."""
        key = kind.division
        whole = getattr(self.context, "whole_words", False)  # see pressrun.linebreaking
        if key is None or whole or len(word) < key[-1]:
            return []
        found = _WORD.fullmatch(word)
        if not found or not found[1].isalpha():  # as a fraction is not
            raise _UndecidedError
        if len(found[1]) < key[-1]:
            return []
        language, left, right, _ = key
        if key not in self.context.dictionaries:
            dictionary = self.module.line_break.pyphen.Pyphen(lang=language, left=left, right=right)
            self.context.dictionaries[key] = dictionary
        return [start for start, _ in self.context.dictionaries[key].iterate(found[1])]


def _is_usual(style: Style) -> bool:
    return bool(
        style["white_space"] in {"normal", "nowrap"}
        and style["font_size"] > 0
        and style["letter_spacing"] == "normal"
        and style["word_spacing"] == 0
        and style["direction"] == "ltr"
        and style["hyphenate_limit_zone"].value == 0
        and style["word_break"] == "normal"
        and style["text_decoration_line"] == "none"
    )


def _ends(measured: _Measured, begin: int, edge: int) -> tuple[int, int]:
    """Return where the last word that has room ends, with the space behind it, and the next one.

    That goes without the space. Raises _UndecidedError for a word alone on its line, and where the
    next one ends in another sign than a space.
    """
    text, places, breaks, _ = measured
    fits = bisect_right(places, edge) - 1
    number = bisect_right(breaks, fits + 1) - 1
    if number >= 0 and breaks[number] > fits and text[fits] != " ":
        number -= 1
    if not 0 <= number < len(breaks) - 1:
        raise _UndecidedError
    end, word = breaks[number : number + 2]
    if word < len(text):
        word -= 1
    if " " not in text[begin : end - 1].strip(" "):
        raise _UndecidedError
    if text[word - 1].isspace() or (word < len(text) and text[word] != " "):
        raise _UndecidedError
    return end, word
