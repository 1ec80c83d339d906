"""Let CSS count the items of lists as their attributes say; knows lists, not where they stand.

WeasyPrint 70.0 heeds `start` and `value` only along with all that HTML says of looks, and
`reversed` never. What it does is after https://www.w3.org/TR/css-lists-3/#ua-stylesheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressrun.markup.tree import Element


def number_items(root: Element) -> None:
    """Say in `style` where the numbers of each list below `root` begin, and how they go on."""
    for ordered in root.iter("ol"):
        items = [each for each in ordered if each.tag == "li"]
        back = ordered.get("reversed") is not None
        first = int(ordered.get("start") or (len(items) if back else 1))
        if back or first != 1:
            ordered.set("style", f"counter-reset: list-item {first + 1 if back else first - 1};")
        for item in items:
            said = "counter-increment: list-item -1;" if back else ""
            if value := item.get("value"):
                said = f"counter-increment: none; counter-set: list-item {value};"
            if said:
                item.set("style", said)
