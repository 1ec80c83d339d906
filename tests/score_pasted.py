"""Scores the plain-text reader on pasted news pages whose truth is known, and prints a table.

    python tests/score_pasted.py [FOLDER] [--verbose]

FOLDER holds cases (`text`, `text_loose`, `truth`); by default `cases/pasted` of the shared folder.
Texts are compared after NFC, with spaces and quotes made alike. What the truth does not say (no
date, no authors) is not scored.
"""

from __future__ import annotations

import json
import os
import re
import sys
import textwrap
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from pressrun.readers.plain import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pressrun.model import Manuscript

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("PRESSRUN_SHARED", ROOT.parent / "shared"))
CASES = SHARED / "cases" / "pasted"
COLUMNS = 72
INDENT = "   "
QUOTES = str.maketrans("‘’‚‛“”„‟«»‹›`´ʼ", "''''\"\"\"\"\"\"''''\x27")
# Scripts without spaces have no words that a line break would not change: count their characters.
WORD = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|(?:(?![\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f])\\w)+"
)
MEASURES = ("headline", "paragraphs", "authors", "date", "crossheads", "junk")


@dataclass
class Tally:
    """What was right, out of what could be."""

    lost: int = 0
    right: Counter[str] = field(default_factory=Counter)
    possible: Counter[str] = field(default_factory=Counter)

    def add(self, measure: str, right: float, possible: float = 1) -> None:
        """Count one case of one measure."""
        self.right[measure] += right  # type: ignore[assignment]
        self.possible[measure] += possible  # type: ignore[assignment]

    def share(self, measure: str) -> float:
        """Give the share that was right, 1.0 where nothing could be."""
        possible = self.possible[measure]
        return self.right[measure] / possible if possible else 1.0


def alike(text: str) -> str:
    """Make spaces, quotes and composition of `text` alike."""
    composed = unicodedata.normalize("NFC", text).translate(QUOTES)
    return " ".join(composed.replace("\ufeff", " ").split())


def wrapped(text: str) -> str:
    """Break every line at 72 columns, as mail and wires do."""
    return "\n".join(textwrap.fill(line, COLUMNS) for line in text.split("\n"))


def indented(text: str) -> str:
    """Break at 72 columns, indent paragraphs, and leave no blank line."""
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(textwrap.fill(x, COLUMNS, initial_indent=INDENT) for x in lines if x)


def indented_whole(text: str) -> str:
    """Indent each paragraph, on one line, and leave no blank line."""
    return "\n".join(INDENT + line.strip() for line in text.split("\n") if line.strip())


def solid(text: str) -> str:
    """Break at 72 columns, with neither an indent nor a blank line."""
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(textwrap.fill(line, COLUMNS) for line in lines if line)


FORMS: dict[str, Callable[[dict[str, Any]], str]] = {
    "careful": lambda case: str(case["text"]),
    "careless": lambda case: str(case["text_loose"]),
    "wrapped": lambda case: wrapped(case["text"]),
    "indented": lambda case: indented(case["text"]),
    "indented whole": lambda case: indented_whole(case["text"]),
    "solid": lambda case: solid(case["text"]),
}


def load_cases(folder: Path = CASES) -> list[dict[str, Any]]:
    """Read the cases of a folder, by name."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def words_lost(text: str, manuscript: Manuscript) -> Counter[str]:
    """Count the words of `text` that are nowhere in the manuscript or in what it dropped."""
    given = Counter(WORD.findall(alike(text)))
    return given - Counter(WORD.findall(alike(" ".join(every_text(manuscript)))))


def every_text(manuscript: Manuscript) -> Iterator[str]:
    """Give all texts of a manuscript: fields, body, dropped."""
    fields = (manuscript.headline, manuscript.kicker, manuscript.dateline, manuscript.source)
    yield from (text for text in fields if text)
    yield from (*manuscript.standfirst, *manuscript.byline)
    yield from (text for _, text in blocks(manuscript))
    yield from (dropped.text for dropped in manuscript.dropped)


def blocks(manuscript: Manuscript) -> list[tuple[str, str]]:
    """Give the tag (or class) and the text of each block of the body."""
    tree = ET.fromstring(f"<body>{manuscript.body}</body>")  # noqa: S314 - written by our reader
    leaves = (e for e in tree.iter() if e.tag in {"p", "h2", "li"})
    return [(str(e.get("class") or e.tag), "".join(e.itertext())) for e in leaves]


def score(text: str, truth: dict[str, Any], manuscript: Manuscript, tally: Tally) -> list[str]:
    """Add one case to `tally`, and list what was wrong."""
    wrong: list[str] = []
    lost = words_lost(text, manuscript)
    tally.lost += lost.total()
    wrong += [f"lost {dict(lost)}"] if lost else []
    right = alike(manuscript.headline or "") == alike(truth["title"])
    tally.add("headline", right)
    wrong += [] if right else [f"headline {manuscript.headline!r}"]
    wrong += _score_paragraphs(truth, manuscript, tally)
    wrong += _score_authors(truth, manuscript, tally)
    wrong += _score_date(truth, manuscript, tally)
    wrong += _score_crossheads(truth, manuscript, tally)
    return wrong + _score_junk(text, truth, manuscript, tally)


def _score_paragraphs(truth: dict[str, Any], manuscript: Manuscript, tally: Tally) -> list[str]:
    given = Counter(alike(text) for _, text in blocks(manuscript))
    first = next((t for tag, t in blocks(manuscript) if tag == "p"), "")
    dash = next((d.text for d in manuscript.dropped if "dateline" in d.why), "")
    given[alike(f"{manuscript.dateline} {dash} {first}")] += 1
    wrong = []
    for item in truth["body"]:
        text = alike(item["text"])
        found = given[text] > 0
        given[text] -= found
        tally.add("paragraphs", found)
        wrong += [] if found else [f"paragraph {text[:90]!r}"]
    return wrong


def _score_authors(truth: dict[str, Any], manuscript: Manuscript, tally: Tally) -> list[str]:
    if truth.get("authors") is None:
        return []
    expected = {alike(name).casefold() for name in truth["authors"]}
    given = {alike(name).casefold() for name in manuscript.byline}
    if not expected and not given:
        return []
    right = len(expected & given)
    f1 = 2 * right / (len(expected) + len(given))
    tally.add("authors", f1)
    return [] if f1 == 1 else [f"authors {manuscript.byline!r}, not {truth['authors']!r}"]


def _score_date(truth: dict[str, Any], manuscript: Manuscript, tally: Tally) -> list[str]:
    if truth.get("date") is None:
        return []
    given = {str(manuscript.date), str(manuscript.updated)}
    tally.add("date", truth["date"] in given)
    return [] if truth["date"] in given else [f"date {given}, not {truth['date']}"]


def _score_crossheads(truth: dict[str, Any], manuscript: Manuscript, tally: Tally) -> list[str]:
    expected = [alike(item["text"]) for item in truth["body"] if item["type"] == "h"]
    given = {alike(text) for tag, text in blocks(manuscript) if tag == "h2"}
    for text in expected:
        tally.add("crossheads", text in given)
    return [f"crosshead {text!r}" for text in expected if text not in given]


def _score_junk(
    text: str, truth: dict[str, Any], manuscript: Manuscript, tally: Tally
) -> list[str]:
    lines = {alike(line) for line in text.split("\n")}
    wanted = {alike(truth["title"]), *(alike(n) for n in truth.get("authors") or ())}
    junk = {alike(line) for line in truth["junk"]} & lines - wanted
    kept = {alike(words) for words in _kept(manuscript)}
    for line in sorted(junk):
        tally.add("junk", line not in kept)
    return [f"junk {line!r}" for line in sorted(junk & kept)]


def _kept(manuscript: Manuscript) -> Iterator[str]:
    yield from (text for text in (manuscript.headline, manuscript.kicker) if text)
    yield from (*manuscript.standfirst, *manuscript.byline)
    yield from (text for _, text in blocks(manuscript))


def score_form(form: str, cases: Iterable[dict[str, Any]], *, verbose: bool = False) -> Tally:
    """Score one form of all cases."""
    tally = Tally()
    for case in cases:
        text = FORMS[form](case)
        manuscript = read(text.encode(), Path("case.txt"))
        wrong = score(text, case["truth"], manuscript, tally)
        if verbose and wrong:
            print(f"{form}: {case['id']}", *wrong, sep="\n    ")
    return tally


def main(arguments: list[str]) -> None:
    """Print the table."""
    verbose = "--verbose" in arguments
    folder = next((Path(a) for a in arguments if not a.startswith("-")), CASES)
    cases = load_cases(folder)
    tallies = {form: score_form(form, cases, verbose=verbose) for form in FORMS}
    print(f"{'':12}" + "".join(f"{form:>16}" for form in FORMS))
    print(f"{'words lost':12}" + "".join(f"{t.lost:16}" for t in tallies.values()))
    for measure in MEASURES:
        row = (f"{tally.share(measure):16.3f}" for tally in tallies.values())
        print(f"{measure:12}" + "".join(row))


if __name__ == "__main__":
    main(sys.argv[1:])
