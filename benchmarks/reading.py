"""Measures what it costs to read 1,000 articles of each kind, and prints how that was done.

    python benchmarks/reading.py [HOW_MANY] [--profile KIND]

The articles are the texts of tests/cases and, where it is there, those of the shared folder's
cases, taken in turn; each is altered a little, so that nothing that is kept of one serves another.
CPU time of one process after its first article, which pays for imports and lists of words.
"""

from __future__ import annotations

import cProfile
import json
import os
import platform
import pstats
import sys
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import docx

from pressrun.errors import PressError
from pressrun.readers import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("PRESSRUN_SHARED", ROOT.parent / "shared"))
CASES = SHARED / "cases"
STORY = """\
The tide turns {number}

By Ada Fenwick

WHITBY, 30 April 2026 - Boats came in at dusk, and the harbourmaster waved at all of them.

At the quay

{body}

"It is the sea," he said.
"""
SENTENCE = "Nobody's cousin counted the crates, and the pilot's wife counted them again. "


def pasted() -> Iterator[str]:
    """Yield pasted texts."""
    yield from (json.loads(path.read_text("utf-8"))["text"] for path in files("pasted", ".json"))
    body = "\n\n".join([SENTENCE * 5] * 8)
    yield STORY.replace("{body}", body)


def markdown() -> Iterator[str]:
    """Yield Markdown manuscripts."""
    yield from (path.read_text("utf-8") for path in files("markdown", ".md"))
    yield (ROOT / "source/articles").joinpath(first_article()).read_text("utf-8")


def first_article() -> str:
    """Name an article of the publication that ships with the project."""
    return min(path.name for path in (ROOT / "source/articles").glob("*.md"))


def pages() -> Iterator[str]:
    """Yield saved pages."""
    yield from (path.read_text("utf-8") for path in files("html", "source.html"))
    paragraphs = f"<p>{SENTENCE * 5}</p>" * 8
    yield (
        f"<html lang='en'><head><title>The tide turns</title></head><body><nav>Home</nav>"
        f"<article><h1>The tide turns</h1>{paragraphs}</article></body></html>"
    )


def files(kind: str, ending: str) -> list[Path]:
    """List the shared cases of a kind, none where the folder is not there."""
    return sorted(path for path in (CASES / kind).rglob(f"*{ending}"))


def plain(text: str, number: int) -> bytes:
    """Return a text that differs in its last line from any other."""
    return f"{text}\n\nOne more line, the {number}th.\n".encode()


def page(text: str, number: int) -> bytes:
    """Return a page whose last paragraph differs from any other's."""
    return text.replace("</body>", f"<p>Page {number}.</p></body>").encode()


def word(text: str, number: int) -> bytes:
    """Return a pasted text as a Word file."""
    document = docx.Document()
    for index, line in enumerate(filter(None, f"{text}\n\nThe {number}th.".split("\n"))):
        document.add_paragraph(line, style="Title" if index == 0 else None)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


KINDS: dict[str, tuple[str, Callable[[], Iterable[str]], Callable[[str, int], bytes]]] = {
    "pasted text": (".txt", pasted, plain),
    "Markdown": (".md", markdown, plain),
    "saved pages": (".html", pages, page),
    "Word files": (".docx", pasted, word),
}


def articles(kind: str, how_many: int) -> Iterator[tuple[bytes, Path]]:
    """Yield that many articles of a kind, with a name each."""
    suffix, texts, alter = KINDS[kind]
    for number, text in enumerate(islice(cycle(list(texts())), how_many)):
        yield alter(text, number), Path(f"article-{number}{suffix}")


def read_all(inputs: Iterable[tuple[bytes, Path]]) -> int:
    """Read them all; return how many were refused."""
    refused = 0
    for data, path in inputs:
        try:
            read_bytes(data, path)
        except PressError:
            refused += 1
    return refused


def measure(kind: str, how_many: int) -> str:
    """Return a row of the table."""
    inputs = list(articles(kind, how_many + 1))
    read_all(inputs[:1])
    size = sum(len(data) for data, _ in inputs[1:])
    start = process_time()
    refused = read_all(inputs[1:])
    spent = process_time() - start
    each = 1000 * spent / how_many
    return f"{kind:12}{how_many:8}{refused:9}{size / 1e6:9.1f}{spent:9.2f}{each:13.2f}"


def main(words: list[str]) -> None:
    """Print the table, or where the time of one kind goes."""
    numbers = [int(word) for word in words if word.isdigit()]
    how_many = numbers[0] if numbers else 1000
    if "--profile" in words:
        inputs = list(articles(words[words.index("--profile") + 1], how_many))
        read_all(inputs[:1])
        profile = cProfile.Profile()
        profile.runcall(read_all, inputs)
        pstats.Stats(profile).sort_stats("tottime").print_stats(35)
        return
    print(f"Python {platform.python_version()}, {platform.machine()}, one process, CPU time")
    print(f"{'kind':12}{'articles':>8}{'refused':>9}{'MB':>9}{'seconds':>9}{'ms an article':>15}")
    for kind in KINDS:
        print(measure(kind, how_many))


if __name__ == "__main__":
    main(sys.argv[1:])
