"""Do in less time what WeasyPrint 70.0 does: with and without these a PDF is the same bytes.

A list of what is put in its places; tests hold it to that. What changes an edition stands in
`pressrun.substitutes`.
"""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pressrun import quick_boxes, quick_glyphs, quick_lines, quick_styles, quick_writing
from pressrun.hyphenation import read_when_met
from pressrun.substitutes import PageStyles, Substitute

if TYPE_CHECKING:
    from collections.abc import Iterable

    # WeasyPrint ships no types.
    Original = Any

_CODE = "https://github.com/Kozea/WeasyPrint/blob/v70.0/weasyprint"
_LINES = f"{_CODE}/text/line_break.py"
_KNOWN_PAGES = "_known_pages"
_LONG_DOCUMENTS = "https://github.com/Kozea/WeasyPrint/issues/578"


def _parse(_: Any, parse: Original) -> Original:  # noqa: ANN401
    def parse_what_is_named(parser: Any, source: str) -> Any:  # noqa: ANN401
        words = set(re.findall(r"\w+", source))
        declarations = parser._declarations  # noqa: SLF001 - cffi's comment names no other way
        parser._declarations = {  # noqa: SLF001
            name: known for name, known in declarations.items() if name.split()[-1] in words
        }
        try:
            return parse(parser, source)
        finally:
            parser._declarations = declarations  # noqa: SLF001

    return parse_what_is_named


def _page_references(_: Any, references: property) -> property:  # noqa: ANN401
    def page_references(pdf: Any) -> tuple[bytes, ...]:  # noqa: ANN401
        known: tuple[bytes, ...] = vars(pdf).get("_known_references", ())
        if len(known) * 3 != len(pdf.pages["Kids"]):
            pdf._known_references = known = references.fget(pdf)  # type: ignore[misc]  # noqa: SLF001
        return known

    return property(page_references)


def _set_page_styles(_: Any, set_styles: Original) -> Original:  # noqa: ANN401
    def set_page_styles(page_type: Any, html: Any, style_for: Any) -> None:  # noqa: ANN401
        matches = style_for._page_type_match  # noqa: SLF001
        selectors = [
            selector
            for sheet, _, _ in style_for._sheets  # noqa: SLF001
            for _, rule, _ in sheet.page_rules
            for selector in rule
        ]
        computed = style_for.get_computed_styles()
        known = vars(_whole(style_for)).setdefault(_KNOWN_PAGES, {})
        kind = tuple(matches(pages, page_type) for *_, pages in selectors)
        if kind not in known:
            boxes = tuple(dict.fromkeys(box for _, box, _ in selectors))
            set_styles(page_type, html, PageStyles(style_for, page_type, boxes))
            places = {box: (page_type, box) for box in (None, *boxes)}
            known[kind] = {box: computed[at] for box, at in places.items() if at in computed}
        for box, style in known[kind].items():
            computed[page_type, box] = style

    return set_page_styles


def _whole(style_for: Any) -> Any:  # noqa: ANN401
    """Return the styles of a document, of which these are a part."""
    return _whole(style_for.style_for) if isinstance(style_for, PageStyles) else style_for


def _fixed_boxes(_: Any, lay_out: Original) -> Original:  # noqa: ANN401
    fixed = attrgetter("fixed_boxes")

    def lay_out_those_with_any(context: Any, pages: list[Any], page: Any) -> Iterable[Any]:  # noqa: ANN401
        return lay_out(context, pages, page) if any(map(fixed, pages)) else ()

    return lay_out_those_with_any


SHORTCUTS: tuple[Substitute, ...] = (
    Substitute(
        place="text.line_break.pyphen.HyphDict",
        make=lambda weasyprint, _: read_when_met(weasyprint.text.line_break.pyphen),
        why="The first word that is divided waits for every pattern of its language.",
        address="https://github.com/Kozea/Pyphen/blob/main/pyphen/__init__.py",
    ),
    Substitute(
        place="text.ffi.ffi._parser.__class__._parse",
        make=_parse,
        why="For the name of a type cffi parses every type declared before, a tenth of a second.",
        address="https://github.com/python-cffi/cffi/blob/main/src/cffi/cparser.py",
    ),
    Substitute(
        place="css.StyleFor.set_computed_styles",
        make=quick_styles.set_computed_styles,
        why="Every element gets the styles of the calls and markers that notes have.",
        address=f"{_CODE}/css/html5_ua.css",
    ),
    Substitute(
        place="css.ComputedStyle.__missing__",
        make=quick_styles.missing,
        why="Most values are inherited or initial, and need no computing.",
        address=f"{_CODE}/css/__init__.py",
    ),
    Substitute(
        place="layout.percent.resolve_one_percentage",
        make=quick_styles.resolve_one_percentage,
        why="Most measures are lengths.",
        address=f"{_CODE}/layout/percent.py",
    ),
    Substitute(
        place="text.line_break._font_style_cache_key",
        make=quick_styles.cache_key,
        why="A font is named anew for every line.",
        address=_LINES,
    ),
    Substitute(
        place="text.line_break.Layout",
        make=quick_glyphs.layout,
        why="Each line is set once more to be drawn.",
        address=_LINES,
    ),
    Substitute(
        place="text.line_break.Layout.setup",
        make=quick_styles.setup,
        why="So is it described to Pango; and what is said of its features is never given back.",
        address=_LINES,
    ),
    *(
        Substitute(
            place=f"layout.{module}.split_first_line",
            make=quick_lines.split,
            why="Five lines are set for each that is kept.",
            address=_LINES,
        )
        for module in ("inline", "preferred")
    ),
    Substitute(
        place="draw.text.draw_first_line",
        make=quick_glyphs.draw,
        why="Each glyph is asked for all that is known of it.",
        address=f"{_CODE}/draw/text.py",
    ),
    *(
        Substitute(
            place=f"layout.{module}.resolve_percentages",
            make=quick_boxes.resolve_percentages,
            why="Few measures are shares of another box.",
            address=f"{_CODE}/layout/percent.py",
        )
        for module in ("block", "inline", "page")
    ),
    Substitute(
        place="layout.inline.avoid_collisions",
        make=quick_boxes.avoid_collisions,
        why="Every line looks three times for what it might run into.",
        address=f"{_CODE}/layout/float.py",
    ),
    Substitute(
        place="layout.inline.strut",
        make=quick_boxes.strut,
        why="A style’s lines are of one height.",
        address=_LINES,
    ),
    Substitute(
        place="formatting_structure.boxes.Box.is_in_normal_flow",
        make=quick_boxes.is_in_normal_flow,
        why="Nearly all boxes are.",
        address=f"{_CODE}/formatting_structure/boxes.py",
    ),
    Substitute(
        place="layout.background.layout_box_backgrounds",
        make=quick_boxes.layout_box_backgrounds,
        why="Few boxes have a background.",
        address=f"{_CODE}/layout/background.py",
    ),
    Substitute(
        place="layout.inline.create_layout",
        make=quick_boxes.create_layout,
        why="What is set to be let out is set anew when it is drawn.",
        address=f"{_CODE}/layout/inline.py",
    ),
    Substitute(
        place="pdf.pydyf.PDF.page_references",
        make=_page_references,
        why="Every bookmark lists every page anew.",
        address="https://github.com/CourtBouillon/pydyf/blob/main/pydyf/__init__.py",
    ),
    Substitute(
        place="pdf.pydyf.PDF.write",
        make=quick_writing.write,
        why="Every object is compressed for the file, and again for its identifier.",
        address="https://github.com/CourtBouillon/pydyf/blob/main/pydyf/__init__.py",
    ),
    Substitute(
        place="pdf.pydyf._to_bytes",
        make=quick_writing.to_bytes,
        why="Each value is asked for its kind, the seldom ones first.",
        address="https://github.com/CourtBouillon/pydyf/blob/main/pydyf/__init__.py",
    ),
    Substitute(
        place="layout.page.set_page_type_computed_styles",
        make=_set_page_styles,
        why="Every page looks through the styles of every element, and has others than the last.",
        address=_LONG_DOCUMENTS,
    ),
    Substitute(
        place="layout.layout_fixed_boxes",
        make=_fixed_boxes,
        why="Every page asks every other for boxes that it would show.",
        address=_LONG_DOCUMENTS,
    ),
)
