"""Write Word's formulas as TeX, which is what every other manuscript has them in.

Office Math is ECMA-376, part 1, 22.1; each of its objects is one function here. What the press
would not understand again stays the plain signs that it was made of. Knows no paragraphs.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pressrun.markup import tree
from pressrun.markup.formulas import mathml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml import etree

    from pressrun.markup.tree import Element

    Node = etree._Element  # noqa: SLF001 - the name that its types have

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Noncharacters, which no text has (Unicode, 23.7): around a formula, and before one set apart.
_OPENS, _CLOSES, _APART = "\ufdd0", "\ufdd1", "\ufdd2"
_MARKED = re.compile(f"{_OPENS}({_APART}?)(.*?){_CLOSES}", re.DOTALL)

_ESCAPED = {char: f"\\{char}" for char in "{}$&#_%"} | {
    "\\": "\\backslash ", "^": "\\text{^}", "~": "\\sim ", "\u00a0": "~",
    "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "", "\u200b": "",
}  # fmt: skip
_SCRIPTS = {
    "double-struck": "mathbb", "script": "mathcal", "fraktur": "mathfrak",
    "sans-serif": "mathsf", "monospace": "mathtt",
}  # fmt: skip
_STYLES = {"b": "mathbf", "bi": "boldsymbol", "p": "mathrm"}
_ACCENTS = {
    "\u0300": "grave", "\u0301": "acute", "\u0302": "hat", "\u0303": "tilde", "\u0304": "bar",
    "\u0305": "overline", "\u0306": "breve", "\u0307": "dot", "\u0308": "ddot", "\u030c": "check",
    "\u20d6": "overleftarrow", "\u20d7": "vec", "^": "hat", "~": "tilde", "¯": "bar",
    "\u2190": "overleftarrow", "\u2192": "vec", "\u20db": "dddot",
}  # fmt: skip
_GROUPS = {"\u23df": "underbrace", "\u23de": "overbrace"}
_FUNCTIONS = frozenset({
    "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "det", "dim",
    "exp", "gcd", "hom", "inf", "ker", "lg", "lim", "liminf", "limsup", "ln", "log", "max", "min",
    "sec", "sin", "sinh", "sup", "tan", "tanh",
})  # fmt: skip
_DELIMITERS = {
    "{": "\\{",
    "}": "\\}",
    "‖": "\\|",
    "": ".",
    "〈": "⟨",
    "〉": "⟩",
    "<": "⟨",
    ">": "⟩",
}
_INTEGRALS = frozenset("∫∬∭∮∯∰⨌")


def marked(formula: Node, *, apart: bool) -> str:
    """Return a formula as text for a run of the converter, which `set_formulas` finds again."""
    signs = "".join(text.text or "" for text in formula.iter(f"{M}t"))
    tex = " ".join(_tex(formula).split())
    # Not every sign of Word's can have limits in TeX.
    for attempt in (tex, re.sub(r"\\(?:no)?limits", "", tex)):
        if attempt and _is_understood(attempt):
            return f"{_OPENS}{_APART if apart else ''}{attempt}{_CLOSES}"
    return signs


def _is_understood(tex: str) -> bool:
    try:
        mathml(tex)
    except ValueError:
        return False
    return True


def set_formulas(root: Element) -> None:
    """Make elements of the formulas that were marked; those alone in a paragraph stand apart."""
    for owner, slot in list(tree.text_slots(root)):
        text = getattr(owner, slot)
        if _OPENS in text:
            _part(owner, slot, text)
    for formula in list(root.iter("span")):
        block = formula.getparent()
        if formula.get("class") == "math display" and block is not None:
            _set_apart(formula, block)


def _part(owner: Element, slot: str, text: str) -> None:
    """Put the formulas of a text behind the words before them."""
    pieces = _MARKED.split(text)
    setattr(owner, slot, pieces[0])
    place, before = (owner, 0) if slot == "text" else (tree.parent_of(owner), None)
    index = before if before is not None else place.index(owner) + 1
    for apart, tex, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        formula = tree.make("span", text=tex, class_="math display" if apart else "math inline")
        formula.tail = after
        place.insert(index, formula)
        index += 1


def _set_apart(formula: Element, block: Element) -> None:
    alone = all(child.get("class") == "math display" for child in block)
    said = (block.text or "", *(child.tail or "" for child in block))
    if block.tag != "p" or not alone or any(text.strip() for text in said):
        formula.set("class", "math inline")
        return
    formula.tag, formula.tail = "div", None
    if line := block.get("data-line"):
        formula.set("data-line", line)
    block.addprevious(formula)
    if not len(block):
        tree.detach(block)


def _tex(node: Node) -> str:
    return "".join(_WRITERS.get(str(child.tag), _tex)(child) for child in node)


def _of(node: Node, name: str) -> str:
    """Return the TeX of a node's child, empty where there is none."""
    child = node.find(f"{M}{name}")
    return "" if child is None else _tex(child)


def _setting(node: Node, path: str, default: str = "") -> str:
    """Return the value of a property, such as `dPr/begChr`; `default` where it is not set."""
    found = node.find("/".join(f"{M}{step}" for step in path.split("/")))
    return default if found is None else found.get(f"{M}val", "1")


def _is_on(node: Node, path: str) -> bool:
    return _setting(node, path, "0") not in {"0", "off", "false"}


def _run(node: Node) -> str:
    hidden = node.find(f"{_W}rPr/{_W}vanish")
    if hidden is not None and hidden.get(f"{_W}val", "true") not in {"0", "false", "off"}:
        return ""
    text = "".join(part.text or "" for part in node.iter(f"{M}t"))
    if _is_on(node, "rPr/nor"):
        return f"\\text{{{_escaped(text)}}}" if text.strip() else "\\ "
    style, script = _setting(node, "rPr/sty", "i"), _setting(node, "rPr/scr", "roman")
    letters = _SCRIPTS.get(script) or _STYLES.get(style)
    written = (_escaped(part) for part in re.split(r"([^\W\d_]+)", _plain(text)))
    if letters is None:
        return "".join(written)
    # Letters alone have a style in TeX; an upright one by itself is a name, such as d or sin.
    return "".join(
        f"\\{letters}{{{part}}}" if number % 2 else part for number, part in enumerate(written)
    )


def _plain(text: str) -> str:
    """Return slanted letters of the mathematical alphabets as those that TeX slants by itself."""
    return "".join(
        unicodedata.normalize("NFKC", char)
        if unicodedata.name(char, "").startswith("MATHEMATICAL ITALIC")
        else "h" if char == "\u210e" else char
        for char in text
    )  # fmt: skip


def _escaped(text: str) -> str:
    return "".join(_ESCAPED.get(char, char) for char in text)


def _fraction(node: Node) -> str:
    above, below = _of(node, "num"), _of(node, "den")
    kind = _setting(node, "fPr/type", "bar")
    if kind == "noBar":
        return f"\\genfrac{{}}{{}}{{0pt}}{{}}{{{above}}}{{{below}}}"
    if kind in {"lin", "skw"}:
        return f"{{{above}}}/{{{below}}}"
    return f"\\frac{{{above}}}{{{below}}}"


def _root(node: Node) -> str:
    degree = "" if _is_on(node, "radPr/degHide") else _of(node, "deg").strip()
    return f"\\sqrt{f'[{degree}]' if degree else ''}{{{_of(node, 'e')}}}"


def _scripted(node: Node) -> str:
    """Write a base with what stands below and above it on its right."""
    return f"{_braced(_of(node, 'e'))}{_scripts(node)}"


def _braced(tex: str) -> str:
    """Put braces around what is not one sign."""
    return tex if re.fullmatch(r"[^\W_]", tex) else f"{{{tex}}}"


def _scripts(node: Node) -> str:
    below, above = (_of(node, name) for name in ("sub", "sup"))
    primes = re.fullmatch(r"\s*[′']+\s*", above)
    raised = above.strip().replace("′", "'") if primes else f"^{_braced(above)}" if above else ""
    lowered = f"_{_braced(below)}" if below else ""
    return f"{raised}{lowered}" if primes else f"{lowered}{raised}"


def _before(node: Node) -> str:
    return f"{{}}{_scripts(node)}{{{_of(node, 'e')}}}"


def _sum(node: Node) -> str:
    """Write a sum, an integral or the like; limits stand where Word has them."""
    sign = _setting(node, "naryPr/chr", "∫") or "∫"
    where = _setting(node, "naryPr/limLoc", "subSup" if sign in _INTEGRALS else "undOvr")
    below = "" if _is_on(node, "naryPr/subHide") else _of(node, "sub")
    above = "" if _is_on(node, "naryPr/supHide") else _of(node, "sup")
    limits = f"_{_braced(below)}" * bool(below) + f"^{_braced(above)}" * bool(above)
    placed = ("\\limits" if where == "undOvr" else "\\nolimits") if limits else ""
    return f"{sign}{placed}{limits} {_of(node, 'e')}"


def _delimited(node: Node) -> str:
    first, last, between = (
        _setting(node, f"dPr/{name}", default)
        for name, default in (("begChr", "("), ("endChr", ")"), ("sepChr", "|"))
    )
    parts = [_tex(part) for part in node.findall(f"{M}e")]
    inside = f" \\middle{_delimiter(between)} ".join(parts)
    return f"\\left{_delimiter(first)} {inside} \\right{_delimiter(last)}"


def _delimiter(sign: str) -> str:
    return _DELIMITERS.get(sign, sign)


def _matrix(node: Node) -> str:
    rows = (" & ".join(map(_tex, row.findall(f"{M}e"))) for row in node.findall(f"{M}mr"))
    return _stacked("matrix", rows)


def _stacked(name: str, rows: Iterable[str], columns: str = "") -> str:
    inside = r" \\ ".join(rows)
    return f"\\begin{{{name}}}{columns} {inside} \\end{{{name}}}"


def _lines(node: Node) -> str:
    """Write equations one below the other; `&` aligns them, and `#` parts one from its number."""
    rows = [_tex(row).replace("\\&", "&").replace("\\#", "\\qquad ") for row in node]
    rows = [row for row in rows if row.strip()]
    if len(rows) == 1:
        return rows[0].replace("&", "")
    if not any("&" in row for row in rows):
        return _stacked("array", rows, "{l}")
    return _stacked("aligned", rows)


def _function(node: Node) -> str:
    name = node.find(f"{M}fName")
    return f"{'' if name is None else _function_name(name)} {_of(node, 'e')}"


def _function_name(node: Node) -> str:
    """Write the name of a function: one that TeX has, or one that is like it."""
    written = _tex(node).strip()
    if re.fullmatch(r"[^\W\d_]{2,}", written):
        written = f"\\mathrm{{{written}}}"
    return re.sub(
        r"\\(?:mathrm|text)\{([^\W\d_]{2,})\}",
        lambda name: f"\\{name[1]}" if name[1] in _FUNCTIONS else f"\\operatorname{{{name[1]}}}",
        written,
    )


def _limit(node: Node) -> str:
    below = node.tag == f"{M}limLow"
    inside = node.find(f"{M}e")
    base = "" if inside is None else _function_name(inside)
    if re.fullmatch(
        r"\\(lim|max|min|sup|inf|limsup|liminf|det|gcd)|\\under(over)?brace\{.*\}", base
    ):
        return f"{base}{'_' if below else '^'}{{{_of(node, 'lim')}}}"
    return f"\\{'underset' if below else 'overset'}{{{_of(node, 'lim')}}}{{{base}}}"


def _accented(node: Node) -> str:
    sign = _setting(node, "accPr/chr", "\u0302")
    name, inside = _ACCENTS.get(sign), _of(node, "e")
    if name is None:
        return f"\\overset{{{sign}}}{{{inside}}}"
    wide = {"hat": "widehat", "tilde": "widetilde", "vec": "overrightarrow"}
    return f"\\{wide.get(name, name) if len(inside) > 1 else name}{{{inside}}}"


def _barred(node: Node) -> str:
    name = "overline" if _setting(node, "barPr/pos", "bot") == "top" else "underline"
    return f"\\{name}{{{_of(node, 'e')}}}"


def _grouped(node: Node) -> str:
    sign = _setting(node, "groupChrPr/chr", "\u23df")
    below = _setting(node, "groupChrPr/pos", "bot") == "bot"
    name = _GROUPS.get(sign)
    if name is not None:
        return f"\\{name}{{{_of(node, 'e')}}}"
    return f"\\{'underset' if below else 'overset'}{{{sign}}}{{{_of(node, 'e')}}}"


def _boxed(node: Node) -> str:
    return f"\\boxed{{{_of(node, 'e')}}}"


def _phantom(node: Node) -> str:
    return _of(node, "e") if _setting(node, "phantPr/show", "1") != "0" else ""


def _words(node: Node) -> str:
    return f"\\text{{{_escaped(node.text or '')}}}"


def _nothing(_: Node) -> str:
    return ""


def _property_tags() -> Iterable[str]:
    objects = ("acc", "bar", "borderBox", "box", "ctrl", "d", "eqArr", "f", "func", "groupChr",
               "limLow", "limUpp", "m", "nary", "phant", "rad", "r", "sPre", "sSub", "sSubSup",
               "sSup", "arg", "oMathPara")  # fmt: skip
    return (f"{M}{name}Pr" for name in objects)


_WRITERS: dict[str, Callable[[Node], str]] = {
    f"{M}r": _run,
    f"{M}f": _fraction,
    f"{M}rad": _root,
    f"{M}sSup": _scripted,
    f"{M}sSub": _scripted,
    f"{M}sSubSup": _scripted,
    f"{M}sPre": _before,
    f"{M}nary": _sum,
    f"{M}d": _delimited,
    f"{M}m": _matrix,
    f"{M}eqArr": _lines,
    f"{M}func": _function,
    f"{M}limLow": _limit,
    f"{M}limUpp": _limit,
    f"{M}acc": _accented,
    f"{M}bar": _barred,
    f"{M}groupChr": _grouped,
    f"{M}borderBox": _boxed,
    f"{M}phant": _phantom,
    f"{_W}t": _words,
    **dict.fromkeys(_property_tags(), _nothing),
}
