"""Name the places of an article: crossheads, and whatever has an id; knows no links.

An id in the publication begins with the article's slug. What links may call a place besides is kept
in the composition: its id as written, and its words as GitHub, mdBook and pandoc make ids of them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pressrun.model import Crosshead

if TYPE_CHECKING:
    from pressrun.markup.composition import Composition
    from pressrun.markup.tree import Element

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Letters and digits that XML has in its names, with the marks of scripts that write vowels so; what
# no address can hold, such as U+FFFD, is left out (URL Standard, 1.1).
_NAME = re.compile(
    "[0-9a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u3001-\ud7ff\uf900-\ufdcf"
    "\ufdf0-\uffef\U00010000-\U000dffff]+"
)


def name_headline(work: Composition, headline: str, names: tuple[str, ...]) -> None:
    """Let links call the article by its headline's words, and by `names`."""
    for slug in _slugs_of(headline):
        work.titles.setdefault(slug, work.slug)
    for name in names:
        work.anchors.setdefault(name, work.slug)


def level_crossheads(work: Composition) -> None:
    """Let headings begin at 2, below the headline, and skip no level (WCAG 2.2, G141)."""
    above: list[int] = []
    for heading in list(work.root.iter(*_HEADINGS)):
        rank = int(str(heading.tag)[1])
        above = [*(higher for higher in above if higher < rank), rank]
        level = min(len(above) + 1, 6)
        heading.tag = f"h{level}"
        words = _words_without_calls(heading)
        own = heading.attrib.pop("id", None)
        anchor = work.claim(slug_of(own or "") or slug_of(words) or "crosshead")
        heading.set("id", anchor)
        heading.set("class", "crosshead")
        if own:
            work.anchors.setdefault(own, anchor)
        for slug in _slugs_of(words):
            work.titles.setdefault(slug, anchor)
        work.crossheads.append(Crosshead(anchor=anchor, level=level, text=words))


def _words_without_calls(heading: Element) -> str:
    texts = heading.xpath(".//text()[not(ancestor::a[@class='noteref'])]")
    return " ".join("".join(texts).split())


def own_ids(work: Composition) -> None:
    """Let every id begin with the slug."""
    for root in work.trees():
        for element in root.xpath(".//*[@id]"):
            old = element.get("id")
            if old not in work.taken:
                anchor = work.claim(slug_of(old) or "place")
                work.anchors.setdefault(old, anchor)
                element.set("id", anchor)


def anchor_named(work: Composition, name: str) -> str | None:
    """Return the id of the place that a link calls `name`, None where there is none."""
    if name in work.taken:
        return name
    return work.anchors.get(name) or work.titles.get(slug_of(name))


def slug_of(text: str) -> str:
    """Return lower-case letters and digits of any script, joined by hyphens: part of an XML name.

    Signs that a name cannot hold, such as “º” or “½”, become the letters that they stand for.
    """
    # Python lowers a Turkish İ to an i with another dot above it.
    plain = unicodedata.normalize("NFKC", text).lower().replace("i\N{COMBINING DOT ABOVE}", "i")
    return "-".join(_NAME.findall(unicodedata.normalize("NFC", plain)))


def _slugs_of(words: str) -> tuple[str, ...]:
    """Return the slug of words, and that of those who drop punctuation instead of parting at it."""
    return slug_of(words), slug_of(re.sub(r"[^\w\s-]", "", words))
