"""Builds folders of real Markdown in both editions, and prints what became of each.

    python tests/score_markdown.py [FOLDER…]

By default it takes the book, the blog and the notes of `cases/markdown` in the shared folder: some
minutes of work. Exit 1 where EPUBCheck finds an error, or a heading or a word is lost.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf

from pressrun.building import Order, build
from pressrun.manuscript import gather
from pressrun.preflight.epubcheck import EpubCheck
from tests.markdown.folders import FOLDERS, judge
from tests.markdown.specifications import CASES

TITLES = ("folder", "articles", "headings", "words lost", "EPUBCheck", "pages", "seconds")


def main(folders: list[Path]) -> int:
    """Print a row a folder; return the exit code."""
    print("".join(f"{title:>12}" for title in TITLES))
    rows = [score(folder) for folder in folders]
    return int(any(any(row) for row in rows))


def score(folder: Path) -> tuple[int, int, int]:
    """Build one folder, print its row, and return its faults."""
    gathered = gather([folder], incomplete=True)
    articles = gathered.publication.articles
    verdicts = [judge(*pair) for pair in zip(articles, gathered.manuscripts, strict=True)]
    headings = sum(len(verdict.headings) for verdict in verdicts)
    lost = sum(verdict.lost.total() for verdict in verdicts)
    with TemporaryDirectory() as out:
        begun = time.monotonic()
        outcome = build(Order(sources=(folder,), output=Path(out), incomplete=True))
        seconds = time.monotonic() - begun
        errors = sum(found.failing for found in EpubCheck().findings(outcome.paths[0]))
        pages = "none" if outcome.shortfall else str(pages_of(outcome.paths[1]))
    row = (folder.name, len(articles), headings, lost, errors, pages, f"{seconds:.0f}")
    print("".join(f"{value:>12}" for value in row), flush=True)
    if outcome.shortfall:
        print(f"{folder.name}: {outcome.shortfall}", file=sys.stderr)
    return headings, lost, errors


def pages_of(path: Path) -> int:
    """Count the pages of a PDF."""
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]] or [CASES / name for name in FOLDERS]))
