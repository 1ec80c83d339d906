"""veraPDF, page-validation and qpdf, on the same files, which each judges in its own way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pressrun.errors import MachineError
from pressrun.preflight import qpdf
from pressrun.preflight.page_validation import PageValidation
from pressrun.preflight.qpdf import Qpdf
from pressrun.preflight.verapdf import PROFILES, VeraPdf
from tests.preflight.specimens import (
    claim_universal_access,
    cut_short,
    with_last_byte,
    write_pdf,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pressrun.preflight.finding import Finding, Validator

    Ready = Callable[[Validator], Validator]

SQUARE = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h9v9z'/></svg>"
PICTURE = f'<h1>Tide</h1><p>Map: <img src="{SQUARE}">'
LINK = '<h1>Tide</h1><p>Text<a href="https://example.org"><sup>1</sup></a></p>'
SKIPPED = "<h1>Tide</h1><p>Text.</p><h3>Quay</h3><p>Text.</p>"
SOUND = "<h1>Tide</h1><p>Text<sup><a href='https://example.org'>1</a></sup></p>"


def failing_objects(findings: Iterable[Finding]) -> set[str]:
    """Gather the numbers of the objects that are at fault, whatever the rules are called."""
    places = [finding.place or "" for finding in findings if finding.failing]
    return {found[0] for place in places if (found := re.search(r"object \d+", place))}


@pytest.mark.usefixtures("plain_locale")
@pytest.mark.parametrize(
    ("variant", "body", "number"),
    [
        pytest.param("pdf/ua-1", SOUND, None, id="sound PDF-UA"),
        pytest.param("pdf/a-3a", SOUND, None, id="sound PDF-A"),
        pytest.param("pdf/ua-1", LINK, "ua1 7.18.5-1", id="link tagged inside out"),
        pytest.param("pdf/ua-1", PICTURE, "ua1 7.3-1", id="picture without alternative"),
        pytest.param("pdf/ua-1", SKIPPED, "ua1 7.4.2-1", id="skipped heading"),
    ],
)
def test_verapdf_and_page_validation_agree_on_which_object_is_at_fault(
    ready: Ready,
    tmp_path: Path,
    variant: str,
    body: str,
    number: str | None,
) -> None:
    path = write_pdf(tmp_path / "Größe 1.pdf", body, variant)
    reference, young = (ready(each).findings(path) for each in (VeraPdf(), PageValidation()))
    assert [f.number for f in reference if f.failing] == ([number] if number else [])
    assert failing_objects(young) == failing_objects(reference)
    assert bool(failing_objects(reference)) is bool(number)


def test_verapdf_holds_a_file_to_each_standard_that_it_claims(ready: Ready, tmp_path: Path) -> None:
    path = claim_universal_access(write_pdf(tmp_path / "tide.pdf", SKIPPED, "pdf/a-3a"))
    assert qpdf.claims(path) == ("3a", "ua1")
    numbers = [f.number for f in ready(VeraPdf()).findings(path)]
    assert {number.split()[0] for number in numbers} == {"3a", "ua1"}
    assert "3a 6.6.2.3.1-1" in numbers, "the mark of PDF/UA wants an extension schema in PDF/A"


def test_verapdf_holds_a_file_to_every_standard_that_is_asked_for_instead(
    ready: Ready, sound_pdf: Path
) -> None:
    findings = ready(VeraPdf(tuple(PROFILES))).findings(sound_pdf)
    failed = {finding.number.split()[0] for finding in findings}
    assert failed == PROFILES.keys() - {"ua1"}, "the file keeps PDF/UA-1 and nothing else"
    assert "unreadable" not in {finding.number.split()[1] for finding in findings}


def test_more_than_a_hundred_faults_of_one_rule_are_all_found(ready: Ready, tmp_path: Path) -> None:
    links = LINK.removeprefix("<h1>Tide</h1>") * 120
    path = write_pdf(tmp_path / "links.pdf", f"<h1>Tide</h1>{links}", "pdf/ua-1")
    assert [f.number for f in ready(VeraPdf()).findings(path)] == ["ua1 7.18.5-1"] * 120


def test_verapdf_tells_the_page_and_the_object_of_a_fault(ready: Ready, tmp_path: Path) -> None:
    body = f"<h1>Tide</h1><p>Text.</p><div style='break-before: page'>{LINK}</div>"
    (finding,) = ready(VeraPdf()).findings(write_pdf(tmp_path / "two.pdf", body, "pdf/ua-1"))
    assert re.fullmatch(r"page 2, object \d+", finding.place or "")
    assert finding.hint
    assert finding.hint.startswith("Links shall be tagged")


def test_compressed_metadata_are_told_and_stop_no_release(ready: Ready, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "tide.pdf", SOUND, "pdf/a-3a")
    (finding,) = ready(PageValidation()).findings(path)
    assert (finding.number, finding.failing) == ("PDFA3A-METADATA-FILTER-001", False)


@pytest.mark.parametrize("pages", [1, 2])
@pytest.mark.parametrize(("last", "length"), [(b"\r", 0), (b"\n", 0), (b"x", 1)])
def test_a_stream_is_too_short_only_where_it_is(
    ready: Ready, tmp_path: Path, last: bytes, length: int, pages: int
) -> None:
    more = "<p style='break-before: page'>More of it, at length.</p>" * (pages - 1)
    sound = write_pdf(tmp_path / "sound.pdf", SOUND + more, "pdf/a-3a")
    path = with_last_byte(tmp_path / "tide.pdf", sound, last, too_short_by=length)
    numbers = [found.number for found in ready(PageValidation()).findings(path)]
    assert ("PDFA3A-STREAM-LENGTH-001" in numbers) is bool(length), numbers


@pytest.mark.parametrize("validator", [VeraPdf(), PageValidation()], ids=lambda each: each.name)
def test_a_file_that_claims_no_standard_is_held_to_none(
    ready: Ready, validator: Validator, tmp_path: Path
) -> None:
    (finding,) = ready(validator).findings(write_pdf(tmp_path / "plain.pdf", SKIPPED, None))
    assert (finding.number, finding.failing) == ("no-claim", False)


@pytest.mark.parametrize("validator", [VeraPdf(), PageValidation(), Qpdf()], ids=lambda v: v.name)
def test_half_a_pdf_is_fatal(
    ready: Ready, validator: Validator, sound_pdf: Path, tmp_path: Path
) -> None:
    (finding,) = ready(validator).findings(cut_short(tmp_path / "half.pdf", sound_pdf))
    assert finding.severity == "fatal"


def test_qpdf_finds_nothing_in_a_sound_file(ready: Ready, sound_pdf: Path) -> None:
    assert ready(Qpdf()).findings(sound_pdf) == ()


def test_qpdf_finds_a_damaged_cross_reference_that_readers_repair(
    ready: Ready, sound_pdf: Path, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(re.sub(rb"startxref\n\d+", b"startxref\n7", sound_pdf.read_bytes()))
    findings = ready(Qpdf()).findings(damaged)
    assert findings
    assert all(f.severity == "error" and f.failing for f in findings)


def test_verapdf_without_a_working_java_breaks_down_instead_of_passing_a_file(
    ready: Ready, sound_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verapdf = ready(VeraPdf())
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:NoSuchOption")
    with pytest.raises(MachineError, match="veraPDF broke down"):
        verapdf.findings(sound_pdf)


def test_long_tables_and_outlines_are_no_faults(ready: Ready, tmp_path: Path) -> None:
    rows = "<tr><td>9" * 1_030
    table = write_pdf(tmp_path / "a.pdf", f"<h1>Tide</h1><table>{rows}</table>", "pdf/a-3a")
    outline = write_pdf(tmp_path / "b.pdf", "<h1>Tide</h1><p>Text.</p>" * 300, "pdf/a-3a")
    for path in (table, outline):
        found = ready(PageValidation()).findings(path)
        assert [finding.message for finding in found if finding.failing] == []
