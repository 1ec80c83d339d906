"""Pastes as the sites of eighty kinds of publisher give them, each in five forms.

What a line of a specimen is, its mark says (`paste_specimens`). With blank lines, without them, and
broken at 72 columns, every line must be understood; where neither a blank nor an indent parts the
broken paragraphs, some ends cannot be told, so there the share is held.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pressrun.readers.plain import read
from tests.readers.paste_specimens import FORMS, Specimen, specimens
from tests.score_pasted import alike, blocks, words_lost

if TYPE_CHECKING:
    from pressrun.model import Manuscript

SPECIMENS = {specimen.title: specimen for specimen in specimens()}
# Those whose paragraphs are parted by a blank line, or are a line each.
PARTED = ("apart", "single", "wrapped")
# What was measured is 0.99 and 0.89 of the blocks, 1.00 and 0.95 of headlines and of authors.
FLOORS = {"indented": (0.98, 0.98), "solid": (0.87, 0.93)}

every_specimen = pytest.mark.parametrize("title", SPECIMENS)


@cache
def understood(title: str, form: str) -> Manuscript:
    """Read a specimen in a form."""
    return read(FORMS[form](SPECIMENS[title].texts).encode(), Path("paste.txt"))


def listed(text: str | None) -> list[str]:
    """Give the names of a field, which semicolons part."""
    return text.split("; ") if text else []


def expected_blocks(specimen: Specimen) -> list[tuple[str, str]]:
    """Give the blocks, the dateline and its signs taken off the first paragraph."""
    dateline = specimen.fields.get("dateline", "\n")
    return [
        (tag, alike(text.removeprefix(dateline).lstrip(" -–—.") if dateline in text else text))
        for tag, text in specimen.blocks
    ]


def given_blocks(manuscript: Manuscript) -> list[tuple[str, str]]:
    """Give the blocks that were understood."""
    return [(tag, alike(text)) for tag, text in blocks(manuscript)]


@every_specimen
@pytest.mark.parametrize("form", PARTED)
def test_headline_kicker_and_standfirst_are_those_of_the_paste(title: str, form: str) -> None:
    found, specimen = understood(title, form), SPECIMENS[title]
    assert (alike(found.headline or ""),) == tuple(map(alike, specimen.marked("H")))
    assert listed(found.kicker) == list(specimen.marked("K"))
    assert found.standfirst == specimen.marked("S")


@every_specimen
@pytest.mark.parametrize("form", PARTED)
def test_authors_dates_dateline_and_source_are_those_of_the_paste(title: str, form: str) -> None:
    found, specimen = understood(title, form), SPECIMENS[title]
    fields = specimen.fields
    assert list(found.byline) == listed(fields.get("byline"))
    assert str(found.date or "") == fields.get("date", "")
    assert str(found.updated or "") == fields.get("updated", "")
    assert (found.dateline or "") == fields.get("dateline", "".join(specimen.marked("D")))
    assert (found.source or "") == fields.get("source", "; ".join(specimen.marked("O")))


@every_specimen
@pytest.mark.parametrize("form", PARTED)
def test_the_body_is_its_blocks_in_order_and_no_junk(title: str, form: str) -> None:
    assert given_blocks(understood(title, form)) == expected_blocks(SPECIMENS[title])


@every_specimen
@pytest.mark.parametrize("form", FORMS)
def test_no_word_of_a_paste_is_lost_whatever_its_form(title: str, form: str) -> None:
    assert not words_lost(FORMS[form](SPECIMENS[title].texts), understood(title, form))


@pytest.mark.parametrize("form", FLOORS)
def test_broken_lines_with_no_blank_between_are_joined_as_when_last_measured(form: str) -> None:
    found = [(own, understood(title, form)) for title, own in SPECIMENS.items()]
    same, wanted = 0, 0
    for own, manuscript in found:
        expected = Counter(expected_blocks(own))
        same += (expected & Counter(given_blocks(manuscript))).total()
        wanted += expected.total()
    named = sum(list(m.byline) == listed(s.fields.get("byline")) for s, m in found)
    headed = sum(alike(m.headline or "") == alike(s.marked("H")[0]) for s, m in found)
    least, least_fields = FLOORS[form]
    assert same >= least * wanted
    assert min(named, headed) >= least_fields * len(SPECIMENS)
