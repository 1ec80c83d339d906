"""`--verify` publishes what two builds make alike, and names what differs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from pressrun.archive import pack, unpack
from pressrun.building import Order, made
from pressrun.errors import Complaints, UsageError
from pressrun.verifying import verify
from tests.editions.commands import press

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def order(tmp_path: Path) -> Order:
    """Order the editions of a small article."""
    path = tmp_path / "story.md"
    path.write_text("---\ntitle: The tide turns\nlang: en\n---\n\nBoats came in.\n", "utf-8")
    return Order(sources=(path,), output=tmp_path / "out")


def test_what_two_builds_make_alike_is_published(order: Order) -> None:
    ran = press(*order.sources, "-o", order.output, "--verify")
    assert (ran.code, ran.err, len(ran.paths)) == (0, "", 2)


def test_the_first_member_and_the_first_object_that_differ_are_named(order: Order) -> None:
    editions = made(order)
    pdf, members = editions.files["story.pdf"], unpack(editions.files["story.epub"])
    name = next(name for name in members if name.endswith("story.xhtml"))
    members[name] = members[name].replace(b"Boats", b"Ships")
    other = {
        "story.epub": pack(members, datetime(2024, 3, 9, tzinfo=UTC)),
        "story.pdf": pdf[:5000] + b"#" + pdf[5001:],
        "story-booklet.pdf": pdf,
    }
    with pytest.raises(Complaints) as caught:
        verify(other, order)
    epub_error, pdf_error, only = caught.value.errors
    assert f"it differs: {name}, byte " in epub_error.message
    assert "Ships" in epub_error.message
    assert "object " in pdf_error.message
    assert "byte 5000: " in pdf_error.message
    assert only.message.endswith("only the first build made it")


def test_what_is_wrong_with_the_second_build_is_told_as_of_the_first(order: Order) -> None:
    gone = replace(order, sources=(order.output / "gone.md",))
    with pytest.raises(UsageError, match=r"there is no .*gone\.md"):
        verify({}, gone)
