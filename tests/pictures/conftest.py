"""Give each test a cache of its own, so that nothing is proved by what another run made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pressrun import fonts, pictures
from pressrun.cache import Cache

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of kept pictures; fonts stay where they are."""
    folder = tmp_path_factory.mktemp("cache")
    own = Cache(name=str(folder / "pictures"), most=pictures.shelf.SHELF.most)
    monkeypatch.setattr(pictures.shelf, "SHELF", own)
    assert fonts.cache_folder() != folder
    return folder / "pictures"
