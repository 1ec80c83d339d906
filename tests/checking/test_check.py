"""A check of manuscripts and editions, as a person and a program see it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from pressrun.checking import Wanted, check
from pressrun.checking.explaining import explained
from pressrun.checking.records import as_json, as_sarif
from pressrun.checking.text import text
from pressrun.errors import UsageError
from pressrun.fonts import cache_folder
from pressrun.lint import RULES
from pressrun.preflight.judging import VALIDATORS
from tests.editions.commands import ROOT, press
from tests.preflight.specimens import write_sound_epub

if TYPE_CHECKING:
    from pressrun.checking import Report
    from pressrun.preflight.finding import Validator

FAULTY = """---
title: The tide turns
standfirst: It turned.
byline: Ada Tidewell
lang: en
---

Boats came in at the the quay.

A heron , grey as ever, stood there and counted the gulls.
"""
SCHEMA = ROOT / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
EPUBCHECK = next(each for each in VALIDATORS if each.name == "EPUBCheck")


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be known from before but fonts, which take a while."""
    known = cache_folder() / "fonts"
    (tmp_path / "cache/pressrun").mkdir(parents=True)
    (tmp_path / "cache/pressrun/fonts").symlink_to(known)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "tide.md"
    path.write_text(FAULTY, encoding="utf-8")
    return path


def checked(*paths: Path, **wanted: Any) -> Report:
    return check(Wanted(paths=paths, manuscripts_only=True, **wanted))


def test_a_finding_is_told_with_its_line_a_mark_the_reason_and_the_remedy(faulty: Path) -> None:
    report = checked(faulty)
    rule = RULES["PR-401"]
    assert report.exit_code == 1
    assert text(report).split("\n\n")[1] == (
        f"{faulty}:8:18: warning PR-401 (Pressrun): “the” stands twice\n"
        "   8 | Boats came in at the the quay.\n"
        "     |                  ^^^\n"
        f"  why: {rule.why}\n"
        f"  hint: {rule.remedy}"
    )


def test_what_is_ignored_neither_fails_nor_is_told(faulty: Path) -> None:
    report = checked(faulty, ignored=frozenset({"PR-401"}))
    assert report.exit_code == 0
    assert {f.number for v in report.verdicts for f in v.findings} == {"PR-406"}


def test_what_stops_a_build_is_a_finding_too_and_all_of_it_is_told(faulty: Path) -> None:
    faulty.write_text("---\ntitle: Tide\nbylin: Ada\n---\n\n![A map](lost.png)\n", "utf-8")
    (finding,) = checked(faulty).verdicts[0].findings
    assert (finding.number, finding.line) == ("PR-001", 3)
    faulty.write_text("---\ntitle: T\n---\n\n![A](lost.png)\n\n[There](#nowhere).\n", "utf-8")
    found = checked(faulty).verdicts[0].findings
    assert [(f.number, f.line) for f in found] == [("PR-002", 5), ("PR-002", 7)]


def test_the_json_has_every_finding_with_every_key(faulty: Path) -> None:
    told = json.loads(as_json(checked(faulty)))
    assert (told["exit"], [v["result"] for v in told["verdicts"]]) == (1, ["failed"])
    assert told["findings"][0] == {
        "number": "PR-401", "severity": "warning", "validator": "Pressrun", "path": str(faulty),
        "line": 8, "column": 18, "place": None, "message": "“the” stands twice",
        "why": RULES["PR-401"].why, "hint": RULES["PR-401"].remedy,
    }  # fmt: skip


def test_the_sarif_is_valid_and_leads_to_the_line(faulty: Path) -> None:
    told = json.loads(as_sarif(checked(faulty)))
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft7Validator(schema).validate(told)
    (run,) = told["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 8, "startColumn": 18}
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["PR-401", "PR-406"]
    assert [result["level"] for result in run["results"]] == ["warning", "note"]


def test_the_schema_refuses_what_is_no_sarif() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate({"version": "2.1.0", "runs": [{}]})


def test_where_nothing_changed_nothing_is_done_again(faulty: Path) -> None:
    def steps() -> list[str]:
        heard: list[str] = []
        wanted = Wanted(paths=(faulty,), manuscripts_only=True)
        report = check(wanted, lambda step, *_: heard.append(step))
        assert [f.number for f in report.verdicts[0].findings][-1] == "PR-406"
        return heard

    assert steps()
    assert steps() == []
    faulty.write_text(f"{FAULTY}\n", encoding="utf-8")
    assert steps()


def test_what_a_validator_said_of_the_same_file_is_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if absence := EPUBCHECK.lacks():
        pytest.skip(absence)
    epub, calls = write_sound_epub(tmp_path / "sound.epub"), counted_java(tmp_path, monkeypatch)
    first = verdict_of(EPUBCHECK, epub)
    assert len(calls.read_text().splitlines()) == 1
    moved = Path(shutil.copy(epub, tmp_path / "cache"))
    assert verdict_of(EPUBCHECK, epub) == first == verdict_of(EPUBCHECK, moved)
    assert len(calls.read_text().splitlines()) == 1
    before = EPUBCHECK.version()
    os.utime(tmp_path / "bin/java", (1, 1))
    assert EPUBCHECK.version() != before, "with another Java it is asked again"


def counted_java(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a Java before the real one that notes each call; return its notes."""
    calls = folder / "calls"
    java, script = shutil.which("java"), folder / "bin/java"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\necho called >> "{calls}"\nexec "{java}" "$@"\n', "utf-8")
    script.chmod(0o755)
    for name in ("JAVA_HOME", "PUPPETEER_EXECUTABLE_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(script.parent))
    return calls


def verdict_of(validator: Validator, epub: Path) -> tuple[str, ...]:
    report = check(Wanted(paths=(epub,)))
    (verdict,) = (v for v in report.verdicts if v.validator == validator.name)
    assert verdict.result == "passed"
    return tuple(f.number for f in verdict.findings)


def test_the_editions_of_a_publication_are_checked_without_being_published(
    faulty: Path, tmp_path: Path
) -> None:
    bare = {"PATH": str(tmp_path), "JAVA_HOME": "", "PUPPETEER_EXECUTABLE_PATH": ""}
    ran = press("check", faulty.name, "--ignore", "PR-401,PR-406", folder=tmp_path, env=bare)
    assert ran.code == 3
    assert ran.err.startswith("tide.epub: no validator that knows its standard could run")
    rows = [line.split()[:3] for line in ran.out.splitlines()[1:8]]
    assert ["Pressrun", "tide.md", "passed"] in rows
    assert ["page-validation", "tide.pdf", "passed"] in rows
    assert ["structure", "tide.epub", "passed"] in rows
    assert not (tmp_path / "dist").exists()


def test_what_validators_find_in_the_editions_of_a_template_is_told_by_the_manuscripts_line(
    tmp_path: Path,
) -> None:
    source = tmp_path / "tide.md"
    source.write_text(FAULTY, encoding="utf-8")
    ours = (ROOT / "templates/shared/article.html.jinja").read_text(encoding="utf-8")
    changed = ours.replace('<p class="standfirst">', '<p class="standfirst" align="left">')
    changed = changed.replace('<div class="text">', '<h2> </h2>\n<div class="text">')
    overridden = tmp_path / "ours/templates/shared/article.html.jinja"
    overridden.parent.mkdir(parents=True)
    overridden.write_text(changed, encoding="utf-8")
    done = press("check", "--sarif", "--overrides", tmp_path / "ours", source, folder=tmp_path)
    told = json.loads(done.out)
    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))
    lines = {
        (run["tool"]["driver"]["name"], result["ruleId"]): [
            (Path(place["artifactLocation"]["uri"]).name, place["region"]["startLine"])
            for place in (each["physicalLocation"] for each in result["locations"])
        ]
        for run in told["runs"]
        for result in run["results"]
    }
    assert lines["EPUBCheck", "RSC-005"] == [("tide.md", 3)]
    assert lines["Ace", "empty-heading"] == [("tide.md", 8)]
    assert done.code == 1


def test_every_number_is_explained_and_all_are_listed() -> None:
    listed = [line.split()[0] for line in explained([]).splitlines()]
    assert listed == list(RULES)
    for rule in RULES.values():
        told = explained([rule.number.lower()])
        assert rule.title in told
        assert f"why: {rule.why}\n  hint: {rule.remedy}\n" in told


@pytest.mark.parametrize(
    ("number", "whose"),
    [
        ("RSC-005", "EPUBCheck"),
        ("OPF-096b", "EPUBCheck"),
        ("image-alt", "axe, inside Ace"),
        ("epub-pagesource", "Ace"),
        ("ua1 7.18.5-1", "veraPDF"),
        ("PDFUA1-HEADING-NESTING-001", "page-validation"),
    ],
)
def test_numbers_of_others_are_led_to_where_they_are_explained(number: str, whose: str) -> None:
    assert f"is a number of {whose}: https://" in explained([number])


def test_a_number_that_nobody_gives_is_wrong_usage_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="no finding “PR-4O1”") as caught:
        explained(["PR-4O1"])
    assert caught.value.hint == "did you mean PR-401?"
