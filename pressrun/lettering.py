"""Draw a line of any script: which font has each sign, and from which side it runs.

Knows lines, not where they stand. Shaping and the order inside a run are Raqm's, which Pillow's
packages contain.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from PIL import ImageFont, features

from pressrun import fonts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL import ImageDraw

_SHAPES = features.check("raqm")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
# What has a glyph of its own, or none, in every font: it stays with the sign before it.
_ATTACHED = frozenset({"Mn", "Mc", "Me", "Cf", "Cc", "Zs"})
# Han, kana, Hangul's neighbours: a line may end between any two (Unicode, UAX 14, class ID).
_WITHOUT_SPACES = r"\u2e80-\u2fdf\u3003-\u3007\u3021-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# No line begins with these, nor ends with those (JIS X 4051, 6.1; UAX 14, classes CL, NS, OP).
_NEVER_FIRST = (
    r"、。，．・：；？！ー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ」』）】〉》〕］｝”’…"
)
_NEVER_LAST = r"「『（【〈《〔［｛“‘"
_UNIT = re.compile(
    rf"(\s*)([{_NEVER_LAST}]*[{_WITHOUT_SPACES}][{_NEVER_FIRST}]*"
    rf"|[{_NEVER_LAST}]*[^\s{_WITHOUT_SPACES}{_NEVER_LAST}]+|[{_NEVER_LAST}]+)"
)
# What scripts with marks above and below their letters want between lines.
_WIDER, _WIDEST = 1.3, 1.6
_STROKE = 48  # the part of its size that a borrowed font is thickened by, to match our semibold


def direction_of(text: str) -> str:
    """Return `rtl` or `ltr` by the first letter that tells (Unicode, UAX 9, P2 and P3)."""
    kinds = (unicodedata.bidirectional(char) for char in text)
    first = next((kind for kind in kinds if kind in {"L", *_RIGHT_TO_LEFT}), "L")
    return "rtl" if first in _RIGHT_TO_LEFT else "ltr"


def units_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield what no line end divides, each with the space before it."""
    for found in _UNIT.finditer(text.strip()):
        yield found[2], " " if found[1] else ""


@dataclass(frozen=True, slots=True)
class _Run:
    """Signs that one font draws in one direction."""

    text: str
    file: Path
    direction: str


@dataclass(slots=True)
class Lettering:
    """Writes with the fonts of `folder` first, then with those of this machine.

    A font is named by its face's file name without the ending, and its size in pixels.
    """

    folder: Path
    _fonts: dict[tuple[Path, int], ImageFont.FreeTypeFont] = field(default_factory=dict)
    _owners: dict[tuple[str, str], Path | None] = field(default_factory=dict)
    _ours: list[Path] = field(default_factory=list)
    _borrowed: list[Path] = field(default_factory=list)
    _native: dict[str, set[str]] = field(default_factory=dict)

    def width(self, line: str, font: tuple[str, int]) -> float:
        """Measure a line in pixels."""
        return sum(self._run_width(run, font) for run in self._runs(line, font[0]))

    def is_native(self, line: str, face: str) -> bool:
        """Tell whether the face itself draws the whole line."""
        return all(run.file == self._path(face) for run in self._runs(line, face))

    def leading(self, line: str, face: str, usual: float) -> float:
        """Return the distance of baselines that a line's script wants, in parts of the size."""
        if self.is_native(line, face):
            return usual
        arabic = any(unicodedata.bidirectional(char) == "AL" for char in line)
        return max(usual, _WIDEST if arabic else _WIDER)

    def drawable(self, text: str, face: str) -> str:
        """Return a text without the signs that no font here draws."""
        return "".join(c for c in text if _is_attached(c) or self._owner(c, face))

    def write(
        self,
        pen: ImageDraw.ImageDraw,
        place: tuple[float, float],
        line: str,
        font: tuple[str, int],
        direction: str,
    ) -> None:
        """Write a line from its left end at `place` on its baseline.

        Runs of a right-to-left line follow one another to the left; a single level of embedding is
        all that a title has.
        """
        x, y = place
        runs = list(self._runs(line, font[0]))
        for run in reversed(runs) if direction == "rtl" else runs:
            spaced = run.text if run.direction == direction else _spaced_before(run.text)
            pen.text(
                (x, y), spaced, font=self._font(run.file, font[1]), fill=255, anchor="ls",
                stroke_width=self._stroke(run, font), **_directed(run),
            )  # fmt: skip
            x += self._run_width(run, font)

    def _run_width(self, run: _Run, font: tuple[str, int]) -> float:
        return float(self._font(run.file, font[1]).getlength(run.text, **_directed(run)))

    def _stroke(self, run: _Run, font: tuple[str, int]) -> float:
        return 0 if run.file.parent == self.folder else font[1] / _STROKE / 2

    def _runs(self, line: str, face: str) -> Iterator[_Run]:
        """Yield the runs of a line as it is read."""
        if not self._native.setdefault(face, set()).issuperset(line):
            own = (c for c in set(line) if direction_of(c) == "ltr" and not _is_attached(c))
            self._native[face] |= {c for c in own if self._owner(c, face) == self._path(face)}
            self._native[face].add(" ")
        if self._native[face].issuperset(line):  # most lines are, and breaking them asks often
            yield _Run(line, self._path(face), "ltr")
            return
        run: _Run | None = None
        for char in line:
            if run and (_is_attached(char) or self._continues(run, char, face)):
                run = _Run(run.text + char, run.file, run.direction)
                continue
            if run:
                yield run
            run = _Run(char, self._owner(char, face) or self._path(face), direction_of(char))
        if run:
            yield run

    def _continues(self, run: _Run, char: str, face: str) -> bool:
        """Tell whether a sign belongs to a run: any but a letter does where the font has it."""
        kind = unicodedata.bidirectional(char)
        if kind not in {"L", *_RIGHT_TO_LEFT}:
            return self._draws(run.file, char) and (run.direction == "ltr" or kind != "EN")
        return run.direction == direction_of(char) and run.file == self._owner(char, face)

    def _owner(self, char: str, face: str) -> Path | None:
        """Return the font that draws a sign: the face, another of ours, or one of the machine's.

        A font that was borrowed before is taken first, so that a word is not made of several.
        """
        if (face, char) not in self._owners:
            own = chain((self._path(face),), self._files(), self._borrowed)
            file = next((f for f in own if self._draws(f, char)), None)
            self._owners[face, char] = file or self._borrow(char)
        return self._owners[face, char]

    def _files(self) -> list[Path]:
        if not self._ours:
            self._ours += sorted(self.folder.glob("*.ttf"))
        return self._ours

    def _borrow(self, char: str) -> Path | None:
        from pressrun.lending import lend  # noqa: PLC0415 - few covers need it

        outlines = (file for file in lend(char).files if not fonts.is_bitmap(file))
        file = next(outlines, None)
        if file:
            self._borrowed.append(file)
        return file

    def _draws(self, file: Path, char: str) -> bool:
        return ord(char) in fonts.drawn_by(file)

    def _font(self, file: Path, size: int) -> ImageFont.FreeTypeFont:
        if (file, size) not in self._fonts:
            self._fonts[file, size] = ImageFont.truetype(file, size)
        return self._fonts[file, size]

    def _path(self, face: str) -> Path:
        return self.folder / f"{face}.ttf"


def _spaced_before(text: str) -> str:
    """Put the space after a run before it, where the line runs the other way."""
    bare = text.rstrip()
    return text[len(bare) :] + bare


def _is_attached(char: str) -> bool:
    return unicodedata.category(char) in _ATTACHED


def _directed(run: _Run) -> dict[str, Any]:
    return {"direction": run.direction} if _SHAPES else {}
