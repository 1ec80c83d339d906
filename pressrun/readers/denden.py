"""Read `{漢字|かんじ}`, a word and its reading, as Denden Markdown has it; knows no other rule.

https://conv.denshochan.com/markdown (ruby): one reading for all, or as many as there are signs.
"""

from __future__ import annotations

import re
from typing import Any

# Words of other scripts in braces may be anything.
_READING = re.compile(
    "\\{([\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff][^{}|\n]*)((?:\\|[^{}|\n]+)+)\\}"
)


def reading(state: Any, silent: bool) -> bool:  # noqa: ANN401, FBT001 - markdown-it’s protocol
    """Turn a word and its reading into `ruby`."""
    found = _READING.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    base, readings = found[1], found[2][1:].split("|")
    if len(readings) not in {1, len(base)}:
        return False
    if not silent:
        for part, over in zip([base] if len(readings) == 1 else base, readings, strict=True):
            _push(state, part, over)
    state.pos = found.end()
    return True


def _push(state: Any, base: str, over: str) -> None:  # noqa: ANN401 - as above
    state.push("ruby_open", "ruby", 1)
    state.push("text", "", 0).content = base
    state.push("rt_open", "rt", 1)
    state.push("text", "", 0).content = over
    state.push("rt_close", "rt", -1)
    state.push("ruby_close", "ruby", -1)
