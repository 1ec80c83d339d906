"""Turn a manuscript's fragment into an article's trusted body, and that into what editions want.

The only place that makes `Markup`; knows nothing of files, templates or packages.
"""

from pressrun.markup.anchors import slug_of
from pressrun.markup.body import compose, draft, finish, picture_sources
from pressrun.markup.composition import Composition
from pressrun.markup.editions import for_epub, for_print
from pressrun.markup.formulas import drawings
from pressrun.markup.links import introduce
from pressrun.markup.signs import count_signs
from pressrun.markup.typesetting import set_line

__all__ = [
    "Composition",
    "compose",
    "count_signs",
    "draft",
    "drawings",
    "finish",
    "for_epub",
    "for_print",
    "introduce",
    "picture_sources",
    "set_line",
    "slug_of",
]
