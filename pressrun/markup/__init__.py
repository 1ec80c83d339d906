"""Turn a manuscript's fragment into an article's trusted body, and that into what editions want.

The only place that makes `Markup`; knows nothing of files, templates or packages.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressrun.markup.anchors import slug_of
    from pressrun.markup.body import compose, draft, drafts, finish, picture_sources
    from pressrun.markup.composition import Composition, Copy
    from pressrun.markup.editions import (
        for_epub,
        for_print,
        isolate_calls,
        note_for_epub,
        upright,
        without_others,
    )
    from pressrun.markup.formulas import drawings
    from pressrun.markup.links import introduce, stand_in
    from pressrun.markup.signs import count_signs, offsets_in
    from pressrun.markup.typesetting import set_line

__all__ = [
    "Composition",
    "Copy",
    "compose",
    "count_signs",
    "draft",
    "drafts",
    "drawings",
    "finish",
    "for_epub",
    "for_print",
    "introduce",
    "isolate_calls",
    "note_for_epub",
    "offsets_in",
    "picture_sources",
    "set_line",
    "slug_of",
    "stand_in",
    "upright",
    "without_others",
]

# Where each is; a reader needs the tree alone, and all the rest takes longer than a short article.
_HOMES = {
    "Composition": "composition",
    "Copy": "composition",
    "compose": "body",
    "count_signs": "signs",
    "draft": "body",
    "drafts": "body",
    "drawings": "formulas",
    "finish": "body",
    "for_epub": "editions",
    "for_print": "editions",
    "introduce": "links",
    "isolate_calls": "editions",
    "note_for_epub": "editions",
    "offsets_in": "signs",
    "picture_sources": "body",
    "set_line": "typesetting",
    "slug_of": "anchors",
    "stand_in": "links",
    "upright": "editions",
    "without_others": "editions",
}


def __getattr__(name: str) -> object:
    """Import what is asked for, as PEP 562 has it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
