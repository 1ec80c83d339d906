"""Look at the desk in Chromium and use it, by `drive.mjs`, which runs as long as this is open."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any, Final, Self

DRIVER: Final = Path(__file__).with_name("drive.mjs")


class Browser:
    """A window of Chromium; use it as a context manager."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            ["node", str(DRIVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"CHROMIUM": os.environ.get("CHROMIUM", "/usr/bin/chromium")},
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=60)

    def open(self, url: str, **how: Any) -> None:
        """Show a page, and wait until there is something on it."""
        self._ask("open", url=url, **how)

    def evaluate(self, script: str) -> Any:
        """Return what an expression of JavaScript gives in the page."""
        return self._ask("evaluate", script=script)

    def wait(self, script: str) -> None:
        """Wait until an expression is true."""
        self._ask("wait", script=script)

    def click(
        self, selector: str, *, frame: bool = False, at: dict[str, int] | None = None
    ) -> None:
        """Click the first element of that selector, in the page or in the frame of the EPUB."""
        self._ask("click", selector=selector, frame=frame, at=at)

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        self._ask("press", keys=keys)

    def picture(self, path: Path) -> None:
        """Keep a picture of the window."""
        self._ask("picture", path=str(path))

    def requests(self) -> list[str]:
        """Return the paths that were asked for since this was called last."""
        found: list[str] = self._ask("requests")
        return found

    def complaints(self) -> list[str]:
        """Return the errors that the console showed."""
        found: list[str] = self._ask("complaints")
        return found

    def judge(self) -> list[str]:
        """Return what axe-core finds, and where."""
        found: list[str] = self._ask("judge")
        return found

    def _ask(self, order: str, **rest: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"order": order, **rest}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["result"]
