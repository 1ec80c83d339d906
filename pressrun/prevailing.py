"""Keep what holds for a whole process, all of its threads, and for a while something else.

Knows nothing of what it keeps. Whoever starts another process hands it on.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

_Kept = TypeVar("_Kept")


class Prevailing(Generic[_Kept]):
    """What holds: `now`, which may be set for good."""

    def __init__(self, usual: _Kept) -> None:
        self.now = usual

    @contextmanager
    def meanwhile(self, other: _Kept) -> Iterator[None]:
        """Have something else hold inside this."""
        before, self.now = self.now, other
        try:
            yield
        finally:
            self.now = before
