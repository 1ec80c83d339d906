"""Static instances are named, weighted and sloped as they are asked for."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from pressrun import fonts

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder() -> Path:
    return fonts.font_folder()


@pytest.mark.parametrize("face", fonts.FACES, ids=lambda face: face.file_name)
def test_instance_is_what_it_is_called(folder: Path, face: fonts.Face) -> None:
    font = TTFont(folder / face.file_name)
    assert font["name"].getDebugName(1) == face.family
    assert font["OS/2"].usWeightClass == face.wght
    assert bool(font["OS/2"].fsSelection & 1) is face.italic
    assert bool(font["head"].macStyle & 2) is face.italic
    assert bool(font["head"].macStyle & 1) is (face.wght >= 700)
    assert "fvar" not in font


def test_no_two_instances_have_one_name(folder: Path) -> None:
    names = [TTFont(folder / face.file_name)["name"].getDebugName(6) for face in fonts.FACES]
    assert len(set(names)) == len(fonts.FACES)


def test_instances_are_the_same_bytes_every_time(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    told: list[str] = []
    faces = fonts.FACES[:1]
    again = fonts.font_folder(faces, tell=told.append)
    assert (again / faces[0].file_name).read_bytes() == (folder / faces[0].file_name).read_bytes()
    fonts.font_folder(faces, tell=told.append)
    assert len(told) == 1


def test_a_family_that_no_package_brings_is_missed() -> None:
    with pytest.raises(LookupError):
        fonts.packaged_font("No Such Family")


def test_the_cache_is_the_users_or_the_machines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    assert fonts.cache_folder() == tmp_path / "own" / "pressrun"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert tmp_path not in fonts.cache_folder().parents


def test_nobody_else_may_look_into_the_cache_or_put_anything_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prepared(name: str) -> Path:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / name))
        (tmp_path / name).mkdir()
        return tmp_path / name / "pressrun"

    prepared("open").mkdir(mode=0o777)
    assert stat.S_IMODE(fonts.cache_folder().stat().st_mode) == 0o700
    others = tmp_path / "others"
    others.mkdir()
    prepared("led-away").symlink_to(others)
    assert fonts.cache_folder().resolve() != others
    prepared("foreign").mkdir()
    monkeypatch.setattr("os.geteuid", lambda: others.stat().st_uid + 1)
    assert tmp_path not in fonts.cache_folder().parents


def test_what_an_instance_draws_is_kept_beside_it(folder: Path) -> None:
    file = folder / fonts.FACES[0].file_name
    drawn = fonts.drawn_by(file)
    assert {ord("A"), ord("é")} <= drawn
    assert json.loads(file.with_suffix(".json").read_bytes()) == sorted(drawn)
