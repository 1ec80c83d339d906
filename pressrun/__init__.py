"""Build an EPUB and a print PDF that agree, from one manuscript.

    import pressrun

    editions = pressrun.build("source", output="dist")
    print(editions.epub, editions.pdf)

What has its name in `__all__` is the interface for other programs, and keeps to Semantic
Versioning. Importing this package loads none of it; the first use of a name does.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressrun.api import Editions, build
    from pressrun.errors import Complaints, PressError
    from pressrun.model import Dropped, Manuscript

__all__ = ["Complaints", "Dropped", "Editions", "Manuscript", "PressError", "__version__", "build"]
__version__ = "0.1.0"

_HOMES = {
    "Complaints": "errors", "Dropped": "model", "Editions": "api", "Manuscript": "model",
    "PressError": "errors", "build": "api",
}  # fmt: skip

if not TYPE_CHECKING:  # or a checker would take any name

    def __getattr__(name: str) -> object:
        """Load what has that name."""
        if name in _HOMES:
            return getattr(import_module(f"pressrun.{_HOMES[name]}"), name)
        raise AttributeError(f"module “pressrun” has no “{name}”")
