"""What is gathered for one publication, and what was found wrong with it; reads nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from pressrun.errors import Complaints, PressError
from pressrun.model import Dropped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pressrun.pictures.gallery import Gallery
    from pressrun.progress import Tell

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class Desk:
    """What is gathered for one publication, some of it `anew`, and what was found wrong with it."""

    gallery: Gallery
    incomplete: bool
    tell: Tell
    theme: str | None = None
    without: frozenset[Path] = frozenset()
    title: str | None = None
    anew: frozenset[Path] = frozenset()
    files: list[Path] = field(default_factory=list)
    errors: list[PressError] = field(default_factory=list)
    left_out: dict[Path, list[Dropped]] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """Return the publication's folder."""
        return self.gallery.root

    def attempt(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T | None:
        """Do a piece of work; keep its complaints, so that one run reports them all."""
        try:
            return work(*arguments, **named)
        except Complaints as complaints:
            self.errors += complaints.errors
        except PressError as error:
            self.errors.append(error)
        return None

    def do_without(self, name: str, error: PressError, path: Path) -> None:
        """Note that a file is not there: as an error, or as what was left out of `path`."""
        if not self.incomplete:
            self.errors.append(error)
            return
        dropped = Dropped(line=error.line or 1, text=name, why=error.message)
        self.left_out.setdefault(path, []).append(dropped)

    def do_without_article(self, error: PressError, files: Sequence[Path]) -> None:
        """Note that an article is not there: as an error, or as what the first of `files` lacks."""
        if not self.incomplete:
            self.errors.append(error)
        elif files:
            dropped = Dropped(line=1, text=f"{error.path}:{error.line}", why=error.message)
            self.left_out.setdefault(files[0], []).append(dropped)
