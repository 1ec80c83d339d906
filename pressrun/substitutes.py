"""Put our own in the places of WeasyPrint 70.0 that have no hook.

What changes an edition stands in `ADDITIONS`; what only takes less time, in `pressrun.shortcuts`.
Each says why, and where upstream it would end. They were made for `VERSION`, and another one asks
for another look at each; tests hold the lists to all this.
"""

from __future__ import annotations

import ctypes.util
import importlib.resources
import re
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pressrun import (
    balancing,
    columns,
    inks,
    linebreaking,
    soft_hyphens,
    tables,
    tagging,
    waiting,
    word_breaks,
)
from pressrun.baseline import aligned
from pressrun.bidi import ordered, whole
from pressrun.compression import Packer
from pressrun.line_numbers import numbered
from pressrun.sequences import in_sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    # WeasyPrint ships no types.
    Original = Any

VERSION = "70.0"
# Half a second of importing that is called for by fonts of other kinds than ours alone.
SELDOM = ("fontTools.subset", "fontTools.varLib.instancer")
# Parsed as well, and asked for by options alone that are not used here.
UNUSED = frozenset({"html5_ph.css", "html5_ua_form.css"})
_TOO_FINE = re.compile(r"(\.\d\d)\d+")  # of a thousandth of the size of the type
_COLOURS = "https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/pdf/stream.py"
_BLOCKS = "https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/layout/block.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute:
    """What stands at `place`, a dotted name below `weasyprint`, in the stead of the original.

    `make` is given the package and the original. `why` is a sentence, `address` where the matter is
    discussed or the code is.
    """

    place: str
    make: Callable[[Any, Original], Any]
    why: str
    address: str

    def original(self, weasyprint: Any) -> Any:  # noqa: ANN401
        """Return what stands at the place; raises AttributeError where there is no such place."""
        return attrgetter(self.place)(weasyprint)

    @contextmanager
    def in_place(self, weasyprint: Any) -> Iterator[None]:  # noqa: ANN401
        """Take the original's place, and give it back."""
        path, _, name = self.place.rpartition(".")
        owner, original = attrgetter(path)(weasyprint), self.original(weasyprint)
        setattr(owner, name, self.make(weasyprint, original))
        try:
            yield
        finally:
            setattr(owner, name, original)


@contextmanager
def in_place(substitutes: Iterable[Substitute], weasyprint: Any) -> Iterator[None]:  # noqa: ANN401
    """Have all of these in their places inside this."""
    with ExitStack() as stack:
        for substitute in substitutes:
            stack.enter_context(substitute.in_place(weasyprint))
        yield


@contextmanager
def quick_import() -> Iterator[None]:
    """Import WeasyPrint in a third of its time inside this.

    It tries names of other systems before its soname, and for each of them Python starts compilers
    and linkers, 54 processes in all (https://github.com/Kozea/cairocffi/pull/119); on Linux the
    loader finds the soname itself.
    """
    find_library, files_of = ctypes.util.find_library, importlib.resources.files
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005 - as the original is called
    waiting = {name: _Later(name) for name in SELDOM if name not in sys.modules}
    sys.modules.update(waiting)
    importlib.resources.files = partial(_Shelf.of, files_of)
    try:
        yield
    finally:
        ctypes.util.find_library, importlib.resources.files = find_library, files_of
        for name in waiting:
            del sys.modules[name]


class _Shelf:
    """Files of a package, without the sheets for attributes and forms, which no edition has."""

    def __init__(self, files: Any) -> None:  # noqa: ANN401
        self._files = files

    @classmethod
    def of(cls, files_of: Callable[[Any], Any], package: Any) -> Any:  # noqa: ANN401
        """Return the files of a package."""
        return cls(files_of(package))

    def __truediv__(self, name: str) -> Any:  # noqa: ANN401
        return _Empty() if name in UNUSED else self._files / name

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._files, name)


class _Empty:
    def read_text(self, _encoding: str) -> str:
        return ""


class _Later(ModuleType):
    """Stands in for a module until one of its names is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401
            return getattr(importlib.import_module(self.__name__), name)(*arguments, **options)

        return call


def _build_fonts(_: Any, build: Original) -> Original:  # noqa: ANN401
    def build_fonts(pdf: Any, fonts: dict[str, Any], *rest: Any) -> Any:  # noqa: ANN401
        tagging.map_to_unicode(fonts.values())
        return build(pdf, fonts, *rest)

    return build_fonts


def _show_text(_: Any, show: Original) -> Original:  # noqa: ANN401
    def show_text(stream: Any, text: str) -> None:  # noqa: ANN401
        text = text.replace(">0<", "").replace(">0 ", "> ").replace("><", "")
        text = text[:-1] if text.endswith(">0") else text
        show(stream, _TOO_FINE.sub(r"\1", text) if "." in text else text)

    return show_text


@dataclass(frozen=True, slots=True)
class PageStyles:
    """The part of WeasyPrint's `StyleFor` that is one page's, for some of its `boxes`."""

    style_for: Any
    page_type: Any
    boxes: tuple[Any, ...]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self.style_for, name)

    def get_cascaded_styles(self) -> dict[Any, Any]:
        """Return what WeasyPrint's gives, of these boxes alone."""
        everything = self.style_for.get_cascaded_styles()
        places = [(self.page_type, box) for box in self.boxes]
        return {place: everything[place] for place in places if place in everything}


ADDITIONS: tuple[Substitute, ...] = (
    Substitute(
        place="pdf.add_tags",
        make=lambda _, __: tagging.write_structure,
        why="An element is one element of the structure tree, however many boxes it has.",
        address="https://github.com/Kozea/WeasyPrint/issues/2903",
    ),
    Substitute(
        place="pdf.stream.Stream.show_text",
        make=_show_text,
        why="Glyphs that nothing moves apart are one string, and no place has a thousand decimals.",
        address="https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/draw/text.py",
    ),
    Substitute(
        place="pdf.stream.Stream.marked",
        make=lambda _, __: in_sequence,
        why="The lines of a paragraph are one sequence of marked content on each page.",
        address="https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/pdf/stream.py",
    ),
    Substitute(
        place="pdf.pydyf.zlib",
        make=lambda _, __: Packer(),
        why="Streams are packed by libdeflate: as small, in a third of the time.",
        address="https://github.com/CourtBouillon/pydyf/blob/main/pydyf/__init__.py",
    ),
    Substitute(
        place="layout.inline.split_first_line",
        make=lambda _, split: linebreaking.filled(split),
        why="A line is filled whose text just fits before what is set apart.",
        address="https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/text/line_break.py",
    ),
    Substitute(
        place="layout.inline.get_next_linebox",
        make=linebreaking.resting,
        why="No more than three lines running end in a hyphen.",
        address="https://www.w3.org/TR/css-text-4/#hyphenate-line-limits",
    ),
    Substitute(
        place="layout.inline.get_next_linebox",
        make=word_breaks.remembered,
        why="Words that a line’s end parts are two to who does not see the line.",
        address="https://github.com/latex3/tagging-project/issues/1431",
    ),
    Substitute(
        place="layout.inline.split_text_box",
        make=lambda weasyprint, split: aligned(split, weasyprint.layout.inline),
        why="A line with a foreign word is as high as any other.",
        address="https://www.w3.org/TR/css-inline-3/#line-height",
    ),
    Substitute(
        place="layout.inline.split_text_box",
        make=lambda _, split: soft_hyphens.marked(split),
        why="A hyphen that a line’s end has made is told from one that was written.",
        address="https://www.w3.org/TR/css-text-4/#hyphenate-character",
    ),
    Substitute(
        place="layout.inline.justify_line",
        make=lambda weasyprint, _: linebreaking.spread(weasyprint),
        why="A line that nothing more fits into is let out between its letters, too.",
        address="https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/layout/inline.py",
    ),
    Substitute(
        place="layout.block.columns_layout",
        make=columns.filled,
        why="Columns take as long to fill as any page, and end evenly.",
        address="https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/layout/column.py",
    ),
    Substitute(
        place="svg.Node.text",
        make=whole,
        why="Letters of a drawing stand in the order of their script, and join.",
        address="https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/svg/text.py",
    ),
    Substitute(
        place="draw.border.draw_column_rules",
        make=columns.ruled,
        why="Rules stand between columns that follow each other to the left, too.",
        address="https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/draw/border.py",
    ),
    Substitute(
        place="layout.table.auto_table_layout",
        make=tables.within,
        why="A table’s words are whole where there is room, and it is no wider than its page.",
        address="https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/layout/table.py",
    ),
    Substitute(
        place="layout.block._in_flow_layout",
        make=waiting.flowing,
        why="A figure without room waits for the next page, and the text goes on.",
        address=_BLOCKS,
    ),
    Substitute(
        place="layout.block.block_container_layout",
        make=waiting.beginning,
        why="There it comes first.",
        address=_BLOCKS,
    ),
    Substitute(
        place="layout.block.block_container_layout",
        make=balancing.balanced,
        why="A headline's lines are even, and no word is alone on the last.",
        address="https://www.w3.org/TR/css-text-4/#text-wrap-style",
    ),
    Substitute(
        place="layout.block.find_earlier_page_break",
        make=waiting.parting,
        why="So it does where a page ends earlier than was thought.",
        address=_BLOCKS,
    ),
    Substitute(
        place="draw.draw_text",
        make=word_breaks.drawn,
        why="So the space between them is there.",
        address="https://github.com/latex3/tagging-project/issues/1431",
    ),
    Substitute(
        place="draw.draw_text",
        make=lambda _, draw: tagging.speaking(draw),
        why="Letters that join or change places are read back as they were written.",
        address="https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/draw/text.py",
    ),
    Substitute(
        place="pdf.build_fonts_dictionary",
        make=_build_fonts,
        why="Every glyph means something (ISO 32000-1, 9.10.3).",
        address="https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/pdf/fonts.py",
    ),
)
# Only where a line runs both ways: it costs every other line a look.
BOTH_WAYS: tuple[Substitute, ...] = (
    Substitute(
        place="layout.inline.text_align",
        make=lambda weasyprint, align: ordered(
            align, weasyprint.text.line_break.create_layout, weasyprint.text.line_break.line_size
        ),
        why="Runs of a line stand in the order that the Unicode algorithm gives them.",
        address="https://github.com/Kozea/WeasyPrint/issues/106",
    ),
)


def in_inks(ink: str, profile: bytes) -> tuple[Substitute, ...]:
    """Return what draws everything in one ink, `grey`, or four, `cmyk`, after a press’s profile."""
    if ink == "rgb":
        return ()
    mix, space = (
        (inks.grey, "DeviceGray") if ink == "grey" else (inks.four_inks(profile), "DeviceCMYK")
    )
    return (
        Substitute(
            place="pdf.stream.Stream.set_color",
            make=lambda _, __: inks.colouring(mix, space),
            why="A colour of a stylesheet or a drawing is mixed from what the press has.",
            address=_COLOURS,
        ),
        Substitute(
            place="pdf.stream.Stream.add_shading",
            make=lambda _, shade: inks.shading(shade, mix, space),
            why="So are the ends of a blend.",
            address=_COLOURS,
        ),
        Substitute(
            place="images.RasterImage.__init__",
            make=lambda _, start: inks.greyed(start) if ink == "grey" else start,
            why="Pictures are grey where grey is all there is; a press turns sRGB into its inks.",
            address="https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/images.py",
        ),
    )


def with_line_numbers(every: int) -> tuple[Substitute, ...]:
    """Return what shows the number of each line that `every` divides, of none where that is 0."""
    if not every:
        return ()
    return (
        Substitute(
            place="document.draw_page",
            make=lambda weasyprint, draw: numbered(weasyprint, draw, every),
            why="An editor says which line is meant.",
            address="https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint/draw/__init__.py",
        ),
    )
