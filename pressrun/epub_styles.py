"""Make the sheet of an EPUB’s documents: flat, and of what they use alone.

Knows CSS and the names in finished documents, not what made them. No custom property is left in the
sheet, and its sides are left and right, not start and end, which Adobe’s renderer and older WebKits
do not know; where lines run several ways in a book, it has the sides of each, for documents whose
root is of that class, as the books of Japan’s publishers do it (EBPAJ EPUB 3 File Creation Guide).
Over some of what `faults_of` names, that renderer, in which side-loaded Kobo books are shown, drops
a whole sheet or a whole book, and EPUBCheck says nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import tinycss2

from pressrun.errors import Complaints, StylesheetError
from pressrun.fonts import FACES
from pressrun.nearest import did_you_mean
from pressrun.resources import overrides, sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pressrun.model import Sheet

# The selectors, and what is declared, in order.
_Rule = tuple[str, list[tuple[str, str]]]
_CLASSES = re.compile(r'\sclass="([^"]*)"')
_ELEMENTS = re.compile(r"<([a-z][a-z0-9]*)")
_LANGUAGES = re.compile(r'\slang="([A-Za-z]+)')
_LANGUAGE_SELECTORS = re.compile(r":lang\(([a-z]+)\)")
_CLASS_SELECTORS = re.compile(r"\.([a-z][\w-]*)(?=[^{}]*\{)")
_ENDS_OF_LINES = (("left", "right"), ("right", "left"))
# A block's top lies at the right where lines run downwards, its left at the top.
_TURNED = {"top": "right", "bottom": "left", "left": "top", "right": "bottom"}
_LYING = re.compile(r"\b(margin|padding|border)-(top|bottom|left|right)\b")
_FOUR_SIDES = re.compile(r"\b(margin|padding): ([^;]+ [^;]+);")
# WebKit, in which Apple Books and Kobo show books, knew it under its own name alone until 2023.
_PREFIXED = {"hyphens": "-webkit-hyphens"}
# Pseudo-classes and -elements go with what they stand behind.
_PSEUDO = re.compile(r"::?[\w-]+(?:\([^)]*\))?")
_OURS = frozenset(name for face in FACES for name in (face.family, face.package))
_USED = re.compile(r"var\((--[\w-]+)\)")
# What may be otherwise where lines run another way, and so is said of each way by itself.
_SIDED = re.compile(r"(margin|padding|border|float|text-align)\b")
_SHEETS = ("shared", "epub", "vertical")
_FUNCTIONS = frozenset({
    "calc", "clamp", "leader", "max", "min", "string", "target-counter", "url",
})  # fmt: skip
_PROPERTIES = frozenset({"direction", "string-set", "unicode-bidi"})
# In EPUB these are the reader's own: a book that sets them cannot be read at night, or enlarged.
_READERS_OWN = frozenset({"color", "font", "font-family", "font-size", "line-height"})
_NAMES = re.compile(r"(?<![\w-])\.?[a-z][\w-]*")


def names_in(documents: Iterable[str]) -> frozenset[str]:
    """Return the elements of XHTML documents, and what else selectors may ask of them.

    Classes have a point before them, and languages, without their regions, a colon.
    """
    names: set[str] = set()
    for document in documents:
        names.update(_ELEMENTS.findall(document))
        names.update(f":{language.lower()}" for language in _LANGUAGES.findall(document))
        names.update(f".{name}" for said in _CLASSES.findall(document) for name in said.split())
    return frozenset(names)


def classes() -> frozenset[str]:
    """Return the classes that the sheets say something of."""
    return _classes_in(_joined(_SHEETS))


@lru_cache(maxsize=2)
def _classes_in(whole: str) -> frozenset[str]:
    return frozenset(_CLASS_SELECTORS.findall(re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL)))


def epub_stylesheet(
    flow: str = "ltr", names: frozenset[str] | None = None, *, faces: bool = False
) -> str:
    """Return the sheet of a book whose lines run one way, `ltr`, `rtl` or `vertical`.

    A selector of which a part is not among the `names` that its documents use is left out, and so
    are our own `faces`, where the book brings none.
    """
    rules = _used(_rules_of(_SHEETS[:2], flow) + _downwards(flow), names)
    return "\n".join(_written(rules, faces=faces))


def sheet_of_book(names: Mapping[str, frozenset[str] | None], *, faces: bool = False) -> str:
    """Return the sheet of a book, with the names that its documents use, by their flow."""
    if len(names) == 1:
        ((flow, of_one),) = names.items()
        return epub_stylesheet(flow, of_one, faces=faces)
    known = [of_one for of_one in names.values() if of_one is not None]
    of_all = frozenset().union(*known) if len(known) == len(names) else None
    rules = [*_parted(_used(_rules_of(_SHEETS[:2]), of_all), sided=False)]
    for flow, of_one in names.items():
        own = [*_parted(_used(_rules_of(_SHEETS[:2], flow), of_one), sided=True)]
        own += _used(_downwards(flow), of_one)
        rules += [(_of_class(flow, selectors), declared) for selectors, declared in own]
    return "\n".join(_written(rules, faces=faces))


def _rules_of(sheets: Iterable[str], flow: str = "ltr") -> tuple[_Rule, ...]:
    values = _tokens()
    flat = _USED.sub(lambda used: values[used[1]], _joined(sheets))
    return _rules_in(_with_sides(flat, flow))


def _downwards(flow: str) -> tuple[_Rule, ...]:
    return _rules_of(_SHEETS[2:]) if flow == "vertical" else ()


def _parted(rules: Iterable[_Rule], *, sided: bool) -> Iterator[_Rule]:
    """Yield what rules say of sides, or what else they say; each is a cascade of its own."""
    for selectors, declared in rules:
        chosen = [each for each in declared if bool(_SIDED.match(each[0])) is sided]
        if chosen:
            yield selectors, chosen


def _of_class(flow: str, selectors: str) -> str:
    """Let rules hold for documents whose root is of a class, each a class more specific."""
    return ", ".join(
        f"html.{flow}{one.removeprefix('html')}" if one.startswith("html") else f".{flow} {one}"
        for one in selectors.split(", ")
    )


def refuse_faulty() -> None:
    """Raise Complaints for all that is wrong with what stands in for the sheets of an EPUB."""
    names = [f"styles/{name}.css" for name in ("tokens", *_SHEETS)]
    own = (sheet for name, sheet in overrides().files if name in names)
    if errors := [error for each in own for error in faults_of(each)]:
        raise Complaints(errors)
    known = _tokens()
    undefined = [e for name in _SHEETS for e in _undefined(sheet(f"styles/{name}.css"), known)]
    if undefined:
        raise Complaints(undefined)


def faults_of(sheet: Sheet) -> Iterator[StylesheetError]:
    """Yield what old e-readers, or readers at night, would suffer from, with its line."""
    for rule in tinycss2.parse_stylesheet(sheet.text, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            yield _fault(sheet, rule, "is no rule of an EPUB’s sheet")
            continue
        selector = tinycss2.serialize(rule.prelude).strip()
        for part in tinycss2.parse_blocks_contents(
            rule.content, skip_comments=True, skip_whitespace=True
        ):
            if why := _wrong(selector, part):
                yield _fault(sheet, part, why)


def _fault(sheet: Sheet, part: Any, why: str) -> StylesheetError:  # noqa: ANN401 - no types
    if part.type == "error":
        said, hint = (
            f"this is not CSS: {part.message}",
            "close each rule, and each value with a “;”",
        )
    else:
        name = f"@{part.at_keyword}" if part.type == "at-rule" else getattr(part, "name", "a rule")
        said, hint = (
            f"“{name}” {why}",
            "old e-readers drop a sheet, or a book, over it; take it out",
        )
    return StylesheetError(said, path=sheet.path, line=part.source_line, hint=hint)


def _wrong(selector: str, part: Any) -> str | None:  # noqa: ANN401 - as above
    """Say what is wrong with a part of a rule; tokens stand in :root alone."""
    if part.type != "declaration":
        return "stands within a rule"
    value = tinycss2.serialize(part.value)
    if part.name in _PROPERTIES or (part.name.startswith("--") and selector != ":root"):
        return "is a property that an EPUB’s sheet cannot have"
    if found := sorted(_FUNCTIONS.intersection(_functions_in(part.value))):
        return f"has “{found[0]}()”, which an EPUB’s sheet cannot have"
    if "rem" in _units_in(part.value) or (part.name == "float" and "footnote" in value):
        return f"is “{value.strip()}”, which an EPUB’s sheet cannot have"
    own = selector in {"body", "html", "p"} and part.name in _READERS_OWN
    own = own or (selector in {"body", "html"} and "px" in _units_in(part.value))
    return "is the reader’s own to choose" if own or part.name.startswith("background") else None


def _functions_in(tokens: Iterable[Any]) -> Iterator[str]:
    for token in tokens:
        if token.type == "url":
            yield "url"
        elif token.type == "function":
            yield token.lower_name
            yield from _functions_in(token.arguments)


def _units_in(tokens: Iterable[Any]) -> set[str]:
    return {token.lower_unit for token in tokens if token.type == "dimension"}


def _undefined(sheet: Sheet, known: dict[str, str]) -> Iterator[StylesheetError]:
    """Yield each token that a sheet uses and none of the tokens is."""
    for used in _USED.finditer(sheet.text):
        if used[1] not in known:
            hint = did_you_mean(used[1], known) or "define it in styles/tokens.css"
            line = sheet.text.count("\n", 0, used.start()) + 1
            message = f"no token “{used[1]}” is defined"
            yield StylesheetError(message, path=sheet.path, line=line, hint=hint)


def _joined(names: Iterable[str]) -> str:
    return "\n".join(sheet(f"styles/{name}.css").text for name in names)


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


@lru_cache(maxsize=6)
def _rules_in(sheet: str) -> tuple[_Rule, ...]:
    """Return the rules of a sheet, which many books in a row have, whatever each of them uses."""
    return tuple(rules_of(sheet))


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


def _used(rules: Iterable[_Rule], names: frozenset[str] | None) -> Iterator[_Rule]:
    """Yield the rules that apply to something."""
    for prelude, declared in rules:
        selectors = [one for one in map(str.strip, prelude.split(",")) if _applies(one, names)]
        if selectors:
            yield ", ".join(selectors), declared


def _written(rules: Iterable[_Rule], *, faces: bool) -> Iterator[str]:
    """Yield rules, each on a line of its own."""
    for selectors, declared in rules:
        kept = declared if faces else _without_faces(declared)
        said = "; ".join(f"{name}: {value}" for name, value in _with_prefixed(kept))
        if said:
            yield f"{selectors} {{ {said} }}"


def _without_faces(declared: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Leave our own families out; what was in a serif of ours is in the reader's face for text.

    Where “monospace” is all that is named, WebKit and Blink set it smaller, and twice is not all.
    """
    for name, value in declared:
        if name != "font-family":
            yield name, value
            continue
        families = [family.strip() for family in value.split(",")]
        others = [family for family in families if family.strip('"') not in _OURS]
        if others == ["monospace"]:
            others *= 2
        if len(others) == len(families) or others != ["serif"]:
            yield name, ", ".join(others)


def _with_prefixed(declared: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for name, value in declared:
        if name in _PREFIXED:
            yield _PREFIXED[name], value
        yield name, value


def _applies(selector: str, names: frozenset[str] | None) -> bool:
    asked = [*_NAMES.findall(_PSEUDO.sub("", selector))]
    asked += [f":{language}" for language in _LANGUAGE_SELECTORS.findall(selector)]
    return names is None or names.issuperset(asked)


def _tokens() -> dict[str, str]:
    tokens = sheet("styles/tokens.css").text
    return dict(declared for _, rule in rules_of(tokens) for declared in rule)
