"""Say what a case is, and write it to a folder; knows no case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

# What stands outside a publication and must be in no edition of it.
CANARY = "canarysecretword"
# Stands in a case for the address of a server that counts who comes.
LISTENER = "http://listener.invalid"
NEEDLES = ("alphaneedle", "omeganeedle")
FRONT = "---\ntitle: A hostile case\nlang: en\n---\n\n"
FIRST = FRONT.count("\n") + 3  # the line on which what is hostile begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Files of a publication's folder, and what may become of them.

    Either the editions hold all `needles`, or the build ends with a message that `fault` matches
    and that begins with `place`. `prepare` does to the folder what bytes cannot say; `source` names
    what is built, the folder unless told otherwise.
    """

    name: str
    files: Mapping[str, bytes]
    needles: tuple[str, ...] = NEEDLES
    fault: str | None = None
    place: str = ""
    source: str = ""
    prepare: Callable[[Path], None] | None = None

    def lay(self, folder: Path, listener: str) -> Path:
        """Write the case into `folder` and return what is to be built."""
        for name, data in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.replace(LISTENER.encode(), listener.encode()))
        if self.prepare:
            self.prepare(folder)
        return folder / self.source


def around(stuff: str, front: str = FRONT) -> bytes:
    """Return an article with a needle before and behind what is hostile."""
    text = f"{front}The alphaneedle stands before.\n\n{stuff}\n\nThe omeganeedle stands behind.\n"
    return text.encode()


def built(name: str, data: bytes | str, *needles: str, file: str = "case.md") -> Case:
    """Return a case of one article that both editions must hold."""
    article = data if isinstance(data, bytes) else around(data)
    return Case(name=name, files={file: article}, needles=needles or NEEDLES)


def refused(
    name: str, data: bytes | str, fault: str, *, line: int | None = FIRST, file: str = "case.md"
) -> Case:
    """Return a case of one article that is told as a fault at a line of it."""
    article = data if isinstance(data, bytes) else around(data)
    place = file if line is None else f"{file}:{line}"
    return Case(name=name, files={file: article}, fault=fault, place=place)
