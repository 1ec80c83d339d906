"""Find what a screen reader is not told of a finished PDF; reads the file alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pikepdf

from tests.inspectors.pdf_objects import Tag, objects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PAINTS: Final = frozenset(
    {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh"}
)


def untold(path: Path) -> list[str]:
    """Give what is painted outside tags and artifacts, and notes that nobody reaches or leaves."""
    tags = [tag for root in objects(path).structure for tag in root.walk()]
    with pikepdf.open(path) as pdf:
        return [*_loose(pdf, tags), *_lost_notes(pdf, tags)]


def _loose(pdf: pikepdf.Pdf, tags: list[Tag]) -> Iterator[str]:
    owned = {(c.page, c.mcid) for tag in tags for c in tag.children if not isinstance(c, Tag)}
    for number, page in enumerate(pdf.pages):
        marks: list[str | int] = []
        for instruction in pikepdf.parse_content_stream(page):
            name = str(instruction.operator)
            if name in {"BDC", "BMC"}:
                marks.append(_mark(instruction))
            elif name == "EMC":
                marks.pop()
            elif name in _PAINTS and "/Artifact" not in marks:
                ids = [mark for mark in marks if isinstance(mark, int)]
                if len(ids) != 1 or (number, ids[0]) not in owned:
                    yield f"{number + 1}: {name} in {marks}"


def _mark(instruction: Any) -> str | int:
    """Give the number of marked content, or the name of what has none."""
    name, *properties = instruction.operands
    told: Any = properties[0] if properties else {}
    return int(told["/MCID"]) if "/MCID" in told else str(name)


def _lost_notes(pdf: pikepdf.Pdf, tags: list[Tag]) -> Iterator[str]:
    """Give the notes without a number, a call that leads to them, or a way back to it."""
    notes = [tag for tag in tags if tag.role in {"Note", "FENote"}]
    for note in notes:
        first = note.children[0] if note.children else None
        if not (isinstance(first, Tag) and [tag.role for tag in first.walk()] == ["Lbl", "Link"]):
            yield "a note without its number"
    places = pikepdf.NameTree(pdf.Root.Names.Dests).keys() if "/Names" in pdf.Root else set()
    links = [(page, link) for page in pdf.pages for link in page.get("/Annots", [])]
    ways: dict[str, list[Any]] = {}
    for page, link in links:
        ways.setdefault(str(link.get("/Dest", "")), []).append((page, link))
    to_notes = {name for name in ways if "--note-" in name or name.rpartition("--address-")[1]}
    back = {name for name in ways if "--noteref-" in name or name.endswith("-call")}
    if len(to_notes - back) != len(notes) or len(back) != len(notes):
        yield f"{len(notes)} notes, {len(to_notes - back)} called, {len(back)} that lead back"
    yield from (f"{name} is nowhere" for name in (to_notes | back) - places)
    yield from (f"nothing to touch for {name}" for name in to_notes | back
                for _, link in ways[name] if _side(link) < 5)  # fmt: skip


def _side(link: Any) -> float:
    left, bottom, right, top = (float(edge) for edge in link.Rect)
    return min(abs(right - left) + 2, abs(top - bottom))
