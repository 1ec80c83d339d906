"""The same input gives the same bytes, whatever the machine is set to."""

from __future__ import annotations

import hashlib
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.editions.commands import press
from tests.editions.prose import write_issue
from tests.inspectors.epub import Epub

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ZONES = ("UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu", "Europe/Berlin")
LOCALES = ("C", "C.UTF-8", "POSIX", "tr_TR.UTF-8", "en_US.UTF-8")
MASKS = (0o022, 0o077, 0o000, 0o027, 0o002)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the issue of three articles."""
    folder = tmp_path_factory.mktemp("same") / "source"
    write_issue(folder, paragraphs=12)
    return folder


@pytest.fixture(scope="module")
def hashes(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Build ten times, each time in another setting; return the hashes by suffix."""
    folder = tmp_path_factory.mktemp("ten")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        built = list(
            pool.map(lambda number: built_in(number, source, folder / f"{number}"), range(10))
        )
    return {suffix: {hashed[suffix] for hashed in built} for suffix in (".epub", ".pdf")}


def built_in(number: int, source: Path, folder: Path) -> dict[str, str]:
    """Build in the setting of that number, by so many processes, with or without what is kept.

    The last has a home, a cache and a folder of its own.
    """
    where = folder.joinpath(*["work"] * (number % 3 + 1))
    where.mkdir(parents=True)
    settings = {
        "TZ": ZONES[number % 5],
        "LC_ALL": LOCALES[(number + 1) % 5],
        "LANGUAGE": "de",
        "PYTHONHASHSEED": str(number * 7),
    }
    if number == 9:
        settings |= {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    if number % 2:
        source = shutil.copytree(source, folder / "copy")
    mask = MASKS[number % 5]
    words = ["-j", str((1, 2, 8)[number % 3]), *(["--no-cache"] if number % 4 == 0 else [])]
    ran = press(source, "-o", folder / "out", *words, folder=where, env=settings, umask=mask)
    assert ran.code == 0, ran.err
    return hashes_of(ran.paths)


def hashes_of(paths: Iterable[Path]) -> dict[str, str]:
    return {path.suffix: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


@pytest.mark.parametrize("suffix", [".epub", ".pdf"])
def test_ten_builds_in_ten_settings_give_one_hash(hashes: dict[str, set[str]], suffix: str) -> None:
    assert len(hashes[suffix]) == 1


def test_another_word_in_the_source_gives_other_hashes(
    source: Path, hashes: dict[str, set[str]], tmp_path: Path
) -> None:
    other = shutil.copytree(source, tmp_path / "other")
    article = other / "articles/pecheurs.md"
    times = article.stat().st_atime, article.stat().st_mtime
    article.write_text(article.read_text("utf-8").replace("longue", "courte"), "utf-8")
    os.utime(article, times)
    for suffix, hashed in hashes_of(press(other, "-o", tmp_path / "out").paths).items():
        assert hashed not in hashes[suffix]


def test_the_date_of_change_is_that_of_source_date_epoch(source: Path, tmp_path: Path) -> None:
    ran = press(source, "-o", tmp_path, "-f", "epub", env={"SOURCE_DATE_EPOCH": "1000000000"})
    with Epub(ran.paths[0]) as epub:
        assert epub.metadata["dcterms:modified"] == ["2001-09-09T01:46:40Z"]
