"""Make pictures of a PDF's pages and a contact sheet of them, for people to look at.

    python -m tests.inspectors.look BOOK.pdf OUT [--dpi 150] [--first 1] [--last 8]

writes OUT/page-1.png, … by pdftoppm and OUT/BOOK.png; prints the sheet's path.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.inspectors.contact_sheet import write_contact_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence


def draw_pages(
    pdf: Path, out: Path, *, dpi: int = 150, first: int = 1, last: int | None = None
) -> tuple[Path, ...]:
    """Draw pages `first` to `last` (all to the end by default) and return their paths in order.

    Raises `CalledProcessError` where pdftoppm cannot read the file.
    """
    out.mkdir(parents=True, exist_ok=True)
    upto = [] if last is None else ["-l", str(last)]
    options = ["-png", "-r", str(dpi), "-f", str(first), *upto]
    command = ["pdftoppm", *options, str(pdf), str(out / "page")]
    subprocess.run(command, check=True, capture_output=True)
    return tuple(sorted(out.glob("page-*.png"), key=lambda path: int(path.stem[len("page-") :])))


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the pages and lay them out; return 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.inspectors.look")
    parser.add_argument("pdf", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--dpi", type=int, default=150)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--last", type=int)
    options = parser.parse_args(arguments)
    pages = draw_pages(
        options.pdf, options.out, dpi=options.dpi, first=options.first, last=options.last
    )
    sheet = write_contact_sheet(pages, options.out / f"{options.pdf.stem}.png")
    sys.stdout.write(f"{sheet}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
