"""Give the browser the fonts of an e-reader, so that pictures are the same on every machine.

It knows nothing of books: it writes one fontconfig file that names three families, and one for each
script that they lack; Chinese and Japanese, which no package draws, the machine's own fonts draw.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

from pressrun.fonts import SCRIPTS, packaged_font

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
    folders = sorted({packaged_font(family).parent for family in families} | _machine_fonts())
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


def _machine_fonts() -> set[Path]:
    """Give the folders of this machine's fonts for Japanese; none where it cannot be asked."""
    if shutil.which("fc-list") is None:
        return set()
    command = ["fc-list", ":lang=ja", "--format", "%{file}\\n"]
    listed = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    return {Path(line).parent for line in listed.splitlines()}
