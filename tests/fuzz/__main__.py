"""Let atheris look for what breaks readers, typography, sanitiser and composition, or loses words.

`python -m tests.fuzz [SECONDS]`. What it learns is kept in the user's cache and grows; it begins
with the hostile cases. An input that breaks something is written there, and its name is told.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun.errors import PressError
from pressrun.fonts import cache_folder
from tests.hostile.table import KINDS
from tests.score_pasted import words_lost

if TYPE_CHECKING:
    from pressrun.markup.tree import Element
    from pressrun.model import Body

try:
    import atheris
except ImportError:
    sys.exit("atheris is not here; run “make fuzz”, or .ci/python.sh fuzz")

with atheris.instrument_imports(include=["pressrun.readers", "pressrun.markup"]):
    from pressrun import markup, readers
    from pressrun.markup import tree
    from pressrun.markup.body import compose, picture_sources
    from pressrun.markup.sanitise import sanitise
    from pressrun.readers import markdown, plain, web, word
    from pressrun.readers.decoding import decode
    from pressrun.typography import typeset

NAMES = ("case.md", "case.txt", "case.html", "case.docx")
_USED = (markdown, plain, web, word)
_LANGUAGES = ("en", "fr", "de", "ar")
_LETTER = re.compile("[A-Za-z]")  # no word is lost without one, whatever is beside it
_OTHERWISE = ".//*[contains(@class, 'math') or contains(@class, 'alert-')]"
_LONGEST = 20_000  # bytes
_PATIENCE = 60  # seconds, as a build has for an article


def one(data: bytes) -> None:
    """Read, sanitise, set and compose an input; its first byte says of what kind it is.

    Raises AssertionError where words were lost on the way.
    """
    kind = data[0] if data else 0
    path = Path(NAMES[kind % len(NAMES)])
    try:
        manuscript = readers.read_bytes(data[1:], path)
    except PressError:
        return
    if path.suffix == ".txt":
        text = decode(data[1:], path)
        assert not (lost := words_lost(text, manuscript)), f"the reader lost {lost}"
    language = _LANGUAGES[kind // len(NAMES) % len(_LANGUAGES)]
    typeset((manuscript.headline or "", *manuscript.standfirst), language)
    for line in manuscript.standfirst_markup:
        markup.set_line(line, language)
    pictures = dict.fromkeys((source for source, _ in picture_sources(manuscript.body)), "")
    try:
        body = compose(manuscript.body, slug="case", language=language, path=path, hrefs=pictures)
    except PressError:
        return
    lost = _letters(tree.parse(sanitise(manuscript.body))) - _letters_of(body)
    assert not lost, f"composition lost {lost}"


def _letters(root: Element) -> Counter[str]:
    """Count letters that stay as they are: not those of a formula, or of an alert's heading."""
    for element in root.xpath(_OTHERWISE):
        element.text = None
        del element[:]
    return Counter(_LETTER.findall("".join(root.itertext())))


def _letters_of(body: Body) -> Counter[str]:
    notes = (_letters(tree.parse(note.body)) for note in body.notes)
    return sum(notes, _letters(tree.parse(body.html)))


def main(seconds: str = "600") -> None:
    """Look for so many seconds; end with another status than 0 when something broke."""
    corpus = cache_folder() / "fuzz"
    corpus.mkdir(exist_ok=True)
    for cases in KINDS.values():
        for number, case in enumerate(cases):
            for name, data in case.files.items():
                if len(data) < _LONGEST and name in NAMES:
                    seed = bytes([NAMES.index(name)]) + data
                    (corpus / f"case-{number}-{name}").write_bytes(seed)
    how = [f"-max_total_time={seconds}", f"-timeout={_PATIENCE}", f"-max_len={_LONGEST}"]
    told = [f"-artifact_prefix={corpus.parent}/fuzz-found-", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *how, *told, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:2])
