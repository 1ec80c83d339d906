"""Put every hostile case through the real command line, both editions and EPUBCheck; tell each.

`python -m tests.hostile [WORD]` takes the cases whose name has the word. The largest inputs of
issue 7, which take minutes, are here alone.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pressrun.errors import MachineError
from tests.editions.commands import press
from tests.hostile import markdown, texts
from tests.hostile.cases import NEEDLES, Case, around, built, refused
from tests.hostile.epubcheck import faults_of_books
from tests.hostile.judging import Listener, faults, lay_out
from tests.hostile.table import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARTICLES = 2_000
_PATIENCE = 3_600  # seconds; two thousand articles take minutes
LARGE = (
    *markdown.LARGE,
    refused("a line of 10 MB", around("words go on " * 850_000), "the limit is", line=1),
    built("a word of a million letters", around("x" * 1_000_000)),
    built("a paste of one line of 3 MB", texts.pasted(b"words go on " * 250_000), file="case.txt"),
    built("100,000 paragraphs", around("A paragraph.\n\n" * 100_000)),
    Case(
        name="2,000 articles",
        files={f"articles/{n}.md": around(f"The article {n}.") for n in range(_ARTICLES)},
        needles=NEEDLES,
    ),
)


def main(word: str = "") -> int:
    """Build each case, print what is wrong with it and its seconds, and count the faulty ones."""
    faulty = 0
    books: dict[Path, Case] = {}
    with Listener() as listener, TemporaryDirectory() as shelf:
        for case in (*(case for cases in KINDS.values() for case in cases), *LARGE):
            if word in case.name:
                begun = time.monotonic()
                book = Path(shelf, f"{len(books)}.epub")
                found = [*_found(case, listener, book)]
                if book.is_file():
                    books[book] = case
                print(
                    f"{time.monotonic() - begun:6.1f} s  {case.name}",
                    *found,
                    sep="\n    ",
                    flush=True,
                )
                faulty += any(not fault.startswith("note: ") for fault in found)
        said = faults_of_books(books)
        names = {str(path): case.name for path, case in books.items()}
        told = [f"{next((n for p, n in names.items() if p in line), '')}: {line}" for line in said]
        print(f"{faulty} faulty, {listener.calls} connections, {len(books)} books", *told, sep="\n")
        return min(1, faulty + listener.calls + len(told))


def _found(case: Case, listener: Listener, book: Path) -> Iterator[str]:
    """Build a case; keep its EPUB as `book`, and yield what is wrong with what became of it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        source = lay_out(case, folder, listener.address)
        ran = press("-q", "-o", folder / "dist", source, folder=folder / "case", patience=_PATIENCE)
        # What no font draws, or takes too long to lay out, costs the PDF, which is told.
        shortfall = case.fault is None and ran.code == MachineError.exit_code
        if shortfall:
            yield f"note: {ran.err.splitlines()[0]}"
        yield from faults(case, 0 if shortfall else ran.code, ran.err, folder)
        for path in ran.paths:
            if path.suffix == ".epub":
                path.rename(book)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
