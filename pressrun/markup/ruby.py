"""Set readings beside the words that they are of; knows HTML’s ruby, and what print wants of it.

HTML, 4.5.10. Here a `ruby` is one base and one reading, which every reading system can show; the
brackets around a reading, which were for browsers of old, are left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pressrun.markup import tree

if TYPE_CHECKING:
    from pressrun.markup.composition import Composition
    from pressrun.markup.tree import Element

# What no line begins with (Requirements for Japanese Text Layout, 3.1.7).
_NEVER_FIRST = re.compile(
    "[、。，．・：；？！）］｝〉》」』】〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々…]"
)
_LETTER = re.compile(r"\w")
_SIZE = 0.42  # of a reading in ems of its base, as styles/print.css has it
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60]")


def mend_ruby(work: Composition) -> None:
    """Give each base a `ruby` of its own; make plain words of a reading that is of nothing."""
    for ruby in list(work.root.iter("ruby")):
        for bracket in list(ruby.iter("rp")):
            if not _LETTER.search(tree.words_of(bracket)):  # else it was never closed
                bracket.text = None
            bracket.drop_tag()
        rest: Element | None = ruby
        while rest is not None:
            rest = _first_alone(rest)


def _first_alone(ruby: Element) -> Element | None:
    """Leave one base and its reading in a `ruby`; return a new one that holds what followed."""
    reading = ruby.find("rt")
    if reading is None:
        ruby.drop_tag()
        return None
    rest = tree.make("ruby", *reading.itersiblings(), text=reading.tail)
    reading.tail = None
    if tree.words_of(rest):
        rest.tail, ruby.tail = ruby.tail, None
        ruby.addnext(rest)
    if tree.words_of(ruby) == tree.words_of(reading):
        reading.drop_tag()
        ruby.drop_tag()
    return rest if tree.words_of(rest) else None


def make_room(root: Element) -> None:
    """Make room for each base’s reading, and let no line begin with what belongs to the one before.

    WeasyPrint 70.0 has no ruby: the sheet makes a box of the base and puts the reading above it.
    """
    for ruby in list(root.iter("ruby")):
        reading = ruby.find("rt")
        if reading is None:
            continue
        base = tree.make("rb", *list(reading.itersiblings(preceding=True))[::-1], text=ruby.text)
        ruby.text = None
        ruby.insert(0, base)
        wide = _width(tree.words_of(reading)) * _SIZE
        if wide > _width(tree.words_of(base)):
            ruby.set("style", f"width: {wide:.2f}em")
        _keep_what_follows(ruby)


def _width(words: str) -> float:
    """Return how wide words are, in ems; a letter of the alphabet is half as wide as a sign."""
    return sum(1.0 if _WIDE.match(char) else 0.5 for char in words)


def _keep_what_follows(ruby: Element) -> None:
    tail = ruby.tail or ""
    end = _NEVER_FIRST.match(tail)
    if end is None:
        return
    together = tree.make("span", class_="called")
    tree.replace(ruby, together)
    together.append(ruby)
    ruby.tail, together.tail = tail[: end.end()], tail[end.end() :]
