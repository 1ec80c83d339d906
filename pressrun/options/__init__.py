"""The words of the command line: what each command takes, and what was ordered with them.

`COMMANDS` has the parser of each command but the build, whose words are those without a command's
name. Nothing runs here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.options.building import build_parser
from pressrun.options.commands import (
    check_parser,
    clean_parser,
    completion_parser,
    eject_parser,
    explain_parser,
    import_parser,
    new_parser,
    preview_parser,
    read_parser,
)
from pressrun.options.ordering import ordered, previewed

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

COMMANDS: dict[str, Callable[[], argparse.ArgumentParser]] = {
    "new": new_parser,
    "read": read_parser,
    "import": import_parser,
    "check": check_parser,
    "explain": explain_parser,
    "eject": eject_parser,
    "preview": preview_parser,
    "completion": completion_parser,
    "clean": clean_parser,
}

__all__ = ["COMMANDS", "build_parser", "ordered", "previewed"]
