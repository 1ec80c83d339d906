"""Find in manuscripts what an editor would mend, and no validator of editions can know.

Each rule is one function over one article; `registry` has what each of them finds, `words.toml`
what it goes by in each language. A rule would rather be silent than cry wolf. Nothing is changed,
nothing fetched.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressrun.lint.proofs import faults, lint
    from pressrun.lint.registry import RULES

__all__ = ["RULES", "faults", "lint"]

# Where each is; who tells of a check of before needs the registry alone.
_HOMES = {"RULES": "registry", "faults": "proofs", "lint": "proofs"}


def __getattr__(name: str) -> object:
    """Import what is asked for, as PEP 562 has it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
