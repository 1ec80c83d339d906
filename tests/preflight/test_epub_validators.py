"""EPUBCheck and Ace, each on a sound book and on books with one known fault."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pressrun.errors import MachineError
from pressrun.preflight.ace import Ace
from pressrun.preflight.epubcheck import EpubCheck
from pressrun.preflight.structure import Structure
from tests.preflight.specimens import ARTICLE, NAV, PACKAGE, SOUND_BODY, cut_short, write_sound_epub

if TYPE_CHECKING:
    from collections.abc import Callable

    from pressrun.preflight.finding import Finding, Validator

    Ready = Callable[[Validator], Validator]

FAULTY = (
    ("<p>Boats", '<p><a href="#nowhere">Lost</a> <image/> Boats'),
    ('epub:type="chapter"', 'epub:type="pier"'),
    (' alt="A map of the bay"', ""),
    ("h2", "h3"),
)


@pytest.fixture(scope="module")
def faulty_epub(sound_epub: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a book with two errors, a usage, two barriers and a metadatum too few."""
    body = SOUND_BODY
    for sound, faulty in FAULTY:
        body = body.replace(sound, faulty)
    with zipfile.ZipFile(sound_epub) as book:
        package = book.read(PACKAGE).decode().replace("accessibilityHazard", "accessibilityControl")
    path = tmp_path_factory.mktemp("faulty") / "faulty.epub"
    return write_sound_epub(path, body=body, package=package)


@pytest.fixture(scope="module")
def epubcheck_findings(ready: Ready, faulty_epub: Path) -> tuple[Finding, ...]:
    """Run EPUBCheck on the faulty book, once."""
    return ready(EpubCheck()).findings(faulty_epub)


@pytest.fixture(scope="module")
def ace_findings(ready: Ready, faulty_epub: Path) -> dict[str, Finding]:
    """Run Ace on the faulty book, once, and return its findings by rule."""
    return {finding.number: finding for finding in ready(Ace()).findings(faulty_epub)}


def line_of(epub: Path, entry: str, words: str) -> int:
    with zipfile.ZipFile(epub) as book:
        before, found, _ = book.read(entry).decode().partition(words)
    assert found
    return before.count("\n") + 1


@pytest.mark.usefixtures("plain_locale")
@pytest.mark.parametrize("validator", [Structure(), EpubCheck(), Ace()], ids=lambda each: each.name)
def test_a_sound_book_has_no_finding_whatever_its_name_and_the_locale(
    ready: Ready, validator: Validator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ready(validator).findings(write_sound_epub(Path("-Größe 1.epub"))) == ()


def test_epubcheck_names_rule_line_and_column_of_each_error(
    epubcheck_findings: tuple[Finding, ...], faulty_epub: Path
) -> None:
    line = line_of(faulty_epub, ARTICLE, "#nowhere")
    errors = [f for f in epubcheck_findings if f.severity == "error"]
    assert [f.number for f in errors] == ["RSC-005", "RSC-012"]
    assert all(f.place and f.place.startswith(f"{ARTICLE}:{line}:") for f in errors)
    assert all(f.failing and f.path == faulty_epub for f in errors)


def test_epubcheck_tells_usage_that_stops_no_release(
    epubcheck_findings: tuple[Finding, ...],
) -> None:
    (remark,) = (f for f in epubcheck_findings if f.severity == "usage")
    assert "pier" in remark.message
    assert not remark.failing


def test_ace_names_rule_line_and_column_of_each_barrier(
    ace_findings: dict[str, Finding], faulty_epub: Path
) -> None:
    picture, heading = (line_of(faulty_epub, ARTICLE, words) for words in ("<img", "<h3"))
    assert ace_findings["image-alt"].place == f"{ARTICLE}:{picture}:4"
    assert ace_findings["image-alt"].severity == "error"
    assert ace_findings["heading-order"].place == f"{ARTICLE}:{heading}:1"
    assert ace_findings["heading-order"].severity == "warning"
    assert all(finding.failing for finding in ace_findings.values())


def test_ace_names_the_package_document_when_metadata_are_missing(
    ace_findings: dict[str, Finding],
) -> None:
    assert ace_findings["metadata-accessibilityhazard"].place == PACKAGE


@pytest.mark.parametrize(
    ("body", "number", "words"),
    [
        pytest.param("<p>open", "not-well-formed", None, id="not well formed"),
        pytest.param('<p id="a"/><p id="a"/>', "id-twice", None, id="id twice"),
        pytest.param('<p><a href="#lost">x</a></p>', "dead-link", "#lost", id="dead anchor"),
        pytest.param('<p><img src="lost.png"/></p>', "dead-link", "lost.png", id="dead file"),
    ],
)
def test_the_structure_s_faults_are_found_without_java(
    tmp_path: Path, body: str, number: str, words: str | None
) -> None:
    anchors = '<p id="tide"/><p id="quay"/><p id="page-1"/><p id="page-2"/>'
    epub = write_sound_epub(tmp_path / "faulty.epub", body=anchors + body)
    found = [f for f in Structure().findings(epub) if not (f.place or "").startswith(NAV)]
    assert [f.number for f in found] == [number]
    assert (found[0].place or "").startswith(ARTICLE)
    if words:
        assert found[0].place == f"{ARTICLE}:{line_of(epub, ARTICLE, words)}"


@pytest.mark.parametrize("validator", [EpubCheck(), Ace()], ids=lambda each: each.name)
def test_half_a_book_is_fatal(
    ready: Ready, validator: Validator, sound_epub: Path, tmp_path: Path
) -> None:
    findings = ready(validator).findings(cut_short(tmp_path / "half.epub", sound_epub))
    assert findings[0].severity == "fatal"
    assert findings[0].place is None


def test_ace_without_its_browser_breaks_down_instead_of_passing_a_book(
    ready: Ready, sound_epub: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ace = ready(Ace())
    monkeypatch.setenv("PUPPETEER_EXECUTABLE_PATH", str(tmp_path / "no-browser"))
    with pytest.raises(MachineError, match="Ace broke down"):
        ace.findings(sound_epub)


def test_epubcheck_breaks_down_on_a_file_that_it_cannot_open(ready: Ready, tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="EPUBCheck broke down: File not found"):
        ready(EpubCheck()).findings(tmp_path / "lost.epub")


def test_epubcheck_without_a_working_java_breaks_down_instead_of_passing_a_book(
    ready: Ready, sound_epub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    epubcheck = ready(EpubCheck())
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:NoSuchOption")
    with pytest.raises(MachineError, match=r"EPUBCheck broke down: .*NoSuchOption"):
        epubcheck.findings(sound_epub)
