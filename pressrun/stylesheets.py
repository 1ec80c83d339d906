"""Join the print edition's stylesheets; knows pages and CSS, not what it is applied to.

The theme and the page's size decide the measure, the columns, the size of the text, the baseline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun import themes
from pressrun.errors import StylesheetError, UsageError
from pressrun.marks import MM, NUMBER
from pressrun.model import Sheet
from pressrun.nearest import did_you_mean
from pressrun.resources import sheet

if TYPE_CHECKING:
    from pressrun.model import Theme

# ISO 216 and 269, and the North American sizes, in millimetres.
PAGE_SIZES: dict[str, tuple[float, float]] = {
    "a4": (210, 297),
    "a5": (148, 210),
    "a6": (105, 148),
    "b5": (176, 250),
    "letter": (215.9, 279.4),
    "half-letter": (139.7, 215.9),
}
_SMALLEST, _LARGEST = 90.0, 450.0
_PT = 72 / 25.4
_TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;}]*)")
_USED = re.compile(r"var\((--[\w-]+)\)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_DEEPEST = 10  # tokens in one another
_BEGINS = "/* From "
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FETCHING = re.compile(r"@import\b|\burl\(|\bsrc\(|\bimage-set\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """A page and where its text stands, all in points.

    `text` is the size of the type, `code` that of listings, 0 where their token is said in units
    that depend on more; `line` is the distance of two baselines. Text stands in `columns`
    of the width `column`, `gap` apart, and a picture is `picture` high at most. Each line whose
    number `line_numbers` divides shows it, none where that is 0. An article's first letter is as
    high as so many lines as `initial` says, where that is not 0. Pages before the articles are
    numbered by themselves where there is a `front`; of two pages that are `facing`, the right one
    has an odd number.
    """

    width: float
    height: float
    inner: float
    outer: float
    top: float
    bottom: float
    text: float
    code: float
    line: float
    columns: int
    column: float
    gap: float
    picture: float
    line_numbers: int
    initial: int
    front: bool
    facing: bool


def page_size(words: str) -> tuple[float, float]:
    """Return width and height in millimetres of a size: “A5”, “148x210mm”, “6x9in”.

    Raises UsageError for anything else, and for a page that no text fits on.
    """
    if size := PAGE_SIZES.get(words.lower().replace(" ", "-")):
        return size
    number = NUMBER
    measure = re.fullmatch(rf"{number}[x×]{number}(mm|cm|in|pt)\s*", words.lower())
    if not measure:
        names = ", ".join(name.title() for name in PAGE_SIZES)
        raise UsageError(
            f"there is no page size “{words}”",
            hint=did_you_mean(words, (name.title() for name in PAGE_SIZES), cutoff=0.7)
            or f"one of {names}, or a measure: 148x210mm, 6x9in",
        )
    width, height = (float(side) * MM[measure[3]] for side in measure.groups()[:2])
    if not (_SMALLEST <= width <= _LARGEST and _SMALLEST <= height <= _LARGEST * 1.5):
        raise UsageError(f"a page of {width:.0f} × {height:.0f} mm holds no readable text")
    return width, height


def geometry(theme: Theme, size: str | None = None) -> Geometry:
    """Lay a theme’s text out on a page of `size`, the theme’s own where None is given.

    The type grows with the page within the theme’s bounds; a line is no longer than `--measure`
    times its size, some 72 characters where that is 33 (Bringhurst, The Elements of Typographic
    Style, 2.1.2), and the text's height is a whole number of lines. There are as many columns as
    have room for `--column-least` times the type’s size, and no more than `--columns`.

    Raises StylesheetError for a token that is not what it must be, UsageError for a size that is
    none.
    """
    token = _Tokens(theme)
    own = token.page()
    page_width, page_height = (side * _PT for side in (page_size(size) if size else own))
    growth = (page_width / _PT - own[0]) * token.number("--text-growth")
    text = _quarters(
        min(
            token.points("--text-most"),
            max(token.points("--text-least"), token.points("--text-usual") + growth),
        )
    )
    line = _quarters(text * token.number("--leading"))
    room = page_width * token.number("--text-width")
    gap = token.number("--column-space") * text
    least = token.number("--column-least") * text
    columns = min(int(token.number("--columns")), max(1, int((room + gap) // (least + gap))))
    column = min((room + gap) / columns - gap, text * token.number("--measure"))
    spare = page_width - columns * (column + gap) + gap
    inner = token.number("--inner")
    height = (page_height * token.number("--text-height")) // line * line
    leading = page_height - height
    top = token.number("--top")
    return Geometry(
        width=page_width, height=page_height, inner=spare * inner, outer=spare * (1 - inner),
        top=leading * top, bottom=leading * (1 - top),
        text=text, code=token.size("--code", text), line=line,
        columns=columns, column=column, gap=gap, picture=height * 0.78 // line * line,
        line_numbers=int(token.number("--line-numbers")), initial=int(token.number("--initial")),
        front=bool(token.number("--front")), facing=bool(token.number("--facing")),
    )  # fmt: skip


def _quarters(points: float) -> float:
    return round(points * 4) / 4


def print_stylesheet(theme: Theme, page: Geometry, bleed: float = 0.0) -> str:
    """Return the sheet of the print edition for a page, drawn `bleed` points beyond its edges.

    Raises StylesheetError for one that names another file.
    """
    lengths_of = {
        "--column-gap": page.gap, "--line": page.line, "--margin-bottom": page.bottom,
        "--margin-inner": page.inner, "--margin-outer": page.outer, "--margin-top": page.top,
        "--picture": page.picture, "--text": page.text,
    }  # fmt: skip
    lengths = "\n".join(f"  {name}: {value:.4f}pt;" for name, value in lengths_of.items())
    size = f"{page.width:.4f}pt {page.height:.4f}pt"
    figures = "lower-roman" if page.front else "decimal"
    counts = f"  --columns: {page.columns};\n  --front-figures: {figures};"
    root = f":root {{\n{counts}\n{lengths}\n}}\n"
    own = f"{root}\n@page {{\n  bleed: {bleed:.4f}pt;\n  size: {size};\n}}\n"
    usual = themes.usual()
    measures = Sheet(path=Path("the page"), text=own)
    parts = (
        sheet("styles/tokens.css"), usual.tokens, theme.tokens, measures,
        sheet("styles/shared.css"), sheet("styles/print.css"), theme.rules,
    )  # fmt: skip
    for part in parts:
        _refuse_fetching(part)
    return _settled("\n".join(f"{_BEGINS}{part.path} */\n{part.text}" for part in parts))


def _refuse_fetching(sheet: Sheet) -> None:
    """Refuse a sheet that names another file: the layout reaches none, and says so late."""
    bare = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), sheet.text)
    if found := _FETCHING.search(bare):
        line = bare.count("\n", 0, found.start()) + 1
        raise StylesheetError(
            f"“{found[0]}” names another file, and a sheet reaches none",
            path=sheet.path, line=line, hint="take it out; pictures belong to articles",
        )  # fmt: skip


def _settled(joined: str) -> str:
    """Write tokens' values where they are used, unless what they are depends on the element.

    WeasyPrint 70.0 would look each of them up for every element, and parse it anew. What no token
    says is left for it to complain of; lines stay where they are.
    """
    rules = _RULE.findall(_COMMENT.sub("", joined))
    places = {where.strip() for where, said in rules if _TOKEN.search(said)}
    if places != {":root"} or "@media" in joined:
        return joined
    values = _tokens(joined)

    def value(match: re.Match[str]) -> str:
        return values.get(match[1], match[0])

    for _ in range(_DEEPEST):
        settled = _USED.sub(value, joined)
        if settled == joined:
            break
        joined = settled
    return joined


def place_in(joined: str, line: int) -> tuple[str, int]:
    """Return the file, and its line, that stands at a line (from 1) of a joined sheet."""
    lines = joined.split("\n")[:line]
    begin = next(n for n in range(line, 0, -1) if lines[n - 1].startswith(_BEGINS))
    return lines[begin - 1].removeprefix(_BEGINS).removesuffix(" */"), line - begin


class _Tokens:
    """The measures of a theme, and of the usual one and of all where it says nothing."""

    def __init__(self, theme: Theme) -> None:
        self._path, self._text = theme.tokens.path, theme.tokens.text
        shared = _tokens(sheet("styles/tokens.css").text)
        self._values = shared | _tokens(themes.usual().tokens.text) | _tokens(theme.tokens.text)

    def page(self) -> tuple[float, float]:
        try:
            return page_size(self._said("--page"))
        except UsageError as error:
            raise StylesheetError(error.message, path=self._path, hint=error.hint) from None

    def number(self, name: str) -> float:
        try:
            return float(self._said(name))
        except ValueError:
            raise self._wrong(name, "number", "33") from None

    def points(self, name: str) -> float:
        if not self._said(name).endswith("pt"):
            raise self._wrong(name, "length in points", "9.5pt")
        try:
            return float(self._values[name].removesuffix("pt"))
        except ValueError:
            raise self._wrong(name, "length in points", "9.5pt") from None

    def size(self, name: str, text: float) -> float:
        """Return a size in text of `text` points, 0 for one in other units than em, % and pt."""
        said = re.fullmatch(rf"{NUMBER}(em|%|pt)", self._values.get(name, ""))
        return float(said[1]) * {"em": text, "%": text / 100, "pt": 1}[said[2]] if said else 0.0

    def _said(self, name: str) -> str:
        if name in self._values:
            return self._values[name]
        message = f"the token “{name}” is missing"  # the usual theme has all, unless overridden
        path = themes.usual().tokens.path
        raise StylesheetError(message, path=path, hint="eject the file anew, and compare")

    def _wrong(self, name: str, kind: str, example: str) -> StylesheetError:
        message = f"“{name}: {self._values[name]}” is no {kind}"
        place = re.search(rf"{re.escape(name)}\s*:", self._text)
        line = self._text.count("\n", 0, place.start()) + 1 if place else None
        return StylesheetError(message, path=self._path, line=line, hint=f"write {name}: {example}")


def _tokens(tokens: str) -> dict[str, str]:
    return {name: value.strip() for name, value in _TOKEN.findall(_COMMENT.sub("", tokens))}
