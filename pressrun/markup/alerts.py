"""Give an alert its heading in the article's language; knows which kinds GitHub has.

https://docs.github.com/en/get-started/writing-on-github (alerts), where the heading is English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.markup import tree
from pressrun.wording import Wording

if TYPE_CHECKING:
    from pressrun.markup.composition import Composition

KINDS = ("note", "tip", "important", "warning", "caution")


def word_alerts(work: Composition) -> None:
    """Put the language's word in the place of an alert's English one; its own heading stays."""
    wording = Wording(work.language)
    for heading in work.root.xpath(".//p[contains(@class, 'alert-')]"):
        kind = heading.get("class").partition("alert-")[2]
        if kind in KINDS and tree.words_of(heading).lower() == kind and not len(heading):
            heading.text = wording[f"alert_{kind}"]
