"""Ace by DAISY, the accessibility checker of EPUB; drives it through Node and a Chromium.

Ace ends with 0 on a failing book, so its report.json is read: https://daisy.github.io/ace/
It starts Chromium without a sandbox by itself (ace-axe-runner-puppeteer 1.4.6), so root may too.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressrun.preflight import places, programs
from pressrun.preflight.finding import Finding, JudgesEpub, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

LAUNCHERS = ("ace-cli", "ace-puppeteer")
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Ace waits five seconds for the browser, which a busy machine exceeds on a cold start.
BROWSER_PATIENCE_MS = 60_000
IMPACTS: dict[str, Severity] = {"minor": "warning", "moderate": "warning"}

_OWN_ERROR = re.compile(r"Ace processing error: +(.*)")
_MACHINE_AT_FAULT = re.compile(r"browser|launch|timed? ?out|ENOSPC|EACCES", re.IGNORECASE)


class Ace(JudgesEpub):
    """Hold an EPUB to what a reader who cannot see or hear it needs."""

    name = "Ace"
    quick = False

    def lacks(self) -> str | None:
        """Say how to get Ace, Node or Chromium."""
        missing = [
            what
            for what, found in (
                ("Ace itself", _launcher()),
                ("Node.js", shutil.which("node")),
                ("Chromium", browser()),
            )
            if not found
        ]
        return f"{self.name} lacks {', '.join(missing)}: {_REMEDY}" if missing else None

    def version(self) -> str:
        """Name Ace, what npm installed with it, Node.js and the browser."""
        installed = programs.CLONE / "node_modules" / ".package-lock.json"
        lock = installed if installed.exists() else None
        return programs.state_of(_launcher(), lock, shutil.which("node"), browser())

    def findings(self, path: Path) -> tuple[Finding, ...]:
        """Run Ace and return each failed assertion of its report."""
        with tempfile.TemporaryDirectory(prefix="pressrun-ace-") as folder:
            said = _run(path, Path(folder))
            try:
                report = json.loads(Path(folder, "report.json").read_bytes())
            except FileNotFoundError as error:
                refusal = _OWN_ERROR.search(said)
                if refusal is None or _MACHINE_AT_FAULT.search(refusal[1]):
                    raise programs.breakdown(self.name, path, said) from error
                return (_refusal(path, refusal[1]),)
        return tuple(_findings(report, path))


_REMEDY = f"{programs.TEST_TOOLS}, or npm's @daisy/ace-cli with node and chromium on the PATH"


def _launcher() -> str | None:
    local = str(programs.CLONE / "node_modules" / ".bin")
    places = ((name, folder) for name in LAUNCHERS for folder in (local, None))
    return next(filter(None, (shutil.which(name, path=folder) for name, folder in places)), None)


def browser() -> str | None:
    """Find the browser that Ace is to use."""
    named = os.environ.get("PUPPETEER_EXECUTABLE_PATH")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def _run(path: Path, folder: Path) -> str:
    """Let Ace write its report into the folder, its logs too, and return what it said."""
    done = programs.run(
        (_launcher() or LAUNCHERS[0], "--force", "--outdir", folder, path.resolve()),
        validator=Ace.name,
        environment={
            "ACE_TIMEOUT_INITIAL": str(BROWSER_PATIENCE_MS),
            "PUPPETEER_EXECUTABLE_PATH": browser() or "",
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_STATE_HOME": str(folder / "state"),
        },
    )
    return done.stderr + done.stdout


def _findings(report: dict[str, Any], path: Path) -> Iterator[Finding]:
    for document in report["assertions"]:
        for assertion in document["assertions"]:
            yield _finding(assertion, document["earl:testSubject"]["url"], path)


def _finding(assertion: dict[str, Any], document: str, path: Path) -> Finding:
    test, result = assertion["earl:test"], assertion["earl:result"]
    cfis = result.get("earl:pointer", {}).get("cfi", [])
    advice = test.get("help", {})
    return Finding(
        validator=Ace.name,
        severity=IMPACTS.get(test["earl:impact"], "error"),
        number=test["dct:title"],
        message=f"{advice.get('dct:description', '')}: {_one_line(result['dct:description'])}",
        path=path,
        place=places.in_epub(path, document, cfis[0] if cfis else None),
        hint=f"see {advice['url']}" if advice.get("url") else None,
    )


def _one_line(text: str) -> str:
    return "; ".join(line.strip() for line in text.splitlines() if line.strip())


def _refusal(path: Path, message: str) -> Finding:
    return Finding(
        validator=Ace.name, severity="fatal", number="unreadable", message=message, path=path
    )
