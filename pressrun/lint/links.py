"""Look at links: their words, and where they lead; follows none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun.lint.copy import finding_of, words_of
from pressrun.lint.lexicon import lexicon
from pressrun.markup import tree
from pressrun.markup.composition import line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressrun.lint.copy import Copy
    from pressrun.preflight.finding import Finding

_WEB = re.compile(r"(?i)(?:https?:)?//|mailto:")
_BARE = re.compile(r"(?i)(?:https?://|www\.)\S+")
_PRIVATE = re.compile(
    r"(?i)(?:file:|https?://(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|10\.\d+\.\d+\.\d+"
    r"|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+|\[::1\]|[\w-]+\.(?:local|internal|lan)"
    r")(?:[:/?#]|$))"
)
# What the composition of links says of those that it takes away.
_LEADS_NOWHERE = frozenset({
    "a link to a file that is not in the publication",
    "no address for a book",
    "no browser opens this address",
})  # fmt: skip


def words(copy: Copy) -> Iterator[Finding]:
    """Find links whose words do not say where they lead."""
    idle = lexicon(copy.language).idle
    for link in copy.root.iter("a"):
        target, said, line = link.get("href") or "", words_of(link), line_of(link)
        if not target or tree.is_reference(link) or "footnote" in (link.get("class") or ""):
            continue
        if not said and (_WEB.match(target) or len(link)):
            message = f"a link to {target} has no words"
            yield copy.finding("PR-301", message, line, target)
        elif said.casefold().strip(" .…:!»>→") in idle:
            message = f"the link “{said}” does not say where it leads"
            yield copy.finding("PR-302", message, line, said)
        elif _BARE.fullmatch(said):
            message = f"the link’s words are an address: {said[:80]}"
            yield copy.finding("PR-303", message, line, said)


def addresses(copy: Copy) -> Iterator[Finding]:
    """Find links that nobody can follow."""
    for link in copy.root.iter("a"):
        target = link.get("href") or ""
        if _PRIVATE.match(target):
            message = f"{target} opens in one network alone"
            yield copy.finding("PR-305", message, line_of(link), target)


def left_out(copy: Copy) -> Iterator[Finding]:
    """Find what of the manuscript is in no edition: targets of links, and words."""
    for dropped in copy.manuscript.dropped:
        if dropped.why in _LEADS_NOWHERE:
            message = f"the link to “{dropped.text}” leads nowhere: {dropped.why}"
            path = copy.manuscript.path
            yield (
                copy.finding("PR-304", message, dropped.line, dropped.text)
                if copy.lines
                else finding_of("PR-304", message, path, line=dropped.line)
            )
        elif not dropped.understood:
            yield copy.finding("PR-004", dropped.told(), dropped.line)
