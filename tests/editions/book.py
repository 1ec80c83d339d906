"""A finished publication: both its files, opened, and the manuscripts that they were made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tests.editions.commands import press
from tests.editions.manuscript_words import Copy, read_copy
from tests.editions.printed import Printed
from tests.inspectors.epub import Document, Epub
from tests.inspectors.pdf import Pdf
from tests.inspectors.tree import elements

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Book:
    """Both editions of one publication; `manuscripts` are its articles' files, in their order."""

    name: str
    epub_path: Path
    pdf_path: Path
    manuscripts: tuple[Path, ...]

    @cached_property
    def epub(self) -> Epub:
        """Open the EPUB; the process's end closes it."""
        return Epub(self.epub_path)

    @cached_property
    def pdf(self) -> Pdf:
        """Read the PDF."""
        return Pdf(self.pdf_path)

    @cached_property
    def printed(self) -> Printed:
        """Read the articles' text out of the PDF."""
        return Printed(self.pdf)

    @cached_property
    def copies(self) -> tuple[Copy, ...]:
        """Read the words of the manuscripts."""
        return tuple(map(read_copy, self.manuscripts))

    @cached_property
    def articles(self) -> tuple[Document, ...]:
        """Give the EPUB's documents that hold an article."""
        return tuple(d for d in self.epub.documents if elements(d.body, "html:article"))


def build(name: str, out: Path, source: Path, *manuscripts: Path) -> Book:
    """Build both editions of `source` into `out`; raise RuntimeError where the press refuses."""
    ran = press(source, "-o", out)
    if ran.code or len(ran.paths) != 2:
        raise RuntimeError(ran.err)
    epub, pdf = ran.paths
    return Book(name=name, epub_path=epub, pdf_path=pdf, manuscripts=manuscripts)
