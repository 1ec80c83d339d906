"""Hold every test to one rule: where CI is set, a test that would be skipped fails.

On a desk a test may be skipped because a program or a folder is not there. In CI everything is
installed, and a skip would say “passed” of what nobody looked at.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    Making = Generator[None, pytest.TestReport, pytest.TestReport]
    Collecting = Generator[None, pytest.CollectReport, pytest.CollectReport]

IN_CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take `--update-golden`, which CI never gives: its diff is read as code is."""
    parser.addoption(
        "--update-golden", action="store_true", help="write what golden tests compare with"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Making:
    """Turn the skip of one test into a failure that gives its reason."""
    report = yield
    # An expected failure is reported as skipped too, and is none.
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Collecting:
    """Turn the skip of a whole module into a failure that gives its reason."""
    report = yield
    if IN_CI and report.skipped:
        _fail(report)
    return report


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
    report.outcome = "failed"
    report.longrepr = f"{report.nodeid} may not be skipped in CI. {reason}"
