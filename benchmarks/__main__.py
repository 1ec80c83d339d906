"""Measure what editions cost, beside the peers, in one run: `make bench WORK="article issue"`.

    python -m benchmarks [WORKLOAD…] [--runs N] [--scale PART] [--curves FILE.svg]

Every tool has a run that is not counted, then they take turns, so that a machine that is slow for a
while is slow for all of them. The figures are medians of whole processes; a ratio is to the first.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pikepdf

from benchmarks import preview, reading, sizes, tools, workloads
from benchmarks.curves import Plot, drawn
from benchmarks.measuring import Cost, middle, run
from benchmarks.tools import Tool
from benchmarks.workloads import Measure, Workload

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BOTH: Final = Tool(
    name="Pressrun, EPUB and PDF tagged, A-3a, UA-1", told=tools.pressrun("epub,pdf")
)
STARTS: Final = (
    Tool(name="Pressrun, read", told=tools.read),
    Tool(name="WeasyPrint, import", told=tools.importing),
)
SINGLY: Final = (
    Tool(
        name="Pressrun, EPUB and PDF, a process an article and format", told=tools.pressrun_singly
    ),
    Tool(
        name="Pressrun, EPUB and PDF of each article, two workers",
        told=tools.pressrun("epub,pdf", "--each", "--no-issue", "-j", "2"),
    ),
)
AGAIN: Final = Tool(name="Pressrun, EPUB and PDF, once more", told=tools.pressrun_again)
WORKERS: Final = tuple(
    Tool(name=f"Pressrun, PDF tagged, -j {number}", told=tools.pressrun("pdf", "-j", str(number)))
    for number in (1, 2)
)
MEASURES: Final = {
    "article": Measure(articles=1, words=600),
    "issue": Measure(articles=100, words=1000, pictures=2),
    "book": Measure(articles=60, words=5000),
    "singles": Measure(articles=1000, words=600),
    "edit": Measure(articles=100, words=1000, pictures=2),
    "unchanged": Measure(articles=100, words=1000, pictures=2),
    "workers": Measure(articles=100, words=1000, pictures=2),
}
GROWTH: Final = Measure(articles=60, words=5000)
WORKLOADS: Final = (*MEASURES, "growth", "reading", "preview", "sizes")


def chosen(name: str) -> tuple[Tool, ...]:
    """Return who does a workload; those that belong together stand together."""
    printers, packagers = tuple(tools.printers()), tuple(tools.packagers())
    return {
        "article": (BOTH, *printers, *packagers, *STARTS),
        "issue": (*printers, *packagers[:2]),
        "book": (*printers, *packagers[:2]),
        "singles": SINGLY,
        "edit": (BOTH, AGAIN, printers[3]),
        "unchanged": (BOTH, AGAIN),
        "workers": WORKERS,
    }[name]


def scaled(measure: Measure, part: float) -> Measure:
    """Return a measure of that part of the articles, one at least."""
    return replace(measure, articles=max(1, round(measure.articles * part)))


def measured(
    work: Workload, who: Sequence[Tool], runs: int, *, edited: bool = False
) -> dict[Tool, tuple[Cost, Path]]:
    """Return each tool's medians, and the folder of what it made.

    The first run is for warming up, the last to watch the memory of.
    """
    costs: dict[Tool, list[Cost]] = {tool: [] for tool in who}
    out = {tool: work.source.parent / f"out-{number}" for number, tool in enumerate(who)}
    for turn in range(-1, runs + 1):
        for tool in who:
            shutil.rmtree(out[tool], ignore_errors=True)
            out[tool].mkdir()
            if edited:
                workloads.edit(work, turn)
            watched = turn == runs
            costs[tool].append(run(tool.told(work, out[tool]), work.source.parent, watched=watched))
    return {tool: (middle(found[1:-1], found[-1]), out[tool]) for tool, found in costs.items()}


def table(found: dict[Tool, tuple[Cost, Path]]) -> Iterator[str]:
    """Yield the lines of a workload's table, in Markdown."""
    first = next(iter(found.values()))[0]
    yield "| who and what | wall s | CPU s | peak MiB | pages | kB | wall × | CPU × |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for tool, (cost, out) in found.items():
        name = f"{tool.name} ({tool.version})" if tool.version else tool.name
        yield (
            f"| {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.memory:.0f} | {pages(out) or ''} "
            f"| {size(out) or ''} | {cost.wall / first.wall:.2f} | {cost.cpu / first.cpu:.2f} |"
        )


def pages(out: Path) -> int:
    """Count the pages of all PDF files below a folder."""
    total = 0
    for path in out.rglob("*.pdf"):
        with pikepdf.open(path) as pdf:
            total += len(pdf.pages)
    return total


def size(out: Path) -> int:
    """Add up the files below a folder, in kB."""
    return round(sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1000)


def grown(folder: Path, runs: int, part: float) -> str:
    """Return the curves of books that get longer."""
    who = tuple(tools.printers())[:2]
    times: dict[str, list[tuple[float, float]]] = {tool.name: [] for tool in who}
    memory: dict[str, list[tuple[float, float]]] = {tool.name: [] for tool in who}
    for share in (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1):
        work = workloads.write(folder / f"{share}", scaled(GROWTH, share * part))
        for tool, (cost, out) in measured(work, who, runs).items():
            times[tool.name].append((pages(out), cost.cpu))
            memory[tool.name].append((pages(out), cost.memory))
            each = 1000 * cost.cpu / pages(out)
            say(f"{tool.name}: {pages(out)} pages, {each:.1f} ms CPU each, {cost.memory:.0f} MiB")
    seconds = Plot(title="Seconds of CPU by pages", lines=times)
    return drawn((seconds, Plot(title="MiB at the peak by pages", lines=memory)))


def say(line: str) -> None:
    """Print a line at once: some take minutes."""
    print(line, flush=True)


def conditions(runs: int) -> str:
    """Say where and how it was measured."""
    load = ", ".join(f"{figure:.1f}" for figure in os.getloadavg())
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}; load before: {load}. "
        f"Medians of {runs} runs of whole processes, by turns, after one that is not counted; "
        "the memory is of one more; CPU and memory with their children."
    )


def compare(name: str, options: argparse.Namespace, folder: Path) -> None:
    """Measure one workload and print its table."""
    measure = scaled(MEASURES[name], options.scale)
    work = workloads.write(folder / name, measure)
    present = [tool for tool in chosen(name) if not tool.lacks]
    say(f"\n{name}: {measure.articles} × {measure.words} words, {measure.pictures} pictures each\n")
    for line in table(measured(work, present, options.runs, edited=name == "edit")):
        say(line)
    for tool in chosen(name):
        if tool.lacks:
            say(f"not run: {tool.name}, without {tool.lacks}")


def followed(options: argparse.Namespace, folder: Path) -> None:
    """Measure how soon a save is seen, and print it."""
    measured_out = scaled(MEASURES["edit"], options.scale)
    say(f"\npreview: one of {measured_out.articles} articles edited\n")
    say(preview.table(preview.measure(folder / "preview", measured_out, options.runs)))


def weighed(folder: Path) -> None:
    """Compare sizes of EPUBs, and print them."""
    say("\nsizes, in bytes\n")
    for line in sizes.table(folder / "sizes"):
        say(line)


def main(words: Sequence[str]) -> int:
    """Print the tables of the workloads that are named; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("work", nargs="*", metavar="WORKLOAD", help=", ".join(WORKLOADS))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0, help="part of the articles; default: 1")
    parser.add_argument("--curves", type=Path, default=Path("dist/growth.svg"))
    options = parser.parse_args(words)
    if unknown := [name for name in options.work if name not in WORKLOADS]:
        parser.error(f"there is no workload “{unknown[0]}”, but {', '.join(WORKLOADS)}")
    say(conditions(options.runs))
    with TemporaryDirectory(prefix="pressrun-bench-") as temporary:
        steps = {name: partial(compare, name, options, Path(temporary)) for name in MEASURES}
        steps["reading"] = partial(reading.main, [])
        steps["preview"] = partial(followed, options, Path(temporary))
        steps["sizes"] = partial(weighed, Path(temporary))
        for name in options.work or WORKLOADS:
            if name == "growth":
                curves = grown(Path(temporary) / name, options.runs, options.scale)
                options.curves.write_text(curves, "utf-8")
                say(f"{options.curves}")
            else:
                steps[name]()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as error:
        sys.exit(f"{' '.join(error.cmd)}\n{error.output.decode(errors='replace')}")
