"""Let a folder of templates and sheets stand in for ours: read, looked at, then in force."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pressrun.resources import overridden, put_in_force, read_overrides

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pressrun.resources import Overrides


@contextmanager
def overriding(folder: Path | None) -> Iterator[None]:
    """Have the files of a folder stand in for ours, in this process, inside this; none of None.

    Raises UsageError for a folder that holds none; Complaints for all that is wrong with them.
    """
    with overridden(_sound(folder)):
        yield


def renew(folder: Path) -> None:
    """Read the folder anew, for what goes on while its files change; raises as `overriding` does.

    What was in force before stays so where anything is wrong.
    """
    put_in_force(_sound(folder))


def _sound(folder: Path | None) -> Overrides:
    found = read_overrides(folder)
    if found.files:
        # Few have any; for the rest, the press begins a tenth of a second earlier without these.
        from pressrun import epub_styles, templating  # noqa: PLC0415

        templating.refuse_faulty(found)
        with overridden(found):
            epub_styles.refuse_faulty()
    return found
