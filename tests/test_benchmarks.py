"""The benchmarks measure what they say, on publications that are the same each time."""

from __future__ import annotations

import hashlib
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from benchmarks import measuring, workloads
from benchmarks.curves import Plot, drawn
from benchmarks.workloads import Measure
from pressrun.manuscript import gather

if TYPE_CHECKING:
    from pathlib import Path

SMALL = Measure(articles=3, words=300, pictures=1)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> workloads.Workload:
    return workloads.write(tmp_path_factory.mktemp("bench") / "work", SMALL)


def test_a_workload_is_a_publication_with_what_was_measured_out(work: workloads.Workload) -> None:
    publication = gather((work.source,)).publication
    words = [len(article.body.html.striptags().split()) for article in publication.articles]
    assert len(words) == 3
    assert all(300 <= count < 600 for count in words)
    assert [len(article.body.figures) for article in publication.articles] == [1, 1, 1]


def test_the_three_forms_of_a_workload_say_the_same(work: workloads.Workload) -> None:
    page = etree.fromstring(work.html.read_bytes())
    printed = [" ".join("".join(p.itertext()).split()) for p in page.iter("p")]
    markdown = work.markdown.read_text("utf-8").replace("*", "")
    assert len(printed) > 9
    assert all(paragraph in markdown for paragraph in printed if paragraph)
    joined = "".join(path.read_text("utf-8") for path in work.articles).replace("*", "")
    assert all(paragraph in joined for paragraph in printed if paragraph)


def test_a_workload_is_the_same_each_time(work: workloads.Workload, tmp_path: Path) -> None:
    again = workloads.write(tmp_path / "again", SMALL)
    assert hashes(again.source.parent) == hashes(work.source.parent)


def test_the_processor_time_of_those_who_outlive_a_command_counts(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    orphan = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {busy!r}])"
    assert measuring.run([[sys.executable, "-c", orphan]], tmp_path).cpu > 0.3


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_an_edit_changes_one_article_alone_and_another_word_each_turn(tmp_path: Path) -> None:
    work = workloads.write(tmp_path / "edited", Measure(articles=3, words=600))
    seen = [hashes(work.source)]
    for turn in range(-1, 2):
        workloads.edit(work, turn)
        seen.append(hashes(work.source))
    for before, after in pairwise(seen):
        changed = [name for name in before if before[name] != after[name]]
        assert changed == ["articles/article-0001.md"]


def test_curves_end_where_the_figures_do() -> None:
    plot = Plot(title="Seconds", lines={"a & b": [(10, 1), (200, 4)], "other": [(10, 2)]})
    svg = etree.fromstring(drawn((plot, plot)))
    paths = [path.get("d", "") for path in svg.iter("{http://www.w3.org/2000/svg}path")]
    assert any(path.endswith("L360.0 0.0") for path in paths)
    assert "a & b" in [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
