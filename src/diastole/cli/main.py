"""The program ``diastole``."""

import sys

from diastole.cli.interruption import INTERRUPTED


def main() -> None:
    """Run the program."""
    try:
        from diastole.cli.program import run  # inside, so that an interruption while it loads is quiet too

        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
