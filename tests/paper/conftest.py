"""Build the editions that these tests look at, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pressrun.building import Order, build
from pressrun.imposition import Folding
from tests.editions.prose import write_long_article

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def long_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write an article of more than 20 pages."""
    folder = tmp_path_factory.mktemp("long")
    write_long_article(folder)
    return folder


@pytest.fixture(scope="session")
def imposed(long_source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build that article’s PDF, a booklet and sheets of two; return the paths by what they are."""
    order = Order(
        sources=(long_source,),
        output=tmp_path_factory.mktemp("imposed"),
        formats=("pdf",),
        booklet=Folding(thickness=0.2),
        two_up=True,
    )
    return dict(zip(("pdf", "booklet", "two-up"), build(order).paths, strict=True))
