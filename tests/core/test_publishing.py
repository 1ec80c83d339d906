"""Finished files appear whole or not at all; every failure here is a real one."""

from __future__ import annotations

import fcntl
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


@pytest.mark.parametrize("size", [0, 1, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 3 << 16])
def test_a_set_that_is_there_already_is_left_alone(tmp_path: Path, size: int) -> None:
    files = {"tide.pdf": b"p" * size, "tide.epub": memoryview(b"e" * size)}
    paths = publish(files, tmp_path)  # type: ignore[arg-type]  # as what is kept is mapped
    before = [path.stat() for path in paths]
    assert publish(files, tmp_path) == paths  # type: ignore[arg-type]
    assert [path.stat() for path in paths] == before


@pytest.mark.parametrize("at", [0, 1 << 16, (3 << 16) - 1])
def test_a_file_that_differs_in_one_byte_is_replaced(tmp_path: Path, at: int) -> None:
    files = {"tide.pdf": b"p" * (3 << 16), "tide.epub": b"e"}
    (path, _) = publish(files, tmp_path)
    path.write_bytes(files["tide.pdf"][:at] + b"q" + files["tide.pdf"][at + 1 :])
    publish(files, tmp_path)
    assert contents(tmp_path) == files


def test_a_link_to_the_same_bytes_is_replaced(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(FILES["tide.pdf"])
    folder = tmp_path / "out"
    (path, _) = publish(FILES, folder)
    path.unlink()
    path.symlink_to(elsewhere)
    publish(FILES, folder)
    assert not path.is_symlink()
    assert contents(folder) == FILES


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


def test_a_folder_of_editions_is_exchanged_and_keeps_its_mode_and_its_other_files(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "dist"
    publish({"ebb.pdf": b"other", ".gitkeep": b""}, folder)
    folder.chmod(0o750)
    before, other = folder.stat(), (folder / "ebb.pdf").stat()
    publish(FILES, folder)
    after = folder.stat()
    assert (after.st_ino != before.st_ino, after.st_mode) == (True, before.st_mode)
    assert (folder / "ebb.pdf").stat().st_ino == other.st_ino
    assert contents(tmp_path / "dist") == {**FILES, "ebb.pdf": b"other", ".gitkeep": b""}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


@pytest.mark.parametrize("other", ["notes.txt", "a folder", "a link.pdf", "a process"])
def test_a_folder_of_other_things_too_stays_itself(tmp_path: Path, other: str) -> None:
    folder = tmp_path / "dist"
    publish(dict.fromkeys(FILES, b"old"), folder)
    if other == "notes.txt":
        (folder / other).touch()
    elif other == "a folder":
        (folder / other).mkdir()
    elif other == "a link.pdf":
        (folder / other).symlink_to("tide.pdf")
    before = folder.stat().st_ino
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, cwd=folder) as standing:
        if other != "a process":
            standing.communicate()
        publish(FILES, folder)
    assert folder.stat().st_ino == before
    assert {name: (folder / name).read_bytes() for name in FILES} == FILES


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "dist").symlink_to("real")
    assert publish(FILES, tmp_path / "dist") == tuple(tmp_path / "dist" / name for name in FILES)
    assert (tmp_path / "dist").is_symlink()
    assert contents(tmp_path / "real") == FILES


@pytest.mark.parametrize("other", ["ebb.pdf", "notes.txt"])
def test_what_is_withdrawn_goes_with_the_same_step(tmp_path: Path, other: str) -> None:
    publish({**FILES, other: b"other"}, tmp_path)
    publish({"tide.epub": b"newer"}, tmp_path, ["tide.pdf", "tide-booklet.pdf"])
    assert contents(tmp_path) == {"tide.epub": b"newer", other: b"other"}


@pytest.mark.parametrize("other", ["ebb.pdf", "notes.txt"])
def test_builds_that_meet_publish_whole_sets_one_after_another(tmp_path: Path, other: str) -> None:
    folder = tmp_path / "dist"
    publish({"tide.pdf": b"00", "tide.epub": b"00", other: b""}, folder)
    script = """
import sys
from pathlib import Path
from pressrun.publishing import publish
for number in range(40):
    said = f"{sys.argv[2]}{number}".encode()
    publish({"tide.pdf": said, "tide.epub": said}, Path(sys.argv[1]))
"""
    builds = [
        subprocess.Popen([sys.executable, "-c", script, folder, str(n)], stderr=subprocess.PIPE)
        for n in range(4)
    ]
    assert [(b.communicate()[1], b.returncode) for b in builds] == [(b"", 0)] * 4
    there = contents(folder)
    assert (there["tide.pdf"], set(there)) == (there["tide.epub"], {*FILES, other})
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_a_lock_that_is_kept_for_ever_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pressrun.publishing._PATIENCE", 0)
    descriptor = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with pytest.raises(MachineError, match="nothing was published: another program keeps it"):
        publish(FILES, tmp_path)
    os.close(descriptor)
    assert contents(tmp_path) == {}
    publish(FILES, tmp_path)


def test_nothing_to_publish_makes_the_folder_and_no_file(tmp_path: Path) -> None:
    assert publish({}, tmp_path / "dist") == ()
    assert contents(tmp_path / "dist") == {}


def contents(folder: Path) -> dict[str, bytes | None]:
    """Return every file of a folder, hidden ones included, None for a folder."""
    return {p.name: p.read_bytes() if p.is_file() else None for p in sorted(folder.iterdir())}


def test_many_files_are_there_together_and_replaced_together(tmp_path: Path) -> None:
    for said in (b"one", b"two"):
        files = {f"articles/{number}.epub": said + str(number).encode() for number in range(100)}
        assert len(publish(files, tmp_path)) == 100
        assert {
            f"articles/{p.name}": p.read_bytes() for p in (tmp_path / "articles").iterdir()
        } == files
    assert [path.name for path in tmp_path.iterdir()] == ["articles"]
