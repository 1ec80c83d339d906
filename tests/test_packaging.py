"""Prove that the installed package is the same press as the clone, wherever it is run.

The wheel is unpacked into a folder of its own and run in isolation from the clone, with the
libraries of the environment that the tests run in, so that nothing is fetched.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest

import pressrun

ROOT = Path(__file__).resolve().parents[1]
DATA = {".css", ".html", ".jinja", ".js", ".json", ".svg", ".toml", ".txt", ".typed", ".java"}
STORY = """\
Harbour wall to be rebuilt
By Ada Tidewell

WHITBY - The harbour wall, which the spring gale broke in two places, is to be rebuilt in stone.

“It has stood since 1814,” said the harbour master. “It will stand again.”
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel by hatchling, in this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the wheel, which is all that installing a pure package does."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)  # noqa: S202 - we built it
    return folder


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def run(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the `pressrun` command of the unpacked wheel in a folder, without the clone."""
    libraries = sysconfig.get_path("purelib")
    kept = {name: os.environ[name] for name in ("HOME", "PATH", "TMPDIR") if name in os.environ}
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from pressrun.cli import main; sys.exit(main())",
            *words,
        ],
        capture_output=True,
        check=False,
        cwd=folder,
        # -S would leave out libraries that a .pth file names; a list of our own leaves out the
        # clone, which comes into an environment by such a file.
        env={**kept, "PYTHONPATH": os.pathsep.join((str(installed), libraries))},
        text=True,
    )


def test_the_wheel_holds_templates_styles_and_word_lists(wheel: Path) -> None:
    expected = {
        f"pressrun/{path.relative_to(ROOT).as_posix()}"
        for folder in ("templates", "styles")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    expected |= {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "pressrun").rglob("*")
        if path.suffix in DATA
    }
    assert expected - names_in(wheel) == set()


def test_the_wheel_holds_the_package_and_its_metadata_alone(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names_in(wheel)}
    assert tops == {"pressrun", f"pressrun-{pressrun.__version__}.dist-info"}
    assert not {name for name in names_in(wheel) if "__pycache__" in name}


def test_the_metadata_tell_version_licences_and_command(wheel: Path) -> None:
    folder = f"pressrun-{pressrun.__version__}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        metadata = HeaderParser().parsestr(archive.read(f"{folder}/METADATA").decode())
        commands = archive.read(f"{folder}/entry_points.txt").decode()
    assert metadata["Version"] == pressrun.__version__
    assert metadata["License-Expression"] == "AGPL-3.0-or-later AND CC0-1.0"
    assert metadata.get_all("License-File") == ["LICENSE", "styles/LICENSE", "templates/LICENSE"]
    assert "pressrun = pressrun.cli:main" in commands


def test_the_source_archive_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path)]
    subprocess.run([*command, "-t", "sdist"], capture_output=True, check=True, cwd=ROOT)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path)  # noqa: S202 - we built it; 3.11.2 knows no filter
    source = tmp_path / f"pressrun-{pressrun.__version__}"
    subprocess.run([*command, "-t", "wheel"], capture_output=True, check=True, cwd=source)
    assert next(tmp_path.glob("*.whl")).read_bytes() == wheel.read_bytes()


def test_the_installed_command_makes_the_clones_bytes_in_a_folder_of_its_own(
    installed: Path, tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    done = run(installed, here, str(ROOT / "source"), "-o", "out")
    assert (done.returncode, done.stderr) == (0, "")
    clone = [sys.executable, "build.py", "-o", str(there)]
    subprocess.run(clone, capture_output=True, check=True, cwd=ROOT)
    made = [here / line for line in done.stdout.splitlines()]
    assert [path.suffix for path in made] == [".epub", ".pdf"]
    assert [path.read_bytes() for path in made] == [(there / p.name).read_bytes() for p in made]


def test_the_installed_command_finds_its_word_lists(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    done = run(installed, tmp_path, "read", "story.txt", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert '"dateline": "WHITBY"' in done.stdout


def test_the_installed_command_runs_from_its_own_package(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "--version")
    assert done.stdout == f"Pressrun {pressrun.__version__}\n"
    where = [sys.executable, "-P", "-c", "import pressrun; print(pressrun.__file__)"]
    environment = {"PYTHONPATH": str(installed)}
    found = subprocess.run(where, capture_output=True, check=True, env=environment, text=True)
    assert Path(found.stdout.strip()).is_relative_to(installed)
