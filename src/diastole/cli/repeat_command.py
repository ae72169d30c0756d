"""The command that makes a page again, which stands on the page."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from diastole.cli.options import Accuracy


def again(
    command: str, patients: Sequence[str], changes: Sequence[str], flags: Sequence[str], *, accuracy: Accuracy,
    html: Path | None,
) -> str:  # fmt: skip
    """Return the command line of a page.

    Parameters
    ----------
    changes
        Of ``--set``.
    flags
        Other options that were given, such as ``--reflex``.
    """
    words = ["diastole", command, *patients]
    for change in changes:
        words += ["--set", change]
    words += flags
    if accuracy is not Accuracy.default:
        words += ["--accuracy", accuracy.value]
    return shlex.join([*words, "--html", str(html)])
