"""Build an order once more, for whoever compares; the process that `pressrun.verifying` starts.

It takes limits, overrides and an order, pickled, on its standard input, and answers with the
editions by name, or what was wrong. Nothing is published.
"""

from __future__ import annotations

import pickle
import sys

from pressrun import limits
from pressrun.building import made
from pressrun.errors import PressError
from pressrun.resources import overridden


def main() -> None:
    """Serve one order."""
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr
    most, own, order = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    answer: dict[str, bytes] | PressError
    try:
        with limits.in_force(most), overridden(own):
            answer = dict(made(order).files)
    except PressError as error:
        answer = error
    pickle.dump(answer, answers)
    answers.flush()


if __name__ == "__main__":
    main()
