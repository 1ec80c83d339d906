"""Make the sheet of an EPUB’s documents: flat, in one direction, and of what they use alone.

Knows CSS and the names in finished documents, not what made them. No custom property is left in the
sheet, and its sides are left and right, not start and end, which Adobe’s renderer and older WebKits
do not know.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import tinycss2

from pressrun.errors import StylesheetError
from pressrun.stylesheets import sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The selectors, and what is declared, in order.
_Rule = tuple[str, list[tuple[str, str]]]
_CLASSES = re.compile(r'\sclass="([^"]*)"')
_ELEMENTS = re.compile(r"<([a-z][a-z0-9]*)")
_CLASS_SELECTORS = re.compile(r"\.([a-z][\w-]*)(?=[^{}]*\{)")
_ENDS_OF_LINES = (("left", "right"), ("right", "left"))
# A block's top lies at the right where lines run downwards, its left at the top.
_TURNED = {"top": "right", "bottom": "left", "left": "top", "right": "bottom"}
_LYING = re.compile(r"\b(margin|padding|border)-(top|bottom|left|right)\b")
_FOUR_SIDES = re.compile(r"\b(margin|padding): ([^;]+ [^;]+);")
# Pseudo-classes and -elements go with what they stand behind.
_PSEUDO = re.compile(r"::?[\w-]+(?:\([^)]*\))?")
_NAMES = re.compile(r"(?<![\w-])\.?[a-z][\w-]*")


def names_in(documents: Iterable[str]) -> frozenset[str]:
    """Return the elements of XHTML documents, and their classes with a point before them."""
    names: set[str] = set()
    for document in documents:
        names.update(_ELEMENTS.findall(document))
        names.update(f".{name}" for said in _CLASSES.findall(document) for name in said.split())
    return frozenset(names)


@cache
def classes() -> frozenset[str]:
    """Return the classes that the sheets say something of."""
    whole = "\n".join(map(sheet, ("shared", "epub", "vertical")))
    return frozenset(_CLASS_SELECTORS.findall(re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL)))


def epub_stylesheet(flow: str = "ltr", names: frozenset[str] | None = None) -> str:
    """Return the sheet of documents whose lines run one way, `ltr`, `rtl` or `vertical`.

    A selector of which a part is not among the `names` that the documents use is left out.

    Raises StylesheetError for a `var()` that no token defines.
    """
    values = _tokens()

    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise StylesheetError(f"no token “{match[1]}” is defined", path="styles/tokens.css")
        return values[match[1]]

    names_of_sheets = ("shared", "epub", *(["vertical"] if flow == "vertical" else []))
    joined = "\n".join(map(sheet, names_of_sheets))
    flat = _with_sides(re.sub(r"var\((--[\w-]+)\)", value, joined), flow)
    return "\n".join(_used(rules_of(flat), names))


def rules_of(sheet: str) -> Iterator[_Rule]:
    """Yield the selectors of each rule and what it declares; comments are left out."""
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        declared = tinycss2.parse_declaration_list(
            rule.content, skip_comments=True, skip_whitespace=True
        )
        yield (
            tinycss2.serialize(rule.prelude),
            [(part.name, tinycss2.serialize(part.value).strip()) for part in declared],
        )


def _with_sides(sheet: str, flow: str) -> str:
    """Name the sides as they lie on the page; the sheets call the top of a block `top`."""
    sides = ("right", "left") if flow == "rtl" else ("left", "right")
    if flow == "vertical":
        sheet = _LYING.sub(lambda found: f"{found[1]}-{_TURNED[found[2]]}", sheet)
        sheet = _FOUR_SIDES.sub(_turned, sheet)
        sides = ("top", "bottom")
    for logical, side in zip(("start", "end"), sides, strict=True):
        sheet = re.sub(rf"\b(margin|padding|border)-inline-{logical}\b", rf"\1-{side}", sheet)
    # Of a line that runs downwards the top is its left (CSS Writing Modes 3, 6.3).
    for logical, side in zip(("start", "end"), _ENDS_OF_LINES[flow == "rtl"], strict=True):
        sheet = re.sub(rf"(text-align|float): (inline-)?{logical}\b", rf"\1: {side}", sheet)
    return sheet


def _turned(found: re.Match[str]) -> str:
    """Turn the four sides of a box: what lay above a line lies at its right."""
    values = found[2].split()
    above, right, below, left = (values * 4)[:4] if len(values) != 3 else (*values, values[1])  # noqa: PLR2004
    return f"{found[1]}: {left} {above} {right} {below};"


def _used(rules: Iterable[_Rule], names: frozenset[str] | None) -> Iterator[str]:
    """Yield the rules that apply to something, each on a line of its own."""
    for prelude, declared in rules:
        selectors = [one for one in map(str.strip, prelude.split(",")) if _applies(one, names)]
        if selectors:
            said = "; ".join(f"{name}: {value}" for name, value in declared)
            yield f"{', '.join(selectors)} {{ {said} }}"


def _applies(selector: str, names: frozenset[str] | None) -> bool:
    return names is None or names.issuperset(_NAMES.findall(_PSEUDO.sub("", selector)))


def _tokens() -> dict[str, str]:
    return dict(declared for _, rule in rules_of(sheet("tokens")) for declared in rule)
