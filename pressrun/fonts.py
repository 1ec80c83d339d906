"""Prepare the printed faces: static instances of packaged fonts, and what they draw.

Knows nothing of what is set in them.

Static instances, because WeasyPrint 70.0 lays a variable font out at its default optical size and
draws it at another, and spends a third of a second on each face of every build (November 2026).
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import struct
import tempfile
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun import installed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fontTools.ttLib import TTFont

# Controls, format characters, spaces, and marks that shape what they follow.
_OGHAM_SPACE = "\u1680"  # the one space that has a stroke
_UNDRAWN = frozenset({"Cc", "Cf", "Cn", "Mn", "Zl", "Zp", "Zs"})
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

# Scripts beside Latin, Greek and Cyrillic, each in a family of its own: Arabic, Hebrew, Devanagari,
# Thai, Khmer, Tamil, Telugu.
SCRIPTS: tuple[tuple[Face, ...], ...] = (
    (
        Face(family="Amiri", package="Amiri", wght=400),
        Face(family="Amiri", package="Amiri", wght=400, italic=True),
        Face(family="Amiri", package="Amiri", wght=700),
        Face(family="Amiri", package="Amiri", wght=700, italic=True),
    ),
    *(
        (Face(family=name, package=name, wght=400), Face(family=name, package=name, wght=700))
        for name in (
            "Frank Ruhl Libre",
            "Noto Sans Devanagari",
            "Noto Sans Thai",
            "Noto Sans Khmer",
            "Noto Sans Tamil",
            "Noto Sans Telugu",
        )
    ),
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
        publish(folder / face.file_name, _instance(face))
    return folder


def files_in(folder: Path) -> list[Path]:
    """Return the fonts of a folder, and the file that names them, without the lists beside them."""
    return [f for f in sorted(folder.iterdir()) if f.is_file() and f.suffix != ".json"]


def uncovered(text: str, folder: Path) -> tuple[str, ...]:
    """Return the characters of `text` that no face of `folder` draws, in order, each once."""
    covered = _coverage(folder)
    signs = dict.fromkeys(text)
    shown = (c for c in signs if unicodedata.category(c) not in _UNDRAWN or c == _OGHAM_SPACE)
    return tuple(char for char in shown if ord(char) not in covered)


def packaged_font(family: str, *, italic: bool = False, weight: int = 400) -> Path:
    """Return the path of a packaged font: the variable one, else the static one of `weight`.

    Raises LookupError when no installed package brings it.
    """
    import fontpkg  # noqa: PLC0415 - only a build draws or sets type

    for file in fontpkg.family(family).files:
        if (file.style == "italic") is italic and (file.variable or file.weight == weight):
            return Path(file.path)
    raise LookupError(family)


@cache
def drawn_by(file: Path) -> frozenset[int]:
    """Return the code points that a font, or the first of a collection, draws.

    Those of the instances are kept beside them.
    """
    known = file.with_suffix(".json")
    if file.parent.parent != cache_folder() / "fonts":
        return _points_of(file)
    if not known.is_file():
        publish(known, json.dumps(sorted(_points_of(file))).encode())
    return frozenset(json.loads(known.read_bytes()))


def _points_of(file: Path) -> frozenset[int]:
    import uharfbuzz as hb  # noqa: PLC0415 - a tenth of a second less than fontTools takes

    return frozenset(hb.Face(hb.Blob.from_file_path(str(file))).unicodes)


def get_ready() -> None:
    """Load what reads fonts, so that nobody waits for that later."""
    import uharfbuzz  # noqa: F401, PLC0415 - as above


def nominal_characters(data: bytes, index: int) -> dict[int, str]:
    """Return the character that each glyph of a font file stands for by itself, by glyph.

    `index` is the font's place in a collection. Of several characters the lowest is meant.
    """
    import uharfbuzz as hb  # noqa: PLC0415 - few layouts need it

    face = hb.Face(hb.Blob(data), index)
    font = hb.Font(face)
    return {font.get_nominal_glyph(p): chr(p) for p in sorted(face.unicodes, reverse=True)}


def subset(file: Path, chars: Iterable[str], names: Iterable[int]) -> bytes:
    """Return a font that draws `chars` alone, and keeps of its name table the IDs in `names`."""
    import uharfbuzz as hb  # noqa: PLC0415 - few books have fonts

    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, chars))
    wanted.layout_feature_tag_set.add(int.from_bytes(b"smcp", "big"))
    wanted.name_id_set.clear()
    wanted.name_id_set.update(names)
    whole = hb.Face(hb.Blob.from_file_path(str(file)))
    return bytes(hb.subset(whole, wanted).blob.data)


def licence(package: str) -> str:
    """Return the text of the licence that a packaged font came with."""
    import fontpkg  # noqa: PLC0415 - as above

    place = Path(fontpkg.family(package).files[0].path).parents[1]
    return (place / "LICENSE").read_text(encoding="utf-8")


def is_bitmap(file: Path) -> bool:
    """Tell whether a font holds coloured bitmaps and no outlines.

    https://learn.microsoft.com/en-us/typography/opentype/spec/cbdt
    """
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - once in a font's life

    with TTFont(file, lazy=True, fontNumber=0) as font:
        return "CBDT" in font and "glyf" not in font


def with_empty_outlines(file: Path) -> bytes:
    """Return a bitmap font with outlines that draw nothing.

    WeasyPrint 70.0 draws such a sign twice, as a picture and as text. PDF/A wants text's font to
    hold an outline of the width that is told (ISO 19005-3, 6.2.11.4.1 and 6.2.11.5).
    """
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - once in a font's life
    from fontTools.ttLib.tables.DefaultTable import DefaultTable  # noqa: PLC0415

    with TTFont(file, lazy=True, recalcTimestamp=False, recalcBBoxes=False) as font:
        count = font["maxp"].numGlyphs
        # Only .notdef has a shape, of no area: some programs refuse a table that is quite empty.
        shape = struct.pack(">5hH H3B3h3hx", 1, 0, 0, 0, 0, 2, 0, 1, 1, 1, *[0] * 6)
        outlines = {"glyf": shape, "loca": struct.pack(f">{count + 1}I", 0, *[len(shape)] * count)}
        for tag, data in outlines.items():
            font.tables[tag] = DefaultTable(tag)
            font.tables[tag].data = data
        font["maxp"].decompile(struct.pack(">IH13H", 0x10000, count, 3, 1, 0, 0, 1, *[0] * 8), font)
        font["head"].indexToLocFormat = 1
        return _saved(font)


def cache_folder() -> Path:
    """Return the folder that outlives a build: XDG's, else ~/.cache, else a temporary one.

    Nobody else may read or write there, since what is kept there is believed.
    https://specifications.freedesktop.org/basedir-spec/latest/
    """
    home = os.environ.get("HOME")
    base = os.environ.get("XDG_CACHE_HOME") or (f"{home}/.cache" if home else "")
    return _first_of_ours(base, tempfile.gettempdir(), os.geteuid())


@cache
def _first_of_ours(base: str, temporary: str, user: int) -> Path:
    """Decide on a folder, once for a process: it is asked for at each thing that is kept."""
    usual = [Path(base, "pressrun")] if base else []
    for folder in (*usual, Path(temporary, f"pressrun-{user}")):
        if _is_alone(folder, user):
            return folder
    return Path(tempfile.mkdtemp(prefix="pressrun-"))


def _is_alone(folder: Path, user: int) -> bool:
    """Tell whether a folder, made if need be, belongs to this `user`; shut it for all others."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.lstat()
        if not stat.S_ISDIR(state.st_mode) or state.st_uid != user:
            return False
        if state.st_mode & 0o077:
            folder.chmod(0o700)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


@cache
def _coverage(folder: Path) -> frozenset[int]:
    """Return the code points that the faces of `folder` draw, from a list kept beside them."""
    path = folder / "coverage.json"
    if not path.is_file():
        points = sorted({point for file in folder.glob("*.ttf") for point in drawn_by(file)})
        publish(path, json.dumps(points).encode())
    return frozenset(json.loads(path.read_bytes()))


def _fingerprint(faces: tuple[Face, ...]) -> str:
    packages = sorted({face.package.lower().replace(" ", "-") for face in faces})
    known = installed.version
    parts = [_FORMAT, known("uharfbuzz"), *(f"{p}={known(f'fontpkg-{p}')}" for p in packages)]
    parts += [repr(face) for face in faces]
    return digest(parts)


def digest(parts: Iterable[str]) -> str:
    """Return a short name for what was made from `parts`."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _instance(face: Face) -> bytes:
    """Cut a static font out of a variable one, and name it so that fontconfig tells it apart."""
    from io import BytesIO  # noqa: PLC0415 - once in a font's life

    from fontTools.ttLib import TTFont  # noqa: PLC0415

    file = packaged_font(face.package, italic=face.italic, weight=face.wght)
    font = TTFont(file, recalcTimestamp=False)
    if "fvar" in font:
        font = TTFont(BytesIO(_pinned(face, file)), recalcTimestamp=False)
    _rename(font, face)
    return _saved(font)


def _saved(font: TTFont) -> bytes:
    from io import BytesIO  # noqa: PLC0415 - as above

    file = BytesIO()
    font.save(file)
    return file.getvalue()


def _pinned(face: Face, file: Path) -> bytes:
    """Pin every axis by HarfBuzz: 20 ms; fontTools' instancer takes 12 s for these fonts."""
    import uharfbuzz as hb  # noqa: PLC0415 - once in a font's life

    whole = hb.Face(hb.Blob.from_file_path(str(file)))
    subset = hb.SubsetInput()
    subset.keep_everything()
    for table in (b"DSIG", b"STAT"):  # a signature, and names of axes, that no longer hold
        subset.drop_table_tag_set.add(int.from_bytes(table, "big"))
    subset.pin_all_axes_to_default(whole)
    subset.pin_axis_location(whole, "wght", face.wght)
    if face.opsz is not None:
        subset.pin_axis_location(whole, "opsz", face.opsz)
    return bytes(hb.subset(whole, subset).blob.data)


def _rename(font: TTFont, face: Face) -> None:
    style = f"{face.wght} Italic" if face.italic else str(face.wght)
    names = font["name"]
    for identifier in (16, 17, 21, 22, 25):
        names.removeNames(nameID=identifier)
    full = f"{face.family} {style}"
    post_script = full.replace(" ", "-")
    for identifier, text in ((1, face.family), (2, style), (3, full), (4, full), (6, post_script)):
        names.setName(text, identifier, 3, 1, 0x409)
    os2, head = font["OS/2"], font["head"]
    os2.usWeightClass = face.wght
    bold = face.wght >= 700  # noqa: PLR2004 - OpenType's own threshold
    os2.fsSelection = (os2.fsSelection & ~0b110_0001) | face.italic | bold << 5
    if not (face.italic or bold):
        os2.fsSelection |= 1 << 6
    head.macStyle = bold | face.italic << 1


def publish(path: Path, data: bytes) -> None:
    """Write a file that another process may be writing too: whole, by rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(path)
