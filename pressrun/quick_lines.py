"""Divide a text into lines in less of WeasyPrint's time; with the same result.

WeasyPrint 70.0 has Pango set one and a half lines for each line that it makes, then again with the
next word, with each part of that word, and without the space at the end. Here a text is measured
once, as a whole. From that it is known which word is the first that has no room; what is then
decided by a hair, and all that is unusual, is left to WeasyPrint.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    # WeasyPrint ships no types.
    Original = Any
    Style = Any

# Declared here because WeasyPrint 70.0 has no need of them.
_PANGO = """
const char *pango_layout_get_text(PangoLayout *layout);
void pango_glyph_item_get_logical_widths(PangoGlyphItem *item, const char *text, int *widths);
"""
# Letters and signs that stand one after the other from left to right, and none above another.
_PLAIN = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff"
    "\u2010-\u2027\u202f-\u205e\u20a0-\u20bf\u2116\u2122\u2190-\u21ff\u2212]+"
)
_WORD = re.compile(r"([^\W\d_]{2,})[.,;:!?…”’»)\]]*")
# How far what is measured in a whole may be from what is measured alone, in ems: letters that draw
# near to each other, or join.
_HAIR, _SIGN = 0.12, 0.3
_ROOM = 4  # ems; WeasyPrint divides what is narrower in another way
_LETTER = 0.6  # ems; where letters of that width have room, WeasyPrint needs one line, too
_KNOWN, _MEASURED, _MARKS = "_known_to_lines", "_measured_text", "_measured_marks"


class _Kind(NamedTuple):
    """What a style says of lines: the size of its letters, and how its words are divided.

    `mark` is put at the end of a part of a word. `division` is a language, then the least of
    letters before a division, after it, and in the whole word.
    """

    size: float
    mark: str
    division: tuple[str, int, int, int] | None


class _Measured(NamedTuple):
    """A text, how far each character begins from the first, in Pango units, and where it parts."""

    text: str
    places: list[int]
    breaks: list[int]


class _UndecidedError(Exception):
    """What must be left to WeasyPrint."""


def split(weasyprint: Any, divide: Original) -> Callable[..., Any]:  # noqa: ANN401
    """Return what makes a line of a text, as WeasyPrint's `split_first_line` does."""
    lines = weasyprint.text.line_break
    _declare(lines.ffi)

    def split_first_line(
        text: str,
        style: Style,
        context: Any,  # noqa: ANN401
        max_width: float | None,
        spacing: float,
        *rest: Any,  # noqa: ANN401
        **options: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        if max_width is not None and max_width < inf:
            try:
                return _Line(lines, style, context, max_width, spacing).of(text)
            except _UndecidedError:
                pass
        return divide(text, style, context, max_width, spacing, *rest, **options)

    return split_first_line


@cache
def _declare(ffi: Any) -> None:  # noqa: ANN401
    """Declare what is needed of Pango, which takes longer than a page."""
    ffi.cdef(_PANGO, override=True)


class _Line(NamedTuple):
    """A line to be made: WeasyPrint's module, and what that is told."""

    lines: Any
    style: Style
    context: Any
    width: float
    spacing: float

    def of(self, text: str) -> tuple[Any, ...]:
        """Return the first line of a text; raise _UndecidedError where WeasyPrint must make it."""
        kind = self._kind()
        if self.width < _ROOM * kind.size:
            raise _UndecidedError
        measured, units = self._measured(text, kind), self.lines.TO_UNITS
        begin, hair = len(measured.text) - len(text), _HAIR * kind.size * units
        room = measured.places[begin] + self.width * units
        if measured.places[-1] <= room - hair:
            return self._whole(text)
        end, word = _ends(measured, begin, room, hair)
        first, next_word = measured.text[begin:end], measured.text[end:word]
        parts = self._parts(next_word, kind)
        most = room + _SIGN * kind.size * units - self._wide(kind.mark) if parts else 0
        for part in parts:
            near = measured.places[min(end + len(part), word)] <= most
            if near and (found := self._hyphenated(first + part, kind.mark)):
                return found
        return self._ended(first)

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
        style, pyphen = self.style, self.lines.pyphen
        language = style["lang"] and pyphen.language_fallback(style["lang"])
        total, left, right = style["hyphenate_limit_chars"]
        divides = style["hyphens"] == "auto" and language
        return _Kind(
            size=style["font_size"],
            mark=style["hyphenate_character"],
            division=(language, left, right, total) if divides else None,
        )

    def _wide(self, mark: str) -> int:
        """Return how wide what ends a part of a word is, in Pango units."""
        known: dict[str, int] = vars(self.style.font_config).setdefault(_MARKS, {})
        key = self.lines._font_style_cache_key(self.style, include_size=True) + mark  # noqa: SLF001 - as there
        if key not in known:
            known[key] = self._measure(mark).places[-1]
        return known[key]

    def _measured(self, text: str, kind: _Kind) -> _Measured:
        """Return the measures of what was measured last, if the text is the end of that."""
        known: _Measured | None = self.style.__dict__.get(_MEASURED)
        if known is None or not known.text.endswith(text):
            if len(text) * _LETTER * kind.size < self.width or not _PLAIN.fullmatch(text):
                raise _UndecidedError
            known = self.style.__dict__[_MEASURED] = self._measure(text)
        return known

    def _measure(self, text: str) -> _Measured:
        ffi, pango = self.lines.ffi, self.lines.pango
        layout = self._layout(text, None).layout
        string, widths = pango.pango_layout_get_text(layout), []
        run = pango.pango_layout_get_line_readonly(layout, 0).runs
        while run != ffi.NULL:
            count = run.data.item.num_chars
            each = ffi.new("int[]", count)
            pango.pango_glyph_item_get_logical_widths(run.data, string, each)
            widths += ffi.unpack(each, count)
            run = run.next
        count = len(text) + 1
        marks = pango.pango_layout_get_log_attrs_readonly(layout, ffi.NULL)
        bits = memoryview(ffi.buffer(marks, count * ffi.sizeof("PangoLogAttr"))).cast("I")
        breaks = [place for place in range(1, count) if bits[place] & 1]
        return _Measured(text, [*accumulate(widths, initial=0)], breaks)

    def _layout(self, text: str, width: float | None) -> Any:  # noqa: ANN401
        return self.lines.create_layout(text, self.style, self.context, width, self.spacing)

    def _whole(self, text: str) -> tuple[Any, ...]:
        """Return the line of all that is left."""
        layout = self._layout(text, self.width)
        first_line, resume_index = layout.get_first_line()
        width, _ = self.lines.line_size(first_line, self.style)
        if resume_index is not None or width > self.width:
            raise _UndecidedError
        return self._told(first_line, text, layout, None)

    def _ended(self, text: str) -> tuple[Any, ...]:
        """Return the line that ends where a word does."""
        layout = self._layout(text.rstrip(" "), None)
        first_line, _ = layout.get_first_line()
        _, length, _, width, *rest = self._told(first_line, text, layout, None)
        if width > self.width:
            raise _UndecidedError
        return layout, length, len(text.encode()), width, *rest

    def _hyphenated(self, text: str, mark: str) -> tuple[Any, ...] | None:
        """Return the line that ends within a word, None where it has no room."""
        layout = self._layout(text + mark, self.width)
        first_line, index = layout.get_first_line()
        if index is not None:
            return None
        width, _ = self.lines.line_size(first_line, self.style)
        if width > self.width:
            raise _UndecidedError
        return self._told(first_line, text, layout, len(text.encode()), mark)

    def _told(
        self,
        line: Any,  # noqa: ANN401
        text: str,
        layout: Any,  # noqa: ANN401
        resume_at: int | None,
        mark: str = "",
    ) -> tuple[Any, ...]:
        told: tuple[Any, ...] = self.lines.first_line_metrics(
            line, text, layout, resume_at,
            space_collapse=True, style=self.style,
            hyphenated=bool(mark), hyphenation_character=mark,
        )  # fmt: skip
        return told

    def _parts(self, word: str, kind: _Kind) -> list[str]:
        """Return what of a word may end a line, the longest part first."""
        key = kind.division
        whole = getattr(self.context, "whole_words", False)  # see pressrun.linebreaking
        if key is None or whole or len(word) < key[-1]:
            return []
        found = _WORD.fullmatch(word)
        if not found:
            raise _UndecidedError
        if len(found[1]) < key[-1]:
            return []
        language, left, right, _ = key
        if key not in self.context.dictionaries:
            dictionary = self.lines.pyphen.Pyphen(lang=language, left=left, right=right)
            self.context.dictionaries[key] = dictionary
        return [start for start, _ in self.context.dictionaries[key].iterate(found[1])]


def _is_usual(style: Style) -> bool:
    return bool(
        style["white_space"] == "normal"
        and style["font_size"] > 0
        and style["letter_spacing"] == "normal"
        and style["word_spacing"] == 0
        and style["direction"] == "ltr"
        and style["hyphenate_limit_zone"].value == 0
        and style["word_break"] == "normal"
    )


def _ends(measured: _Measured, begin: int, room: float, hair: float) -> tuple[int, int]:
    """Return where the last word that has room ends, with the space behind it, and the next one.

    That goes without the space. Raises _UndecidedError where it is a matter of a hair, or of other
    signs than spaces.
    """
    text, places, breaks = measured
    fits = bisect_right(places, room - hair) - 1
    number = bisect_right(breaks, fits + 1) - 1
    if number >= 0 and breaks[number] > fits and text[fits] != " ":
        number -= 1
    if not 0 <= number < len(breaks) - 1:
        raise _UndecidedError
    end, word = breaks[number : number + 2]
    if word < len(text):
        word -= 1
    if " " not in text[begin : end - 1].strip(" ") or places[word] < room + hair:
        raise _UndecidedError
    if text[word - 1] == " " or (word < len(text) and text[word] != " "):
        raise _UndecidedError
    return end, word
