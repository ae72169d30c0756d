"""The program ``diastole``."""

import gc
import sys

from diastole.cli.interruption import INTERRUPTED


def main() -> None:
    """Run the program; it looks for garbage once the modules of the command are loaded, which are none."""
    gc.disable()
    try:
        from diastole.cli.program import run  # inside, so that an interruption while it loads is quiet too

        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
