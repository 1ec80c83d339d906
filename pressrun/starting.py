"""Write a publication to start from; knows files, and nothing of what they say.

What it writes lies in pressrun/starter: a folder for a single article, and one for an issue.
"""

from __future__ import annotations

from pathlib import Path

from pressrun import schemas
from pressrun.errors import UsageError
from pressrun.publishing import publish

_STARTER = Path(__file__).parent / "starter"
_IGNORED = ".gitignore"


def start(folder: Path, *, issue: bool = False) -> tuple[Path, ...]:
    """Write a publication of one article, or an issue, into a new or empty folder.

    Return the paths. Raises UsageError for a folder with anything in it: nothing is written over.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"“{folder}” is there already, and is no folder", hint="take another name")
    if folder.is_dir() and (there := sorted(folder.iterdir())):
        raise UsageError(
            f"“{folder}” has “{there[0].name}” in it", hint="name a folder that is new, or empty"
        )
    place = _STARTER / ("issue" if issue else "article")
    files = {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }
    files["schemas/publication.schema.json"] = schemas.as_json("publication").encode()
    files["schemas/article.schema.json"] = schemas.as_json("article").encode()
    files[_IGNORED] = b"/dist/\n"
    return publish(files, folder)
