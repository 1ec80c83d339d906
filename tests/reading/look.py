"""Make a contact sheet of a book's first screens, for people to look at.

    python -m tests.reading.look BOOK.epub OUT

writes a picture a screen into OUT and one contact sheet a view, foliate-js on phone, tablet and
e-reader by day and by night; prints the sheets' paths, and the faults to standard error. Other
systems, fewer devices, sepia and more screens are asked for by options, each as often as wanted.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.inspectors.contact_sheet import write_contact_sheet
from tests.reading.reader import open_views
from tests.reading.view import COLOURS, DEVICES, SYSTEMS, every_view

if TYPE_CHECKING:
    from collections.abc import Sequence

SCREENS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures; return 1 where a reading has faults, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.reading.look")
    parser.add_argument("book", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--screens", type=int, default=SCREENS, help="a document, at most")
    names = [device.name for device in DEVICES]
    parser.add_argument("--device", action="append", choices=names, help="default: all")
    parser.add_argument("--system", action="append", choices=SYSTEMS, help="default: foliate-js")
    parser.add_argument("--light", action="append", choices=COLOURS, help="default: day, night")
    options = parser.parse_args(arguments)
    devices = [device for device in DEVICES if device.name in (options.device or names)]
    views = every_view(
        systems=options.system or SYSTEMS[:1],
        devices=devices,
        lights=options.light or ("day", "night"),
        screens=options.screens,
        out=options.out,
    )
    faulty = False
    for reading in open_views(options.book, list(views)):
        sheet = options.out / f"{reading.view.name}.png"
        sys.stdout.write(f"{write_contact_sheet(reading.screens, sheet)}\n")
        for fault in reading.faults:
            faulty = True
            sys.stderr.write(f"{reading.view.name}: {fault}\n")
    return int(faulty)


if __name__ == "__main__":
    sys.exit(main())
