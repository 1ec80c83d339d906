"""Finds and runs the programs that validators need; refuses to know what they say."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CLONE = Path(__file__).resolve().parents[2]
TEST_TOOLS = "`.ci/setup.sh test` in a clone of Pressrun"
CHECK_EXTRA = "`pip install 'pressrun[check]'`"
ANEW = "install Pressrun anew"
# Both halve a short run: no second compiler, no threads for collecting garbage.
JAVA_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
# A validator that has not answered by now hangs: an issue of 400 pages takes under a minute.
PATIENCE_SECONDS = 900
# Java 17 opens no file with an accent in its name under LC_ALL=C, and speaks the user's language.
LOCALE = {"LC_ALL": "C.UTF-8"}

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_TAIL_LINES = 6


def java() -> str | None:
    """Find the Java launcher: JAVA_HOME's first, as Java's own tools do."""
    home = os.environ.get("JAVA_HOME")
    return (shutil.which(str(Path(home, "bin", "java"))) if home else None) or shutil.which("java")


def lacks_java(validator: str) -> str | None:
    """Say how to get Java when it is missing."""
    if java():
        return None
    return (
        f"{validator} needs Java 17 or later: {TEST_TOOLS}, or your system's package"
        " (default-jre-headless in Debian)"
    )


def package_folder(package: str) -> Path | None:
    """Find the folder of an installed Python package without importing it."""
    spec = importlib.util.find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def state_of(*files: Path | str | None) -> str:
    """Return what tells a program's files from those of another version: their size and time."""
    states = [(path := Path(file).resolve(), path.stat()) for file in files if file]
    return "; ".join(f"{path} {state.st_size} {state.st_mtime_ns}" for path, state in states)


def run(
    command: Sequence[str | Path], *, validator: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a validator to its end, whatever it returns, and keep what it said without colours.

    Raise MachineError when it cannot be started or does not come to an end.
    """
    try:
        done = subprocess.run(  # noqa: S603  a program found above, no shell
            [str(word) for word in command],
            capture_output=True,
            check=False,
            encoding="utf-8",
            env={**os.environ, **LOCALE, **(environment or {})},
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        message = f"{validator} could not be run: {error}"
        raise MachineError(message) from error
    done.stdout, done.stderr = (_COLOUR.sub("", text) for text in (done.stdout, done.stderr))
    return done


def breakdown(validator: str, path: Path, said: str) -> MachineError:
    """Tell that a validator broke down, in the last lines that it said."""
    tail = "\n".join(said.strip().splitlines()[-_TAIL_LINES:])
    return MachineError(f"{validator} broke down: {tail or 'it said nothing'}", path=path)
