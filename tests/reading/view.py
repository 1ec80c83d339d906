"""Say how a book is to be read: by which system, on which screen, in which light.

It knows nothing of what is then seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

System = Literal["foliate-js", "epub.js", "readium", "vivliostyle", "mupdf"]
Light = Literal["day", "night", "sepia"]

# Those that run in Chromium. MuPDF has an engine of its own, and no colours but the book's.
SYSTEMS: Final[tuple[System, ...]] = ("foliate-js", "epub.js", "readium", "vivliostyle")
ALL_SYSTEMS: Final[tuple[System, ...]] = (*SYSTEMS, "mupdf")

# What reading apps do to a page: at night a dark one with light ink, the accents of Material's dark
# theme; in sepia that of Kindle, of all the one with the least contrast.
NIGHT: Final = {"background": "#121212", "colour": "#e0e0e0", "link": "#8ab4f8"}
SEPIA: Final = {"background": "#fbf0d9", "colour": "#5f4b32", "link": "#0645ad"}
COLOURS: Final[dict[Light, dict[str, str]]] = {"day": {}, "night": NIGHT, "sepia": SEPIA}


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A screen in CSS pixels; `scale` is its device pixels a CSS pixel."""

    name: str
    width: int
    height: int
    scale: float = 1


PHONE: Final = Device(name="phone", width=390, height=844, scale=2)
TABLET: Final = Device(name="tablet", width=820, height=1180)
E_READER: Final = Device(name="e-reader", width=600, height=800)
# WCAG 2.2, 1.4.10: the narrowest screen on which nothing may be cut off.
NARROW: Final = Device(name="narrow", width=320, height=568)
DEVICES: Final = (PHONE, TABLET, E_READER)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One way to read: a reading system, a device, a light, a text size (1 is the default).

    With `walk` every entry of the contents and the page-list is followed and every link, every note
    is called by a touch, and every page turned; without it the documents are looked at.
    `screens` pictures are taken of each document at most, as PNG files in `out`.
    """

    system: System
    device: Device = PHONE
    light: Light = "day"
    text_size: float = 1
    walk: bool = False
    screens: int = 0
    out: Path | None = None

    @property
    def name(self) -> str:
        """Name the view, for files and messages."""
        size = "" if self.text_size == 1 else f"-{self.text_size:.0%}".rstrip("%")
        return f"{self.system}-{self.device.name}-{self.light}{size}"


def every_view(
    *,
    systems: Iterable[System] = SYSTEMS,
    devices: Iterable[Device] = (PHONE, TABLET),
    lights: Iterable[Light] = ("day", "night"),
    screens: int = 0,
    out: Path | None = None,
) -> Iterator[View]:
    """Give each reading system on each device in each light; pictures go to `out`/VIEW."""
    for system in systems:
        for device in devices:
            for light in lights:
                view = View(system=system, device=device, light=light, screens=screens)
                yield view if out is None else replace(view, out=out / view.name)
