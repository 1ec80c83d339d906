"""Take the pictures that came with a manuscript, each once and under a name of its own.

Shared by the readers of web pages and of Word files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pressrun import pictures
from pressrun.errors import MarkupError

if TYPE_CHECKING:
    from pathlib import Path

    from pressrun.model import Picture

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/svg+xml": "svg"}
_LONGEST_NAME = 60


@dataclass(slots=True)
class Album:
    """The pictures of the manuscript at `path`, in the order that they were taken."""

    path: Path
    _taken: dict[str, Picture] = field(default_factory=dict)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Return what was taken."""
        return tuple(self._taken.values())

    def take(self, data: bytes, name: str, line: int) -> Picture | None:
        """Return the picture in `data` as it goes into an edition, None for what none can show.

        `name` is the file's own, `line` where it stands.
        """
        try:
            found = pictures.take(data, name, path=self.path, line=line)
        except MarkupError:
            return None
        known = next((p for p in self._taken.values() if p.data == found.data), None)
        return known or self._keep(found, name)

    def _keep(self, picture: Picture, name: str) -> Picture:
        """Name a picture after its file, below a folder named after the manuscript."""
        stem = (
            re.sub(r"[^\w-]+", "-", name.rsplit(".", 1)[0]).strip("-")[:_LONGEST_NAME] or "picture"
        )
        folder = re.sub(r"[^\w-]+", "-", self.path.stem).strip("-") or "manuscript"
        ending = _ENDINGS[picture.media_type]
        href, number = f"{folder}-pictures/{stem}.{ending}", 2
        while href in self._taken:
            href, number = f"{folder}-pictures/{stem}-{number}.{ending}", number + 1
        self._taken[href] = replace(picture, href=href)
        return self._taken[href]
