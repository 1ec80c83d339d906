"""Write a report for programs: as JSON of our own, and as SARIF 2.1.0.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pressrun
from pressrun.lint.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressrun.checking import Report
    from pressrun.preflight.finding import Finding, Severity

_LEVELS: dict[Severity, str] = {
    "fatal": "error", "error": "error", "warning": "warning", "info": "note", "usage": "note"
}  # fmt: skip
_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def as_json(report: Report) -> str:
    """Write every verdict and finding; keys are never absent, and null where there is nothing."""
    return _written(
        {
            "version": 1,
            "exit": report.exit_code,
            "verdicts": [
                {
                    "validator": v.validator,
                    "file": str(v.path),
                    "result": v.result.lower(),
                    "why": v.absence or (str(v.breakdown) if v.breakdown else None),
                }
                for v in report.verdicts
            ],
            "findings": [_record(f) for v in report.verdicts for f in v.findings],
        }
    )


def as_sarif(report: Report) -> str:
    """Write a run for each validator that ran, in the order in which they are."""
    names = dict.fromkeys(v.validator for v in report.verdicts if not v.absence and not v.breakdown)
    runs = [
        _run(name, [f for v in report.verdicts if v.validator == name for f in v.findings])
        for name in names
    ]
    return _written({"$schema": _SCHEMA, "version": "2.1.0", "runs": runs})


def _written(value: dict[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "replace").decode() + "\n"  # a name of odd bytes is no JSON


def _record(finding: Finding) -> dict[str, Any]:
    rule = RULES.get(finding.number)
    return {
        "number": finding.number,
        "severity": finding.severity,
        "validator": finding.validator,
        "path": str(finding.path),
        "line": finding.line,
        "column": finding.column,
        "place": finding.place,
        "message": finding.message,
        "why": rule.why if rule else None,
        "hint": finding.hint,
    }


def _run(name: str, findings: Sequence[Finding]) -> dict[str, Any]:
    numbers = list(dict.fromkeys(finding.number for finding in findings))
    driver: dict[str, Any] = {"name": name, "rules": [_rule(number) for number in numbers]}
    if any(number in RULES for number in numbers):
        driver["semanticVersion"] = pressrun.__version__
    results = [_result(finding, numbers.index(finding.number)) for finding in findings]
    return {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}


def _rule(number: str) -> dict[str, Any]:
    rule = RULES.get(number)
    if rule is None:
        return {"id": number}
    return {
        "id": number,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.remedy},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, place: int) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.path.as_posix())}}
    if finding.line:
        region = {"startLine": finding.line, "startColumn": finding.column}
        physical["region"] = {key: value for key, value in region.items() if value}
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.place:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.place}]
    hint = f" ({finding.hint})" if finding.hint else ""
    return {
        "ruleId": finding.number,
        "ruleIndex": place,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}{hint}"},
        "locations": [location],
    }
