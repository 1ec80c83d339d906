"""Build source/ into dist/: the whole tool, from a clone; `--help` tells the rest."""

import sys

from pressrun.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
