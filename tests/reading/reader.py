"""Open a finished EPUB in real reading systems and say what a reader would notice.

`open_book.mjs` drives those that run in Chromium, one browser for as long as the tests run; this
module gives it the views and types what it saw. It knows nothing of how the book was made. Needs
node, Chromium and the packages of the root `package.json`.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

from tests.reading.device_fonts import write_fontconfig
from tests.reading.mupdf import open_by_mupdf
from tests.reading.seen import Complaint, Document, Ink, Landing, Leaf, Note, Overflow, Reading
from tests.reading.view import COLOURS, View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DRIVER: Final = Path(__file__).with_name("open_book.mjs")

# Seconds a view: a guard against a browser that hangs, not a measure.
PATIENCE: Final = 120


def open_book(epub: Path, view: View) -> Reading:
    """Open `epub` as one view wants it; raises what `open_views` raises."""
    return open_views(epub, [view])[0]


def open_views(epub: Path, views: Sequence[View]) -> tuple[Reading, ...]:
    """Open `epub` once a view and return the readings in the same order.

    Raises `RuntimeError` with the driver's own words where node, Chromium or a package is missing,
    or where a reading system cannot open the book at all.
    """
    drawn = {view.name: open_by_mupdf(epub, view) for view in views if view.system == "mupdf"}
    shown = [view for view in views if view.system != "mupdf"]
    drawn |= {reading.view.name: reading for reading in _open_in_browser(epub, shown)}
    return tuple(drawn[view.name] for view in views)


def _open_in_browser(epub: Path, views: Sequence[View]) -> tuple[Reading, ...]:
    if not views:
        return ()
    wishes = [_wish(view) for view in views]
    with tempfile.TemporaryDirectory() as folder:
        _unpack(epub, folder)
        seen = _browser().ask({"book": str(epub.resolve()), "folder": folder, "views": wishes})
    return tuple(_reading(view, reading) for view, reading in zip(views, seen, strict=True))


def _unpack(epub: Path, folder: str) -> None:
    try:
        with zipfile.ZipFile(epub) as book:
            book.extractall(folder)
    except zipfile.BadZipFile as error:
        message = f"{epub}: {error}"
        raise RuntimeError(message) from error


class _Browser:
    """The driver and its Chromium; a question and its answer are a line of JSON each."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        fonts = write_fontconfig(Path(self._folder.name))
        self._process = subprocess.Popen(
            ["node", str(DRIVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
        )
        atexit.register(self.close)

    def ask(self, wishes: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Have the views of one book read."""
        guard = Timer(PATIENCE * len(wishes["views"]), self._process.kill)
        guard.start()
        try:
            answer = self._exchange(json.dumps(wishes))
        finally:
            guard.cancel()
        if "error" in answer:
            raise RuntimeError(answer["error"])
        readings: list[dict[str, Any]] = answer["readings"]
        return readings

    def close(self) -> None:
        """End the browser, and what was made for it."""
        with self._process:
            # Closes what it listens to, whereupon it ends, and waits for that.
            pass
        self._folder.cleanup()

    def _exchange(self, question: str) -> dict[str, Any]:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None or self._process.poll() is not None:
            return {"error": self._last_words()}
        stdin.write(f"{question}\n")
        stdin.flush()
        line = stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"error": self._last_words()}
        return answer

    def _last_words(self) -> str:
        self._process.wait()
        _browser.cache_clear()
        words = self._process.stderr.read() if self._process.stderr else ""
        return words.strip() or "the browser has ended"


@cache
def _browser() -> _Browser:
    return _Browser()


def _wish(view: View) -> dict[str, Any]:
    if view.screens and view.out is None:
        message = f"{view.name}: pictures need a folder to go to"
        raise ValueError(message)
    return {
        "system": view.system,
        "width": view.device.width,
        "height": view.device.height,
        "scale": view.device.scale,
        "night": view.light == "night",
        "theme": {"textSize": view.text_size, **COLOURS[view.light]},
        "walk": view.walk,
        "screens": view.screens,
        "out": str(view.out) if view.out else None,
    }


def _reading(view: View, seen: Mapping[str, Any]) -> Reading:
    return Reading(
        view=view,
        documents=tuple(_document(document) for document in seen["documents"]),
        contents=tuple(Landing(**landing) for landing in seen["contents"]),
        pages=tuple(Landing(**landing) for landing in seen["pages"]),
        links=tuple(Landing(**landing) for landing in seen["links"]),
        complaints=tuple(Complaint(**complaint) for complaint in seen["complaints"]),
        direction=seen["direction"],
        notes=tuple(Note(**note) for note in seen["notes"]),
        leaves=tuple(Leaf(**leaf) for leaf in seen["leaves"]),
    )


def _document(seen: Mapping[str, Any]) -> Document:
    return Document(
        href=seen["href"],
        blocks=tuple(seen.get("blocks", ())),
        broken_images=tuple(seen.get("brokenImages", ())),
        colour=seen.get("colour", ""),
        background=seen.get("background", ""),
        inks=tuple(Ink(**ink) for ink in seen.get("inks", ())),
        overflows=tuple(Overflow(**overflow) for overflow in seen.get("overflows", ())),
        direction=seen.get("direction", ""),
        font_size=seen.get("fontSize", 0),
        writing_mode=seen.get("writingMode", ""),
        screens=tuple(Path(path) for path in seen["screens"]),
        complaints=tuple(Complaint(**complaint) for complaint in seen["complaints"]),
    )
