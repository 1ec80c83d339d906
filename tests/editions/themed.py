"""Print a source in a theme, as a person does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.editions.commands import ROOT, press

if TYPE_CHECKING:
    from pathlib import Path

    from tests.inspectors.pdf import Pdf

SAMPLE: Final = ROOT / "tests" / "sample" / "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Themed:
    """The sample in a theme."""

    theme: str
    path: Path
    pdf: Pdf


def printed(source: Path, out: Path, theme: str) -> Path:
    """Print `source` into `out` and return the PDF; fail where the press refuses."""
    ran = press(source, "-o", out, "-f", "pdf", "--theme", theme)
    assert ran.code == 0, ran.err
    return ran.paths[0]
