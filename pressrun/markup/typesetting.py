"""Set the typographic signs of texts in a tree, block by block; knows no language's rules.

What is to stay as it was typed is left alone: code, formulas, what a machine said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.markup import tree
from pressrun.markup.formulas import set_formulas_below
from pressrun.markup.sanitise import sanitise_caption, sanitise_line
from pressrun.typography import OBJECT, typeset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from pressrun.markup.composition import Composition
    from pressrun.markup.tree import Element

_RUNS_END = frozenset({
    "p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "figcaption", "caption",
    "blockquote", "div", "aside", "summary", "body",
})  # fmt: skip
_AS_TYPED = frozenset({"code", "pre", "kbd", "math", "samp", "var"})


def set_signs(work: Composition) -> None:
    """Set the signs of the body, and of what its pictures are said to show."""
    _set_below(work.root, work.language)
    for image in work.root.iter("img"):
        for name in ("alt", "title", "credit"):
            if value := image.get(name):
                image.set(name, typeset([value], work.language)[0])
        if marked := image.get("caption"):
            image.set("caption", _set_caption(work, marked))


def set_line(fragment: str, language: str) -> Markup:
    """Return a line of a reader's fragment as trusted markup: words, emphasis, code."""
    root = tree.parse(sanitise_line(fragment))
    _set_below(root, language)
    return tree.write(root)


def _set_caption(work: Composition, fragment: str) -> Markup:
    """Return a caption's markup with its formulas and signs set."""
    root = tree.parse(sanitise_caption(fragment))
    set_formulas_below(work, root)
    _set_below(root, work.language)
    return tree.write(root)


def _set_below(root: Element, language: str) -> None:
    for runs in _blocks_of_runs(root):
        texts = typeset([text for _, _, text in runs], language)
        for (owner, slot, _), text in zip(runs, texts, strict=True):
            if owner is not None:
                setattr(owner, slot, text)


def _blocks_of_runs(root: Element) -> Iterator[list[tuple[Element | None, str, str]]]:
    """Yield for each block its texts in order, each with its place, None where it is to stay.

    What is to stay as it was typed counts as an object, and a line break as the space that it is.
    """
    block: object = None
    runs: list[tuple[Element | None, str, str]] = []
    for owner, slot in tree.text_slots(root):
        home = owner if slot == "text" else tree.parent_of(owner)
        around = (home, *home.iterancestors())
        nearest = next((e for e in around if e.tag in _RUNS_END), root)
        if nearest is not block and runs:
            yield runs
            runs = []
        block = nearest
        if slot == "tail" and owner.tag == "br":
            runs.append((None, "", "\n"))
        elif slot == "tail" and tree.is_reference(owner):
            runs.append((None, "", OBJECT))  # it gets its words later
        if any(e.tag in _AS_TYPED for e in around):
            runs.append((None, "", OBJECT))
        else:
            runs.append((owner, slot, getattr(owner, slot)))
    if runs:
        yield runs
