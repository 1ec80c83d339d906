"""Leaves out lines that a page had twice and a paste therefore has doubled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pressrun.readers.plain import reasons
from pressrun.readers.plain.parts import Part, drop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressrun.readers.decoding import Line

# How many lines back a short line counts as the same one; a long one, however far.
NEAR = 3
LONG = 60


def without_repeats(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Part, ...]]:
    """Part the lines from the repetitions among them."""
    kept: list[Line] = []
    dropped: list[Part] = []
    for line in lines:
        first = next((k for k in reversed(kept[-NEAR:]) if k.text == line.text), None)
        if first is None:
            kept.append(line)
        else:
            dropped.append(drop(line.number, line.text, reasons.repeats(first.number)))
    return tuple(kept), tuple(dropped)
