"""What may be shown where output goes: colours, and lines that change; knows no output.

Colours are for terminals that take them. NO_COLOR takes them away (https://no-color.org),
FORCE_COLOR has them in a pipe, too (https://force-color.org).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

_UNSEEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069]")
# Select Graphic Rendition (ECMA-48, 8.3.117).
_STYLES = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "cyan": 36}


def can_redraw(stream: TextIO) -> bool:
    """Tell whether somebody watches, on a terminal that can take a line back."""
    return stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def has_colours(stream: TextIO) -> bool:
    """Tell whether colours are wanted and shown there."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or can_redraw(stream)


@dataclass(frozen=True, slots=True)
class Brush:
    """Paints words, or leaves them as they are where there are no colours."""

    colours: bool = False

    def __call__(self, text: str, *styles: str) -> str:
        """Return the words in these styles."""
        if not (self.colours and text and styles):
            return text
        codes = ";".join(str(_STYLES[style]) for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m"


PLAIN = Brush()


def brush_for(stream: TextIO) -> Brush:
    """Return what paints for this output."""
    return Brush(has_colours(stream))


def harmless(text: str) -> str:
    """Spell out what would end the line, move the cursor or turn words round; names have it too."""
    return _UNSEEN.sub(lambda sign: sign[0].encode("unicode_escape").decode(), text)
