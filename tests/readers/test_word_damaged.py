"""What is no sound Word file is read or refused with a reason."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.errors import ManuscriptError, PressError
from pressrun.readers.word import read
from tests.readers.word_specimens import (
    blank,
    changed,
    part_of,
    picture,
    saved,
)

if TYPE_CHECKING:
    from docx.document import Document


PATH = Path("tide.docx")


def titled() -> Document:
    document = blank()
    document.add_paragraph("What the tide left", style="Title")
    return document


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"nothing", "this is no Word file, or a damaged one"),
        (changed(saved(blank()), {"word/document.xml": "<w:p"}), "this Word file is damaged"),
        (
            changed(
                saved(blank()), {"word/document.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}
            ),
            "document type",
        ),
    ],
    ids=["no archive", "no XML", "entities"],
)
def test_what_is_no_word_file_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ManuscriptError, match=message) as caught:
        read(data, PATH)
    assert caught.value.path == PATH


SOUND = saved(titled())
PARTS = (
    "[Content_Types].xml",
    "_rels/.rels",
    "word/document.xml",
    "word/styles.xml",
    "docProps/core.xml",
)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(PARTS), st.integers(0, 4000), st.text(max_size=30))
def test_any_damage_to_a_part_is_read_or_refused_with_a_reason(
    part: str, place: int, text: str
) -> None:
    sound = part_of(SOUND, part)
    broken = sound[:place] + text.encode("utf-8", "ignore").decode() + sound[place + len(text) :]
    try:
        found = read(changed(SOUND, {part: broken}), PATH)
    except PressError:
        return
    assert found.path == PATH


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_reason(data: bytes) -> None:
    for given_bytes in (data, SOUND[:200] + data + SOUND[200 + len(data) :]):
        try:
            found = read(given_bytes, PATH)
        except PressError:
            continue
        assert found.path == PATH


def test_a_picture_that_is_only_linked_is_not_fetched_and_is_told() -> None:
    document = titled()
    document.add_paragraph("Boats came in at dusk, on time.")
    document.add_picture(picture())
    sound = saved(document)
    body = part_of(sound, "word/document.xml").replace("r:embed=", "r:link=")
    links = re.sub(
        r'Target="media/[^"]*"',
        'Target="file:///etc/hostname" TargetMode="External"',
        part_of(sound, "word/_rels/document.xml.rels"),
    )
    data = changed(sound, {"word/document.xml": body, "word/_rels/document.xml.rels": links})
    found = read(data, PATH)
    assert found.pictures == ()
    assert [dropped.why.partition(";")[0] for dropped in found.dropped] == [
        "a picture (only linked) that no edition can show"
    ]
