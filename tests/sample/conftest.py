"""Build the sample publication once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.editions.book import Book, build

if TYPE_CHECKING:
    from pressrun.model import Publication

SOURCE = Path(__file__).with_name("source")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Give both editions of the sample."""
    out = tmp_path_factory.mktemp("sample")
    return build("sample", out, SOURCE, *sorted(SOURCE.glob("articles/*.md")))


@pytest.fixture(scope="session")
def publication() -> Publication:
    """Give the sample as it is gathered."""
    from pressrun.manuscript import gather  # noqa: PLC0415 - most tests look at files alone

    return gather([SOURCE]).publication
