"""Lay out the job on standard input with and without shortcuts; say as JSON what came of it.

A process of its own, as the press is: importing WeasyPrint changes Pillow for the whole process.
"""

from __future__ import annotations

import gc
import hashlib
import json
import pickle
import sys
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from pressrun import layout, letting_go, page_numbers, press, shortcuts, substitutes
from pressrun.presswork import PressRun
from pressrun.progress import silence

if TYPE_CHECKING:
    from pressrun.fragments import Design, Part


class Here:
    """Does here what workers do."""

    def begin(self, design: Design) -> None:
        """Get ready."""
        self.design = design
        self.layout = layout.Layout(design)

    def ask(self, message: object, _path: object = None) -> Future[Any]:
        """Answer at once."""
        answer: Future[Any] = Future()
        answer.set_result(press.answer(self.layout, self.design, message))
        return answer


def printed(work: tuple[Design, tuple[Part, ...]]) -> list[str]:
    """Return what tells two prints apart: the PDF, and where its pages begin."""
    design, parts = work
    edition = PressRun(design, Here(), kept=None).print(parts, silence)  # type: ignore[arg-type]
    return [hashlib.sha256(edition.pdf).hexdigest(), repr(edition.targets), str(edition.pages)]


def counted(work: tuple[Design, tuple[Part, ...]]) -> tuple[list[str], int]:
    """Print, and count how often Pango was asked for the lines of a text."""
    asked = 0

    def count(text: Any) -> Any:
        nonlocal asked
        asked += 1
        return get_first_line(text)

    kind = layout.weasyprint().text.line_break.Layout
    get_first_line = kind.get_first_line
    kind.get_first_line = count
    try:
        return printed(work), asked
    finally:
        kind.get_first_line = get_first_line


def left_by(work: tuple[Design, tuple[Part, ...]]) -> list[str]:
    """Print, and name the kinds of what is left to the garbage collector."""
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    printed(work)
    gc.collect()
    gc.set_debug(0)
    return sorted({type(each).__name__ for each in gc.garbage})


def main() -> None:
    """Answer one job."""
    work = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the test that started this
    quick, seldom = counted(work)
    left = left_by(work)
    ours = (
        *substitutes.ADDITIONS,
        *substitutes.BOTH_WAYS,
        *page_numbers.BARE,
        *letting_go.noting([]),
        *shortcuts.SHORTCUTS,
        *page_numbers.telling_pages({}, 1, {}),
        page_numbers.beginning_at(1, right=True),
        page_numbers.counted_from(0),
    )
    shortcuts.SHORTCUTS = ()
    slow, often = counted(work)
    weasyprint = layout.weasyprint()
    found = {substitute.place: substitute.original(weasyprint) is not None for substitute in ours}
    version = weasyprint.__version__
    json.dump(
        {
            "quick": quick,
            "slow": slow,
            "asked": [seldom, often],
            "left": left,
            "places": found,
            "version": version,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
