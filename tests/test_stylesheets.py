"""Hold the style sheets to what old readers survive, to the glossary, and to one order.

Adobe's renderer, in which side-loaded Kobo books are shown, drops a whole sheet or a whole book
over some of what is forbidden here, and EPUBCheck says nothing.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tinycss2

from pressrun.epub_styles import epub_stylesheet, faults_of
from pressrun.markup import highlighting
from pressrun.model import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
SHEETS = sorted(ROOT.glob("styles/**/*.css"))
EPUB = epub_stylesheet()
# Classes that Markdown's authors write, and readers of pasted copy give.
FROM_MANUSCRIPTS = {
    "attribution", "caption", "credit", "file-name", "listing", "pull-quote", "reference",
    "sidebar", "sidebar-heading", "task", "tasks",
}  # fmt: skip
# What is as wide as the page, among columns (pressrun.baseline); an empty page (pressrun.padding).
FROM_LAYOUT = {"blank", "wide"}


def rules_of(sheet: str) -> Iterator[tuple[str, list[Any]]]:
    """Yield the selector, or the at-rule's name, and the content of each rule at any depth."""
    pending = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    while pending:
        rule = pending.pop(0)
        assert rule.type in {"qualified-rule", "at-rule"}, f"{rule.source_line}: {rule}"
        name = tinycss2.serialize(rule.prelude).strip()
        if rule.type == "at-rule":
            name = f"@{rule.at_keyword} {name}".strip()
        content = tinycss2.parse_blocks_contents(
            rule.content or [], skip_comments=True, skip_whitespace=True
        )
        yield name, content
        pending += [part for part in content if part.type != "declaration"]


def declarations_of(sheet: str) -> Iterator[tuple[str, Any]]:
    """Yield each declaration with its selector."""
    for name, content in rules_of(sheet):
        yield from ((name, part) for part in content if part.type == "declaration")


def classes_in(selector: str) -> list[str]:
    return re.findall(r"\.([\w-]+)", selector)


def test_the_epubs_sheet_holds_nothing_that_old_readers_or_readers_at_night_suffer_from() -> None:
    assert [str(fault) for fault in faults_of(Sheet(path=Path("flat"), text=EPUB))] == []
    assert not re.search(r"var\(|--", EPUB)


def test_the_epubs_sheet_says_where_not_to_hyphenate_as_older_webkits_know_it() -> None:
    declared = [(name, p.lower_name) for name, p in declarations_of(EPUB) if "hyphens" in p.name]
    plain = [name for name, said in declared if said == "hyphens"]
    assert plain == [name for name, said in declared if said == "-webkit-hyphens"]
    assert plain


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_properties_stand_in_the_order_of_the_alphabet(path: Path) -> None:
    for name, content in rules_of(path.read_text("utf-8")):
        found = [part.name.lstrip("-") for part in content if part.type == "declaration"]
        assert (name, found) == (name, sorted(found))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_selectors_have_no_id_and_go_two_classes_deep_at_most(path: Path) -> None:
    for names, _ in rules_of(path.read_text("utf-8")):
        for name in () if names.startswith("@") else names.split(","):
            assert "#" not in name
            assert len(classes_in(name)) <= 2, name


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_nothing_is_declared_important(path: Path) -> None:
    loud = [name for name, part in declarations_of(path.read_text("utf-8")) if part.important]
    assert loud == []


def classes_styled() -> set[str]:
    names = (name for path in SHEETS for name, _ in rules_of(path.read_text("utf-8")))
    return {found for name in names if name[0] != "@" for found in classes_in(name)}


def classes_made() -> set[str]:
    """Name the classes that templates and `pressrun.markup` put on elements."""
    in_templates = (p.read_text("utf-8") for p in ROOT.glob("templates/*/*.jinja"))
    in_markup = (p.read_text("utf-8") for p in ROOT.glob("pressrun/markup/*.py"))
    written = [m for text in in_templates for m in re.findall(r'\bclass="([^"{]*)"', text)]
    set_by_code = r'class_="([\w -]+)"|"class", "([\w -]+)"|"class": "([\w -]+)"'
    given = [m for text in in_markup for found in re.findall(set_by_code, text) for m in found]
    return {name for names in written + given for name in names.split()} | highlighting.CLASSES


def test_every_class_that_is_made_is_styled() -> None:
    assert classes_made() - classes_styled() == set()


def test_every_class_that_is_styled_is_made() -> None:
    assert classes_styled() - classes_made() - FROM_MANUSCRIPTS - FROM_LAYOUT == set()
