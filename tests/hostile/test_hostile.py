"""Hostile input ends in a sound book with every word in it, or in a message, and never in between.

Each case is built on its own as an EPUB; what is built of articles alone is then bound into one
book, of which both editions and EPUBCheck are asked. `make hostile` puts each case through both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pressrun.cli import main
from pressrun.preflight.report import findings_in
from tests.editions.commands import press
from tests.hostile.cases import Case
from tests.hostile.judging import Listener, faults, lay_out
from tests.hostile.table import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CASES = [pytest.param(case, id=f"{kind}: {case.name}")
         for kind, cases in KINDS.items() for case in cases]  # fmt: skip
# What a book of all would only be slowed down by; `make hostile` lays each of them out.
_LONG = 20_000


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """Count who connects."""
    with Listener() as server:
        yield server


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_case_is_built_with_every_word_or_told_with_a_remedy(
    case: Case, tmp_path: Path, listener: Listener, capsys: pytest.CaptureFixture[str]
) -> None:
    source = lay_out(case, tmp_path, listener.address)
    code = main(["-q", "-f", "epub", "-o", str(tmp_path / "dist"), str(source)])
    assert list(faults(case, code, capsys.readouterr().err, tmp_path)) == []
    assert listener.calls == 0


def test_there_are_cases_of_every_kind() -> None:
    few = 20
    assert [kind for kind, cases in KINDS.items() if len(cases) < few] == []
    names = [case.name for cases in KINDS.values() for case in cases]
    assert len(names) == len(set(names))


def test_a_book_of_all_hostile_articles_is_sound_in_both_editions(
    tmp_path: Path, listener: Listener
) -> None:
    book = _bound()
    source = lay_out(book, tmp_path, listener.address)
    ran = press("-q", "-o", tmp_path / "dist", source)
    assert list(faults(book, ran.code, ran.err, tmp_path)) == []
    assert len(ran.paths) == len(("epub", "pdf"))
    assert [
        str(finding) for finding in findings_in(ran.paths[0], quick=False) if finding.failing
    ] == []
    assert listener.calls == 0


def _bound() -> Case:
    """Bind the cases that are one article of moderate length, each with needles of its own."""
    files, needles = {}, []
    for number, case in enumerate(case for cases in KINDS.values() for case in cases):
        data = case.files.get("case.md", b"")
        alone = len(case.files) == 1 and not case.prepare and case.fault is None
        if alone and b"alphaneedle" in data and len(data) < _LONG:
            files[f"articles/{number}.md"] = data.replace(b"needle", f"needle{number}x".encode())
            needles += [f"alphaneedle{number}x", f"omeganeedle{number}x"]
    return Case(name="a book of all", files=files, needles=tuple(needles))
