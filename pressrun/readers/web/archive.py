"""Open a page saved as one file (`.mhtml`: RFC 2557, MIME HTML); knows not what is on it."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass, field
from email.policy import compat32
from typing import TYPE_CHECKING

from pressrun.errors import ManuscriptError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from email.message import Message
    from pathlib import Path

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_HEADER = re.compile(
    rb"\A\s*(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Content-Type):",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The page of an archive, its address, the encoding of its header, and its other files."""

    page: bytes
    address: str | None = None
    charset: str | None = None
    parts: Mapping[str, bytes] = field(default_factory=dict)


def is_archive(data: bytes) -> bool:
    """Tell whether a file begins with the header of a MIME message."""
    return bool(_HEADER.match(data[:4096]))


def open_archive(data: bytes, path: Path) -> Archive:
    """Open an archive; raises ManuscriptError when no page is in it."""
    found = list(_parts(email.message_from_bytes(data, policy=compat32)))
    page = next((part for part in found if part.get_content_type() in _PAGES), None)
    if page is None:
        raise ManuscriptError(
            "this archive holds no page",
            path=path,
            hint="save the page again, as “Webpage, single file”",
        )
    return Archive(
        page=_content(page),
        address=_header(page, "Content-Location"),
        charset=page.get_content_charset(),
        parts={name: _content(part) for part in found if part is not page for name in _names(part)},
    )


def _parts(message: Message) -> Iterator[Message]:
    for part in message.walk():
        if not part.is_multipart():
            yield part


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _names(part: Message) -> list[str]:
    identifier = _header(part, "Content-ID")
    names = (_header(part, "Content-Location"), identifier.strip("<>") if identifier else None)
    return [name for name in names if name]


def _header(part: Message, name: str) -> str | None:
    value = part.get(name)
    return re.sub(r"\s+", "", str(value)) or None if value is not None else None
