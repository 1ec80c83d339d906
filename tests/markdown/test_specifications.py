"""Holds the Markdown reader to every example of the CommonMark and GFM specifications."""

from __future__ import annotations

import pytest

from pressrun.readers import commonmark
from tests.markdown.specifications import (
    CASES,
    DIALECTS,
    EXCEPTIONS,
    Example,
    examples,
    normalised,
)

pytestmark = pytest.mark.skipif(
    not CASES.is_dir(), reason="the shared cases are not beside the checkout"
)
EVERY = [example for dialect in DIALECTS for example in examples(dialect)]


@pytest.mark.parametrize("example", EVERY, ids=str)
def test_markdown_becomes_the_html_of_its_specification(example: Example) -> None:
    made = normalised(commonmark.render(commonmark.parse(example.markdown, {})))
    excepted = (example.dialect, example.number) in EXCEPTIONS
    assert (made != normalised(example.html)) == excepted, made.decode()


def test_every_example_of_both_specifications_is_there() -> None:
    assert [len(examples(dialect)) for dialect in DIALECTS] == [655, 673]
