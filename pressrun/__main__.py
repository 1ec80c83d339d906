"""Run the command line: python -m pressrun."""

import sys

from pressrun.cli import main

sys.exit(main())
