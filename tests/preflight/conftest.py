"""Hand out validators that can run here, and the specimens that several tests share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.preflight.specimens import write_pdf, write_sound_epub

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pressrun.preflight.finding import Validator


@pytest.fixture(scope="session")
def ready() -> Callable[[Validator], Validator]:
    """Return a validator that can run; without it skip, and fail where CI is set."""

    def demand(validator: Validator) -> Validator:
        absence = validator.lacks()
        if absence and os.environ.get("CI"):
            pytest.fail(absence)
        if absence:
            pytest.skip(absence)
        return validator

    return demand


@pytest.fixture(scope="session")
def sound_epub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a book without a fault."""
    return write_sound_epub(tmp_path_factory.mktemp("sound") / "sound.epub")


@pytest.fixture(scope="session")
def sound_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a document that keeps PDF/UA-1."""
    path = tmp_path_factory.mktemp("sound") / "sound.pdf"
    return write_pdf(path, "<h1>Tide</h1><p>Text.</p>", "pdf/ua-1")


@pytest.fixture
def plain_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the locale in which Java by itself opens no file with an accent in its name."""
    monkeypatch.setenv("LC_ALL", "C")
