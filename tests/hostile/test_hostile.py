"""Hostile input ends in a sound book with every word in it, or in a message, and never in between.

Sound articles are bound into one book, of which both editions and EPUBCheck are asked; every other
case is built on its own, as an EPUB. `make hostile` puts each case through both editions.
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

# What is longer is built on its own.
_LONG = 20_000


def _is_bound(case: Case) -> bool:
    """Tell whether a case is a sound article of moderate length, with no file beside it.

    One that may need a font of the machine could cost the whole book its PDF.
    """
    data = case.files.get("case.md", b"")
    alone = len(case.files) == 1 and not case.prepare and case.fault is None
    alone = alone and b"zzz-" not in data  # Ace wants a language that somebody speaks
    packaged = b"alphaneedle" in data and max(data.decode(errors="replace")) < "\u2100"
    return alone and packaged and len(data) < _LONG


APART = [pytest.param(case, id=f"{kind}: {case.name}")
         for kind, cases in KINDS.items() for case in cases if not _is_bound(case)]  # fmt: skip


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """Count who connects."""
    with Listener() as server:
        yield server


@pytest.mark.parametrize("case", APART)
def test_a_hostile_case_is_built_with_every_word_or_told_with_a_remedy(
    case: Case, tmp_path: Path, listener: Listener, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    source = lay_out(case, tmp_path, listener.address)
    code = main(["-q", "-f", "epub", "-o", str(tmp_path / "dist"), str(source)])
    assert list(faults(case, code, capsysbinary.readouterr().err.decode(), tmp_path)) == []
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
    """Bind the sound articles, each with needles of its own."""
    files, needles = {}, []
    for number, case in enumerate(case for cases in KINDS.values() for case in cases):
        if _is_bound(case):
            own = f"needle{number}x"
            files[f"articles/{number}.md"] = case.files["case.md"].replace(b"needle", own.encode())
            needles += [needle.replace("needle", own) for needle in case.needles]
    return Case(name="a book of all", files=files, needles=tuple(needles))
