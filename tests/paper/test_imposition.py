"""Folding the sheets gives the pages in order: arithmetic, as with paper on a table."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import pytest

from pressrun.errors import UsageError
from pressrun.imposition import Folding, Side, booklet, two_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Thing = TypeVar("Thing")
COUNTS = range(1, 201)
SIGNATURES = (None, 4, 8, 12, 16, 20, 24, 32, 64)
DIRECTIONS = ("ltr", "rtl")


def batched(things: Iterable[Thing], size: int) -> Iterator[tuple[Thing, ...]]:
    rest = iter(things)
    while batch := tuple(islice(rest, size)):
        yield batch


def folded(sides: tuple[Side, ...], signature: int | None, direction: str) -> list[int | None]:
    """Nest and fold sheets of a front and a back, and turn the leaves of what results.

    A leaf bound on the left shows the right half of its sheet's front, then, turned over, the left
    half of the back; what is bound on the right, the other halves.
    """
    pages: list[int | None] = []
    sheets = list(batched(sides, 2))
    most = (signature or 4 * len(sheets)) // 4
    first, second = ("right", "left") if direction == "ltr" else ("left", "right")
    for nested in batched(sheets, most):
        for front, back in nested:
            pages += [getattr(front, first), getattr(back, second)]
        for front, back in reversed(nested):
            pages += [getattr(back, first), getattr(front, second)]
    return pages


@pytest.mark.parametrize("count", COUNTS)
def test_folding_the_sheets_gives_the_pages_in_order(count: int) -> None:
    blanks = -count % 4
    for signature in SIGNATURES:
        for direction in DIRECTIONS:
            sides = booklet(count, Folding(signature=signature), direction)
            expected = [*range(1, count + 1), *[None] * blanks]
            assert folded(sides, signature, direction) == expected


@pytest.mark.parametrize("count", COUNTS)
def test_no_more_paper_is_used_than_the_pages_need(count: int) -> None:
    for signature in SIGNATURES:
        assert len(booklet(count, Folding(signature=signature))) == 2 * -(-count // 4)


@pytest.mark.parametrize("count", COUNTS)
def test_each_sheet_creeps_by_the_paper_that_lies_outside_it(count: int) -> None:
    for signature in SIGNATURES:
        sides = booklet(count, Folding(signature=signature, thickness=0.13))
        for nested in batched(batched(sides, 2), (signature or 400) // 4):
            for outside, sheet in enumerate(nested):
                assert [side.creep for side in sheet] == pytest.approx([outside * 0.13] * 2)


@pytest.mark.parametrize("count", COUNTS)
def test_two_up_is_read_from_side_to_side(count: int) -> None:
    ltr = [page for side in two_up(count) for page in (side.left, side.right)]
    rtl = [page for side in two_up(count, "rtl") for page in (side.right, side.left)]
    assert ltr == rtl == [*range(1, count + 1), *[None] * (count % 2)]


def test_the_outermost_sheet_has_the_first_and_the_last_page() -> None:
    assert booklet(8, Folding())[:2] == (Side(left=8, right=1), Side(left=2, right=7))
    assert booklet(8, Folding(), "rtl")[:2] == (Side(left=1, right=8), Side(left=7, right=2))


@pytest.mark.parametrize("pages", [-4, 0, 2, 6, 15])
def test_a_signature_that_cannot_be_folded_is_refused(pages: int) -> None:
    with pytest.raises(UsageError, match=f"no signature has {pages} pages") as caught:
        Folding(signature=pages)
    assert "4, 8, 12, 16" in str(caught.value.hint)


@pytest.mark.parametrize("thickness", [-0.1, 1.01, float("nan"), float("inf")])
def test_paper_that_is_none_is_refused(thickness: float) -> None:
    with pytest.raises(UsageError, match="mm thick"):
        Folding(thickness=thickness)
