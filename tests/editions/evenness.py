"""Say where pages begin, with headlines even and as WeasyPrint sets them; in a process of its own.

    python -m tests.editions.evenness MANUSCRIPT

prints two lines, which are the same where to make lines even costs a page nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pressrun import balancing, substitutes
from pressrun.manuscript import gather
from pressrun.presswork import PressRun
from pressrun.print_edition import print_design, print_parts
from pressrun.progress import silence
from tests.editions.shortcuts import Here


def main(source: Path) -> None:
    """Lay it out twice."""
    publication = gather((source,), theme="large-print").publication
    design, parts = print_design(publication), print_parts(publication)
    kept = substitutes.ADDITIONS
    for additions in (kept, tuple(a for a in kept if a.make is not balancing.balanced)):
        substitutes.ADDITIONS = additions
        laid = PressRun(design, Here(), kept=None).lay_out(parts, silence)  # type: ignore[arg-type]
        sys.stdout.write(f"{laid.targets}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
