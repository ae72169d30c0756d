"""The program ``diastole``."""

import sys

INTERRUPTED = 130  # exit code


def main() -> None:
    """Run the program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a sign that the terminal does not know stops nothing
    try:
        from diastole.cli.app import app  # inside, so that an interruption while it loads is as quiet as a later one

        app(prog_name="diastole")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
