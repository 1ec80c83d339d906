"""Whatever a manuscript names, a build opens its own folder, the tool, fonts and libraries.

strace(1) writes down every process's openings and connections.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pressrun.fonts import cache_folder
from tests.editions.commands import BUILD, PATIENCE, ROOT
from tests.hostile.cases import Case
from tests.hostile.judging import Listener, lay_out
from tests.hostile.table import KINDS
from tests.hostile.test_hostile import is_bound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

pytestmark = pytest.mark.skipif(
    not shutil.which("strace"), reason="strace, which tells of system calls, is not here"
)
_CALL = re.compile(r'^\d+ +(open|openat|openat2|connect|execve)\((?:AT_FDCWD, )?(?:"([^"]*)")?')
_HOME = Path.home()
_SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/fontconfig",
    "/usr/share/locale", "/usr/share/zoneinfo", "/usr/share/fonts", "/usr/local/share/fonts",
    "/usr/share/poppler",  # a folder of fonts links to it
    "/etc/fonts", "/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/localtime", "/etc/ssl",
    "/usr/share/mime", "/usr/share/gcc", "/usr/share/git-core", "/usr/bin/git", "/etc/mime.types",
    "/etc/gitconfig", "/etc/locale.alias", "/etc/httpd", "/etc/apache", "/etc/apache2",
    "/usr/local/etc", "/var/cache/fontconfig", "/dev/null", "/dev/urandom", "/proc", "/sys",
    *(_HOME / name for name in (".fonts", ".local/share/fonts", ".fontconfig", ".gitconfig",
                                ".config/git", ".config/fontconfig", ".cache/fontconfig")),
)  # fmt: skip


def _strange(case: Case, folder: Path, *words: str) -> Iterator[str]:
    """Build a case under strace in a folder of its own; yield what it had no business to reach."""
    (folder / "work").mkdir(parents=True)
    log = folder / "calls"
    with Listener() as listener:
        source = lay_out(case, folder, listener.address)
        command: list[str | Path] = [
            sys.executable,
            BUILD,
            "-q",
            *words,
            "-o",
            folder / "dist",
            source,
        ]
        watch: list[str | Path] = ["strace", "-f", "-qqq", "-s", "4096", "-o", log]
        watch += ["-e", "trace=open,openat,openat2,connect,execve"]
        subprocess.run(
            [*watch, *command], capture_output=True, check=False, cwd=folder / "work",
            timeout=PATIENCE,
        )  # fmt: skip
        yield from ["a connection"] * listener.calls
    tool = (ROOT, (ROOT / ".venv").resolve().parent, sys.prefix, sys.base_prefix, cache_folder())
    own = (folder / "case", folder / "dist", folder / ".pressrun-dist")
    named = [str(path) for path in (*tool, *own, *_SYSTEM, *_fonts())]
    allowed = {*map(os.path.realpath, named), *named}
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    calls = [found for line in lines if (found := _CALL.match(line))]
    assert len(calls) > 300
    for found in calls:
        if found[1] == "execve" and Path(found[2]).name in {"fc-list", "git"}:
            continue  # looked for along the PATH
        path = os.path.realpath(folder / "work" / (found[2] or "?"))
        drafts = Path(path).is_relative_to(tempfile.gettempdir()) and _is_draft(path)
        if not (drafts or path in {str(folder), "/"} or _is_in(path, allowed)):
            yield f"{found[1]} {found[2]}"


def _fonts() -> set[Path]:
    """Return the folders of the fonts that the machine has, wherever they are."""
    if not shutil.which("fc-list"):
        return set()
    listed = subprocess.run(
        ["fc-list", "--format", "%{file}\\n"], capture_output=True, check=True, text=True
    )
    return {Path(file).parent for file in listed.stdout.splitlines()}


def _is_draft(path: str) -> bool:
    """Tell whether a path is of a build's own temporary files, or of Python's trial of a folder."""
    first = Path(path).relative_to(tempfile.gettempdir()).parts[:1]
    return not first or bool(re.match(r"pressrun-|tmp|[a-z0-9_]{8}$", first[0]))


def _is_in(path: str, folders: Iterable[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def test_a_build_of_hostile_html_reaches_nothing_beyond_its_folder(tmp_path: Path) -> None:
    pages = [case for case in KINDS["HTML"] if is_bound(case)]
    files = {f"articles/{n}.md": case.files["case.md"] for n, case in enumerate(pages)}
    assert sorted({*_strange(Case(name="sound", files=files), tmp_path / "t")}) == []
    assert (tmp_path / "t/dist/case.pdf").is_file()


def test_pictures_that_lie_elsewhere_are_not_even_opened(tmp_path: Path) -> None:
    away = re.compile(rb"\.\./|%2e|etc|file:|http|~|//")
    pictures = [case for case in KINDS["picture"] if away.search(case.files["case.md"])]
    assert len(pictures) > 7
    files = {f"articles/{n}.md": case.files["case.md"] for n, case in enumerate(pictures)}
    assert sorted({*_strange(Case(name="away", files=files), tmp_path / "t", "-f", "epub")}) == []


def test_what_links_lead_to_elsewhere_is_not_even_opened(tmp_path: Path) -> None:
    linked = [case for case in KINDS["structure"] if case.name.endswith("a link to outside")]
    assert len(linked) > 3
    found = [{*_strange(case, tmp_path / str(n))} for n, case in enumerate(linked)]
    assert sorted(set().union(*found)) == []
