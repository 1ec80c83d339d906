"""Versions are those that the packages themselves tell."""

from __future__ import annotations

from importlib import metadata

import pytest

from pressrun import installed


@pytest.mark.parametrize("name", ["weasyprint", "EbookLib", "tinycss2", "Pillow"])
def test_a_version_is_the_one_that_the_package_tells(name: str) -> None:
    assert installed.version(name) == metadata.version(name)


def test_every_installed_package_is_among_them() -> None:
    told = {each.version for each in metadata.distributions() if each.name == "weasyprint"}
    assert {installed.versions()["weasyprint"]} == told
    assert "fontpkg-source-serif-4" in installed.versions()


def test_a_package_that_is_not_there_has_none() -> None:
    with pytest.raises(LookupError):
        installed.version("pressrun-that-never-was")
