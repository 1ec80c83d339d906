"""Finished files appear whole or not at all; every failure here is a real one."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pressrun.errors import MachineError
from pressrun.publishing import publish

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"tide.pdf": b"new print", "tide.epub": b"new book"}


def test_files_are_published_in_the_order_given_in_a_folder_that_need_not_be_there(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "a" / "b"
    paths = publish(FILES, folder)
    assert paths == (folder / "tide.pdf", folder / "tide.epub")
    assert [path.read_bytes() for path in paths] == list(FILES.values())


def test_what_was_there_before_is_replaced_and_what_else_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "tide.pdf").write_bytes(b"a much longer old print")
    (tmp_path / "ebb.pdf").write_bytes(b"other")
    publish(FILES, tmp_path)
    assert contents(tmp_path) == {**FILES, "ebb.pdf": b"other"}


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002, 0o027])
def test_permissions_follow_the_umask(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        paths = publish(FILES, tmp_path)
        assert os.umask(mask) == mask  # the mask itself is as it was
    finally:
        os.umask(before)
    assert [path.stat().st_mode & 0o777 for path in paths] == [0o666 & ~mask] * 2


def test_a_file_in_the_place_of_the_folder_is_reported_and_kept(tmp_path: Path) -> None:
    place = tmp_path / "dist"
    place.write_bytes(b"a file")
    with pytest.raises(MachineError, match="nothing was published: File exists") as caught:
        publish(FILES, place)
    assert (caught.value.path, caught.value.exit_code) == (place, 3)
    assert place.read_bytes() == b"a file"


def test_a_folder_in_the_place_of_a_file_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "tide.pdf").write_bytes(b"old print")
    (tmp_path / "tide.epub").mkdir()
    with pytest.raises(MachineError, match="nothing was published"):
        publish(FILES, tmp_path)
    assert contents(tmp_path) == {"tide.pdf": b"old print", "tide.epub": None}


def test_a_folder_in_a_folder_that_is_a_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "dist").write_bytes(b"")
    with pytest.raises(MachineError, match="nothing was published: Not a directory"):
        publish(FILES, tmp_path / "dist" / "tide")


def test_old_files_stay_when_the_second_of_two_cannot_be_written(tmp_path: Path) -> None:
    """A limit on the size of files fails a write as a full disk does."""
    for name in FILES:
        (tmp_path / name).write_bytes(b"old")
    script = """
import resource, signal, sys
from pathlib import Path
from pressrun.errors import MachineError
from pressrun.publishing import publish
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    publish({"tide.pdf": b"a" * 4096, "tide.epub": b"a" * 5000}, Path(sys.argv[1]))
except MachineError as error:
    print(error.message)
"""
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "nothing was published: File too large\n"
    assert contents(tmp_path) == dict.fromkeys(FILES, b"old")


@pytest.mark.skipif(
    sys.platform != "linux", reason="no other system has a disk that is always full"
)
def test_old_files_stay_when_the_disk_is_full(tmp_path: Path) -> None:
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", tmp_path], check=False,
                      capture_output=True).returncode:  # fmt: skip
        pytest.skip("only root may mount a small disk")
    try:
        for name in FILES:
            (tmp_path / name).write_bytes(b"old")
        with pytest.raises(MachineError, match="nothing was published: No space left on device"):
            publish({"tide.pdf": b"a" * 8192, "tide.epub": b"a" * 100_000}, tmp_path)
        assert contents(tmp_path) == dict.fromkeys(FILES, b"old")
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_nothing_to_publish_makes_the_folder_and_no_file(tmp_path: Path) -> None:
    assert publish({}, tmp_path / "dist") == ()
    assert contents(tmp_path / "dist") == {}


def contents(folder: Path) -> dict[str, bytes | None]:
    """Return every file of a folder, hidden ones included, None for a folder."""
    return {p.name: p.read_bytes() if p.is_file() else None for p in sorted(folder.iterdir())}
