"""Give the tests small manuscripts and publications to press."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

STORY = """---
title: The tide turns
byline: Ada Fenwick
date: 2024-03-02
lang: en
---

Boats came in at dusk, and the harbourmaster waved.

## At the quay

Nobody’s cousin counted the crates.
"""
PASTE = """The tide turns

By Ada Fenwick

Boats came in at dusk, and the harbourmaster waved. Advertisement follows below.

Share this article

Nobody’s cousin counted the crates, and the pilot’s wife counted them again.
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """Write a sound manuscript."""
    path = tmp_path / "story.md"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def paste(tmp_path: Path) -> Path:
    """Write a pasted text with a line that does not belong to it."""
    path = tmp_path / "paste.txt"
    path.write_text(PASTE, encoding="utf-8")
    return path


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    """Write a publication's folder with two articles."""
    folder = tmp_path / "review"
    (folder / "articles").mkdir(parents=True)
    settings = "title: The Staithe Review\nlang: en\narticles: [second, first]\n"
    (folder / "publication.yaml").write_text(settings, encoding="utf-8")
    for name in ("first", "second"):
        text = STORY.replace("The tide turns", f"The {name} tide")
        (folder / f"articles/{name}.md").write_text(text, encoding="utf-8")
    return folder
