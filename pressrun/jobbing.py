"""Make all editions of one article after another, in a process of its own, here or elsewhere.

It takes a Jobbing first, then publications of one article each, and answers with their Editions. It
has one process that lays out.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from pressrun import limits, serving
from pressrun.cache import unused
from pressrun.editions import Editions, Jobbing, digests_of, editions
from pressrun.errors import PressError
from pressrun.resources import overridden
from pressrun.workers import Processes, Workers

if TYPE_CHECKING:
    from pressrun.model import Publication


def main() -> None:
    """Serve until there is nothing more to read."""
    messages, say = serving.begin()
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(max_workers=1))
        press: Workers | None = None
        for message in messages:
            if isinstance(message, Jobbing):
                jobbing = message
                if "pdf" in jobbing.order.formats and not press:
                    press = stack.enter_context(Workers(Processes(1)))
                continue
            with (
                nullcontext() if jobbing.cached else unused(),
                limits.in_force(jobbing.limits),
                overridden(jobbing.overrides),
            ):
                say(_made(jobbing, message, press, pool))


def _made(
    jobbing: Jobbing, publication: Publication, press: Workers | None, pool: ThreadPoolExecutor
) -> Editions:
    wanted = press if "pdf" in jobbing.order.formats else None
    try:
        made = editions(jobbing.order, publication, wanted, pool)
    except PressError as error:
        return Editions(files={}, shortfall=error)
    return replace(made, digests=digests_of(made.borrowed))
