"""Write an EPUB's zip so that the same files give the same bytes; knows zip, not what is in it.

EPUB Open Container Format 3.3, 4.2: `mimetype` comes first, stored, without extra fields.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_FIRST = ("mimetype", "META-INF/container.xml", "EPUB/content.opf")
# Deflating these again doubles the time and saves 0.07 % of the size; of small drawings of few
# colours, such as our own covers, it saves a twentieth and more.
_COMPRESSED = (".png", ".jpg", ".jpeg", ".gif", ".woff", ".woff2")
_SMALL = 100_000
_READABLE_FILE = 0o100644 << 16


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the files of an archive by name."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(files: Mapping[str, bytes], modified: datetime) -> bytes:
    """Return an archive of `files`, each dated `modified` (UTC), ordered by name alone."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(files, key=_place):
            entry = zipfile.ZipInfo(name, modified.timetuple()[:6])
            entry.create_system = 3  # Unix, whatever the machine is
            entry.external_attr = _READABLE_FILE
            drawing = name.endswith(".png") and len(files[name]) < _SMALL
            stored = name == "mimetype" or (name.endswith(_COMPRESSED) and not drawing)
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)
    return stream.getvalue()


def _place(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)
