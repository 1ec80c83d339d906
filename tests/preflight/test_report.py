"""The report on finished files: one table, every finding, what is missing, and the exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pressrun.checking import Report, Wanted, check
from pressrun.checking.text import table, text
from pressrun.errors import MachineError, PressError
from pressrun.preflight.finding import SEVERITIES, Finding, Severity
from pressrun.preflight.judging import VALIDATORS, Verdict, findings_in
from tests.preflight.specimens import cut_short, write_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from pressrun.preflight.finding import Validator

    Ready = Callable[[Validator], Validator]

PDF_VALIDATORS = [validator for validator in VALIDATORS if validator.suits(Path("a.pdf"))]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave no program on the machine: no Java, no Node, no browser."""
    for name in ("JAVA_HOME", "PUPPETEER_EXECUTABLE_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))


@pytest.fixture(scope="module")
def faulty_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a document that claims PDF/UA-1 and skips a heading."""
    path = tmp_path_factory.mktemp("faulty") / "faulty.pdf"
    return write_pdf(path, "<h1>Tide</h1><h3>Quay</h3>", "pdf/ua-1")


def checked(*paths: Path) -> Report:
    return check(Wanted(paths=paths))


def fault(severity: Severity, number: str = "N-1", **place: str) -> Finding:
    return Finding(
        validator="Eye",
        severity=severity,
        number=number,
        message="is wrong",
        path=Path("dist/tide.epub"),
        place=place.get("place"),
        hint=place.get("hint"),
    )


def verdict(*findings: Finding) -> Verdict:
    return Verdict(validator="Eye", path=Path("dist/tide.epub"), findings=findings)


def test_two_sound_files_pass_every_validator(
    ready: Ready, sound_epub: Path, sound_pdf: Path
) -> None:
    names = [ready(validator).name for validator in VALIDATORS]
    report = checked(sound_epub, sound_pdf)
    rows = [line.split() for line in text(report).splitlines()]
    assert report.exit_code == 0
    assert rows[0] == ["validator", "file", "result", "findings", "gravest"]
    assert [(row[0], row[2:]) for row in rows[1:]] == [(name, ["passed", "none"]) for name in names]


@pytest.mark.usefixtures("bare")
def test_a_fault_ends_with_1_and_is_told_with_its_file_and_rule(faulty_pdf: Path) -> None:
    report = checked(faulty_pdf)
    said = text(report)
    assert report.exit_code == 1
    assert "page-validation  faulty.pdf  FAILED   1 error   PDFUA1-HEADING-NESTING-001" in said
    assert f"{faulty_pdf}: object " in said
    assert "error PDFUA1-HEADING-NESTING-001 (page-validation): heading level H3 skips" in said


@pytest.mark.usefixtures("bare")
def test_a_fault_that_groundwork_finds_ends_with_1_although_no_judge_could_run(
    sound_epub: Path, tmp_path: Path
) -> None:
    report = checked(cut_short(tmp_path / "half.epub", sound_epub))
    report.demand_judges()
    assert report.exit_code == 1
    assert "structure  half.epub  FAILED" in text(report)
    assert "EPUBCheck  half.epub  not run" in text(report)


@pytest.mark.usefixtures("bare")
def test_a_missing_validator_is_named_with_the_way_to_get_it_and_fails_nothing(
    sound_pdf: Path,
) -> None:
    report = checked(sound_pdf)
    report.demand_judges()
    assert report.exit_code == 0
    assert "veraPDF          sound.pdf  not run\n" in text(report)
    assert "not run: veraPDF needs Java 17 or later: `.ci/setup.sh test`" in text(report)


@pytest.mark.usefixtures("bare")
def test_a_file_that_nobody_could_judge_ends_with_3_after_the_table(sound_epub: Path) -> None:
    report = checked(sound_epub)
    with pytest.raises(
        MachineError, match="no validator that knows its standard could run"
    ) as caught:
        report.demand_judges()
    assert (caught.value.path, caught.value.exit_code) == (sound_epub, 3)
    assert "not run: EPUBCheck needs Java" in text(report)
    assert "not run: Ace lacks" in text(report)
    assert "Node.js, Chromium" in text(report)


def test_a_breakdown_of_one_validator_ends_with_3_and_keeps_what_the_others_found(
    ready: Ready, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for validator in PDF_VALIDATORS:
        ready(validator)
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:NoSuchOption")
    report = checked(write_pdf(tmp_path / "broken.pdf", "<h1>Tide</h1><h3>Quay</h3>", "pdf/ua-1"))
    with pytest.raises(MachineError, match="veraPDF broke down"):
        report.demand_judges()
    assert "veraPDF          broken.pdf  BROKE DOWN" in text(report)
    assert "page-validation  broken.pdf  FAILED" in text(report)


@pytest.mark.parametrize(
    ("name", "message"),
    [("lost.epub", "there is no such file"), ("tide.xyz", "is no manuscript")],
)
def test_a_missing_file_and_an_unknown_suffix_are_wrong_usage(
    sound_pdf: Path, tmp_path: Path, name: str, message: str
) -> None:
    (tmp_path / "tide.xyz").write_text("Tide")
    with pytest.raises(PressError, match=message) as caught:
        checked(sound_pdf, tmp_path / name)
    assert caught.value.exit_code == 2


@pytest.mark.usefixtures("bare")
def test_the_quick_findings_want_no_program(faulty_pdf: Path, sound_epub: Path) -> None:
    numbers = {finding.number for finding in findings_in(faulty_pdf, quick=True)}
    assert numbers == {"PDFUA1-HEADING-NESTING-001"}
    assert findings_in(sound_epub, quick=True) == ()


def test_all_findings_include_the_reference_validator_s(ready: Ready, faulty_pdf: Path) -> None:
    for validator in PDF_VALIDATORS:
        ready(validator)
    found = {finding.validator for finding in findings_in(faulty_pdf, quick=False)}
    assert found == {"veraPDF", "page-validation"}


@pytest.mark.parametrize(
    ("severity", "result"),
    [
        ("fatal", "FAILED"),
        ("error", "FAILED"),
        ("warning", "FAILED"),
        ("info", "passed"),
        ("usage", "passed"),
    ],
)
def test_a_warning_stops_a_release_and_a_remark_does_not(severity: Severity, result: str) -> None:
    assert verdict(fault(severity)).result == result


def test_the_table_counts_by_severity_and_names_the_gravest() -> None:
    found = [fault(severity, f"N-{severity}") for severity in reversed(SEVERITIES)]
    row = table([verdict(*found, fault("error"), fault("info"))]).splitlines()[1]
    counts = "1 fatal, 2 errors, 1 warning, 2 info, 1 usage"
    assert row == f"Eye        tide.epub  FAILED  {counts}  N-fatal"


def test_what_is_found_everywhere_is_told_a_few_times_and_then_counted() -> None:
    alike = [fault("error", place=f"a:{line}", hint="mend it") for line in range(1, 8)]
    report = Report(verdicts=(verdict(*alike),))
    paragraphs = text(report).split("\n\n")[1:]
    assert paragraphs[0] == "dist/tide.epub: a:1: error N-1 (Eye): is wrong\n  hint: mend it"
    assert paragraphs[3].endswith("  and 3 more like it\n")
    assert len(paragraphs) == 4
    assert len(text(report, all_of_them=True).split("\n\n")[1:]) == 7
