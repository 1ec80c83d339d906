"""A run on a scheduler and two workers, one killed in the middle, gives one machine's bytes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cluster.loopback import Loopback, wait_for
from tests.editions.commands import BUILD, PATIENCE, ROOT, press

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARTICLES = 8
# Signs that the packaged Latin faces lack come with faces that are sent.
TEXT = "The tide *went* out, see [](article-0.md), and שלום came in.\n\n" * 5


def archive(folder: Path) -> Path:
    """Write a publication of short articles."""
    (folder / "articles").mkdir(parents=True)
    (folder / "publication.yaml").write_text("title: The Harbour\nlang: en\n", "utf-8")
    for number in range(ARTICLES):
        text = f"---\ntitle: Tide {number}\n---\n\n{TEXT}"
        (folder / "articles" / f"article-{number}.md").write_text(text, "utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def kept(cache: Path) -> dict[str, int]:
    """Return what is kept of articles, and which file it is: one that is made anew is another."""
    files = (cache / "pressrun" / "singles").glob("[0-9a-f]*")
    return {path.name: path.stat().st_ino for path in files if len(path.name) == 64}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loopback]:
    """Start a scheduler."""
    with Loopback(tmp_path_factory.mktemp("cluster")) as loopback:
        yield loopback


@pytest.fixture(scope="module")
def near(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build an archive in one process after the other; return the folder of source and out."""
    folder = tmp_path_factory.mktemp("near")
    archive(folder / "source")
    ran = press("source", "--each", "-j", "1", "--no-cache", "-o", "out", folder=folder)
    assert (ran.code, ran.err) == (0, "")
    return folder


def test_a_run_survives_a_lost_worker_and_is_taken_up_after_its_own_end(
    cluster: Loopback, near: Path, tmp_path: Path
) -> None:
    lost, _ = cluster.worker(), cluster.worker()
    words = ["source", "--each", "--scheduler", cluster.address, "-o", tmp_path / "out"]
    with subprocess.Popen(
        [sys.executable, str(BUILD), *map(str, words), "--no-issue"], stdout=subprocess.DEVNULL,
        cwd=near, env=os.environ | {"XDG_CACHE_HOME": str(tmp_path)},
    ) as run:  # fmt: skip
        wait_for(lambda: kept(tmp_path))
        lost.kill()
        some = len(kept(tmp_path))
        wait_for(lambda: len(kept(tmp_path)) > some)
        run.send_signal(signal.SIGTERM)
        assert run.wait(PATIENCE) == 128 + signal.SIGTERM
    assert not (tmp_path / "out").exists()
    before = kept(tmp_path)
    assert some < len(before) < ARTICLES

    ran = press(*words, folder=near, env={"XDG_CACHE_HOME": str(tmp_path)})
    assert (ran.code, ran.err) == (0, "")
    after = kept(tmp_path)
    assert len(after) == ARTICLES
    assert after.items() > before.items()  # what there was is not made anew
    assert contents(tmp_path / "out") == contents(near / "out")


def test_a_worker_of_another_version_is_refused_by_both_names(
    cluster: Loopback, near: Path, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "pressrun", tmp_path / "pressrun", ignore=lambda *_: ["__pycache__"])
    for folder in ("templates", "styles"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    module = tmp_path / "pressrun/__init__.py"
    module.write_text(module.read_text("utf-8").replace('__version__ = "', '__version__ = "0.0.'))
    other = cluster.worker(tmp_path)
    wait_for(lambda: b"Registered to" in cluster.log(other))
    ran = press("source", "--scheduler", cluster.address, "-o", tmp_path / "out", folder=near)
    other.kill()
    assert ran.code == 3
    assert "would make other editions: Pressrun is 0.0." in ran.err
    assert "hint: run the same Pressrun on all machines" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_scheduler_that_is_not_there_is_told(near: Path, tmp_path: Path) -> None:
    ran = press("source", "--scheduler", "tcp://127.0.0.1:9", "-o", tmp_path / "out", folder=near)
    assert ran.code == 3
    assert "the scheduler at tcp://127.0.0.1:9 cannot be reached: " in ran.err
    assert "hint: start one: dask scheduler" in ran.err


def test_a_cluster_without_its_library_is_told(near: Path, tmp_path: Path) -> None:
    missing = "raise ModuleNotFoundError(name='distributed')"
    (tmp_path / "distributed.py").write_text(missing, "utf-8")
    ran = press(
        "source", "--scheduler", "tcp://127.0.0.1:9", "-o", tmp_path / "out", folder=near,
        env={"PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert ran.code == 3
    assert "a cluster needs “distributed”, which is not installed" in ran.err
    assert "hint: pip install 'pressrun[cluster]'" in ran.err


@pytest.mark.parametrize("alone", [["--check"], ["--print-standard", "x-4"]])
def test_what_depends_on_one_machine_is_not_made_on_many(alone: list[str], near: Path) -> None:
    ran = press("source", "--each", *alone, "--scheduler", "tcp://127.0.0.1:9", folder=near)
    assert ran.code == 2
    assert "depends on the machine, and a cluster has many" in ran.err
