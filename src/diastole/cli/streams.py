"""Stdout and stderr of the program: a full disk ends in an error of one sentence, and nothing is lost silently."""

import io
import os
import sys
from contextlib import suppress

from diastole.errors import InputError

STDOUT, STDERR = 1, 2


class ReaderLeftError(Exception):
    """The reader of stdout has left; not an OSError, for which Typer has an exit code of its own."""


class _Stdout(io.FileIO):
    """A stream whose errors are sentences; a reader who leaves is no error."""

    def write(self, content):
        """Write bytes; raise InputError if there is no room, and ReaderLeftError if nobody reads them."""
        try:
            return super().write(content)
        except BrokenPipeError:
            raise ReaderLeftError from None
        except OSError as error:
            raise InputError(
                f"stdout cannot be written: {error.strerror}; make room, or send the output elsewhere"
            ) from None


class _Stderr(io.FileIO):
    """A stream whose errors stop no run: only its own text is lost."""

    def write(self, content):
        """Write bytes, or drop them where that fails."""
        with suppress(OSError):
            return super().write(content)
        return len(content)


def open_streams() -> None:
    """Replace both streams; characters that the terminal does not know are escaped.

    A closed stream is opened again under its number, so that no file opened later gets that number and is written into.
    """
    for number in (0, STDOUT, STDERR):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)  # gets the lowest free number; writing to it fails
    sys.stdout = _text(_Stdout(STDOUT, "w", closefd=False), sys.stdout)
    sys.stderr = _text(_Stderr(STDERR, "w", closefd=False), sys.stderr)


def flush() -> None:
    """Write the rest of stdout.

    Raise InputError or ReaderLeftError if it cannot be written; the rest is dropped, so that this is reported once.
    """
    try:
        sys.stdout.flush()
    except (InputError, ReaderLeftError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), STDOUT)
        raise


def _text(raw: io.FileIO, before: object) -> io.TextIOWrapper:
    encoding = getattr(before, "encoding", None) or "utf-8"
    by_line = raw.isatty() or raw.fileno() == STDERR
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding, "backslashreplace", line_buffering=by_line)
