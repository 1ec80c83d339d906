"""Give the browser the fonts of an e-reader, so that pictures are the same on every machine.

It knows nothing of books: it writes one fontconfig file that names three families, and one for each
script that they lack.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from pressrun.fonts import SCRIPTS, packaged_font

if TYPE_CHECKING:
    from pathlib import Path

_FAMILIES = {"serif": "Literata", "sans-serif": "Source Sans 3", "monospace": "Source Code Pro"}

# Chromium asks for Microsoft's names where a page asks for a generic family.
_ALIASES = {"Times New Roman": "serif", "Arial": "sans-serif", "Courier New": "monospace"}

_ALIAS = (
    '<alias binding="same"><family>{name}</family>'
    "<prefer><family>{family}</family></prefer></alias>"
)


def write_fontconfig(folder: Path) -> Path:
    """Write `fonts.conf` into `folder` and return its path, for `FONTCONFIG_FILE`."""
    families = (*_FAMILIES.values(), *(faces[0].package for faces in SCRIPTS))
    folders = sorted({packaged_font(family).parent for family in families})
    names = _FAMILIES | {name: _FAMILIES[generic] for name, generic in _ALIASES.items()}
    lines = [
        '<?xml version="1.0"?>',
        "<fontconfig>",
        *(f"<dir>{escape(str(fonts))}</dir>" for fonts in folders),
        f"<cachedir>{escape(str(folder / 'cache'))}</cachedir>",
        *(_ALIAS.format(name=name, family=family) for name, family in names.items()),
        "</fontconfig>",
    ]
    path = folder / "fonts.conf"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
