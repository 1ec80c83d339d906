"""Find our own templates and style sheets, and the files that stand in for them.

A folder of overrides is named on the command line, by whoever trusts it; no manuscript and no
publication.yaml can. It holds files under the names that ours have, such as `styles/print.css`, and
partials of its own that its templates include. All are read before anything is made of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun import regular
from pressrun.errors import Complaints, PressError, StylesheetError, TemplateError, UsageError
from pressrun.nearest import did_you_mean
from pressrun.prevailing import Prevailing

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from pressrun.model import Sheet

_KINDS = {"templates": ".jinja", "styles": ".css"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What stands in for our own files, by their names."""

    files: tuple[tuple[str, Sheet], ...] = ()

    def named(self, name: str) -> Sheet | None:
        """Return what stands in for a file, None where nothing does."""
        return next((sheet for own, sheet in self.files if own == name), None)


_prevailing = Prevailing(Overrides())


def overridden(by: Overrides) -> AbstractContextManager[None]:
    """Have overrides stand in for our files, in this process, inside this."""
    return _prevailing.meanwhile(by)


def put_in_force(found: Overrides) -> None:
    """Let overrides stand in for our files from now on, until the `overridden` around this ends."""
    _prevailing.now = found


def overrides() -> Overrides:
    """Return the overrides that are in force."""
    return _prevailing.now


def resource(folder: str) -> Path:
    """Return a folder of our own files: beside the package in a clone, inside it when installed."""
    package = Path(__file__).parent
    inside = package / folder
    return inside if inside.is_dir() else package.parent / folder


def sheet(name: str) -> Sheet:
    """Return the file of that name, such as `styles/print.css`, or what stands in for it."""
    from pressrun.model import Sheet  # noqa: PLC0415 - while the press gets ready

    return overrides().named(name) or Sheet(path=Path(name), text=original(name).decode())


@cache
def original(name: str) -> bytes:
    """Return what our own file of that name holds; each is read once."""
    folder, _, rest = name.partition("/")
    return (resource(folder) / rest).read_bytes()


@cache
def names() -> tuple[str, ...]:
    """Name every template and style sheet of ours."""
    return tuple(name for folder in _KINDS for name in _below(resource(folder), folder))


def _below(place: Path, folder: str) -> list[str]:
    files = sorted(place.rglob(f"*{_KINDS[folder]}"))
    return [f"{folder}/{path.relative_to(place).as_posix()}" for path in files]


def would_override(folder: Path) -> tuple[Path, ...]:
    """Return the files of a folder that would stand in for ours if it were named for that."""
    return tuple(folder / name for name in names() if (folder / name).is_file())


def read_overrides(folder: Path | None) -> Overrides:
    """Read the overrides of a folder; none of None.

    Raises UsageError for a folder that is not there or holds none; Complaints for every file that
    cannot be read, and for every sheet that has no name of ours.
    """
    if folder is None:
        return Overrides()
    if not folder.is_dir():
        raise UsageError(f"there is no folder “{folder}”", hint="name the one of your overrides")
    found: list[tuple[str, Sheet]] = []
    errors: list[PressError] = []
    for name in (name for kind in _KINDS for name in _below(folder / kind, kind)):
        try:
            found.append((name, _read(name, folder / name)))
        except PressError as error:
            errors.append(error)
    if errors:
        raise Complaints(errors)
    if not found:
        hint = "eject copies one there; without a name, it lists them"
        raise UsageError(f"“{folder}” overrides nothing", hint=hint)
    return Overrides(files=tuple(found))


def _read(name: str, path: Path) -> Sheet:
    from pressrun.model import Sheet  # noqa: PLC0415 - as above

    kind = TemplateError if name.startswith("templates/") else StylesheetError
    if kind is StylesheetError and name not in names():
        raise kind("this stands in for no file of ours", path=path, hint=nearest(name))
    try:
        return Sheet(path=path, text=regular.read(path).decode())
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise kind("this is not UTF-8", path=path, line=line, hint="save it as UTF-8") from None
    except OSError as error:
        raise kind(f"this cannot be read: {error.strerror}", path=path) from None


def nearest(name: str) -> str:
    """Return a hint that names the file of ours that was likely meant."""
    return did_you_mean(name, names()) or "eject without a name lists them"
