"""Whoever has never seen the tool makes a publication by the README’s words alone.

The commands are those that it shows, in their order; between them the newcomer does what it says in
words: pastes, names the article, makes a slip of the pen and mends it as the message says.
"""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from tests.docs.pages import Command, steps
from tests.editions.commands import BUILD, PATIENCE, Ran, press

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
HEADLINE = "Harbour wall to be rebuilt"
PASTE = f"""\
{HEADLINE}

The gale broke it in two places

By Mary Shoreham

WHITBY - The harbour wall, which the spring gale broke in two places, is to be rebuilt in stone.

“It has stood since 1814,” said the harbour master. “It will stand again.”

Share this article
"""


def shown() -> list[str]:
    """Return the commands of the README’s section on one’s own text."""
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme.partition("## Use it on your own text")[2].partition("\n## ")[0]
    return [step.line for step in steps(section) if isinstance(step, Command)]


def run(line: str, folder: Path) -> Ran:
    program, *words = line.split()
    assert program == "pressrun"
    names = [
        name
        for word in words
        for name in (sorted(map(str, folder.glob(word))) if "*" in word else [word])
    ]
    return press(*names, folder=folder)


def test_a_newcomer_makes_a_publication_by_the_readmes_words_alone(tmp_path: Path) -> None:
    new, enter, bring, build, check, preview = shown()
    assert run(new, tmp_path).code == 0
    review = tmp_path / enter.removeprefix("cd ")
    (tmp_path / "story.txt").write_text(PASTE, "utf-8")

    brought = run(bring, review)
    assert (brought.code, brought.out) == (0, "source/articles/story.md\n")
    assert "left out “Share this article”" in brought.err

    settings = review / "source/publication.yaml"
    said = settings.read_text("utf-8")
    settings.write_text(said.replace("articles: [first-light]", "articles: [story]"), "utf-8")
    story = review / "source/articles/story.md"
    story.write_text(story.read_text("utf-8").replace("standfirst:", "standfrist:"), "utf-8")

    refused = run(build, review)
    assert (refused.code, refused.out, (review / "dist").exists()) == (1, "", False)
    mend(refused.err, review)
    built = run(build, review)
    assert (built.code, built.err) == (0, "")
    assert [path.suffix for path in built.paths] == [".epub", ".pdf"]

    judged = run(check, review)
    assert judged.code == 0, judged.out + judged.err
    assert {"EPUBCheck", "Ace", "veraPDF"} <= set(re.findall(r"^(\S+)", judged.out, re.MULTILINE))

    assert HEADLINE in previewed(preview, review)


def mend(told: str, folder: Path) -> None:
    """Do what a message says: on its line of its file, put what was meant for what was written."""
    place = re.search(r"^(\S+?):(\d+): unknown field “(\S+)”", told, re.MULTILINE)
    meant = re.search(r"^hint: did you mean “(\S+)”\?$", told, re.MULTILINE)
    assert place
    assert meant
    file = folder / place[1]
    lines = file.read_text("utf-8").split("\n")
    at = int(place[2]) - 1
    assert place[3] in lines[at]
    lines[at] = lines[at].replace(place[3], meant[1])
    file.write_text("\n".join(lines), "utf-8")


def previewed(line: str, folder: Path) -> str:
    """Start the preview, open the address that it prints and what that shows, and end it."""
    words = line.split()[1:]
    command = [sys.executable, str(BUILD), *words]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout
            address = process.stdout.readline().strip()
            with urllib.request.urlopen(f"{address}events", timeout=PATIENCE) as events:  # noqa: S310 - of this machine
                lines: Iterator[str] = (line.decode() for line in events)
                return next(line for line in lines if HEADLINE in line)
        finally:
            process.terminate()
            process.wait()
