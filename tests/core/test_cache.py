"""What is kept in the user's cache is whole, bounded, and never needed."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pressrun.cache import Cache, key_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def kept(tmp_path: Path) -> Cache:
    """Return an empty cache."""
    return Cache(name=str(tmp_path / "kept"), most=1_000)


def test_what_is_kept_is_found(kept: Cache) -> None:
    kept.keep("a", b"the tide")
    assert kept.found("a") == b"the tide"
    assert kept.found("b") is None


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 100])
def test_what_is_damaged_is_not_found(kept: Cache, tmp_path: Path, damage: bytes) -> None:
    kept.keep("a", b"the tide")
    (tmp_path / "kept/a").write_bytes(damage)
    assert kept.found("a") is None


def test_what_was_longest_out_of_use_goes_first(kept: Cache) -> None:
    for name in "abc":
        kept.keep(name, b"x" * 300)
    kept.found("a")
    replace(kept, most=700).tidy()
    assert [name for name in "abc" if kept.found(name)] == ["a", "c"]


def test_one_that_tidies_itself_never_holds_much_more_than_it_may(tmp_path: Path) -> None:
    kept = Cache(name=str(tmp_path / "much"), most=1_000, tidied=True)
    for number in range(40):
        kept.keep(str(number), b"x" * 100)
    held = [path.stat().st_size for path in (tmp_path / "much").iterdir()]
    assert sum(held) <= 1_500
    assert kept.found("39")


def test_all_that_is_kept_is_looked_at_only_when_it_may_be_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []
    scandir = os.scandir

    def look(folder: Path) -> Any:
        looked.append(folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", look)
    kept = Cache(name=str(tmp_path / "much"), most=1_000)
    for number in range(7):
        kept.keep(str(number), b"x" * 100)
        kept.tidy()
        assert len(looked) == 1
    for number in range(7, 60):
        kept.keep(str(number), b"x" * 100)
        kept.tidy()
        held = [path.stat().st_size for path in (tmp_path / "much").iterdir()]
        assert sum(held) <= 1_000
    assert kept.found("59")


@pytest.mark.parametrize("damage", [b"", b"odd", bytes(8)])
def test_a_note_that_is_damaged_lets_nothing_grow_for_ever(tmp_path: Path, damage: bytes) -> None:
    kept = Cache(name=str(tmp_path / "much"), most=1_000)
    for number in range(60):
        kept.keep(str(number), b"x" * 100)
        kept.tidy()
        if number == 5:
            (tmp_path / "much.bytes").write_bytes(damage)
    held = [path.stat().st_size for path in (tmp_path / "much").iterdir()]
    assert sum(held) <= 1_100


def test_several_may_keep_the_same_at_once_and_leave_nothing_half_written(
    kept: Cache, tmp_path: Path
) -> None:
    data = b"x" * 200_000

    def use(_: int) -> bytes | None:
        kept.keep("a", data)
        return kept.found("a")

    with ThreadPoolExecutor(8) as pool:
        assert {*pool.map(use, range(40))} == {data}
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["a"]


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    nowhere = Cache(name=str(tmp_path / "file"), most=10)
    nowhere.keep("a", b"the tide")
    nowhere.tidy()
    assert nowhere.found("a") is None


def test_what_is_cleared_is_gone(kept: Cache) -> None:
    kept.keep("a", b"the tide")
    kept.clear()
    assert kept.found("a") is None


def test_where_a_part_ends_is_part_of_a_key() -> None:
    assert key_of([b"ab", b"c"]) != key_of([b"a", b"bc"])
