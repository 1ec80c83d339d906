"""Lay out the job on standard input with and without shortcuts; say as JSON what came of it.

A process of its own, as the press is: importing WeasyPrint changes Pillow for the whole process.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import sys

from pressrun import press, substitutes


def printed(job: press.PrintJob) -> list[str]:
    """Return what tells two prints apart: the PDF, and where its pages begin."""
    edition = press.lay_out(job)
    return [hashlib.sha256(edition.pdf).hexdigest(), repr(edition.targets), str(edition.pages)]


def main() -> None:
    """Answer one job."""
    job = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the test that started this
    quick = printed(job)
    every = (*substitutes.ADDITIONS, *substitutes.BOTH_WAYS, *substitutes.SHORTCUTS)
    substitutes.SHORTCUTS = ()
    slow = printed(job)
    import weasyprint  # noqa: PLC0415 - it is there by now, and was imported as the press does

    found = {substitute.place: substitute.original(weasyprint) is not None for substitute in every}
    version = weasyprint.__version__
    json.dump({"quick": quick, "slow": slow, "places": found, "version": version}, sys.stdout)


if __name__ == "__main__":
    main()
