"""EPUBCheck, the W3C's conformance checker of EPUB; runs the jar inside the package `epubcheck`.

All its severities are asked for, usage included: https://www.w3.org/publishing/epubcheck/docs/
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pressrun.preflight import programs
from pressrun.preflight.finding import SEVERITIES, Finding, JudgesEpub, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class EpubCheck(JudgesEpub):
    """Hold an EPUB to the EPUB 3.3 recommendation."""

    name = "EPUBCheck"
    quick = False

    def lacks(self) -> str | None:
        """Say how to get Java or the jar."""
        if _jar() is None:
            return f"{self.name} is missing: {programs.CHECK_EXTRA}"
        return programs.lacks_java(self.name)

    def version(self) -> str:
        """Name the jar and the Java that runs it."""
        return programs.state_of(_jar(), programs.java())

    def findings(self, path: Path) -> tuple[Finding, ...]:
        """Run EPUBCheck and return each of its messages at each of its places."""
        command = (programs.java() or "java", *programs.JAVA_OPTIONS, "-jar", str(_jar()))
        done = programs.run(
            (*command, path.resolve(), "--json", "-", "--usage"), validator=self.name
        )
        try:
            report = json.loads(done.stdout)
        except ValueError as error:
            raise programs.breakdown(self.name, path, done.stderr + done.stdout) from error
        findings = tuple(_findings(report["messages"], path))
        # 5.3.0 reports no message at all on a file that it could not open, and ends with 1.
        if done.returncode and not any(finding.failing for finding in findings):
            raise programs.breakdown(self.name, path, done.stderr)
        return findings


def _jar() -> Path | None:
    folder = programs.package_folder("epubcheck")
    return folder / "epubcheck.jar" if folder else None


def _findings(messages: list[dict[str, Any]], path: Path) -> Iterator[Finding]:
    for message in messages:
        for location in message["locations"] or [{}]:
            yield Finding(
                validator=EpubCheck.name,
                severity=_severity(message["severity"]),
                number=message["ID"],
                message=" ".join(message["message"].split()),
                path=path,
                place=_place(location, path),
                hint=message["suggestion"] or None,
            )


def _severity(word: str) -> Severity:
    """Take EPUBCheck's word; one that it has not today counts as an error."""
    return next((severity for severity in SEVERITIES if severity == word.lower()), "error")


def _place(location: dict[str, Any], path: Path) -> str | None:
    within = location.get("path")
    if not within or within.endswith(path.name):
        return None
    # EPUBCheck writes -1 for a line or column that it does not know.
    numbers = [str(location[key]) for key in ("line", "column") if location.get(key, -1) > 0]
    return ":".join([within, *numbers])
