"""Stdout and stderr of the program, so that a full disk ends in a sentence and loses nothing silently."""

import io
import os
import sys
from contextlib import suppress

from diastole.errors import InputError

STDOUT, STDERR = 1, 2


class ReaderLeftError(Exception):
    """Who read stdout has left; no OSError, of which Typer would make an exit code of its own."""


class _Stdout(io.FileIO):
    """A stream that says in a sentence why it cannot be written; a reader who leaves is no error."""

    def write(self, content):  # as its base has it
        try:
            return super().write(content)
        except BrokenPipeError:
            raise ReaderLeftError from None
        except OSError as error:
            raise InputError(
                f"stdout cannot be written: {error.strerror}; make room, or send the output elsewhere"
            ) from None


class _Stderr(io.FileIO):
    """A stream whose trouble stops no run: what it would have told is lost, and nothing else."""

    def write(self, content):  # as its base has it
        with suppress(OSError):
            return super().write(content)
        return len(content)


def open_streams() -> None:
    """Put both in place, with a sign for what the terminal does not know.

    A stream that was closed gets its number back, so that no file that is opened later gets it and is written into.
    """
    for number in (0, STDOUT, STDERR):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)  # the lowest number that is free; writing to it fails
    sys.stdout = _text(_Stdout(STDOUT, "w", closefd=False), sys.stdout)
    sys.stderr = _text(_Stderr(STDERR, "w", closefd=False), sys.stderr)


def flush() -> None:
    """Write what is still held back of stdout.

    Raises
    ------
    InputError, ReaderLeftError
        If it cannot be written; what was held back is given up, so that it is said once.
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
