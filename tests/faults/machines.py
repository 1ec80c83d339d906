"""Poor machines: what a build may lack, each as words for a shell, and how it then ends."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.editions.commands import BUILD, PATIENCE
from tests.inspectors.epub import Epub
from tests.inspectors.pdf import Pdf

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path

STORY = "---\ntitle: The tide turns\nlang: en\n---\n\nBoats came in at dusk, on time.\n"
BOTH = ("story.epub", "story.pdf")
_HIDE = 'mount -t tmpfs - /usr/share/fonts; "$0" "$@"'
# Before the build's words, behind them, the exit code, what is published.
MACHINES = {
    "no environment": ("env -i", "", 0, BOTH),
    "no home": ("env -u HOME -u XDG_CACHE_HOME", "", 0, BOTH),
    "a home that is no folder": ("env -u XDG_CACHE_HOME HOME=/dev/null", "", 0, BOTH),
    "no folder for drafts": ("env TMPDIR=/nowhere TEMP=/nowhere TMP=/nowhere", "", 0, BOTH),
    "the C locale": ("env LC_ALL=C PYTHONUTF8=0 PYTHONIOENCODING=ascii", "", 0, BOTH),
    "64 descriptors": ("ulimit -n 64;", "", 0, BOTH),
    "a gigabyte of memory": ("ulimit -v 1000000;", "", 0, BOTH),
    "no input": ("", "<&-", 0, BOTH),
    "no output": ("", ">&-", 0, BOTH),
    "no messages": ("", "2>&-", 0, BOTH),
    "no stream at all": ("", "<&- >&- 2>&-", 0, BOTH),
    "output to a full device": ("", ">/dev/full", 3, BOTH),
    "everything to a full device": ("", ">/dev/full 2>&1", 3, BOTH),
    "no fonts": (f"FONTCONFIG_FILE=/dev/null unshare -rm sh -c '{_HIDE}'", "", 0, BOTH),
    "no Pango": ("env 'LD_LIBRARY_PATH={place}/empty'", "", 3, BOTH[:1]),
    "all at once": (
        "ulimit -n 64; ulimit -v 1000000; env -i TMPDIR=/nowhere LC_ALL=C PYTHONUTF8=0",
        "<&- >/dev/full 2>&-", 3, BOTH,
    ),
}  # fmt: skip
# What is mounted where editions go, and how it is made worse once earlier ones are in it.
FOLDERS = {
    "a read-only folder": ("size=1m", "remount,ro"),
    "a folder on a full disk": ("size=16k", "remount"),
}


def faults_of_machine(name: str, place: Path) -> Iterator[str]:
    """Build on a machine of that name into `place`; yield what is wrong with what became of it."""
    before, behind, code, made = MACHINES[name]
    (place / "empty").mkdir(parents=True)
    for library in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0"):
        (place / "empty" / library).touch()
    (place / "story.md").write_text(STORY, encoding="utf-8")
    words = f'"{sys.executable}" "{BUILD}" "{place}/story.md" -o "{place}/dist"'
    done = subprocess.run(
        ["sh", "-c", f"{before.format(place=place)} {words} {behind}"],
        capture_output=True, check=False, text=True, timeout=PATIENCE,
    )  # fmt: skip
    there = tuple(sorted(path.name for path in (place / "dist").iterdir()))
    if (done.returncode, there) != (code, made):
        yield f"it ended with {done.returncode} and made {there}: {done.stderr}"
    if "Traceback" in done.stderr:
        yield f"a traceback: {done.stderr}"


def faults_of_folder(name: str, place: Path) -> Iterator[str]:
    """Build into a folder that takes nothing; yield what is wrong. Only root may mount one."""
    first, then = FOLDERS[name]
    folder = place / "dist"
    folder.mkdir(parents=True)
    (place / "story.md").write_text(STORY, encoding="utf-8")
    subprocess.run(["mount", "-t", "tmpfs", "-o", first, "tmpfs", folder], check=True)
    try:
        for edition in BOTH:
            (folder / edition).write_bytes(b"old")
        subprocess.run(["mount", "-o", then, folder], check=True)
        words: list[str | Path] = [sys.executable, BUILD, place / "story.md", "-o", folder]
        done = subprocess.run(words, capture_output=True, check=False, text=True, timeout=PATIENCE)
        there = {path.name: path.read_bytes() for path in folder.iterdir()}
        if there != dict.fromkeys(BOTH, b"old"):
            yield f"the folder holds {sorted(there)}"
        said = f"{folder}: nothing was published: "
        if (done.returncode, done.stdout) != (3, "") or not done.stderr.startswith(said):
            yield f"it ended with {done.returncode}: {done.stderr}"
    finally:
        subprocess.run(["umount", folder], check=True)


def faults_of_four(place: Path) -> Iterator[str]:
    """Let four builds of one name meet in one folder; yield what is wrong with what they leave."""
    builds = []
    for number in range(4):
        source = place / str(number) / "story.md"
        source.parent.mkdir(parents=True)
        source.write_text(STORY.replace("tide", f"tide{number}"), encoding="utf-8")
        words: list[str | Path] = [sys.executable, BUILD, source, "-o", place / "dist"]
        builds.append(subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL))
    for build in builds:
        _, said = build.communicate(timeout=PATIENCE)
        if (build.returncode, said) != (0, b""):
            yield f"one ended with {build.returncode}: {said.decode()}"
    with Epub(place / "dist/story.epub") as epub:
        book = " ".join(epub.words)
    titles = [f"tide{n}" for n in range(4)]
    printed = " ".join(Pdf(place / "dist/story.pdf").words())
    if [t in book for t in titles] != [t in printed for t in titles]:
        yield "the EPUB is of one build, the PDF of another"
    if left := sorted(path.name for path in (place / "dist").iterdir() if path.name not in BOTH):
        yield f"they left {left}"


def faults_of_signal(signal: str, place: Path, chance: random.Random) -> Iterator[str]:
    """Send a signal at a moment of a build; yield what is wrong with what became of it."""
    place.mkdir(parents=True, exist_ok=True)
    (place / "story.md").write_text(STORY, encoding="utf-8")
    (place / "dist").mkdir(exist_ok=True)
    for name in BOTH:
        (place / "dist" / name).write_bytes(b"old")
    words = [sys.executable, BUILD, place / "story.md", "-o", place / "dist"]
    moment = ["timeout", "--preserve-status", "-s", signal, f"{chance.uniform(0.05, 2):.3f}"]
    done = subprocess.run(
        [*moment, *map(str, words)], capture_output=True, check=False, text=True, timeout=PATIENCE
    )
    there = {path.name: path.read_bytes() == b"old" for path in (place / "dist").iterdir()}
    if sorted(there) != [*BOTH] or len(set(there.values())) > 1:
        yield f"mixed: {there}"
    if "Traceback" in done.stderr:
        yield f"a traceback: {done.stderr}"
    if "nothing was published" in done.stderr and not all(there.values()):
        yield "untrue: it was published"
    if done.returncode == 0 and any(there.values()):
        yield "unreported: nothing was published"
