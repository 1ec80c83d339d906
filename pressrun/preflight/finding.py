"""What every validator says, in one shape; knows no validator.

`FAILING` is the line between what stops a release and what is only told. A warning stops it: each
validator's module calls a warning what a reader could notice, and lesser remarks info or usage.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Severity = Literal["fatal", "error", "warning", "info", "usage"]

SEVERITIES: tuple[Severity, ...] = ("fatal", "error", "warning", "info", "usage")
# The number of the finding that a file claims no standard: it neither passes nor fails.
NO_CLAIM = "no-claim"
FAILING: frozenset[Severity] = frozenset({"fatal", "error", "warning"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One result of preflight: who found what, how grave, and where in which file.

    `number` is the rule's own name: `RSC-005`, `3a 6.2.4.3-2`, `image-alt`. `place` is inside the
    file: `article.xhtml:12:3`, `object 27`; lines and columns count from 1. `line` and
    `column` are those of `path` itself, where it is a text.
    """

    validator: str
    severity: Severity
    number: str
    message: str
    path: Path
    place: str | None = None
    hint: str | None = None
    line: int | None = None
    column: int | None = None

    @property
    def failing(self) -> bool:
        """Tell whether this finding alone stops a release."""
        return self.severity in FAILING


class Validator(Protocol):
    """A program or library that judges finished files.

    `quick` promises an answer without a Java machine or a browser.
    """

    @property
    def name(self) -> str:
        """Name the validator as its makers do."""

    @property
    def quick(self) -> bool:
        """Tell whether it runs in this process, in a fraction of a second."""

    def suits(self, path: Path) -> bool:
        """Tell by the suffix whether files such as `path` are its business."""

    def version(self) -> str:
        """Name all of it that may change what it finds, where it does not lack anything."""

    def lacks(self) -> str | None:
        """Say in a sentence what is missing here and how to get it; None when it can run."""

    def findings(self, path: Path) -> tuple[Finding, ...]:
        """Judge a file that suits. Raise MachineError when the validator itself breaks down."""

    def begin(self, path: Path) -> Callable[[], tuple[Finding, ...]]:
        """Begin with what goes on without Python's lock; return what gives the findings."""


class _Judges:
    """A validator that does all of its work in one go."""

    if TYPE_CHECKING:

        def findings(self, path: Path) -> tuple[Finding, ...]: ...

    def begin(self, path: Path) -> Callable[[], tuple[Finding, ...]]:
        """Begin nothing yet: return the call that judges the file."""
        return partial(self.findings, path)


class JudgesEpub(_Judges):
    """A validator of EPUB files."""

    def suits(self, path: Path) -> bool:
        """Tell whether the file is an EPUB by its suffix."""
        return path.suffix.lower() == ".epub"


class JudgesPdf(_Judges):
    """A validator of PDF files."""

    def suits(self, path: Path) -> bool:
        """Tell whether the file is a PDF by its suffix."""
        return path.suffix.lower() == ".pdf"
