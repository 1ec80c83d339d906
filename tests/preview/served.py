"""A small issue, and the preview of it as a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING, Self

from tests.editions.commands import BUILD, ROOT

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = "title: The Long Shore\nlang: en\npublisher: Tidewater\narticles: [tide, gale]\n"
HEAD = "---\ntitle: {}\nbyline: Ada Tidewell\ndate: 2026-04-30\nlang: en\n---\n\n"
PARAGRAPH = (
    "The harbourmaster counted the crates on the quay before the water turned{}, and wrote it "
    "down. "
)
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="120">'
    '<rect width="300" height="120"/></svg>'
)
ROOF = "## A roof\n\nIt flew, and [the tide](tide.md) had it.\n"


def write_issue(folder: Path) -> Path:
    """Write an issue of two articles, the first of several pages, with a note and a picture."""
    (folder / "articles").mkdir(parents=True)
    (folder / "publication.yaml").write_text(SETTINGS, "utf-8")
    (folder / "wave.svg").write_text(PICTURE, "utf-8")
    blocks = [PARAGRAPH.format(f" on day {n}") * 5 for n in range(12)]
    blocks.insert(2, "## What it left")
    blocks.insert(4, "![A black wave.](../wave.svg)")
    blocks[6] += "It was so.[^1]"
    text = "\n\n".join([*blocks, "[^1]: So it was written.", "The last word is salt."])
    (folder / "articles" / "tide.md").write_text(HEAD.format("The tide") + text + "\n", "utf-8")
    gale = f"{PARAGRAPH.format(' in March')}\n\n{ROOF}"
    (folder / "articles" / "gale.md").write_text(HEAD.format("The gale") + gale, "utf-8")
    return folder


class Served:
    """`build.py preview` of a folder; leaving it interrupts it, as Ctrl-C does."""

    def __init__(self, source: Path, *words: str) -> None:
        self.source = source
        self.code: int | None = None
        self._command = [sys.executable, str(BUILD), "preview", str(source), *words]

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            self._command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        self.url = self.process.stdout.readline().strip()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def wait(self) -> None:
        """Wait until all is there."""
        with urllib.request.urlopen(self.url + "events") as events:  # noqa: S310 - our own
            while b'"state": "ready"' not in events.readline():
                pass

    def stop(self) -> tuple[str, str]:
        """Interrupt it; return what it said besides its address, on either stream."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        said = self.process.communicate(timeout=60)
        self.code = self.process.returncode
        return said

    def change(self, name: str, old: str, new: str) -> None:
        """Save a manuscript in which some words are others."""
        path = self.source / "articles" / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
