"""Count what a drawing becomes once all its references are followed; changes nothing.

Ten lines of `use` that each name the one before ten times draw ten thousand million shapes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pressrun.pictures.fault import FaultError

if TYPE_CHECKING:
    from lxml import etree

# WeasyPrint 70.0 draws some 3,000 a second.
MOST_SHAPES = 50_000
_DEEPEST = 100
_REFERENCE = re.compile(r"url\(\s*[\"']?\s*#([^)\"']+)")


def refuse_expansion(root: etree._Element) -> None:
    """Raise FaultError for a drawing of over 50,000 shapes, or one that holds itself."""
    targets = {name: element for element in root.iter() if (name := element.get("id"))}
    _Count(targets).of(root, 0)


@dataclass(slots=True)
class _Count:
    """Counts elements, each with what it refers to; `open_` are those being counted."""

    targets: dict[str, etree._Element]
    known: dict[etree._Element, tuple[int, int]] = field(default_factory=dict)
    open_: set[etree._Element] = field(default_factory=set)

    def of(self, element: etree._Element, depth: int) -> tuple[int, int]:
        """Return how many shapes an element becomes, and how deep they are nested."""
        if element in self.known:
            return self.known[element]
        if element in self.open_:
            raise FaultError(f"holds itself, in its line {element.sourceline or 1}",
                             "save it as PNG")  # fmt: skip
        if depth > _DEEPEST * 3:
            raise _too_deep(element)
        self.open_.add(element)
        shapes, levels = 1, 0
        for part in (*element, *self._referred(element)):
            more, below = self.of(part, depth + 1)
            shapes, levels = shapes + more, max(levels, below)
        self.open_.discard(element)
        if shapes > MOST_SHAPES:
            raise FaultError(f"draws more than {MOST_SHAPES:,} shapes, in its line "
                             f"{element.sourceline or 1}", "save it as PNG")  # fmt: skip
        if levels + 1 > _DEEPEST:
            raise _too_deep(element)
        self.known[element] = shapes, levels + 1
        return self.known[element]

    def _referred(self, element: etree._Element) -> list[etree._Element]:
        named = [m[1] for value in element.attrib.values()
                 for m in _REFERENCE.finditer(str(value))]  # fmt: skip
        named += [str(value)[1:] for key, value in element.attrib.items()
                  if str(key).endswith("href") and str(value).startswith("#")]  # fmt: skip
        tag = str(element.tag)
        links = tag.endswith("}a") or tag.rpartition("}")[2].startswith("animate")
        return [] if links else [self.targets[name] for name in named if name in self.targets]


def _too_deep(element: etree._Element) -> FaultError:
    return FaultError(f"nests deeper than {_DEEPEST} levels, in its line "
                      f"{element.sourceline or 1}", "save it as PNG")  # fmt: skip
