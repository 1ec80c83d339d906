"""Keep articles as they were set for an edition, under the hash of all that was set.

Printers call type that is kept for another run standing type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from pressrun.cache import Cache, key_of
from pressrun.inventory import makers
from pressrun.resources import overrides

if TYPE_CHECKING:
    from collections.abc import Callable

STANDING = Cache(name="standing", most=200_000_000, tidied=True)


def kept(said: object, compose: Callable[[], Markup]) -> Markup:
    """Return what `compose` makes of what is `said`, if need be by calling it.

    What is said is told apart by its `repr`.
    """
    if not STANDING.is_used:
        return compose()
    parts = (makers(), repr(overrides().files), repr(said))
    key = key_of(part.encode("utf-8", "surrogatepass") for part in parts)
    found = STANDING.found(key)
    if found is not None:
        return Markup(found.decode())  # noqa: S704 - it was when it was kept
    made = compose()
    STANDING.keep(key, made.encode())
    return made
