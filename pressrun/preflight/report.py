"""Runs the validators that this machine has and sets what they found; judges nothing itself."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from textwrap import shorten
from typing import TYPE_CHECKING, TextIO

from pressrun.errors import MachineError, UsageError
from pressrun.preflight.ace import Ace
from pressrun.preflight.epubcheck import EpubCheck
from pressrun.preflight.finding import NO_CLAIM, SEVERITIES, Finding, Severity, Validator
from pressrun.preflight.page_validation import PageValidation
from pressrun.preflight.qpdf import Qpdf
from pressrun.preflight.structure import Structure
from pressrun.preflight.verapdf import VeraPdf
from pressrun.progress import silence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pressrun.progress import Tell

VALIDATORS: tuple[Validator, ...] = (
    Structure(),
    EpubCheck(),
    Ace(),
    VeraPdf(),
    PageValidation(),
    Qpdf(),
)
# What holds together may still break every standard: these alone let nothing pass.
GROUNDWORK = frozenset({Structure.name, Qpdf.name})
# EPUBCheck names every element that would have been allowed; an editor needs the beginning.
LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one validator made of one file; `absence` or `breakdown` says why it made nothing."""

    validator: str
    path: Path
    findings: tuple[Finding, ...] = ()
    absence: str | None = None
    breakdown: MachineError | None = None

    @property
    def result(self) -> str:
        """Say it in the table's one word."""
        if self.absence or self.breakdown:
            return "not run" if self.absence else "BROKE DOWN"
        if any(finding.number == NO_CLAIM for finding in self.findings):
            return "no claim"
        return "FAILED" if any(finding.failing for finding in self.findings) else "passed"


def check(paths: Sequence[Path], *, stream: TextIO, progress: TextIO | None = None) -> int:
    """Judge finished files by every validator at hand; write table and findings to `stream`.

    Return the exit code: 0 when nothing fails, 1 otherwise. Raise UsageError for a file that is
    missing or neither EPUB nor PDF. Raise MachineError, after the table is written, when a
    validator broke down, or when nothing fails and none that knows a standard judged some file.
    """
    _demand_files(paths)
    verdicts = tuple(verdicts_on(paths, progress=progress or sys.stderr))
    stream.write(text(verdicts))
    for breakdown in filter(None, (verdict.breakdown for verdict in verdicts)):
        raise breakdown
    if any(verdict.result == "FAILED" for verdict in verdicts):
        return 1
    for path in paths:
        _demand_a_judge(path, verdicts)
    return 0


def findings_in(path: Path, *, quick: bool, tell: Tell = silence) -> tuple[Finding, ...]:
    """Return what the validators at hand find in one file; `quick` leaves out Java and browser.

    `tell` hears which of them is at work. Say nothing of validators that are missing: `lacking`
    does.
    """
    chosen = [
        validator
        for validator in VALIDATORS
        if validator.suits(path) and validator.quick >= quick and validator.lacks() is None
    ]
    findings: list[Finding] = []
    for number, validator in enumerate(chosen, start=1):
        tell("checking", number, len(chosen))
        findings += validator.findings(path)
    return tuple(findings)


def lacking(paths: Iterable[Path]) -> tuple[str, ...]:
    """Say, a sentence each, which validators suit these files and cannot run here."""
    paths = tuple(paths)
    suited = (validator for validator in VALIDATORS if any(map(validator.suits, paths)))
    return tuple(filter(None, (validator.lacks() for validator in suited)))


def verdicts_on(paths: Sequence[Path], *, progress: TextIO) -> Iterator[Verdict]:
    """Yield a verdict for each file and validator that suits it, in that order.

    They run side by side, as many as there are cores; each program is told on `progress`.
    """
    pairs = [(path, each) for path in paths for each in VALIDATORS if each.suits(path)]
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        yield from pool.map(lambda pair: _verdict(pair[0], pair[1], progress), pairs)


def text(verdicts: Sequence[Verdict]) -> str:
    """Set the table, what is missing and how to get it, and every finding."""
    absences = dict.fromkeys(verdict.absence for verdict in verdicts if verdict.absence)
    parts = (
        table(verdicts),
        "".join(f"not run: {absence}\n" for absence in absences),
        *(_paragraph(verdict) for verdict in verdicts),
    )
    return "\n".join(part for part in parts if part)


def table(verdicts: Sequence[Verdict]) -> str:
    """Set one line a verdict: validator, file, result, how many of what, the gravest."""
    head = ("validator", "file", "result", "findings", "gravest")
    return _columns([head, *(_row(verdict) for verdict in verdicts)])


def _verdict(path: Path, validator: Validator, progress: TextIO) -> Verdict:
    absence = validator.lacks()
    if absence:
        return Verdict(validator=validator.name, path=path, absence=absence)
    if not validator.quick:
        progress.write(f"{path}: {validator.name} …\n")
    try:
        return Verdict(validator=validator.name, path=path, findings=validator.findings(path))
    except MachineError as error:
        return Verdict(validator=validator.name, path=path, breakdown=error)


def _demand_files(paths: Sequence[Path]) -> None:
    if not paths:
        message = "no file to check"
        raise UsageError(message, hint="name finished files: build.py check dist/*")
    for path in paths:
        if not path.is_file():
            message = "there is no such file"
            raise UsageError(message, path=path)
        if not any(validator.suits(path) for validator in VALIDATORS):
            message = f"no validator knows files such as “{path.name}”"
            raise UsageError(message, path=path, hint="only .epub and .pdf can be checked")


def _demand_a_judge(path: Path, verdicts: Sequence[Verdict]) -> None:
    judges = [v for v in verdicts if v.path == path and v.validator not in GROUNDWORK]
    if all(judge.absence for judge in judges):
        message = "no validator that knows its standard could run on this file"
        raise MachineError(message, path=path, hint="the lines “not run” name what to install")


def _row(verdict: Verdict) -> tuple[str, ...]:
    gravest = min(verdict.findings, key=_gravity, default=None)
    return (
        verdict.validator,
        verdict.path.name,
        verdict.result,
        "" if verdict.absence or verdict.breakdown else tally(verdict.findings),
        gravest.number if gravest else "",
    )


def tally(findings: Iterable[Finding]) -> str:
    """Count findings by severity: `2 errors, 1 usage`; `none` where there are none."""
    ordered = sorted(findings, key=_gravity)
    counts = [(word, len(tuple(same))) for word, same in groupby(ordered, lambda f: f.severity)]
    return ", ".join(f"{count} {_plural(word, count)}" for word, count in counts) or "none"


def _plural(severity: Severity, count: int) -> str:
    return f"{severity}s" if count > 1 and severity in {"error", "warning"} else severity


def _gravity(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)


def _columns(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines)


def _paragraph(verdict: Verdict) -> str:
    """Set a verdict's findings, the gravest first, those of one rule and wording as one."""
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for finding in sorted(verdict.findings, key=_gravity):
        alike.setdefault((finding.severity, finding.number, finding.message), []).append(finding)
    return "".join(_sentence(same) for same in alike.values())


def _sentence(same: list[Finding]) -> str:
    first = same[0]
    place = f"{first.place}: " if first.place else ""
    more = f" (and {len(same) - 1} more like it)" if len(same) > 1 else ""
    message = shorten(first.message, LONGEST, placeholder=" …")
    said = f"{first.severity} {first.number} ({first.validator}): {message}{more}\n"
    hint = f"  hint: {shorten(first.hint, LONGEST, placeholder=' …')}\n" if first.hint else ""
    return f"{first.path}: {place}{said}{hint}"
