"""Turn a manuscript's fragment into an article's trusted body, and that into what editions want.

The only place that makes `Markup`; knows nothing of files, templates or packages.
"""

from pressrun.markup.body import compose, picture_sources, slug_of
from pressrun.markup.editions import for_epub, for_print
from pressrun.markup.formulas import drawings
from pressrun.markup.signs import count_signs

__all__ = [
    "compose",
    "count_signs",
    "drawings",
    "for_epub",
    "for_print",
    "picture_sources",
    "slug_of",
]
