"""Ask EPUBCheck of many books in one Java machine, which takes a tenth of a second for each.

`python -m tests.hostile.epubcheck BOOK…` writes what EPUBCheck says to standard error.
"""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import jpype

from pressrun.preflight import programs
from tests.editions.commands import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_FAILING = re.compile(r"(FATAL|ERROR|WARNING)\(")


def faults_of_books(paths: Iterable[Path]) -> list[str]:
    """Return EPUBCheck's errors and warnings on books, each with the book's path."""
    command = [sys.executable, "-m", "tests.hostile.epubcheck", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT, text=True)
    if done.returncode != 0:
        return [f"EPUBCheck broke down: {done.stderr[-500:]}"]
    return [line for line in done.stderr.splitlines() if _FAILING.match(line)]


def main(paths: Sequence[str]) -> None:
    """Judge books; what is said of them goes to Java's standard error."""
    folder = programs.package_folder("epubcheck")
    assert folder is not None
    jars = [folder / "epubcheck.jar", *sorted((folder / "lib").glob("*.jar"))]
    jpype.startJVM(*programs.JAVA_OPTIONS, classpath=[str(jar) for jar in jars])
    check = jpype.JClass("com.adobe.epubcheck.api.EpubCheck")
    report = jpype.JClass("com.adobe.epubcheck.util.DefaultReportImpl")
    file = jpype.JClass("java.io.File")
    for path in paths:
        check(file(path), report(path)).doValidate()


if __name__ == "__main__":
    main(sys.argv[1:])
