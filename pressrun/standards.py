"""What a print edition can follow: standards, by name, with what none lets pass, and choices."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun.errors import MachineError, UsageError
from pressrun.marks import Surround
from pressrun.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where paper says what links lead to: nowhere, at the page's foot, at the article's end.
LINKS = ("none", "notes", "list")
# Which pages articles and sections may begin on: any, or right-hand ones alone.
OPENERS = ("any", "recto")
DEFAULT = "a-3a+ua-1"
NO_SURROUND = Surround()
# Coated paper after ISO 12647-2, of TeX's and colord's profiles; else Ghostscript's for SWOP.
_PROFILES = ("FOGRA39L_coated.icc", "default_cmyk.icc")
_HINT = "name the one of your printing house: --profile FILE.icc; or: apt install libgs-common"
# ICC.1:2022, 7.2: the bytes that say what a profile is for, and for what colours.
_CLASS, _SPACE, _SIGNATURE = slice(12, 16), slice(16, 20), slice(36, 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """What a PDF follows: WeasyPrint's `variant` (None: no standard), and what is added to it.

    `universal` claims PDF/UA-1 besides; `tagged` has tags and links; `printed` is for CMYK inks;
    `attachments` of any kind are let in, as ISO 19005-2, 6.8 does not.
    """

    variant: str | None
    universal: bool = False
    tagged: bool = True
    printed: bool = False
    attachments: bool = False


STANDARDS = {
    DEFAULT: Standard(variant="pdf/a-3a", universal=True, attachments=True),
    "a-2u": Standard(variant="pdf/a-2u"),
    "ua-2": Standard(variant="pdf/ua-2", attachments=True),
    # ISO 15930-7, 6.17 lets no annotation lie on the page, and a plate-setter reads no tags.
    "x-4": Standard(variant="pdf/x-4", tagged=False, printed=True),
    "plain": Standard(variant=None, attachments=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """How the PDF is made: after which standard, for what press, with what around its pages.

    `profile` is the press’s, where the standard wants one and none of this machine will do.
    """

    standard: str = DEFAULT
    profile: Path | None = None
    grey: bool = False
    surround: Surround = NO_SURROUND

    def __post_init__(self) -> None:
        printed = standard(self.standard).printed
        if self.profile and not printed:
            raise UsageError(
                f"{self.standard} is in sRGB, and has no place for a press’s profile",
                hint="add --print-standard x-4, or leave --profile out",
            )

    @property
    def ink(self) -> str:
        """Return what its pages are drawn with: `grey`, `rgb` or `cmyk`."""
        colours = "cmyk" if standard(self.standard).printed else "rgb"
        return "grey" if self.grey else colours


def standard(name: str) -> Standard:
    """Return the standard of that name; raises UsageError where there is none."""
    if found := STANDARDS.get(name.lower()):
        return found
    raise UsageError(
        f"there is no print standard “{name}”",
        hint=did_you_mean(name, STANDARDS) or f"one of {', '.join(STANDARDS)}",
    )


USUAL = Production()


def profile_for(production: Production) -> bytes:
    """Return the profile of the press, the one named or one of this machine; none for sRGB.

    Raises UsageError for a file that is no profile of CMYK inks, MachineError where none is found.
    """
    if not standard(production.standard).printed:
        return b""
    path = production.profile or next(_found(), None)
    if path is None:
        raise MachineError("x-4 needs the profile of a press, and none is here", hint=_HINT)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"the profile cannot be read: {error.strerror}", path=path) from error
    if (data[_CLASS], data[_SPACE], data[_SIGNATURE]) != (b"prtr", b"CMYK", b"acsp"):
        raise UsageError("this is no profile of CMYK inks", path=path, hint=_HINT)
    return data


def condition(description: str) -> tuple[str, str]:
    """Return the identifier of the printing condition that a profile describes, and its registry.

    ISO 15930-7, 6.2.2: a condition is that of the ICC's registry, or “Custom”, without one.
    """
    registered = re.search(r"FOGRA\d+", description)
    return (registered[0], "http://www.color.org") if registered else ("Custom", "")


def _found() -> Iterator[Path]:
    """Yield the profiles of presses in the folders that the XDG specification names."""
    shares = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    folders = [Path(share, "color", "icc") for share in shares.split(":")]
    for name in _PROFILES:
        for folder in folders:
            yield from sorted(folder.glob(f"**/{name}"))
