"""Prepare the printed faces: static instances of packaged variable fonts, and a list of them.

The list is a fontconfig file that names no other font. Knows nothing of what is set in them.

Static instances, because WeasyPrint 70.0 lays a variable font out at its default optical size and
draws it at another, and spends a third of a second on each face of every build (November 2026). A
private fontconfig file, because a face borrowed from the machine in silence would make the same
input give other bytes elsewhere, and because without any font WeasyPrint crashes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Controls, format characters, spaces, and marks that shape what they follow.
_UNDRAWN = frozenset({"Cc", "Cf", "Cn", "Mn", "Zl", "Zp", "Zs"})
_UPRIGHT = re.compile(r"=(?:Regular|Book|Roman|Medium)\b")
_FORMAT = "1"  # change it whenever the same FACES should give other files


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One static instance: the family it is set under, and where on the axes of `package` it lies.

    `opsz` is an optical size in points, None where the font has no such axis.
    """

    family: str
    package: str
    wght: int
    italic: bool = False
    opsz: int | None = None

    @property
    def file_name(self) -> str:
        """Name the instance's file."""
        slope = "Italic" if self.italic else "Roman"
        return f"{self.family.replace(' ', '')}-{slope}-{self.wght}.ttf"


def _serif(family: str, opsz: int, *faces: tuple[int, bool]) -> tuple[Face, ...]:
    package = "Source Serif 4"
    return tuple(
        Face(family=family, package=package, wght=w, italic=i, opsz=opsz) for w, i in faces
    )


# The family names are those that the type's own designers give to these optical sizes.
FACES: tuple[Face, ...] = (
    *_serif("Source Serif 4 Text", 11, (400, False), (400, True), (700, False), (700, True)),
    *_serif("Source Serif 4 Display", 48, (600, False), (400, True)),
    *_serif("Source Serif 4 Subhead", 20, (400, False), (400, True), (600, False)),
    Face(family="Source Sans 3", package="Source Sans 3", wght=400),
    Face(family="Source Sans 3", package="Source Sans 3", wght=400, italic=True),
    Face(family="Source Sans 3", package="Source Sans 3", wght=600),
    Face(family="Source Sans 3", package="Source Sans 3", wght=600, italic=True),
    Face(family="Source Code Pro", package="Source Code Pro", wght=400),
    Face(family="Source Code Pro", package="Source Code Pro", wght=400, italic=True),
    Face(family="Source Code Pro", package="Source Code Pro", wght=600),
)


def font_folder(faces: tuple[Face, ...] = FACES, tell: Callable[[str], None] | None = None) -> Path:
    """Return a folder that holds the static instances of `faces`, making what is missing.

    The folder lies in the user's cache and is named after the versions that it was made from.
    `tell` is called once when there is something to make, which takes some seconds.
    """
    folder = cache_folder() / "fonts" / _fingerprint(faces)
    missing = [face for face in faces if not (folder / face.file_name).is_file()]
    if missing and tell:
        tell("preparing fonts (once)")
    for face in missing:
        _publish(folder / face.file_name, _instance(face))
    return folder


def fontconfig_file(folder: Path, lenders: tuple[Path, ...] = ()) -> Path:
    """Return a fontconfig file that names the faces of `folder` and `lenders` alone."""
    loan = _digest(map(str, lenders))
    place = folder.parent / f"{folder.name}-{loan}" if lenders else folder
    path = place / "fonts.conf"
    if not path.is_file():
        place.mkdir(parents=True, exist_ok=True)
        for lender in lenders:
            link = place / lender.name
            link.unlink(missing_ok=True)
            link.symlink_to(lender)
        folders = "".join(f"<dir>{escape(str(f))}</dir>" for f in dict.fromkeys((folder, place)))
        text = (
            '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
            f"<fontconfig>{folders}"
            f"<cachedir>{escape(str(place / 'fontconfig'))}</cachedir></fontconfig>\n"
        )
        _publish(path, text.encode())
    return path


def lenders(characters: tuple[str, ...]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Return fonts of the machine that draw `characters`, few, in order; and what none has.

    https://man.archlinux.org/man/fc-list.1
    """
    chosen: list[Path] = []
    wanted, undrawn = list(characters), []
    while wanted:
        holders = _holders(wanted[0])
        if not holders:
            undrawn.append(wanted.pop(0))
            continue
        chosen.append(holders[0])
        drawn = {*_drawn_by(holders[0]), ord(wanted[0])}
        wanted = [char for char in wanted if ord(char) not in drawn]
    return tuple(chosen), tuple(undrawn)


def _holders(char: str) -> list[Path]:
    """List the machine's outline fonts that draw a character, upright and regular ones first.

    Fonts of coloured pictures are none: WeasyPrint 70.0 draws them as PDF/A does not allow.
    """
    pattern = f":charset={ord(char):x}:scalable=true:color=false"
    query = ["fc-list", pattern, "file", "style"]
    try:
        done = subprocess.run(query, capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return []
    found = (line.partition(":")[::2] for line in done.stdout.splitlines())
    ranked = sorted((not _UPRIGHT.search(style), file) for file, style in found)
    return [Path(file) for _, file in ranked]


def uncovered(text: str, folder: Path) -> tuple[str, ...]:
    """Return the characters of `text` that no face of `folder` draws, in order, each once."""
    covered = _coverage(folder)
    shown = (c for c in dict.fromkeys(text) if unicodedata.category(c) not in _UNDRAWN)
    return tuple(char for char in shown if ord(char) not in covered)


def variable_font(family: str, *, italic: bool = False) -> Path:
    """Return the path of a packaged variable font.

    Raises LookupError when no installed package brings `family`.
    """
    import fontpkg  # noqa: PLC0415 - only a build draws or sets type

    for file in fontpkg.family(family).files:
        if (file.style == "italic") is italic:
            return Path(file.path)
    raise LookupError(family)


def cache_folder() -> Path:
    """Return the folder that outlives a build: XDG's, else ~/.cache, else a temporary one.

    https://specifications.freedesktop.org/basedir-spec/latest/
    """
    home = os.environ.get("HOME")
    base = os.environ.get("XDG_CACHE_HOME") or (f"{home}/.cache" if home else "")
    for candidate in filter(None, (base, tempfile.gettempdir())):
        folder = Path(candidate) / "pressrun"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.mkdtemp(prefix="pressrun-"))


def _coverage(folder: Path) -> frozenset[int]:
    """Return the code points that the faces of `folder` draw, from a list kept beside them."""
    path = folder / "coverage.json"
    if not path.is_file():
        points = sorted({point for file in folder.glob("*.ttf") for point in _drawn_by(file)})
        _publish(path, json.dumps(points).encode())
    return frozenset(json.loads(path.read_bytes()))


def _drawn_by(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - once in a font's life

    with TTFont(file, lazy=True, fontNumber=0) as font:
        return frozenset(font.getBestCmap())


def _fingerprint(faces: tuple[Face, ...]) -> str:
    from importlib.metadata import version  # noqa: PLC0415 - as above

    packages = sorted({face.package.lower().replace(" ", "-") for face in faces})
    parts = [_FORMAT, version("uharfbuzz"), *(f"{p}={version(f'fontpkg-{p}')}" for p in packages)]
    parts += [repr(face) for face in faces]
    return _digest(parts)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _instance(face: Face) -> bytes:
    """Cut a static font out of a variable one, and name it so that fontconfig tells it apart."""
    from io import BytesIO  # noqa: PLC0415 - once in a font's life

    from fontTools.ttLib import TTFont  # noqa: PLC0415

    font = TTFont(BytesIO(_pinned(face)), recalcTimestamp=False)
    _rename(font, face)
    file = BytesIO()
    font.save(file)
    return file.getvalue()


def _pinned(face: Face) -> bytes:
    """Pin every axis by HarfBuzz: 20 ms; fontTools' instancer takes 12 s for these fonts."""
    import uharfbuzz as hb  # noqa: PLC0415 - once in a font's life

    whole = hb.Face(hb.Blob.from_file_path(str(variable_font(face.package, italic=face.italic))))
    subset = hb.SubsetInput()
    subset.keep_everything()
    for table in (b"DSIG", b"STAT"):  # a signature, and names of axes, that no longer hold
        subset.drop_table_tag_set.add(int.from_bytes(table, "big"))
    subset.pin_axis_location(whole, "wght", face.wght)
    if face.opsz is not None:
        subset.pin_axis_location(whole, "opsz", face.opsz)
    return bytes(hb.subset(whole, subset).blob.data)


def _rename(font: object, face: Face) -> None:
    style = f"{face.wght} Italic" if face.italic else str(face.wght)
    names = font["name"]  # type: ignore[index]  # fontTools ships no types
    for identifier in (16, 17, 21, 22, 25):
        names.removeNames(nameID=identifier)
    full = f"{face.family} {style}"
    post_script = full.replace(" ", "-")
    for identifier, text in ((1, face.family), (2, style), (3, full), (4, full), (6, post_script)):
        names.setName(text, identifier, 3, 1, 0x409)
    os2, head = font["OS/2"], font["head"]  # type: ignore[index]
    os2.usWeightClass = face.wght
    bold = face.wght >= 700  # noqa: PLR2004 - OpenType's own threshold
    os2.fsSelection = (os2.fsSelection & ~0b110_0001) | face.italic | bold << 5
    if not (face.italic or bold):
        os2.fsSelection |= 1 << 6
    head.macStyle = bold | face.italic << 1


def _publish(path: Path, data: bytes) -> None:
    """Write a file that another process may be writing too: whole, by rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(path)
