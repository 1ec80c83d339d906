"""EPUBCheck and Ace, each on a sound book and on books with one known fault."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from pressrun.errors import MachineError
from pressrun.preflight.ace import Ace
from pressrun.preflight.epubcheck import EpubCheck
from tests.preflight.specimens import ARTICLE, PACKAGE, SOUND_BODY, cut_short, write_sound_epub

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pressrun.preflight.finding import Validator

    Ready = Callable[[Validator], Validator]

FAULTY_BODY = SOUND_BODY.replace("<p>Boats", '<p><a href="#nowhere">Lost</a> <image/> Boats')
UNDESCRIBED_BODY = SOUND_BODY.replace(' alt="A map of the bay"', "").replace("h2", "h3")


def line_of(epub: Path, entry: str, words: str) -> int:
    with zipfile.ZipFile(epub) as book:
        before, found, _ = book.read(entry).decode().partition(words)
    assert found
    return before.count("\n") + 1


@pytest.mark.parametrize("validator", [EpubCheck(), Ace()], ids=lambda each: each.name)
def test_a_sound_book_has_no_finding(ready: Ready, validator: Validator, sound_epub: Path) -> None:
    assert ready(validator).findings(sound_epub) == ()


def test_epubcheck_names_rule_line_and_column_of_each_fault(ready: Ready, tmp_path: Path) -> None:
    epub = write_sound_epub(tmp_path / "faulty.epub", body=FAULTY_BODY)
    line = line_of(epub, ARTICLE, "#nowhere")
    findings = ready(EpubCheck()).findings(epub)
    assert [(f.severity, f.number) for f in findings] == [
        ("error", "RSC-005"),
        ("error", "RSC-012"),
    ]
    assert all(f.place and f.place.startswith(f"{ARTICLE}:{line}:") for f in findings)
    assert all(f.failing and f.path == epub for f in findings)


def test_epubcheck_tells_usage_that_stops_no_release(ready: Ready, tmp_path: Path) -> None:
    epub = write_sound_epub(
        tmp_path / "usage.epub", body=SOUND_BODY.replace('epub:type="chapter"', 'epub:type="pier"')
    )
    (finding,) = ready(EpubCheck()).findings(epub)
    assert (finding.severity, finding.failing) == ("usage", False)


def test_ace_names_rule_line_and_column_of_each_fault(ready: Ready, tmp_path: Path) -> None:
    epub = write_sound_epub(tmp_path / "undescribed.epub", body=UNDESCRIBED_BODY)
    picture, heading = (line_of(epub, ARTICLE, words) for words in ("<img", "<h3"))
    findings = {f.number: f for f in ready(Ace()).findings(epub)}
    assert findings.keys() == {"image-alt", "heading-order"}
    assert findings["image-alt"].severity == "error"
    assert findings["image-alt"].place == f"{ARTICLE}:{picture}:4"
    assert findings["heading-order"].place == f"{ARTICLE}:{heading}:1"
    assert all(f.failing for f in findings.values())


def test_ace_names_the_package_document_when_metadata_are_missing(
    ready: Ready, sound_epub: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(sound_epub) as book:
        package = book.read(PACKAGE).decode().replace("accessibilityHazard", "accessibilityControl")
    epub = write_sound_epub(tmp_path / "claimless.epub", package=package)
    findings = ready(Ace()).findings(epub)
    assert ("metadata-accessibilityhazard", PACKAGE) in [(f.number, f.place) for f in findings]


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


def test_epubcheck_without_a_working_java_breaks_down_instead_of_passing_a_book(
    ready: Ready, sound_epub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    epubcheck = ready(EpubCheck())
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:NoSuchOption")
    with pytest.raises(MachineError, match="EPUBCheck broke down: .*NoSuchOption"):
        epubcheck.findings(sound_epub)
