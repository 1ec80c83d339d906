"""Give the browser the fonts of an e-reader, so that pictures are the same on every machine.

It knows nothing of books: it writes one fontconfig file that names two families and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import fontpkg

if TYPE_CHECKING:
    from pathlib import Path

_FAMILIES = {"serif": "Literata", "sans-serif": "Source Sans 3", "monospace": "Source Sans 3"}

# Chromium asks for Microsoft's names where a page asks for a generic family.
_ALIASES = {"Times New Roman": "serif", "Arial": "sans-serif", "Courier New": "monospace"}

_ALIAS = '<alias binding="same"><family>{name}</family><prefer><family>{family}</family></prefer></alias>'


def write_fontconfig(folder: Path) -> Path:
    """Write `fonts.conf` into `folder` and return its path, for `FONTCONFIG_FILE`."""
    folders = sorted({file.path.parent for name in _FAMILIES.values() for file in _files(name)})
    names = _FAMILIES | {name: _FAMILIES[generic] for name, generic in _ALIASES.items()}
    lines = [
        '<?xml version="1.0"?>',
        "<fontconfig>",
        *(f"<dir>{fonts}</dir>" for fonts in folders),
        f"<cachedir>{folder / 'cache'}</cachedir>",
        *(_ALIAS.format(name=name, family=family) for name, family in names.items()),
        "</fontconfig>",
    ]
    path = folder / "fonts.conf"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _files(family: str) -> tuple[fontpkg.FontFile, ...]:
    return tuple(fontpkg.family(family).files)
