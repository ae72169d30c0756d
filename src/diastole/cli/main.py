"""The program ``diastole``."""

import os
import sys
from collections.abc import Sequence

from diastole.cli.interruption import INTERRUPTED

LEFT = 141  # exit code where the reader of stdout leaves: 128 and SIGPIPE, as a shell has it


def main() -> None:
    """Run the program."""
    from diastole.cli.streams import open_streams

    open_streams()
    try:
        sys.exit(_finished(_run(sys.argv[1:])))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _run(words: Sequence[str]) -> int:
    """Run a command and return its exit code."""
    from diastole.cli.failures import code_of, is_usage, print_error, say
    from diastole.cli.streams import ReaderLeftError
    from diastole.errors import InputError

    try:
        check_words(words)
        from diastole.cli.app import app  # inside, so that an interruption while it loads is as quiet as a later one

        return app(prog_name="diastole", standalone_mode=False) or 0
    except ReaderLeftError:
        return LEFT
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except Exception as error:
        if not isinstance(error, InputError) and not is_usage(error):
            raise
        say(error)
        if "--json" in words:
            print_error(error)
        return code_of(error)


def _finished(code: int) -> int:
    """Write what is held back, and return the exit code: another one if that fails and all was well."""
    from diastole.cli.failures import code_of, say
    from diastole.cli.streams import ReaderLeftError, flush
    from diastole.errors import InputError

    try:
        flush()
    except ReaderLeftError:
        return code or LEFT
    except InputError as error:
        if code:
            return code
        say(error)
        return code_of(error)
    return code


def check_words(words: Sequence[str]) -> None:
    """Refuse a word of the command line with a byte that is no text.

    Raises
    ------
    InputError
        Showing the word, with the byte in hexadecimal digits.
    """
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            from diastole.errors import InputError

            shown = os.fsencode(word).decode("utf-8", "backslashreplace")
            raise InputError(
                f"'{shown}' has a byte that is not UTF-8; write the word in UTF-8, or rename the file"
            ) from None
