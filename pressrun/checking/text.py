"""Set a report for a person: a table, what is missing, every finding with its line."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from textwrap import shorten
from typing import TYPE_CHECKING

from pressrun.excerpts import excerpt, lines_of, painted
from pressrun.lint.registry import RULES
from pressrun.preflight.finding import SEVERITIES
from pressrun.terminal import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pressrun.checking import Report
    from pressrun.preflight.finding import Finding, Severity
    from pressrun.preflight.judging import Verdict
    from pressrun.terminal import Brush

# EPUBCheck names every element that would have been allowed; an editor needs the beginning.
LONGEST = 300
# More of one number in one file is told by their lines.
MOST_ALIKE = 4
_COLOURS = {"fatal": "red", "error": "red", "warning": "yellow", "info": "cyan", "usage": "cyan"}
_RESULTS = {"passed": "green", "FAILED": "red", "BROKE DOWN": "red"}


def text(report: Report, brush: Brush = PLAIN, *, all_of_them: bool = False) -> str:
    """Set the table, what is missing and how to get it, and every finding.

    Where many of one number are in one file, the rest of their lines alone, unless it is to be
    `all_of_them`.
    """
    absences = dict.fromkeys(v.absence for v in report.verdicts if v.absence)
    findings = sorted((f for v in report.verdicts for f in v.findings), key=_place)
    parts = (
        table(report.verdicts, brush),
        "".join(f"not run: {absence}\n" for absence in absences),
        "\n".join(_paragraphs(findings, brush, len(findings) if all_of_them else MOST_ALIKE)),
    )
    return "\n".join(part for part in parts if part)


def table(verdicts: Sequence[Verdict], brush: Brush = PLAIN) -> str:
    """Set one line a verdict: validator, file, result, how many of what, the gravest."""
    head = ("validator", "file", "result", "findings", "gravest")
    rows = [head, *(_row(verdict) for verdict in verdicts)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(f"{_line(row, widths, brush)}\n" for row in rows)


def tally(findings: Iterable[Finding]) -> str:
    """Count findings by severity: `2 errors, 1 usage`; `none` where there are none."""
    ordered = sorted(findings, key=_gravity)
    counts = [(word, len(tuple(same))) for word, same in groupby(ordered, lambda f: f.severity)]
    return ", ".join(f"{count} {_plural(word, count)}" for word, count in counts) or "none"


def _line(row: tuple[str, ...], widths: Sequence[int], brush: Brush) -> str:
    cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
    if row[2] in _RESULTS:
        cells[2] = brush(cells[2], _RESULTS[row[2]])
    return "  ".join(cells).rstrip()


def _row(verdict: Verdict) -> tuple[str, ...]:
    gravest = min(verdict.findings, key=_gravity, default=None)
    return (
        verdict.validator,
        verdict.path.name or str(verdict.path),
        verdict.result,
        "" if verdict.absence or verdict.breakdown else tally(verdict.findings),
        gravest.number if gravest else "",
    )


def _plural(severity: Severity, count: int) -> str:
    return f"{severity}s" if count > 1 and severity in {"error", "warning"} else severity


def _gravity(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)


def _place(finding: Finding) -> tuple[str, int, int, int]:
    return str(finding.path), finding.line or 0, finding.column or 0, _gravity(finding)


def _paragraphs(findings: Sequence[Finding], brush: Brush, most: int) -> Iterator[str]:
    """Set findings in the order of their places, why one matters where its number is new."""
    groups: dict[tuple[Path, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.path, finding.validator, finding.number), []).append(finding)
    counts: Counter[tuple[Path, str, str]] = Counter()
    told: set[str] = set()
    lines: dict[Path, tuple[str, ...]] = {}
    for finding in findings:
        alike = finding.path, finding.validator, finding.number
        counts[alike] += 1
        if counts[alike] > most:
            continue
        rest = groups[alike][most:] if counts[alike] == most else []
        if finding.line and finding.path not in lines:
            lines[finding.path] = lines_of(finding.path)
        own = lines.get(finding.path, ())
        yield _paragraph(finding, own, rest, brush, why=finding.number not in told)
        told.add(finding.number)


def _paragraph(
    finding: Finding, lines: tuple[str, ...], rest: Sequence[Finding], brush: Brush, *, why: bool
) -> str:
    message = shorten(finding.message, LONGEST, placeholder=" …")
    severity = brush(f"{finding.severity} {finding.number}", _COLOURS[finding.severity], "bold")
    place = brush(f"{place_of(finding)}:", "bold")
    said = [f"{place} {severity} ({finding.validator}): {message}"]
    quoted = excerpt(lines, finding.line, finding.column, message) if finding.line else None
    said += [painted(quoted, brush)] if quoted else []
    rule = RULES.get(finding.number)
    said += [f"  why: {rule.why}"] if rule and why else []
    if finding.hint and (why or not rule or finding.hint != rule.remedy):
        said.append(f"  hint: {shorten(finding.hint, LONGEST, placeholder=' …')}")
    if rest:
        where = ", ".join(str(f.line) for f in rest if f.line)
        at = f", in the lines {where}" if where else ""
        said.append(f"  and {len(rest)} more like it{shorten(at, LONGEST, placeholder=' …')}")
    return "".join(f"{line}\n" for line in said)


def place_of(finding: Finding) -> str:
    """Return file, line and column, and the place inside an edition that it was traced from."""
    parts = [str(finding.path), *(str(n) for n in (finding.line, finding.column) if n)]
    if finding.place:
        return f"{':'.join(parts)}: {finding.place}"
    return ":".join(parts)
