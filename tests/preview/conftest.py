"""One server and one browser serve all tests of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.preview.browser import Browser
from tests.preview.served import Served, write_issue

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a small issue, whose articles the tests change."""
    with Served(write_issue(tmp_path_factory.mktemp("desk") / "issue")) as server:
        yield server


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start Chromium."""
    with Browser() as browser:
        yield browser


@pytest.fixture
def desk(served: Served, chromium: Browser) -> Browser:
    """Show the first article, its printed pages beside it."""
    chromium.open(f"{served.url}#tide")
    chromium.wait("document.querySelectorAll('#pages figure').length > 4")
    chromium.wait("document.querySelector('#place').textContent.includes('tide.md')")
    return chromium
