"""The reader of saved pages does as well on known pages as when last measured."""

from __future__ import annotations

import pytest

from tests.score_web import CASES, mean, score_all

FLOORS = {"body": 0.995, "title": 0.99, "byline": 0.94, "direction": 1.0}


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases lie beside the checkout")
def test_pages_whose_article_is_known_are_read_as_well_as_when_last_measured() -> None:
    scores = score_all()
    measured = {measure: mean(scores, measure) for measure in FLOORS}
    assert {m: v for m, v in measured.items() if v < FLOORS[m]} == {}
