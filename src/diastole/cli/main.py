"""The program ``diastole``."""

import gc
import os
import sys

from diastole.cli.interruption import INTERRUPTED


def main() -> None:
    """Run the program; it looks for garbage once the modules of the command are loaded, which are none."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads take 50 ms to start; matrices here are small
    gc.disable()
    try:
        from diastole.cli.program import run  # inside, so that an interruption while it loads is quiet too

        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
