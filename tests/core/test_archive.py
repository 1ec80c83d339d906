"""An archive is the same for the same files, whatever the machine, and opens as EPUB wants."""

from __future__ import annotations

import zipfile
import zlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun import archive
from pressrun.errors import EditionError

WHEN = datetime(2015, 10, 13, 16, 0, 30, tzinfo=UTC)
FILES = {
    "tide.xhtml": b"<p>tide</p>" * 50,
    "content.opf": b"<package/>",
    "figures/a.png": b"\x89PNG" * 50,
    "META-INF/container.xml": b"<container/>",
    "mimetype": b"application/epub+zip",
}
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0/\\"), min_size=1, max_size=8)


def test_mimetype_comes_first_stored_and_without_extra_fields() -> None:
    data = archive.pack(FILES, WHEN)
    assert data[30:58] == b"mimetypeapplication/epub+zip"  # OCF 3.3, 4.3
    assert data[28:30] == b"\0\0"


def test_container_and_package_follow_and_the_rest_is_in_the_order_of_names() -> None:
    assert list(archive.unpack(archive.pack(FILES, WHEN))) == [
        "mimetype",
        "META-INF/container.xml",
        "content.opf",
        "figures/a.png",
        "tide.xhtml",
    ]


def test_what_is_compressed_already_is_stored_and_text_is_deflated() -> None:
    files = {**FILES, "figures/large.png": b"0" * 200_000, "figures/b.jpg": b"0" * 9}
    kinds = {entry.filename: entry.compress_type for entry in entries(archive.pack(files, WHEN))}
    for name in ("mimetype", "figures/b.jpg", "figures/large.png"):
        assert kinds[name] == zipfile.ZIP_STORED
    for name in ("tide.xhtml", "content.opf", "figures/a.png"):
        assert kinds[name] == zipfile.ZIP_DEFLATED


def test_every_entry_has_the_date_given_and_the_rights_of_any_file() -> None:
    for entry in entries(archive.pack(FILES, WHEN)):
        assert entry.date_time == (2015, 10, 13, 16, 0, 30)
        assert (entry.external_attr >> 16, entry.create_system) == (0o100644, 3)


@given(
    st.dictionaries(NAMES, st.binary(max_size=40), max_size=6), st.randoms(use_true_random=False)
)
def test_the_same_files_give_the_same_bytes_in_whatever_order_they_come(
    files: dict[str, bytes], random: object
) -> None:
    shuffled = sorted(files.items(), key=lambda _: random.random())  # type: ignore[attr-defined]
    packed = archive.pack(dict(shuffled), WHEN)
    assert packed == archive.pack(files, WHEN)
    assert archive.unpack(packed) == files


def test_it_is_smaller_than_by_the_tightest_level_of_zlib() -> None:
    text = Path(__file__).read_bytes() * 3
    (entry,) = entries(archive.pack({"tide.xhtml": text}, WHEN))
    own = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    assert entry.compress_size < len(own.compress(text) + own.flush())


def test_more_files_than_can_be_counted_are_an_error() -> None:
    with pytest.raises(EditionError, match="too large"):
        archive.pack({f"{number}.gif": b"" for number in range(65_536)}, WHEN)


def entries(data: bytes) -> list[zipfile.ZipInfo]:
    with zipfile.ZipFile(BytesIO(data)) as book:
        assert book.testzip() is None
        return book.infolist()
