"""Let atheris look for what breaks readers, typography, sanitiser and composition, for so long.

`python -m tests.fuzz [SECONDS]`. What it learns is kept in the user's cache and grows; it begins
with the hostile cases. An input that breaks something is written there, and its name is told.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from pressrun.errors import PressError
from pressrun.fonts import cache_folder
from tests.hostile.table import KINDS

try:
    import atheris
except ImportError:
    sys.exit("atheris is not here; run “make fuzz”, or .ci/python.sh fuzz")

with atheris.instrument_imports(include=["pressrun.readers", "pressrun.markup"]):
    from pressrun import markup, readers
    from pressrun.markup.body import compose, picture_sources
    from pressrun.readers import markdown, plain, web, word
    from pressrun.typography import typeset

NAMES = ("case.md", "case.txt", "case.html", "case.docx")
_USED = (markdown, plain, web, word)
_LANGUAGES = ("en", "fr", "de", "ar")
_LONGEST = 20_000  # bytes
_PATIENCE = 60  # seconds, as a build has for an article


def one(data: bytes) -> None:
    """Read, sanitise, set and compose an input; its first byte says of what kind it is."""
    kind = data[0] if data else 0
    path = Path(NAMES[kind % len(NAMES)])
    try:
        manuscript = readers.read_bytes(data[1:], path)
    except PressError:
        return
    language = _LANGUAGES[kind // len(NAMES) % len(_LANGUAGES)]
    typeset((manuscript.headline or "", *manuscript.standfirst), language)
    for line in manuscript.standfirst_markup:
        markup.set_line(line, language)
    pictures = dict.fromkeys((source for source, _ in picture_sources(manuscript.body)), "")
    with suppress(PressError):
        compose(manuscript.body, slug="case", language=language, path=path, hrefs=pictures)


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
