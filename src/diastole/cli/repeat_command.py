"""The command line that makes a page again, which the page shows."""

import shlex
from collections.abc import Sequence

from diastole.cli.command import PageOptions
from diastole.cli.options import Accuracy
from diastole.cli.standard_input import as_typed


def command_line(command: str, patients: Sequence[str], options: PageOptions, flags: Sequence[str]) -> str:
    """Return the words that make a page again.

    Parameters
    ----------
    flags
        Options of this command alone that were given, such as ``--reflex``.
    """
    words = ["diastole", command, *map(as_typed, patients)]
    for change in options.changes:
        words += ["--set", change]
    words += flags
    if options.accuracy is not Accuracy.default:
        words += ["--accuracy", options.accuracy.value]
    return shlex.join([*words, "--html", str(options.html)])
