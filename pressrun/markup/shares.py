"""Let the words of a long table stay whole on a narrow screen where there is room for them.

Words of such a table may be broken anywhere, lest it be wider than the screen. An engine then holds
one sign for all that a column needs, and gives most of the room to the column with most text (CSS
2.2, 17.5.2.2), while “Whit-by” is broken beside it. Here columns of short words keep these whole,
and the others have shares of the width. Knows words, and neither fonts nor screens.
"""

from __future__ import annotations

import re
from statistics import fmean
from typing import TYPE_CHECKING

from pressrun.markup import tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pressrun.markup.tree import Element

# Signs that a screen of 320 pixels has room for when its text is twice as large (WCAG 2.2, 1.4.10),
# those that the space between columns takes, and those left to a column whose words are broken.
_ROOM, _BETWEEN, _LEAST = 20, 2, 4
# What a sign of a column's longest text counts beside one of its longest word, and how many do.
_TEXT, _MOST_TEXT = 0.05, 80
# After these, and beside these, a line may end inside a word; the latter are two signs wide.
_ENDS = re.compile(r"\s+|(?<=[-\u2010/])|(?=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])")
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


def share_out(table: Element) -> None:
    """Mark the cells whose words are to stay whole, and give other columns their shares.

    A table with a cell over several columns or rows is left as it is.
    """
    rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
    if len({len(row) for row in rows}) != 1 or any(_spans(cell) for row in rows for cell in row):
        return
    columns = [*zip(*rows, strict=True)]
    words = [[_longest_word(cell) for cell in column] for column in columns]
    whole = _kept_whole([*map(max, words)])
    for column in (columns[place] for place in whole):
        for cell in column:
            cell.set("class", "whole-words")
    if len(columns) - len(whole) > 1:
        texts = [max(_width(tree.words_of(cell)) for cell in column) for column in columns]
        for place, share in enumerate(_shares(words, texts)):
            if place not in whole:
                _widen(columns[place][0], share)


def _spans(cell: Element) -> bool:
    return cell.get("colspan") is not None or cell.get("rowspan") is not None


def _longest_word(cell: Element) -> int:
    return max(map(_width, _ENDS.split(tree.words_of(cell))))


def _width(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))


def _kept_whole(words: Sequence[int]) -> frozenset[int]:
    """Return the columns whose longest words all screens have room for, those of the shortest."""
    kept: set[int] = set()
    room = _ROOM - len(words) * (_LEAST + _BETWEEN)
    for width, place in sorted((width, place) for place, width in enumerate(words)):
        room -= max(0, width - _LEAST)
        if room < 0:
            break
        kept.add(place)
    return frozenset(kept)


def _shares(words: Sequence[Sequence[int]], texts: Sequence[int]) -> list[int]:
    """Return hundredths of the width for the longest words of cells, and a little more for text.

    Between that of all and the usual one, lest one long head cost the words of every row.
    """
    wanted = [
        (max(longest) + fmean(longest)) / 2 + _BETWEEN + _TEXT * min(text, _MOST_TEXT)
        for longest, text in zip(words, texts, strict=True)
    ]
    return [int(100 * each / sum(wanted)) for each in wanted]


def _widen(cell: Element, share: int) -> None:
    style = cell.get("style")
    cell.set("style", f"{style};width:{share}%" if style else f"width:{share}%")
