"""Load the examples of the CommonMark and GFM specifications, and make their HTML comparable.

What differs on purpose is listed here by dialect and number, each with its reason.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("PRESSRUN_SHARED", ROOT.parent / "shared"))
CASES = SHARED / "cases" / "markdown"
DIALECTS = ("commonmark", "gfm")
_EXTENDED = "GFM’s extension makes a link of a bare address; this example is from before it"
NEWER = "CommonMark 0.31 takes this comment for HTML, GFM 0.29 did not"
SANITISED = "sanitised: what GFM would print, such as <style>, is taken out with its content"
EXCEPTIONS = {
    ("commonmark", 610): _EXTENDED,
    ("commonmark", 613): _EXTENDED,
    ("commonmark", 614): _EXTENDED,
    ("gfm", 616): _EXTENDED,
    ("gfm", 619): _EXTENDED,
    ("gfm", 620): _EXTENDED,
    ("gfm", 628): "sanitised: no reading system opens ftp, so no link is made of its address",
    ("gfm", 645): NEWER,
    ("gfm", 646): NEWER,
    ("gfm", 653): SANITISED,
}
_BLOCKS = frozenset({
    "blockquote", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol",
    "p", "pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul", "br", "input",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One example of a specification."""

    dialect: str
    number: int
    section: str
    markdown: str
    html: str

    def __str__(self) -> str:
        return f"{self.dialect} {self.number}"


def examples(dialect: str) -> list[Example]:
    """Return a specification’s examples; none where the shared folder is absent."""
    file = CASES / f"{dialect}.json"
    found = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []
    return [
        Example(
            dialect=dialect,
            number=each["example"],
            section=each["section"],
            markdown=each["markdown"],
            html=each["html"],
        )
        for each in found
    ]


def normalised(fragment: str) -> bytes:
    """Return a fragment in one form for all that HTML reads alike.

    As the specification’s own test does, white space counts in `pre` alone where a block begins or
    ends; our line numbers go, GitHub’s classes of task lists go, and `align`, which HTML no longer
    has, is the style that it stands for.
    """
    root = html.fromstring(f"<div>{fragment}</div>")
    for element in root.iter(etree.Element):
        element.attrib.pop("data-line", None)
        if "task-list" in element.get("class", ""):
            del element.attrib["class"]
        if "align" in element.attrib:
            element.set("style", f"text-align:{element.attrib.pop('align')}")
    _fold(root)
    return etree.tostring(root, method="c14n")


def _fold(element: html.HtmlElement) -> None:
    if element.tag in {"pre", "textarea", "script", "style"}:
        return
    if not isinstance(element.tag, str):
        return
    element.text = _folded(element.text, after=element.tag in _BLOCKS, before=_is_block(element, 0))
    for index, child in enumerate(element):
        _fold(child)
        last = index == len(element) - 1
        before = element.tag in _BLOCKS if last else _is_block(element, index + 1)
        child.tail = _folded(child.tail, after=child.tag in _BLOCKS, before=before)


def _is_block(parent: html.HtmlElement, index: int) -> bool:
    return parent[index].tag in _BLOCKS if index < len(parent) else parent.tag in _BLOCKS


def _folded(text: str | None, *, after: bool, before: bool) -> str:
    folded = " ".join(f"|{text or ''}|".split())[1:-1]
    folded = folded.lstrip(" ") if after else folded
    return folded.rstrip(" ") if before else folded
