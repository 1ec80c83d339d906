"""Parse `:::` containers, one within another, as pandoc has them; knows no name of one.

https://pandoc.org/MANUAL.html#extension-fenced_divs: a fence that opens has a name, so that one
which closes belongs to the last that was opened, however many colons either has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mdit_py_plugins.utils import is_code_block

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

_OPENS = re.compile(r":{3,}[ \t]*(\{?[.#\w-].*)$")
_CLOSES = re.compile(r":{3,}[ \t]*$")
_CODE = re.compile(r"(`{3,}|~{3,})")


def containers_plugin(parser: MarkdownIt, name_of: Callable[[str], str | None]) -> None:
    """Add a rule for the containers that `name_of` knows by the words behind their colons.

    Tokens are `container_NAME_open` and `container_NAME_close`, whose `info` is these words.
    """

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
        found = None if is_code_block(state, start) else _OPENS.match(_line(state, start))
        name = name_of(found[1]) if found else None
        if found is None or name is None:
            return False
        if not silent:
            _parse(state, start, end, (name, found[1]))
        return True

    places = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("fence", "container", rule, {"alt": places})


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _parse(state: StateBlock, start: int, end: int, kind: tuple[str, str]) -> None:
    close, closed = _end_of(state, start, end)
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", close
    opening = state.push(f"container_{kind[0]}_open", "div", 1)
    opening.block, opening.info, opening.map = True, kind[1], [start, close]
    state.md.block.tokenize(state, start + 1, close)
    state.push(f"container_{kind[0]}_close", "div", -1).block = True
    state.parentType, state.lineMax = parent, line_max
    state.line = close + closed


def _end_of(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    """Return the line that closes a container, or where its parent ends, and which of the two."""
    depth, code = 1, ""
    for number in range(start + 1, end):
        text = _line(state, number)
        if text and state.sCount[number] < state.blkIndent:
            return number, False
        fence = _CODE.match(text)
        if code:
            code = "" if fence and fence[1].startswith(code) and text == fence[1] else code
        elif fence:
            code = fence[1]
        elif _CLOSES.match(text):
            depth -= 1
            if not depth:
                return number, True
        elif _OPENS.match(text):
            depth += 1
    return end, False
