"""Scores the reader of saved web pages on pages whose article is known, and prints a table.

    python tests/score_web.py [FOLDER] [--verbose]

FOLDER holds a folder a page (`source.html`, `expected.html`, `expected-metadata.json`); by default
`cases/html` of the shared folder. Texts are compared as multisets of words, those of scripts
without spaces by character. A byline is right if it names the same persons; where none is expected,
it is not scored.
"""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import html

from pressrun import reading
from pressrun.readers.web import read

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("PRESSRUN_SHARED", ROOT.parent / "shared"))
CASES = SHARED / "cases" / "html"
UNPARTED = "\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f"
WORD = re.compile(rf"[{UNPARTED}]|(?:(?![{UNPARTED}])\w)+")
LABEL = re.compile(r"^(?:by|par|von|written by)\s+", re.IGNORECASE)
BLOCKS = (
    "p", "div", "li", "td", "th", "tr", "br", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "figure",
    "figcaption", "blockquote", "dt", "dd", "section", "hr", "table",
)  # fmt: skip
MEASURES = ("body", "title", "byline", "direction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How right one page was, 0 to 1 by measure; None for what the truth does not say."""

    name: str
    body: float
    title: float
    byline: float | None
    direction: float
    remarks: tuple[str, ...] = ()


def words(text: str) -> Counter[str]:
    """Count the words of a text."""
    return Counter(WORD.findall(unicodedata.normalize("NFC", text)))


def f1(found: str, expected: str) -> float:
    """Return the harmonic mean of precision and recall of the words, 1.0 for two empty texts."""
    ours, theirs = words(found), words(expected)
    both = sum((ours & theirs).values())
    total = sum(ours.values()) + sum(theirs.values())
    return 2 * both / total if total else 1.0


def text_of_markup(markup: str) -> str:
    """Return the text of HTML, with a space around every element that ends a line."""
    root = html.document_fromstring(f"<html><body>{markup}</body></html>")
    for element in root.iter(*BLOCKS):
        element.tail = " " + (element.tail or "")
        element.text = " " + (element.text or "")
    return str(root.text_content())


def score(folder: Path) -> Score:
    """Read the page of one case and compare it with the truth."""
    source = folder / "source.html"
    manuscript = read(source.read_bytes(), source)
    expected = text_of_markup((folder / "expected.html").read_text("utf-8"))
    truth = json.loads((folder / "expected-metadata.json").read_text("utf-8"))
    found = " ".join(text for _, text in reading.blocks(manuscript.body))
    ours, theirs = words(found), words(expected)
    lost, gained = (" ".join((a - b).elements())[:200] for a, b in ((theirs, ours), (ours, theirs)))
    remarks = [f"body: {lost} → {gained}"]
    title = alike(manuscript.headline) == alike(truth.get("title"))
    remarks += [] if title else [f"title: {truth.get('title')} → {manuscript.headline}"]
    byline = same_persons(manuscript.byline, truth.get("byline"))
    remarks += (
        [] if byline or byline is None else [f"byline: {truth.get('byline')} → {manuscript.byline}"]
    )
    return Score(
        name=folder.name,
        body=f1(found, expected),
        title=float(title),
        byline=None if byline is None else float(byline),
        direction=float(manuscript.direction == truth.get("dir")),
        remarks=tuple(remarks),
    )


def alike(text: str | None) -> str:
    """Return a text with its spaces folded, in NFC."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def same_persons(found: tuple[str, ...], expected: str | None) -> bool | None:
    """Tell whether the names found are those of the byline, which may hold a label and more."""
    if not expected:
        return None
    bare = LABEL.sub("", alike(expected))
    return bool(found) and (bare == ", ".join(found) or all(name in bare for name in found))


def mean(scores: list[Score], measure: str) -> float:
    """Return the mean of a measure over the pages that have it."""
    values = [value for s in scores if (value := getattr(s, measure)) is not None]
    return sum(values) / len(values) if values else 1.0


def score_all(folder: Path = CASES) -> list[Score]:
    """Score every case of a folder, in the order of names."""
    return [score(case) for case in sorted(folder.iterdir()) if (case / "source.html").is_file()]


def main(arguments: list[str]) -> None:
    """Print the table, and what was wrong when asked to."""
    verbose = "--verbose" in arguments
    folders = [Path(argument) for argument in arguments if not argument.startswith("--")]
    scores = score_all(*folders[:1])
    print(f"{'page':42}" + "".join(f"{measure:>10}" for measure in MEASURES))
    for each in scores:
        values: list[Any] = [getattr(each, measure) for measure in MEASURES]
        if verbose or any(value is not None and value < 1 for value in values):
            print(
                f"{each.name:42}"
                + "".join(f"{'–' if v is None else format(v, '.3f'):>10}" for v in values)
            )
        if verbose:
            print("".join(f"    {remark}\n" for remark in each.remarks), end="")
    print(
        f"{f'mean of {len(scores)} pages':42}"
        + "".join(f"{mean(scores, m):10.3f}" for m in MEASURES)
    )


if __name__ == "__main__":
    main(sys.argv[1:])
