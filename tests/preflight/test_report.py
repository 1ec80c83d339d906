"""The report: one table, every finding, what is missing, and the exit code."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pressrun.errors import MachineError, UsageError
from pressrun.preflight import report
from pressrun.preflight.finding import SEVERITIES, Finding, Severity
from pressrun.preflight.report import VALIDATORS, Verdict
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


def checked(*paths: Path) -> tuple[int, str, str]:
    stream, progress = io.StringIO(), io.StringIO()
    code = report.check(paths, stream=stream, progress=progress)
    return code, stream.getvalue(), progress.getvalue()


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
    code, said, progress = checked(sound_epub, sound_pdf)
    rows = [line.split() for line in said.splitlines()]
    assert code == 0
    assert rows[0] == ["validator", "file", "result", "findings", "gravest"]
    assert [(row[0], row[2:]) for row in rows[1:]] == [(name, ["passed", "none"]) for name in names]
    assert [line.split(": ")[1] for line in sorted(progress.splitlines())] == [
        "Ace …",
        "EPUBCheck …",
        "veraPDF …",
    ]


@pytest.mark.usefixtures("bare")
def test_a_fault_ends_with_1_and_is_told_with_its_file_and_rule(faulty_pdf: Path) -> None:
    code, said, _ = checked(faulty_pdf)
    assert code == 1
    assert "page-validation  faulty.pdf  FAILED   1 error   PDFUA1-HEADING-NESTING-001" in said
    assert f"{faulty_pdf}: object " in said
    assert "error PDFUA1-HEADING-NESTING-001 (page-validation): heading level H3 skips" in said


@pytest.mark.usefixtures("bare")
def test_a_fault_that_groundwork_finds_ends_with_1_although_no_judge_could_run(
    sound_epub: Path, tmp_path: Path
) -> None:
    code, said, _ = checked(cut_short(tmp_path / "half.epub", sound_epub))
    assert code == 1
    assert "structure  half.epub  FAILED" in said
    assert "EPUBCheck  half.epub  not run" in said


@pytest.mark.usefixtures("bare")
def test_a_missing_validator_is_named_with_the_way_to_get_it_and_fails_nothing(
    sound_pdf: Path,
) -> None:
    code, said, _ = checked(sound_pdf)
    assert code == 0
    assert "veraPDF          sound.pdf  not run\n" in said
    assert "not run: veraPDF needs Java 17 or later: `.ci/setup.sh test`" in said


@pytest.mark.usefixtures("bare")
def test_a_file_that_nobody_could_judge_ends_with_3_after_the_table(sound_epub: Path) -> None:
    stream = io.StringIO()
    with pytest.raises(
        MachineError, match="no validator that knows its standard could run"
    ) as caught:
        report.check([sound_epub], stream=stream, progress=io.StringIO())
    assert (caught.value.path, caught.value.exit_code) == (sound_epub, 3)
    assert "not run: EPUBCheck needs Java" in stream.getvalue()
    assert "not run: Ace lacks" in stream.getvalue()
    assert "Node.js, Chromium" in stream.getvalue()


def test_a_breakdown_of_one_validator_ends_with_3_and_keeps_what_the_others_found(
    ready: Ready, faulty_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for validator in PDF_VALIDATORS:
        ready(validator)
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:NoSuchOption")
    stream = io.StringIO()
    with pytest.raises(MachineError, match="veraPDF broke down"):
        report.check([faulty_pdf], stream=stream, progress=io.StringIO())
    assert "veraPDF          faulty.pdf  BROKE DOWN" in stream.getvalue()
    assert "page-validation  faulty.pdf  FAILED" in stream.getvalue()


@pytest.mark.parametrize(
    ("name", "message"),
    [("lost.epub", "there is no such file"), ("tide.txt", "no validator knows files such as")],
)
def test_a_missing_file_and_an_unknown_suffix_are_wrong_usage(
    sound_pdf: Path, tmp_path: Path, name: str, message: str
) -> None:
    (tmp_path / "tide.txt").write_text("Tide")
    stream = io.StringIO()
    with pytest.raises(UsageError, match=message) as caught:
        report.check([sound_pdf, tmp_path / name], stream=stream)
    assert (caught.value.path, caught.value.exit_code) == (tmp_path / name, 2)
    assert stream.getvalue() == "", "no file is judged when one cannot be"


def test_no_file_at_all_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="no file to check"):
        report.check([], stream=io.StringIO())


@pytest.mark.usefixtures("bare")
def test_the_quick_findings_want_no_program(faulty_pdf: Path, sound_epub: Path) -> None:
    numbers = {finding.number for finding in report.findings_in(faulty_pdf, quick=True)}
    assert numbers == {"PDFUA1-HEADING-NESTING-001"}
    assert report.findings_in(sound_epub, quick=True) == ()


def test_all_findings_include_the_reference_validator_s(ready: Ready, faulty_pdf: Path) -> None:
    for validator in PDF_VALIDATORS:
        ready(validator)
    found = {finding.validator for finding in report.findings_in(faulty_pdf, quick=False)}
    assert found == {"veraPDF", "page-validation"}


@pytest.mark.usefixtures("bare")
def test_what_is_lacking_is_said_for_the_files_at_hand_alone(sound_pdf: Path) -> None:
    (sentence,) = report.lacking([sound_pdf])
    assert sentence.startswith("veraPDF needs Java")


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
    row = report.table([verdict(*found, fault("error"), fault("info"))]).splitlines()[1]
    counts = "1 fatal, 2 errors, 1 warning, 2 info, 1 usage"
    assert row == f"Eye        tide.epub  FAILED  {counts}  N-fatal"


def test_the_gravest_finding_is_told_first_and_those_alike_as_one() -> None:
    usage = fault("usage", "N-2")
    alike = [fault("error", place=f"a:{line}", hint="mend it") for line in (3, 5, 9)]
    assert report.text([verdict(usage, *alike)]).split("\n\n")[1] == (
        "dist/tide.epub: a:3: error N-1 (Eye): is wrong (and 2 more like it)\n"
        "  hint: mend it\n"
        "dist/tide.epub: usage N-2 (Eye): is wrong\n"
    )
