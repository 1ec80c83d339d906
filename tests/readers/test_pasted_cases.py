"""Holds the plain-text reader to what it scores on pasted news pages.

The floors stand just under what `python tests/score_pasted.py` measures; raise them with it.
"""

from __future__ import annotations

import pytest

from tests.score_pasted import CASES, Tally, load_cases, score_form

pytestmark = pytest.mark.skipif(
    not CASES.is_dir(), reason="the shared cases are not beside the checkout"
)
FIELDS = {"authors": 0.93, "date": 0.93, "crossheads": 0.91}
FLOORS = {
    "careful": {"headline": 0.99, "paragraphs": 0.995, "junk": 0.93, **FIELDS},
    "careless": {"headline": 0.97, "paragraphs": 0.995, "junk": 0.945, **FIELDS},
    "wrapped": {"headline": 0.99, "paragraphs": 0.98, "authors": 0.88},
    "indented": {"headline": 0.99, "paragraphs": 0.99},
    "indented whole": {"headline": 0.99, "paragraphs": 0.995},
    # No target names this form, in which the ends of some paragraphs cannot be told.
    "solid": {"headline": 0.92, "paragraphs": 0.88},
}


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    """Score every form once."""
    cases = load_cases()
    return {form: score_form(form, cases) for form in FLOORS}


@pytest.mark.parametrize("form", FLOORS)
def test_no_word_of_a_paste_is_lost_in_silence(tallies: dict[str, Tally], form: str) -> None:
    assert tallies[form].lost == 0


@pytest.mark.parametrize(
    ("form", "measure"), [(form, measure) for form in FLOORS for measure in FLOORS[form]]
)
def test_a_measure_does_not_fall_below_its_floor(
    tallies: dict[str, Tally], form: str, measure: str
) -> None:
    assert tallies[form].share(measure) >= FLOORS[form][measure]
