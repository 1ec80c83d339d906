"""Say of a structure tree what PDF/UA-2 asks beyond the first part; knows pydyf's objects and ids.

Each element says which standard its role is of, what leads somewhere leads to an element, and what
refers to another names it (ISO 14289-2, 8.2 and 8.8; ISO 32000-2, 12.3.2.3 and 14.8.6).
"""

from __future__ import annotations

from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pydyf

from pressrun.structure import Annotation, Element, elements_below

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Written = Mapping[Element, Any]  # each element's dictionary

_NAMESPACE = "http://iso.org/pdf2/ssn"
# ISO 32000-2, 14.8.4: the roles that the namespace has; others are those of ISO 32000-1.
_ROLES = frozenset({
    "Document", "Sect", "Div", "P", *(f"H{level}" for level in range(1, 7)), "FENote", "Lbl",
    "Span", "Link", "Ruby", "RB", "RT", "L", "LI", "LBody", "Table", "TR", "TH", "TD", "THead",
    "TBody", "TFoot", "Caption", "Figure", "Formula",
})  # fmt: skip


def qualify(pdf: pydyf.PDF, root: Any, document: Element, written: Written) -> None:  # noqa: ANN401
    """Give elements their namespace, and let links, bookmarks and references lead to elements."""
    namespace = pydyf.Dictionary({"Type": "/Namespace", "NS": pydyf.String(_NAMESPACE)})
    pdf.add_object(namespace)
    root["Namespaces"] = pydyf.Array([namespace.reference])
    for element, dictionary in written.items():
        role = _role_of(element)
        if role in _ROLES:
            dictionary["NS"] = namespace.reference
        dictionary["S"] = f"/{role}"
        if role == "L" and not element.attributes:
            kind = {"O": "/List", "ListNumbering": "/Description"}
            dictionary["A"] = pydyf.Dictionary(kind)
        elif role == "FENote":
            dictionary["A"] = pydyf.Dictionary({"O": "/FENote", "NoteType": "/Footnote"})
    anchors = {name: element for element in written for name in element.anchors}
    for element in written:
        for target in _targets(element):
            found = anchors.get(target, document)
            if element.role in {"TOCI", "Reference"}:
                _refer(written[element], written[found])
            if found.role == "Note" and element.role == "Reference":
                _refer(written[found], written[element])
    _lead(pdf, document, written, anchors)


def _role_of(element: Element) -> str:
    """Return the role of an element in the second part, where a group is no owner of a caption."""
    kids = {kid.role for kid in element.kids if isinstance(kid, Element)}
    if element.role == "Div" and "Caption" in kids:
        return "Sect"
    return "FENote" if element.role == "Note" else element.role


def _targets(element: Element) -> Iterator[str]:
    """Yield the names that its own links lead to; contents within contents have theirs."""
    if element.role in {"TOCI", "Reference"}:
        parts = (kid for kid in element.kids if isinstance(kid, Element) and kid.role != "TOC")
        own = chain([element], *map(elements_below, parts))
        links = (kid for each in own for kid in each.kids)
        targets = [kid.link.get("Dest") for kid in links if isinstance(kid, Annotation)]
        yield from dict.fromkeys(target.string for target in targets if target)


def _refer(dictionary: Any, target: Any) -> None:  # noqa: ANN401
    references = dictionary.setdefault("Ref", pydyf.Array())
    if target.reference not in references:
        references.append(target.reference)


def _lead(
    pdf: pydyf.PDF, document: Element, written: Written, anchors: Mapping[str, Element]
) -> None:
    """Let links and bookmarks lead to an element, and to its page where only that is understood."""
    names = iter(pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", ()))
    places = {name.string: place for name, place in zip(names, names, strict=True)}
    for element in written:
        for kid in element.kids:
            if isinstance(kid, Annotation) and (name := kid.link.get("Dest")):
                found = written[anchors.get(name.string, document)]
                _go(kid.link, name, [found.reference, *places[name.string][1:]])
    headed = sorted(
        ((place, element) for element in written for place in element.bookmarks), key=itemgetter(0)
    )
    lines = [o for o in pdf.objects if isinstance(o, dict) and {"Title", "Dest"} <= o.keys()]
    for line, (_, element) in zip(lines, headed, strict=True):
        _go(line, line["Dest"], [written[element].reference, *line["Dest"][1:]])


def _go(dictionary: Any, place: Any, structure: list[Any]) -> None:  # noqa: ANN401
    del dictionary["Dest"]
    dictionary["A"] = pydyf.Dictionary({"S": "/GoTo", "D": place, "SD": pydyf.Array(structure)})
