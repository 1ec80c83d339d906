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

# Source Code Pro is 0.6 em wide; the size and the indent are those of `.text pre` in shared.css.
_CODE_SIZE, _CODE_WIDTH, _CODE_INDENT = 0.8, 0.6, 1.0
# A letter of running text is some 0.45 em wide; scripts without spaces break anywhere.
_LETTER = 0.45
_WORD = re.compile(
    "[^\\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{30,}"
)


def code(copy: Copy) -> Iterator[Finding]:
    """Find lines of code that are longer than the measure, the longest of each listing."""
    size = copy.page.text * _CODE_SIZE
    most = int((copy.page.column - _CODE_INDENT * size) / (size * _CODE_WIDTH))
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
