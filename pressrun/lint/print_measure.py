"""Look at what does not fit a printed line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun.markup.composition import line_of
from pressrun.typography import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressrun.lint.copy import Copy
    from pressrun.preflight.finding import Finding

# Source Code Pro is 0.6 em wide; the indent is that of `.text pre` in shared.css.
_CODE_WIDTH, _CODE_INDENT = 0.6, 1.0
# A letter of running text is some 0.45 em wide; scripts without spaces break anywhere.
_LETTER = 0.45
_WORD = re.compile(
    "[^\\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{30,}"
)


def code(copy: Copy) -> Iterator[Finding]:
    """Find lines of code that are longer than the measure, the longest of each listing."""
    if not copy.page.code:
        return
    most = int((copy.page.column / copy.page.code - _CODE_INDENT) / _CODE_WIDTH)
    for listing in copy.root.iter("pre"):
        longest = max(listing.text_content().split("\n"), key=len)
        if len(longest) > most:
            message = f"a line of code has {len(longest)} signs; the printed line has {most}"
            inner = listing.find("code")
            line = line_of(listing if inner is None else inner)
            yield copy.finding("PR-601", message, line, longest.strip())


def words(copy: Copy) -> Iterator[Finding]:
    """Find words so long that a line is broken anywhere for them."""
    most = int(copy.page.column / (copy.page.text * _LETTER)) * 2 // 3
    for block in copy.blocks():
        for match in _WORD.finditer(ADDRESS.sub(" ", block.text)):
            if len(match[0]) > most:
                message = f"“{match[0][:40]}…” has {len(match[0])} letters without a break"
                yield copy.finding("PR-602", message, block.line, match[0])
