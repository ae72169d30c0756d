"""Faults of a disk: the n-th call that changes a file under a folder fails, or the process is killed before it."""

import builtins
import io
import os
import signal
from pathlib import Path

KILL = -1  # in place of an error number


class Faults:
    """Lets calls fail while it lasts.

    Parameters
    ----------
    number
        Of the call that fails, from 0: opening for writing, each write, fsync, rename.
    code
        Error number, or ``KILL``.
    folder
        Only files in it count.
    name, but
        Only names with the first in them, and without the second.
    every
        Whether all later calls fail too.
    """

    def __init__(self, monkeypatch, number, code, folder, *, name="", but=None, every=False):
        self._patch = monkeypatch.context()
        self._number, self._code, self._every = number, code, every
        self._folder, self._name, self._but = Path(folder).resolve(), name, but
        self._called = 0
        self.struck = False

    def __enter__(self):
        patch = self._patch.__enter__()
        true_open, true_fsync, true_replace = io.open, os.fsync, os.replace
        faults = self

        class Raw(io.FileIO):
            def write(self, content):
                faults.call(self.name)
                return super().write(content)

        def opened(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
            if set(mode) & set("wax+") and faults.is_meant(file):
                faults.call(file)
                raw = io.BufferedWriter(Raw(file, mode.replace("b", "").replace("t", ""), closefd, opener))
                return raw if "b" in mode else io.TextIOWrapper(raw, encoding, errors, newline)
            return true_open(file, mode, buffering, encoding, errors, newline, closefd, opener)

        def fsync(number):
            if faults.is_meant(Path(f"/proc/self/fd/{number}").readlink()):
                faults.call("fsync")
            true_fsync(number)

        def replace(source, target, **rest):
            if faults.is_meant(source):
                faults.call(source)
            true_replace(source, target, **rest)

        patch.setattr(io, "open", opened)
        patch.setattr(builtins, "open", opened)
        patch.setattr(os, "fsync", fsync)
        patch.setattr(os, "replace", replace)
        return self

    def __exit__(self, *problem):
        return self._patch.__exit__(*problem)

    def is_meant(self, file) -> bool:
        if not isinstance(file, (str, Path)):
            return False
        path = Path(file).resolve()
        return (
            self._folder in path.parents
            and self._name in path.name
            and not (self._but is not None and self._but in path.name)
        )

    def call(self, what) -> None:
        number, self._called = self._called, self._called + 1
        if number == self._number or (self._every and number > self._number):
            self.struck = True
            if self._code == KILL:
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(self._code, os.strerror(self._code))


def cut(content: bytes) -> bytes:
    """Return the first half of a file."""
    return content[: len(content) // 2]


def emptied(content: bytes) -> bytes:
    """Return a file without its content."""
    return b""


def flipped(content: bytes) -> bytes:
    """Return a file with another bit in its middle."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


DAMAGES = (cut, emptied, flipped)
