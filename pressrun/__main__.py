"""Run the command line: python -m pressrun."""

import signal
from typing import NoReturn

# Until somebody can tell of it, Ctrl-C ends the process and says nothing.
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from pressrun import startup

startup.hasten()

from pressrun.cli import main  # noqa: E402 - hastened by then


def run() -> NoReturn:
    """Run the command line, and end the process with its exit code."""
    startup.leave(main())


if __name__ == "__main__":
    run()
