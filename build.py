"""Build source/ into dist/: the whole tool, from a clone; `--help` tells the rest."""

import signal
import sys

# Until somebody can tell of it, Ctrl-C ends the process and says nothing.
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from pressrun.cli import main

if __name__ == "__main__":
    sys.exit(main())
