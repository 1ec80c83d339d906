"""Measure how long after a save it is seen, in Chromium: `make bench WORK=preview`.

One article of an issue is changed while the preview shows it. What is timed begins with the writing
of the file, and ends when the word is in the EPUB's pane and the picture of its page in print's.
"""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, Final

from benchmarks import workloads
from tests.preview.browser import Browser
from tests.preview.served import Served

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.workloads import Measure

_BOOK: Final = "document.querySelector('#book').contentDocument"
_KEYS: Final = "[...document.querySelectorAll('#pages figure')].map((each) => each.dataset.key)"
_DRAWN: Final = (
    "[...document.querySelectorAll('#pages figure')].some((each) => !window.before.includes("
    "each.dataset.key) && ((image) => image.src.includes(each.dataset.key) && image.complete"
    " && image.naturalWidth)(each.querySelector('img')))"
)
_IDLE: Final = "document.querySelector('#status').dataset.state === 'ready'"
_PAUSE: Final = 5.0  # seconds, so that all that follows from a change is done before the next


def measure(folder: Path, measured_out: Measure, runs: int) -> tuple[float, ...]:
    """Return the seconds from save to seen of each run but the first."""
    work = workloads.write(folder, measured_out)
    edited = work.articles[len(work.articles) // 2].stem
    seconds = []
    with Served(work.source) as server, Browser() as browser:
        server.wait()
        browser.open(f"{server.url}#{edited}")
        browser.wait(f"{_KEYS}.length > 1 && {_IDLE}")
        browser.click("article p:has-text('committee')", frame=True)
        for turn in range(-1, runs):
            time.sleep(_PAUSE)
            browser.wait(_IDLE)
            browser.evaluate(f"window.before = {_KEYS}")
            begun = time.perf_counter()
            workloads.edit(work, turn)
            word = f"{_BOOK}.querySelector('article').textContent.includes('committee{turn}')"
            browser.wait(f"{word} && {_DRAWN}")
            seconds.append(time.perf_counter() - begun)
    return tuple(seconds[1:])


def table(seconds: tuple[float, ...]) -> str:
    """Return the median, the shortest and the longest, in Markdown."""
    row = f"| {median(seconds):.2f} | {min(seconds):.2f} | {max(seconds):.2f} |"
    return f"| from save to seen in both panes, s | least | most |\n|--:|--:|--:|\n{row}"
