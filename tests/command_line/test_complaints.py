"""What is wrong is told by place and hint, all of a run together, and what was there stays."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.editions.commands import BUILD, PATIENCE, press

if TYPE_CHECKING:
    from pathlib import Path

FAULTY = """---
title: The tide turns
standfrist: It turned.
lang: en
---

Boats came in.

![A map](figures/lost.png)

See [the quay](#nowhere).
"""
_CAPBSET_DROP = 24
_MAY_READ_ALL = (1, 2)


def test_an_unknown_field_is_told_with_its_line_and_the_nearest_known_one(tmp_path: Path) -> None:
    path = tmp_path / "tide.md"
    path.write_text(FAULTY, encoding="utf-8")
    ran = press(path, "-o", tmp_path / "out")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        f"{path}:3: unknown field “standfrist”\n"
        "   3 | standfrist: It turned.\n"
        "     | ^^^^^^^^^^\n"
        "hint: did you mean “standfirst”?\n"
    )
    assert "Traceback" not in ran.err


def test_the_faults_of_all_articles_are_told_together_in_order(publication: Path) -> None:
    first, second = (publication / f"articles/{name}.md" for name in ("first", "second"))
    text = first.read_text("utf-8")
    first.write_text(f"{text}\n![A map](lost.png)\n\nSee [there](#nowhere).\n", encoding="utf-8")
    second.write_text(text.replace("byline:", "bylin:"), encoding="utf-8")
    ran = press(publication, "-o", publication.parent / "out")
    places = re.findall(rf"^{re.escape(str(publication))}\S+", ran.err, re.MULTILINE)
    assert ran.code == 1
    assert places == [f"{second}:3:", f"{first}:14:", f"{first}:16:"]
    assert not (publication.parent / "out").exists()


def test_old_files_stay_byte_for_byte_when_the_content_is_at_fault(
    story: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    press(story, "-o", out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    story.write_text(FAULTY, encoding="utf-8")
    assert press(story, "-o", out).code == 1
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert len(before) == 2


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (b"", "has no headline"),
        (b"---\ntitle: Tide\n---\n", "has no text"),
        (b"---\ntitle: [\n---\nText.\n", ".md:"),
        (b"---\ntitle: T\ndate: yesterday\n---\nText.\n", ".md:3: "),
        (b"\xff\xfe\x00\xd8 no text at all \xff", ".md"),
    ],
)
def test_a_manuscript_that_cannot_be_read_is_the_content_s_fault(
    tmp_path: Path, text: bytes, complaint: str
) -> None:
    path = tmp_path / "tide.md"
    path.write_bytes(text)
    ran = press(path, "-o", tmp_path / "out")
    assert (ran.code, ran.out) == (1, "")
    assert complaint in ran.err
    assert "Traceback" not in ran.err


def test_an_empty_folder_is_the_content_s_fault(tmp_path: Path) -> None:
    ran = press(tmp_path, "-o", tmp_path / "out")
    assert ran.code == 1
    assert ran.err.startswith(f"{tmp_path}: there is no article here\nhint: ")


def test_a_file_without_the_right_to_read_is_told(story: Path, tmp_path: Path) -> None:
    story.chmod(0)
    for words in (["-o", tmp_path / "out", story], ["read", story]):
        done = run_without_privileges(*words)
        assert done.returncode == 1
        message = f"{story}: this file cannot be read: Permission denied\nhint: "
        assert done.stderr.startswith(message)


def run_without_privileges(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the press as a user whom modes bind, even where the tests are root's."""
    return subprocess.run(
        [sys.executable, str(BUILD), *map(str, words)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        preexec_fn=drop_privileges,
        timeout=PATIENCE,
    )


def drop_privileges() -> None:
    """Give up root's right to pass over modes (prctl(2), capabilities(7))."""
    if os.geteuid() == 0:
        for capability in _MAY_READ_ALL:
            ctypes.CDLL(None).prctl(_CAPBSET_DROP, capability, 0, 0, 0)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["lost.md"], "there is no “lost.md”"),
        (["--nope"], "unrecognized arguments: --nope"),
        (["-f", "mobi"], "there is no format “mobi”"),
        (["--page-size", "A99"], "there is no page size “A99”"),
        (["--page-size", "1x1mm"], "holds no readable text"),
        (["-q", "-v"], "not allowed with argument"),
        (["read"], "the following arguments are required: FILE"),
        (["read", "lost.txt"], "there is no file “lost.txt”"),
        (["check"], "source: there is no such file"),
        (["explain", "PR-4O1"], "there is no finding “PR-4O1”\nhint: did you mean PR-401?"),
        (["check", "lost.epub"], "lost.epub: there is no such file"),
    ],
)
def test_a_wrong_command_line_ends_with_2_and_a_sentence(
    tmp_path: Path, words: list[str], message: str
) -> None:
    ran = press(*words, folder=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "Traceback" not in ran.err


def test_source_date_epoch_that_is_no_number_is_wrong_usage(story: Path, tmp_path: Path) -> None:
    ran = press(story, "-o", tmp_path / "out", "-f", "epub", env={"SOURCE_DATE_EPOCH": "soon"})
    assert (ran.code, ran.err.startswith("SOURCE_DATE_EPOCH is “soon”")) == (2, True)


def test_check_passes_sound_files_and_fails_a_damaged_one(story: Path, tmp_path: Path) -> None:
    made = press(story, "-o", tmp_path / "out", "-f", "epub").paths[0]
    sound = press("check", made)
    assert sound.code == 0
    assert sound.out.splitlines()[0].startswith("validator")
    assert "passed" in sound.out
    damaged = shutil.copy(made, tmp_path / "damaged.epub")
    os.truncate(damaged, made.stat().st_size // 2)
    failed = press("check", damaged)
    assert failed.code == 1
    assert "FAILED" in failed.out
    assert "Traceback" not in failed.err


def test_a_folder_without_the_right_to_read_is_told(publication: Path, tmp_path: Path) -> None:
    (publication / "articles").chmod(0)
    for words in (["-o", tmp_path / "out", publication], ["import", publication]):
        done = run_without_privileges(*words)
        (publication / "publication.yaml").unlink(missing_ok=True)
        assert done.returncode == 1
        assert "cannot be read: Permission denied" in done.stderr
        assert "Traceback" not in done.stderr
