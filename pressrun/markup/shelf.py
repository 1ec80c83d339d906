"""Keep drafts in the user's cache, under the hash of what they were composed from.

A tree is kept as plain records, since what parses XML and what parses HTML do not make the same of
the same text. One that would grow into another is not kept.
"""

from __future__ import annotations

import pickle
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from lxml import etree, html

from pressrun import limits
from pressrun.cache import Cache, key_of
from pressrun.inventory import makers
from pressrun.markup.composition import Composition, TakenNote

if TYPE_CHECKING:
    from pressrun.markup.composition import Copy
    from pressrun.markup.tree import Element

DRAFTS = Cache(name="drafts", most=200_000_000, tidied=True)
_TREES = frozenset({"root", "notes"})
# An element's name, attributes, text, what follows it, and its children.
_Record = tuple[str, list[tuple[str, str]], str | None, str | None, list[Any]]


def name_of(copy: Copy) -> str | None:
    """Name what is composed of `copy`, None where nothing is kept."""
    if not DRAFTS.is_used:
        return None
    said = (
        copy.slug, copy.language, str(copy.path), sorted(copy.hrefs.items()), copy.dateline,
        copy.headline, copy.names,
    )  # fmt: skip
    parts = (makers(), repr(limits.current()), repr(said), copy.fragment)
    return key_of(part.encode("utf-8", "surrogatepass") for part in parts)


def kept(name: str) -> Composition | None:
    """Return what was composed before."""
    found = DRAFTS.found(name)
    return None if found is None else unpacked(found)


def keep(name: str, packed: bytes) -> None:
    """Keep what was composed."""
    DRAFTS.keep(name, packed)


def packed(work: Composition) -> bytes | None:
    """Return a draft as bytes, None for one at fault, or whose trees would not grow again so."""
    if work.errors:
        return None
    trees = [_record_of(tree) for tree in work.trees()]
    try:
        again = [_grown(record) for record in trees]
    except ValueError:  # a name that only a parser gives
        return None
    if [*map(_xml, again)] != [*map(_xml, work.trees())]:
        return None
    rest = {f.name: getattr(work, f.name) for f in fields(work) if f.name not in _TREES}
    notes = [(note.anchor, note.call, note.number) for note in work.notes]
    return pickle.dumps((trees, notes, rest), pickle.HIGHEST_PROTOCOL)


def unpacked(stored: bytes) -> Composition:
    """Return the draft that was packed."""
    (root, *texts), notes, rest = pickle.loads(stored)  # noqa: S301 - of our own making
    taken = [
        TakenNote(anchor=anchor, call=call, number=number, text=_grown(text))
        for (anchor, call, number), text in zip(notes, texts, strict=True)
    ]
    return Composition(root=_grown(root), notes=taken, **rest)


def _xml(tree: Element) -> str:
    return etree.tostring(tree, encoding="unicode", with_tail=False)


def _record_of(tree: Element) -> _Record:
    kids = [_record_of(kid) for kid in tree]
    return str(tree.tag), [*tree.attrib.items()], tree.text, tree.tail, kids


def _grown(record: _Record) -> Element:
    """Return a tree in a document such as a fragment's is."""
    whole = html.Element("html")
    return _grow(etree.SubElement(whole, "body"), record)


def _grow(around: Any, record: _Record) -> Element:  # noqa: ANN401 - lxml’s stubs know two kinds
    tag, attributes, text, tail, kids = record
    element: Any = etree.SubElement(around, tag, dict(attributes))
    element.text, element.tail = text, tail
    for kid in kids:
        _grow(element, kid)
    grown: Element = element
    return grown
