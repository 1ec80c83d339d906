"""Tell which versions of which packages are installed, by the names of their folders alone.

`importlib.metadata` reads each package's description to tell its version, and takes longer to
import than everything here.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cache

_FOLDER = re.compile(r"(.+)-(.+)\.dist-info")


def version(name: str) -> str:
    """Return the version of an installed package; raises LookupError when there is none."""
    known = versions().get(_normal(name))
    if known is None:
        from importlib import metadata  # noqa: PLC0415 - of a package that lies elsewhere

        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            raise LookupError(name) from None
    return known


@cache
def versions() -> dict[str, str]:
    """Return the version of each package that has a folder, by its normalized name, sorted."""
    # An empty name in the path is the working folder, which holds no packages.
    folders = [folder for folder in sys.path if folder and os.path.isdir(folder)]  # noqa: PTH112 - names alone
    entries = (entry for folder in reversed(folders) for entry in os.listdir(folder))  # noqa: PTH208 - as above
    found = filter(None, map(_FOLDER.fullmatch, entries))
    return dict(sorted((_normal(each[1]), each[2]) for each in found))


def _normal(name: str) -> str:
    """Return a package's name as all its spellings are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
