"""The exceptions that a person may see; knows nothing of what raised them.

    PressError                 message, path, line, hint
    ├── ManuscriptError        what an editor wrote is at fault
    ├── MarkupError            a body holds what cannot be set
    ├── StylesheetError        a stylesheet would break a reader
    ├── TemplateError          a template that stands in for ours is at fault
    ├── EditionError           an edition could not be made
    ├── PreflightError         an edition was made and found wanting
    ├── UsageError             the command line is wrong        (exit 2)
    └── MachineError           something is missing here        (exit 3)

`Complaints` carries several at once, so that one run reports them all. Every other exception is a
bug and keeps its traceback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class PressError(Exception):
    """Say what is wrong, where, and what would mend it.

    `line` counts from 1; `hint` is a whole clause without a full stop.
    """

    exit_code: int = 1

    def __init__(
        self,
        message: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.hint = hint

    def __str__(self) -> str:
        place = "" if self.path is None else f"{self.path}:"
        if place and self.line is not None:
            place += f"{self.line}:"
        text = f"{place} {self.message}" if place else self.message
        return f"{text}\nhint: {self.hint}" if self.hint else text


class ManuscriptError(PressError):
    """Report a fault in a manuscript or in publication.yaml."""


class MarkupError(PressError):
    """Report a fault in the body of an article: a picture, a link, an id."""


class StylesheetError(PressError):
    """Report a construct that a stylesheet must not hold."""


class TemplateError(PressError):
    """Report a fault in a template that stands in for one of ours."""


class EditionError(PressError):
    """Report an edition that could not be made from sound input."""


class PreflightError(PressError):
    """Report an edition that was made and must not be released."""


class UsageError(PressError):
    """Report a command line that cannot be followed."""

    exit_code = 2


class MachineError(PressError):
    """Report a program, library or right that this machine lacks."""

    exit_code = 3


class Complaints(PressError):  # noqa: N818 - it holds errors, and is none of its own
    """Report several errors together, in the order of their places."""

    def __init__(self, errors: Iterable[PressError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))
        self.exit_code = max((e.exit_code for e in self.errors), default=1)

    def __reduce__(self) -> tuple[type[Complaints], tuple[tuple[PressError, ...]]]:
        """Let another process send it."""
        return Complaints, (self.errors,)
