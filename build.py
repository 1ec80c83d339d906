"""Build source/ into dist/: the whole tool, from a clone; `--help` tells the rest."""

from pressrun.__main__ import run

if __name__ == "__main__":
    run()
