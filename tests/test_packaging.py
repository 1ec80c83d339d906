"""Prove that the installed package is the same press as the clone, wherever it is run.

The wheel is installed into an empty environment and run in isolation from the clone. What others
run it by is looked at too: an action, a hook, an image.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest
import yaml

import pressrun
from pressrun.starting import start
from tests.editions.commands import press

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
    """Install the wheel into an empty virtual environment; return its `pressrun` command.

    Its libraries are those of the environment that the tests run in, so that nothing is fetched.
    Where PRESSRUN_INDEX is set (`make installed`), they too are installed, as they are locked.
    """
    folder = tmp_path_factory.mktemp("installed") / "venv"
    uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))

    def run(*words: str) -> None:
        subprocess.run([uv, "-q", *words], capture_output=True, check=True, cwd=ROOT)

    run("venv", "--no-project", "--python", sys.executable, str(folder))
    into = ("pip", "install", "--python", str(folder / "bin" / "python"))
    if "PRESSRUN_INDEX" in os.environ:
        locked = folder / "locked.txt"
        run("export", "--frozen", "--no-default-groups", "--no-emit-project", "-o", str(locked))
        run(*into, "--constraints", str(locked), str(wheel))
    else:
        run(*into, "--offline", "--no-deps", str(wheel))
        (libraries,) = (folder / "lib").glob("python*/site-packages")
        (libraries / "shared.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder / "bin" / "pressrun"


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def run(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a folder, without the clone."""
    kept = {name: os.environ[name] for name in ("HOME", "PATH", "TMPDIR") if name in os.environ}
    return subprocess.run(
        [installed, *words], capture_output=True, check=False, cwd=folder, env=kept, text=True
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
    assert "pressrun = pressrun.__main__:run" in commands


def test_the_source_archive_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path)]
    subprocess.run([*command, "-t", "sdist"], capture_output=True, check=True, cwd=ROOT)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path)  # noqa: S202 - we built it; 3.11.2 knows no filter
    source = tmp_path / f"pressrun-{pressrun.__version__}"
    subprocess.run([*command, "-t", "wheel"], capture_output=True, check=True, cwd=source)
    assert next(tmp_path.glob("*.whl")).read_bytes() == wheel.read_bytes()


def test_the_installed_command_makes_the_clones_bytes_of_all_that_there_is(
    installed: Path, tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    sample = str(ROOT / "tests/sample/source")
    done = run(installed, here, sample, "-o", "out", "-q", "--no-cache")
    assert done.returncode == 0, done.stderr
    clone = [sys.executable, "build.py", sample, "-o", str(there), "-q"]
    subprocess.run(clone, capture_output=True, check=True, cwd=ROOT)
    made = [here / line for line in done.stdout.splitlines()]
    assert [path.suffix for path in made] == [".epub", ".pdf"]
    assert [path.read_bytes() for path in made] == [(there / p.name).read_bytes() for p in made]


def test_the_installed_command_starts_a_publication_and_builds_it(
    installed: Path, tmp_path: Path
) -> None:
    assert run(installed, tmp_path, "new", "review").returncode == 0
    done = run(installed, tmp_path / "review", "-f", "epub", "--overrides", "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    done = run(installed, tmp_path / "review", "-f", "epub")
    assert (done.returncode, done.stdout) == (0, "dist/first-light.epub\n")


def test_the_installed_command_finds_its_word_lists(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    done = run(installed, tmp_path, "read", "story.txt", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert '"dateline": "WHITBY"' in done.stdout


def test_the_installed_command_runs_from_its_own_package(installed: Path, tmp_path: Path) -> None:
    assert run(installed, tmp_path, "--version").stdout == f"Pressrun {pressrun.__version__}\n"
    where = [
        str(installed.with_name("python")),
        "-P",
        "-c",
        "import pressrun; print(pressrun.__file__)",
    ]
    found = subprocess.run(where, capture_output=True, check=True, cwd=tmp_path, text=True)
    assert Path(found.stdout.strip()).is_relative_to(installed.parents[1])


def test_the_action_builds_by_the_words_that_it_is_given(tmp_path: Path) -> None:
    """Run the step that builds as the runner does; what is given is never the shell’s."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    (step,) = (step for step in action["runs"]["steps"] if step.get("id") == "build")
    start(tmp_path / "review")
    command = tmp_path / "action" / ".venv" / "bin" / "pressrun"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec {sys.executable} {ROOT}/build.py "$@"\n', "utf-8")
    command.chmod(0o755)
    given = {
        "ARGUMENTS": "-f epub --embed-fonts", "OUTPUT": "out; touch hole", "SOURCE": "source",
        "GITHUB_ACTION_PATH": str(tmp_path / "action"), "GITHUB_OUTPUT": str(tmp_path / "outputs"),
    }  # fmt: skip
    assert set(step["env"]) == {"ARGUMENTS", "OUTPUT", "SOURCE"}
    subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", step["run"]], check=True,
        cwd=tmp_path / "review", env=os.environ | given,
    )  # fmt: skip
    told = (tmp_path / "outputs").read_text("utf-8")
    assert told == "paths<<PRESSRUN\nout; touch hole/first-light.epub\nPRESSRUN\n"
    assert (tmp_path / "review" / "out; touch hole" / "first-light.epub").is_file()
    assert not (tmp_path / "review" / "hole").exists()


def test_the_hook_is_a_command_that_passes_what_is_sound(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    program, *words = hook["entry"].split()
    assert (program, hook["language"], hook["pass_filenames"]) == ("pressrun", "python", False)
    start(tmp_path / "review")
    assert press(*words, folder=tmp_path / "review").code == 0
    (tmp_path / "review/source/publication.yaml").write_text("titel: x\n", "utf-8")
    assert press(*words, folder=tmp_path / "review").code == 1


def test_the_image_takes_all_that_it_needs_and_runs_as_nobody_in_particular() -> None:
    """Hold the Dockerfile to what can be seen without Docker."""
    lines = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", "").splitlines()
    copied = {word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]}
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    allowed = {line[1:] for line in ignored if line[0] == "!"}
    assert {name for name in copied if name[0] not in "/-"} == allowed
    assert all((ROOT / name).exists() for name in allowed)
    last = len(lines) - 1 - lines[::-1].index("FROM python:3.13-slim-trixie")
    assert "USER press" in lines[last:]
    assert lines[-1] == 'ENTRYPOINT ["pressrun"]'
    installs = next(line for line in lines if "apt-get install" in line)
    needs = (ROOT / ".ci/setup.sh").read_text("utf-8")
    for package in re.findall(r"\|\| echo \"(lib\S+)", needs.partition("font_wishes()")[0]):
        assert package in installs.split()
