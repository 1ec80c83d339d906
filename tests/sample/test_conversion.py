"""Kindle's format and back, by calibre: no word, picture, note or line of the contents is lost."""

from __future__ import annotations

import shutil
import subprocess
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

import pytest

from tests.inspectors.epub import Entry, Epub
from tests.inspectors.tree import elements, string

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.editions.book import Book

# A guard against a program that hangs: a conversion takes five seconds.
PATIENCE = 300


@pytest.fixture(scope="module")
def back(sample: Book, tmp_path_factory: pytest.TempPathFactory) -> Epub:
    """Convert the sample to AZW3 and that to an EPUB again."""
    if shutil.which("ebook-convert") is None:
        pytest.skip("calibre is not here")
    folder = tmp_path_factory.mktemp("converted")
    convert(sample.epub_path, folder / "kindle.azw3")
    return Epub(convert(folder / "kindle.azw3", folder / "back.epub"))


def convert(source: Path, target: Path) -> Path:
    command = ["ebook-convert", str(source), str(target)]
    subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE)
    return target


def signs(epub: Epub) -> str:
    """Give all that is written in a book, without white space and soft hyphens."""
    text = "".join(block for document in epub.documents for block in document.blocks)
    return "".join(text.replace("\N{SOFT HYPHEN}", "").split())


def labels(entries: tuple[Entry, ...]) -> Iterator[str]:
    for entry in entries:
        yield entry.label
        yield from labels(entry.children)


def links(epub: Epub, role: str) -> list[tuple[str, str]]:
    """Give the text of each link of a role, and that of the place it leads to."""
    found = []
    for document in epub.documents:
        for link in elements(document.root, "//html:a[@role=$role]", role=role):
            href = string(link, "@href")
            target = (
                href if not href.startswith("#") else f"{document.path.rpartition('/')[2]}{href}"
            )
            path = join(dirname(document.path), target)
            found.append(("".join(link.itertext()), epub.text_after(path, 12)))
    return found


def test_every_sign_is_there_once_and_in_its_order(sample: Book, back: Epub) -> None:
    assert signs(back) == signs(sample.epub)


def test_every_line_of_the_contents_is_there_with_its_byline(sample: Book, back: Epub) -> None:
    assert list(labels(back.ncx_contents)) == list(labels(sample.epub.contents))


def test_every_picture_is_there_and_is_found(sample: Book, back: Epub) -> None:
    assert pictures(back) == pictures(sample.epub)


def pictures(epub: Epub) -> list[str]:
    """Give the text alternatives of the figures in order; raise where a file is not there."""
    found = []
    for document in epub.documents:
        for image in elements(document.root, "//html:img[ancestor::*[@class='figure']]"):
            assert epub.content(normpath(join(dirname(document.path), image.get("src") or "")))
            found.append(string(image, "@alt"))
    return found


@pytest.mark.parametrize("role", ["doc-noteref", "doc-backlink"])
def test_every_note_is_called_and_leads_back(sample: Book, back: Epub, role: str) -> None:
    before = links(sample.epub, role)
    assert len(before) >= 8
    assert links(back, role) == before
