"""Write articles of random words, signs and scripts, and print them with and without shortcuts.

    python -m tests.editions.random_texts [FIRST] [COUNT]

tells the seeds of those whose PDFs differ; there may be none.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pressrun import shortcuts
from pressrun.manuscript import gather
from pressrun.print_edition import borrowed_fonts, print_design, print_parts
from tests.editions.shortcuts import printed

SCRIPTS: Final[tuple[str, ...]] = (
    "abcdefghijklmnopqrstuvwxyzéèüßñøåžğőœæfiflffTVWYAKQ",
    "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώΓΤΥΑ",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяТУГАё",
)
SHARES: Final = (86, 7, 7)
SIGNS: Final[tuple[str, ...]] = (
    *"0123456789.,;:!?()[]{}/-–—…'\"“”‘’«»&%€£§©®°±²³½×÷+=<>~^|@#№™→−",
    *"\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{SOFT HYPHEN}\N{THIN SPACE}",
    *"\N{NON-BREAKING HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}",
)
# From right to left, of several characters a sign, or of a script with others.
ODD: Final = ("שלום", "e\u0301", "a\u0300\u0301", "ﬁ", "ĳ", "ḟ", "1\u0301", "ª", "µ")
LANGUAGES: Final = ("en", "de", "fr", "el", "ru", "it", "pl", "tr", "nl", "es")
THEMES: Final = (None, "broadsheet", "large-print", "manuscript")


def write(folder: Path, seed: int) -> str | None:
    """Write a publication of two articles; return the theme that it is to be printed in."""
    chance = random.Random(seed)  # noqa: S311 - nothing is secret here
    (folder / "articles").mkdir(parents=True)
    for number in range(2):
        head = f"---\ntitle: Title {number}\nlang: {chance.choice(LANGUAGES)}\n---\n\n"
        blocks = (_block(chance) for _ in range(chance.randint(4, 12)))
        path = folder / "articles" / f"article-{number}.md"
        path.write_text(head + "\n\n".join(blocks), encoding="utf-8")
    settings = "title: Random\nlang: en\narticles:\n  - article-0\n  - article-1\n"
    (folder / "publication.yaml").write_text(settings, encoding="utf-8")
    return chance.choice(THEMES)


def _block(chance: random.Random) -> str:
    words = [_word(chance) for _ in range(chance.randint(3, 120))]
    mark = chance.choices(("", "## ", "> ", "- "), (70, 12, 8, 10))[0]
    return mark + " ".join(words[:12] if mark == "## " else words)


def _word(chance: random.Random) -> str:
    if chance.random() < 0.03:
        return chance.choice(ODD)
    letters = chance.choices(SCRIPTS, SHARES)[0]
    word = "".join(chance.choices(letters, k=min(22, 1 + int(chance.expovariate(0.2)))))
    word = word.capitalize() if chance.random() < 0.2 else word
    sign, kind = chance.choice(SIGNS), chance.random()
    if kind < 0.25:
        return word + sign
    if kind < 0.4:
        return sign + word
    if kind < 0.5:
        return word + sign + "".join(chance.choices(letters, k=4))
    mark = chance.choices(("", "*", "**", "`"), (76, 12, 6, 6))[0]
    return f"{mark}{word}{mark}"


def differs(seed: int) -> bool:
    """Tell whether what is printed with shortcuts is another PDF than without."""
    quick = shortcuts.SHORTCUTS
    with TemporaryDirectory() as folder:
        source = Path(folder, "source")
        theme = write(source, seed)
        publication = gather((source,), theme=theme).publication
        work = print_design(publication, loan=borrowed_fonts(publication)), print_parts(publication)
    try:
        with_them = printed(work)
        shortcuts.SHORTCUTS = ()
        return with_them != printed(work)
    finally:
        shortcuts.SHORTCUTS = quick


def main() -> int:
    """Look at so many seeds."""
    first, count = (int(word) for word in [*sys.argv[1:], *["0", "40"][len(sys.argv) - 1 :]])
    found = [seed for seed in range(first, first + count) if differs(seed)]
    sys.stdout.write(f"{count} random texts from seed {first} on, printed otherwise: {found}\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
