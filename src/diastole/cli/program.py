"""Runs one command line from its words to an exit code."""

import os
from collections.abc import Sequence

from diastole.cli.app import app
from diastole.cli.failures import code_of, is_expected, is_usage, report
from diastole.cli.streams import ReaderLeftError, flush, open_streams
from diastole.errors import InputError

READER_LEFT = 141  # exit code if the reader of stdout has left: 128 + SIGPIPE, as shells have it


def run(words: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    open_streams()
    code = _run(words)
    try:
        flush()
    except ReaderLeftError:
        return code or READER_LEFT
    except InputError as error:
        if not code:
            report(error)
        return code or code_of(error)
    return code


def _run(words: Sequence[str]) -> int:
    """Run a command."""
    try:
        check_words(words)
        return app(prog_name="diastole", standalone_mode=False) or 0
    except ReaderLeftError:
        return READER_LEFT
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except Exception as error:
        if not is_expected(error) and not is_usage(error):
            raise
        report(error, as_json="--json" in words)
        return code_of(error)


def check_words(words: Sequence[str]) -> None:
    """Refuse a word of the command line with a byte that is not text.

    Raise InputError, showing the word, with the byte in hexadecimal digits.
    """
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            shown = os.fsencode(word).decode("utf-8", "backslashreplace")
            raise InputError(
                f"'{shown}' has a byte that is not UTF-8; write the word in UTF-8, or rename the file"
            ) from None
