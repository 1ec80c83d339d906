"""Whoever mistypes a word is asked whether another was meant, and a shell completes it before."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from pressrun.cli import main
from pressrun.nearest import did_you_mean
from pressrun.options import COMMANDS, build_parser
from pressrun.options.completion import completion
from pressrun.options.words import SHELLS

if TYPE_CHECKING:
    from pathlib import Path

ASK = """
source /dev/stdin <<'SCRIPT'
{script}
SCRIPT
COMP_WORDS=({words}) COMP_CWORD={last}
_shtab_pressrun
printf '%s\\n' "${{COMPREPLY[@]}}"
"""

# fish says what it would show; zsh has to be typed to.
ASK_FISH = "function pressrun; end; source script; complete -C $argv[1]"
ASK_ZSH = """
zmodload zsh/zpty
zpty typist zsh -f -i
zpty -w typist 'autoload -U compinit && compinit -u -D && eval "$(<script)" && \\
  told() { print -r -- "<<$BUFFER>>" } && zle -N told && bindkey "^G" told; print be""gin'
zpty -r typist said '*begin*'
zpty -w -n typist "$1"$'\\t'$'\\a'
zpty -r typist said '*<<*>>*'
print -r -- "${${said##*<<}%%>>*}"
zpty -d typist
"""
# What is typed, and what stands there after the tabulator.
TYPED = {
    "pressrun ch": "check",
    "pressrun --lin": "--links",
    "pressrun --links not": "notes",
    "pressrun check --sa": "--sarif",
    "pressrun completion f": "fish",
    "pressrun ti": "tide.md",
    "pressrun read ti": "tide.md",
    "pressrun import ti": "tide.md",
    "pressrun check ti": "tide.md",
    "pressrun -o qu": "quay/",
}


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("chek", "“check”"),
        ("--lnks notes", "--links"),
        ("--links note", "“notes”"),
        ("-f epbu", "“epub”"),
        ("--page-size Lettr", "“Letter”"),
        ("--limit artcle=3", "“article”"),
        ("--print-standard a-2", "“ua-2”"),
        ("--theme jurnal", "“journal”"),
        ("tied.md", "“tide.md”"),
        ("read tied.md", "“tide.md”"),
        ("check tied.md", "“tide.md”"),
        ("check --sariff", "--sarif"),
        ("explain PR-4O1", "PR-401"),
        ("completion fsh", "“fish”"),
    ],
)
def test_a_mistyped_word_is_told_with_the_nearest_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    words: str, meant: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tide.md").write_text("# Tide\n\nBoats came in.\n", encoding="utf-8")
    (tmp_path / "source").mkdir()
    (tmp_path / "source/tide.md").write_text("# Tide\n\nBoats came in.\n", encoding="utf-8")
    assert main(words.split()) == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"hint: did you mean {meant}?"


def test_a_picture_that_is_misspelt_is_told_with_the_nearest_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "harbour.png").write_bytes(b"")
    (tmp_path / "tide.md").write_text("# Tide\n\n![A map](harbuor.png)\n", encoding="utf-8")
    assert main([str(tmp_path / "tide.md"), "-f", "epub"]) == 1
    assert "\n   3 | ![A map](harbuor.png)\n" in (said := capsys.readouterr().err)
    assert said.endswith("hint: did you mean “harbour.png”?\n")


def test_nothing_is_asked_where_nothing_is_near() -> None:
    assert did_you_mean("whale", ["notes", "list"]) is None


def test_who_has_no_source_yet_is_told_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([]) == 2
    assert "build.py new source writes one to start from" in capsys.readouterr().err


def completed(*words: str) -> list[str]:
    """Ask bash what it makes of the last word."""
    script = completion("bash", build_parser(), COMMANDS)
    quoted = " ".join(f"'{word}'" for word in ("pressrun", *words))
    ask = ASK.format(script=script, words=quoted, last=len(words))
    done = subprocess.run(
        ["bash", "--norc"], input=ask, capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout.split()


def test_bash_completes_commands_options_and_what_they_take() -> None:
    assert completed("ch") == ["check"]
    assert set(completed("")) == set(COMMANDS)
    assert completed("--lin") == ["--links"]
    assert completed("--links", "no") == ["none", "notes"]
    assert completed("check", "--sa") == ["--sarif"]
    assert completed("completion", "f") == ["fish"]


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize(
    ("shell", "ask"),
    [("fish", ("fish", "--no-config", "-c", ASK_FISH)), ("zsh", ("zsh", "-f", "-c", ASK_ZSH, "-"))],
    ids=["fish", "zsh"],
)
def test_fish_and_zsh_complete_them_and_names_of_files(
    tmp_path: Path, shell: str, ask: tuple[str, ...], typed: str
) -> None:
    (tmp_path / "script").write_text(completion(shell, build_parser(), COMMANDS), encoding="utf-8")
    (tmp_path / "tide.md").touch()
    (tmp_path / "quay").mkdir()
    done = subprocess.run(
        [*ask, typed], cwd=tmp_path, capture_output=True, check=True, encoding="utf-8", timeout=60
    )
    assert done.stdout.partition("\t")[0].split()[-1:] == [TYPED[typed]]


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_every_command_and_every_option(shell: str) -> None:
    script = completion(shell, build_parser(), COMMANDS)
    for name, parser_of in COMMANDS.items():
        assert name in script
        for option in parser_of()._option_string_actions:  # noqa: SLF001 - shown nowhere else
            assert option.lstrip("-") in script
    subprocess.run([shell, "-n"], input=script.encode(), check=True)
