"""Let a folder of templates and sheets stand in for ours: read, looked at, then in force."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pressrun import epub_styles, templating
from pressrun.resources import overridden, read_overrides

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def overriding(folder: Path | None) -> Iterator[None]:
    """Have the files of a folder stand in for ours, in this process, inside this; none of None.

    Raises UsageError for a folder that holds none; Complaints for all that is wrong with them.
    """
    found = read_overrides(folder)
    with overridden(found):
        if found.files:
            templating.refuse_faulty(found)
            epub_styles.refuse_faulty()
        yield
