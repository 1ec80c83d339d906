"""The set-up script: silent where all is there, one sentence and a command where it cannot help.

An apt-get that only writes down its words stands in for the system's, whose state no test may
change; everything else is real.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SETUP = Path(__file__).parents[2] / ".ci" / "setup.sh"
TOOLS = ("sh", "cut", "env", "find", "grep", "id", "sed", "sort", "tr", "uname", "ldconfig")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell script")


@pytest.fixture
def stubs(tmp_path: Path) -> Path:
    """Make an empty folder for stand-ins, beside one of links to the shell's own tools.

    Two folders, since whoever writes to a link writes to the system's own program.
    """
    for name in ("stubs", "links"):
        (tmp_path / name).mkdir()
    for name in TOOLS:
        found = shutil.which(name, path=f"{os.environ['PATH']}:/sbin:/usr/sbin")
        if found:
            (tmp_path / "links" / name).symlink_to(found)
    return tmp_path / "stubs"


def closed(stubs: Path) -> str:
    """Give a PATH of the stand-ins and the shell's own tools, with nothing the script looks for."""
    return f"{stubs}:{stubs.parent / 'links'}"


def write_program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def run(verb: str, path: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": path, "HOME": "/nonexistent"}
    return subprocess.run(
        ["/bin/sh", str(SETUP), *verb.split()],
        capture_output=True,
        check=False,
        env=environment,
        text=True,
    )


@pytest.mark.skipif("CI" not in os.environ, reason="holds where the tools are installed: in CI")
@pytest.mark.parametrize("verb", ["build", "test"])
def test_a_machine_that_has_all_is_left_alone_in_silence(verb: str, stubs: Path) -> None:
    write_program(stubs / "apt-get", "echo called >&2; exit 1")
    done = run(verb, f"{stubs}:{os.environ['PATH']}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_system_without_a_known_installer_is_told_what_to_install(stubs: Path) -> None:
    done = run("test", closed(stubs))
    assert done.returncode == 3
    assert done.stderr.startswith("setup: no apt-get, dnf or brew here; install by")
    assert " chromium default-jre-headless " in done.stderr


def test_an_installation_that_fails_ends_with_the_command(stubs: Path) -> None:
    write_program(stubs / "apt-get", "exit 100")
    write_program(stubs / "id", "echo 0")
    done = run("test", closed(stubs))
    assert done.returncode == 3
    assert "setup: this failed, and has to succeed first: apt-get update" in done.stderr


def test_only_what_is_missing_is_installed(stubs: Path) -> None:
    write_program(stubs / "apt-get", "echo apt-get $* >&2")
    write_program(stubs / "id", "echo 0")
    for name, answer in (("qpdf", ""), ("chromium", ""), ("npm", ""), ("node", "v22.1.0")):
        write_program(stubs / name, f"echo {answer}")
    done = run("test", closed(stubs))
    install = done.stderr.splitlines()[1]
    assert "default-jre-headless" in install
    assert "poppler-utils" in install
    assert not {"qpdf", "chromium", "npm", "nodejs"} & set(install.split())


def test_a_node_that_is_too_old_counts_as_missing(stubs: Path) -> None:
    write_program(stubs / "node", "echo v18.19.0")
    assert " nodejs " in run("test", closed(stubs)).stderr


def test_a_user_without_the_right_to_install_gets_the_command_for_root(stubs: Path) -> None:
    write_program(stubs / "apt-get", "exit 1")
    write_program(stubs / "id", "echo 1000")
    done = run("test", closed(stubs))
    assert done.returncode == 3
    assert "setup: only root can install what is missing; let somebody run: apt-get" in done.stderr


def test_an_unknown_verb_is_wrong_usage(stubs: Path) -> None:
    done = run("everything", closed(stubs))
    assert (done.returncode, done.stderr) == (2, "usage: setup.sh build|test|fonts\n")
