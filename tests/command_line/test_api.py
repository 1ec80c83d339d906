"""Other programs build by one call, which is typed, raises, prints nothing and loads late."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import pressrun
from tests.editions.commands import press

ROOT = Path(__file__).resolve().parents[2]


def test_one_call_makes_the_bytes_of_the_command_line(
    story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    editions = pressrun.build(story, tmp_path / "called", jobs=1)
    ran = press(story, "-o", "commanded", folder=tmp_path)
    assert capsys.readouterr() == ("", "")
    assert (editions.epub, editions.pdf) == editions.paths
    commanded = [tmp_path / path for path in ran.paths]
    assert [p.read_bytes() for p in editions.paths] == [p.read_bytes() for p in commanded]
    assert (editions.shortfall, editions.obstacles) == (None, ())


def test_what_was_not_ordered_is_none_and_what_was_left_out_is_told(
    paste: Path, tmp_path: Path
) -> None:
    editions = pressrun.build([str(paste)], tmp_path / "out", formats=["epub"], cache=False)
    assert (editions.pdf, editions.shortfall) == (None, None)
    assert "Share this article" in [dropped.text for _, dropped in editions.dropped]


def test_a_fault_is_raised_with_its_place(story: Path, tmp_path: Path) -> None:
    story.write_text("---\ntitle: Tide\nstandfrist: Low\n---\n\nText.\n", encoding="utf-8")
    with pytest.raises(pressrun.Complaints) as raised:
        pressrun.build(story, tmp_path / "out")
    (error,) = raised.value.errors
    assert (error.path, error.line, error.hint) == (story, 3, "did you mean “standfirst”?")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("formats", "most", "message"),
    [
        (("mobi",), {}, "there is no format “mobi”"),
        ((), {}, "no format is ordered"),
        (("epub",), {"pixel": 3}, "“pixel=3” is no limit"),
        (("epub",), {"article": 9}, "the limit is 9"),
    ],
)
def test_what_cannot_be_followed_is_raised_too(
    story: Path, tmp_path: Path, formats: tuple[str, ...], most: dict[str, int], message: str
) -> None:
    with pytest.raises(pressrun.PressError, match=message):
        pressrun.build(story, tmp_path / "out", formats=formats, most=most)


def test_importing_the_package_loads_none_of_it() -> None:
    count = "import sys, pressrun; print([m for m in sys.modules if m.startswith('pressrun.')])"
    done = subprocess.run(
        [sys.executable, "-c", count], capture_output=True, check=True, cwd=ROOT, text=True
    )
    assert done.stdout == "[]\n"


def test_every_name_of_the_interface_is_there_and_no_other() -> None:
    assert all(getattr(pressrun, name) is not None for name in pressrun.__all__)
    with pytest.raises(AttributeError, match="“biuld”"):
        _ = pressrun.biuld  # type: ignore[attr-defined]
