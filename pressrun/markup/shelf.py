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
    from collections.abc import Callable

    from pressrun.markup.tree import Element

DRAFTS = Cache(name="drafts", most=200_000_000, tidied=True)
_TREES = frozenset({"root", "notes"})
# An element's name, attributes, text, what follows it, and its children.
_Record = tuple[str, list[tuple[str, str]], str | None, str | None, list[Any]]


def kept(fragment: str, said: object, compose: Callable[[], Composition]) -> Composition:
    """Return the draft of a fragment, of which this was `said` besides; compose it if need be.

    What is said is told apart by its `repr`.
    """
    parts = (makers(), repr(limits.current()), repr(said), fragment)
    key = key_of(part.encode("utf-8", "surrogatepass") for part in parts)
    found = DRAFTS.found(key)
    if found is not None:
        return _read(found)
    work = compose()
    if DRAFTS.is_used and not work.errors and (written := _written(work)) is not None:
        DRAFTS.keep(key, written)
    return work


def _written(work: Composition) -> bytes | None:
    """Return a draft as bytes, None for one whose trees would not grow again as they are."""
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


def _read(stored: bytes) -> Composition:
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
