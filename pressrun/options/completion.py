"""Write what completes our words in a shell, from the parsers; alone in knowing shtab."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import shtab

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

_PROGRAM = "pressrun"
_FISH_FILES = (
    'complete -c pressrun -n _shtab_pressrun_using -ka "(__fish_complete_path (commandline -ct))"'
)
# A command stands where the first source may: where none begins so, shtab 1.13 has nothing to say.
_FILES_TOO = {
    "bash": (("complete -o bashdefault -F", "complete -o bashdefault -o default -F"),),
    "zsh": (("  _describe 'pressrun commands' _commands\n",
             "  _describe 'pressrun commands' _commands\n  _files\n"),),
    "fish": (("complete -c pressrun -f\n",
              f"complete -c pressrun -f\n{_FISH_FILES}\n"),),
}  # fmt: skip


def completion(
    shell: str,
    build: argparse.ArgumentParser,
    commands: Mapping[str, Callable[[], argparse.ArgumentParser]],
) -> str:
    """Return the script that a shell is to read: commands, their options, files and folders."""
    build.prog = _PROGRAM
    _take_files(build)
    sources = next(action for action in build._actions if action.dest == "sources")  # noqa: SLF001
    build._remove_action(sources)  # noqa: SLF001 - as above
    places = build.add_subparsers(metavar="COMMAND")
    for name, parser_of in commands.items():
        parser = parser_of()
        _take_files(parser)
        own = places.add_parser(name, parents=[parser], add_help=False, help=parser.description)
        own.prog = f"{_PROGRAM} {name}"
    script: str = shtab.complete(build, shell)
    for said, meant in _FILES_TOO.get(shell, ()):
        script = script.replace(said, meant)
    return script.rstrip("\n") + "\n"


def _take_files(parser: argparse.ArgumentParser) -> None:
    """Let files or folders complete what is a path."""
    for action in parser._actions:  # noqa: SLF001 - argparse shows them nowhere else
        if action.type is Path:
            only_folders = action.metavar == "DIR"
            action.complete = shtab.DIRECTORY if only_folders else shtab.FILE  # type: ignore[attr-defined]
