"""Put files into a finished PDF as associated files; knows no editions (ISO 19005-3, 6.8)."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

# Not Python's `mimetypes`, which asks the machine.
_MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".htm": "text/html",
    ".html": "text/html",
    ".md": "text/markdown",
    ".mht": "multipart/related",
    ".mhtml": "multipart/related",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file to put in, and what it is to the PDF: its `Source`, or an `Alternative` to it."""

    name: str
    media_type: str
    relationship: str
    description: str
    data: bytes


def edition(name: str, data: bytes) -> Attachment:
    """Return an EPUB as what goes with its PDF."""
    return Attachment(
        name=_written(name),
        media_type=_MEDIA_TYPES[".epub"],
        relationship="Alternative",
        description="The same publication, for e-readers",
        data=data,
    )


def manuscripts(paths: Sequence[Path]) -> tuple[Attachment, ...]:
    """Read manuscripts as what their PDF was made from; names are kept apart by their folders."""
    top = Path(os.path.commonpath([path.resolve().parent for path in paths]))
    return tuple(
        Attachment(
            name=_written("-".join(path.resolve().relative_to(top).parts)),
            media_type=_MEDIA_TYPES.get(path.suffix.lower(), "text/plain"),
            relationship="Source",
            description="What it was made from",
            data=path.read_bytes(),
        )
        for path in dict.fromkeys(paths)
    )


def _written(name: str) -> str:
    """Return a file's name as a PDF can write it."""
    return name.encode(errors="surrogateescape").decode(errors="replace")


def attach(pdf: bytes, files: Sequence[Attachment], modified: datetime.datetime) -> bytes:
    """Return the PDF with these files in it, dated `modified`; the same bytes each time."""
    with pikepdf.open(io.BytesIO(pdf)) as carrier:
        specifications = [_specification(carrier, file, modified) for file in files]
        for file, specification in zip(files, specifications, strict=True):
            carrier.attachments[file.name] = specification
        carrier.Root.AF = pikepdf.Array([carrier.attachments[file.name].obj for file in files])
        written = io.BytesIO()
        carrier.save(written, deterministic_id=True)
    return written.getvalue()


def _specification(
    pdf: pikepdf.Pdf, file: Attachment, modified: datetime.datetime
) -> pikepdf.AttachedFileSpec:
    date = modified.strftime("D:%Y%m%d%H%M%SZ")
    specification = pikepdf.AttachedFileSpec(
        pdf,
        file.data,
        creation_date=date,
        description=file.description,
        filename=file.name,
        mime_type=file.media_type,
        mod_date=date,
    )
    specification.relationship = pikepdf.Name(f"/{file.relationship}")
    return specification
