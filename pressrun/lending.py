"""Find faces for characters that the packaged Latin, Greek and Cyrillic ones lack.

Packaged faces of other scripts come first, since they are the same everywhere; then fonts of the
machine, which is told, because the same input may give other bytes on the next one. All that a
layout may use is named in a private fontconfig file: without any font WeasyPrint crashes.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun import fonts

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMAT = "%{family[0]}\t%{weight}\t%{width}\t%{color}\t%{file}\n"
# Weights of fontconfig, Regular and Bold, and its normal width.
_WEIGHTS, _WIDTH = frozenset({"80", "200"}), "100"
# Families beside which another of the same maker is the one for running text.
_SPECIAL = ("UI", "Mono", "Looped", "Display", "Kufi", "Nastaliq", "Rashi", "Unjoined", "Slanted")
# From here on a sign is a coloured picture wherever it can be, as on every screen. One that
# encloses a digit is nothing else: other faces have it for their own digits alone.
_PICTURES = 0x1F000
_KEYCAP = "\N{COMBINING ENCLOSING KEYCAP}"
_HAN_KANA_HANGUL = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)
_EMOJI_RULES = """
<match target="pattern">
  <test name="family"><string>emoji</string></test>
  <edit name="family" mode="append" binding="strong"><string>Noto Color Emoji</string></edit>
</match>
<match target="font">
  <test name="outline"><bool>false</bool></test>
  <edit name="shrinkage" mode="assign">
    <divide><name target="pattern">pixelsize</name><name target="font">pixelsize</name></divide>
  </edit>
  <edit name="matrix" mode="assign">
    <times>
      <name>matrix</name>
      <matrix>
        <name>shrinkage</name><double>0</double>
        <double>0</double><name>shrinkage</name>
      </matrix>
    </times>
  </edit>
  <edit name="size" mode="assign"><divide><name>size</name><name>shrinkage</name></divide></edit>
</match>
"""


@dataclass(frozen=True, slots=True)
class Loan:
    """Faces that stand in: `packaged`, and the `machine`’s own; `undrawn` is what no font has."""

    packaged: tuple[Path, ...] = ()
    machine: tuple[Path, ...] = ()
    undrawn: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """List all faces."""
        return self.packaged + self.machine


NO_LOAN = Loan()


def lend(characters: Iterable[str]) -> Loan:
    """Choose families that draw `characters`, few and fit for running text."""
    wanted = list(characters)
    packaged: list[Path] = []
    for faces in fonts.SCRIPTS:
        drawn = fonts.drawn_by(fonts.packaged_font(faces[0].package)) if wanted else frozenset()
        if any(ord(char) in drawn for char in wanted):
            folder = fonts.font_folder(faces)
            packaged += [folder / face.file_name for face in faces]
            wanted = [char for char in wanted if ord(char) not in drawn]
    machine, undrawn = _machines(wanted)
    return Loan(tuple(packaged), machine, undrawn)


def _machines(wanted: list[str]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    wanted = sorted(wanted, key=_KEYCAP.__ne__)
    chosen: list[Path] = []
    undrawn: list[str] = []
    while wanted:
        family = _family_for(wanted)
        if family is None:
            undrawn.append(wanted.pop(0))
            continue
        chosen += [file for file in family.files if file not in chosen]
        drawn = {*family.drawn, ord(wanted[0])} if wanted[0] != _KEYCAP else {ord(_KEYCAP)}
        wanted = [char for char in wanted if ord(char) not in drawn]
    return tuple(chosen), tuple(undrawn)


@dataclass(frozen=True, slots=True)
class _Family:
    name: str
    coloured: bool
    files: tuple[Path, ...]

    @property
    def drawn(self) -> frozenset[int]:
        return fonts.drawn_by(self.files[0])

    def fitness(self, wanted: list[str]) -> tuple[bool, bool, bool, int, str]:
        """Rank a family, the fittest lowest: text has serifs, and few families are a calm page."""
        strange = self.coloured is not _is_picture(wanted[0])
        special = any(word in self.name for word in _SPECIAL)
        covered = sum(ord(char) in self.drawn for char in wanted)
        return strange, special, "Serif" not in self.name, -covered, self.name


def _family_for(wanted: list[str]) -> _Family | None:
    families = _families_with(wanted[0])
    return min(families, key=lambda family: family.fitness(wanted), default=None)


def _families_with(char: str) -> list[_Family]:
    """List the machine’s families that draw a character, regular and bold faces alone.

    https://man.archlinux.org/man/fc-list.1
    """
    query = ["fc-list", "--format", _FORMAT, f":charset={ord(char):x}:scalable=true"]
    try:
        done = subprocess.run(query, capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return []
    files: dict[tuple[str, bool], list[Path]] = {}
    for line in sorted(done.stdout.splitlines()):
        name, weight, width, color, file = line.split("\t")
        if weight in _WEIGHTS and width == _WIDTH:
            files.setdefault((name, color == "True"), []).append(Path(file))
    families = (
        _Family(name, coloured, tuple(sorted(set(found), key=_regular_first)))
        for (name, coloured), found in files.items()
    )
    fit = [f for f in families if not f.coloured or fonts.is_bitmap(f.files[0])]
    return [family for family in fit if family.coloured or char != _KEYCAP]


def _is_picture(char: str) -> bool:
    return ord(char) >= _PICTURES or char == _KEYCAP


def _regular_first(file: Path) -> tuple[bool, str]:
    return "Regular" not in file.stem, str(file)


def debian_package(char: str) -> str:
    """Name the package of Debian that has a font for `char`, if any has."""
    if _HAN_KANA_HANGUL.match(char):
        return "fonts-noto-cjk"
    return "fonts-noto-color-emoji" if _is_picture(char) else "fonts-noto-core"


def fontconfig_file(folder: Path, loan: Loan = NO_LOAN) -> Path:
    """Return a fontconfig file that names the faces of `folder` and of `loan` alone.

    Its rules scale coloured bitmaps, and let Pango find them, which asks for “emoji”:
    https://gitlab.freedesktop.org/fontconfig/fontconfig, conf.d/10-scale-bitmap-fonts.conf.
    """
    loaned = fonts.digest((_EMOJI_RULES, *map(str, loan.files)))
    place = folder.parent / f"{folder.name}-{loaned}"
    path = place / "fonts.conf"
    if path.is_file() and all((place / file.name).exists() for file in loan.files):
        return path
    place.mkdir(parents=True, exist_ok=True)
    for file in loan.files:
        _link(place / file.name, file)
    folders = "".join(f"<dir>{escape(str(f))}</dir>" for f in (folder, place))
    cache = f"<cachedir>{escape(str(place / 'fontconfig'))}</cachedir>"
    head = '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
    text = f"{head}<fontconfig>{folders}{_EMOJI_RULES}{cache}</fontconfig>\n"
    fonts.publish(path, text.encode())
    return path


def _link(place: Path, file: Path) -> None:
    if fonts.is_bitmap(file):
        fonts.publish(place, fonts.with_empty_outlines(file))
        return
    own = place.with_name(f"{os.getpid()}-{place.name}")  # another build may be at the same
    own.symlink_to(file)
    own.replace(place)
