"""page-validation, a young validator of PDF/A-1 to 3 and PDF/UA-1 in Rust: no Java, milliseconds.

Where it is stricter than the standard, its finding is told and stops nothing; veraPDF decides.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from pressrun.preflight import programs, qpdf
from pressrun.preflight.finding import Finding, JudgesPdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from page import ValidationFailure

    from pressrun.preflight.finding import Severity

PROFILES = frozenset({"1a", "1b", "2a", "2b", "2u", "3a", "3b", "3u", "ua1"})
# Only ISO 19005-1, 6.7.2 forbids compressed metadata; page-validation 0.11.0 asks it of every
# part, veraPDF 1.31 of the first alone (November 2026).
_STRICTER = re.compile(r"PDFA[23][ABU]-METADATA-FILTER-001")
# It takes a stream whose last byte is a carriage return, as one compressed stream in 256 ends, for
# one byte short of its /Length, since a line feed follows.
_LENGTH = re.compile(r"PDFA\d[ABU]-STREAM-LENGTH-001")

# It gives up at 1,025 rows of a table, which are nothing strange. Nor are 257 entries of an
# outline; but there a higher limit overflows the stack (page-validation 0.11.0), and others judge.
_LIMITS = {
    "max_table_grid_cells": 10_000_000,
    "max_table_grid_columns": 100_000,
    "max_table_grid_rows": 100_000,
}


def get_ready() -> None:
    """Load it, if it is there, so that nobody waits for that later."""
    with suppress(ImportError):
        import page  # noqa: F401, PLC0415 - an EPUB alone needs none of it


class PageValidation(JudgesPdf):
    """Hold a PDF to the standards that it claims, as far as page-validation has them."""

    name = "page-validation"
    quick = True

    def lacks(self) -> str | None:
        """Say how to get the Python package, which comes with the press."""
        if programs.package_folder("page"):
            return None
        return f"{self.name} is missing: {programs.ANEW}"

    def version(self) -> str:
        """Name nothing: the press is another one with another version of a package."""
        return ""

    def findings(self, path: Path) -> tuple[Finding, ...]:
        """Return every failed rule of the profiles claimed and known, tried side by side."""
        return self.begin(path)()

    def begin(self, path: Path) -> Callable[[], tuple[Finding, ...]]:
        """Read the file in threads, which let go of Python's lock; return what waits for them."""
        claimed = qpdf.claims(path)
        if not claimed:
            return lambda: (qpdf.without_claim(self.name, path, claimed),)
        profiles = [profile for profile in claimed if profile in PROFILES]
        pool = ThreadPoolExecutor(max_workers=len(PROFILES))
        begun = [Event() for _ in profiles]
        found = pool.map(partial(self._against, path), profiles, begun)
        pool.shutdown(wait=False)
        for each in begun:
            each.wait()
        return lambda: tuple(finding for each in found for finding in each)

    def _against(self, path: Path, profile: str, begun: Event) -> tuple[Finding, ...]:
        try:
            import page  # noqa: PLC0415 - an EPUB alone needs none of it
        finally:
            begun.set()
        try:
            report = page.validate_pdf(path, profile=profile, limits=page.SafetyLimits(**_LIMITS))
        except page.SafetyLimitError as error:
            return (_refusal(path, str(error), "info"),)
        except page.PageError as error:
            return (_refusal(path, str(error)),)
        return tuple(_finding(path, each) for each in report.failures if not _mistaken(path, each))


def _mistaken(path: Path, failure: ValidationFailure) -> bool:
    """Tell whether it measured a stream wrongly."""
    part = failure.object_id
    if not _LENGTH.fullmatch(failure.rule_id):
        return False
    return qpdf.ends_in_return(path, part.object_number if part else None)


def _finding(path: Path, failure: ValidationFailure) -> Finding:
    part = failure.object_id
    return Finding(
        validator=PageValidation.name,
        severity="info" if _STRICTER.fullmatch(failure.rule_id) else "error",
        number=failure.rule_id,
        message=failure.message,
        path=path,
        place=f"object {part.object_number}" if part else None,
    )


def _refusal(path: Path, message: str, severity: Severity = "fatal") -> Finding:
    return Finding(
        validator=PageValidation.name,
        severity=severity,
        number="unreadable",
        message=message,
        path=path,
    )
