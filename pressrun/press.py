"""Lay out, furnish and join in a process of its own.

It takes a Design first, then Part and page numbers, Furnishing or Joining. A process of its own,
because a crash of the layout must not take the EPUB with it, because Pango may be missing, and
because importing WeasyPrint 70.0 changes Pillow for the whole process.
"""

from __future__ import annotations

import gc
import sys
import time
from contextlib import contextmanager
from math import ceil
from typing import TYPE_CHECKING, Any

from pressrun import serving
from pressrun.errors import EditionError
from pressrun.fragments import Design, Failure, Furnishing, Joining
from pressrun.layout import Layout, weasyprint

if TYPE_CHECKING:
    from collections.abc import Iterator

# Characters of a part, about 250 pages: a shorter one is drawn before its garbage is worth the
# tenth of the time that looking for it takes.
_LONG = 1_000_000
# Objects that are left before garbage is looked for between two parts, and how many parts at most:
# a few objects may hold megabytes that Python does not see.
_GARBAGE, _MANY = 400_000, 100


def main() -> None:
    """Serve until there is nothing more to read."""
    messages, say = serving.begin()
    gc.disable()  # what importing makes stays
    missing: Failure | None = None
    try:
        weasyprint()  # begins while the first message is still being made
        # So does what a parent need not import.
        from pressrun import (  # noqa: PLC0415
            drawing,  # noqa: F401
            fonts,
            joining,  # noqa: F401
            page_numbers,  # noqa: F401
            shortcuts,  # noqa: F401
        )

        fonts.get_ready()
    except OSError as error:
        missing = Failure(message=str(error).splitlines()[0], missing=True)
    gc.freeze()
    layout: Layout | None = None
    failure = missing
    answered = 0
    for message in messages:
        if isinstance(message, Design):
            design, failure = message, missing
            try:
                layout = None if missing else Layout(message, layout)
            except EditionError as error:  # its sheet is at fault
                failure = Failure(message=error.message)
            continue
        assert failure or layout  # noqa: S101 - the design comes first
        say(failure or answer(layout, design, message))
        answered += 1
        if answered % _MANY == 0 or gc.get_count()[0] > _GARBAGE:
            gc.collect()  # so that the next part finds the memory that the last ones had


def answer(layout: Any, design: Design, message: Any) -> Any:  # noqa: ANN401
    """Return what was asked for, or a Failure."""
    _bound(design)
    try:
        if isinstance(message, Furnishing):
            return layout.furniture(message)
        if isinstance(message, Joining):
            return layout.joined(message)
        part, folios = message
        with _collecting(len(part.html) > _LONG):
            return layout.fragment(part, folios)
    except EditionError as error:
        return Failure(message=error.message)
    except MemoryError:
        most = f"the layout takes over {design.megabytes:,} MB of memory"
        return Failure(message=most, limit="memory")
    except RecursionError:  # WeasyPrint 70.0 goes down into boxes by recursion
        return Failure(message="the layout nests too deep")


@contextmanager
def _collecting(wanted: bool) -> Iterator[None]:  # noqa: FBT001
    """Look for garbage inside this, now and then, if that is wanted."""
    if wanted:
        gc.set_threshold(50_000)
        gc.enable()
    try:
        yield
    finally:
        gc.disable()


def _bound(design: Design) -> None:
    """Let the system end this process with SIGXCPU, or refuse it memory, beyond the limits."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return

    def lower(kind: int, most: int) -> None:
        """Bound it below what the system allows, which only root may raise."""
        allowed = resource.getrlimit(kind)[1]
        if allowed == resource.RLIM_INFINITY or most < allowed:
            resource.setrlimit(kind, (most, allowed))

    lower(resource.RLIMIT_CPU, ceil(time.process_time() + design.seconds))
    if sys.platform == "linux":  # elsewhere more is mapped than is used
        lower(resource.RLIMIT_AS, design.megabytes * 1_000_000)
