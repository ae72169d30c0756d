"""A folder of compiled code that one process holds at a time."""

import fcntl
from collections.abc import Callable
from pathlib import Path
from typing import TextIO


def hold(folder: Path, waits: Callable[[], None] = lambda: None) -> TextIO:
    """Hold a folder, after everybody else, until what is returned is closed or this process ends.

    Parameters
    ----------
    folder
        Made if there is none.
    waits
        Called if another process holds it.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "lock").open("w", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        waits()
        fcntl.flock(lock, fcntl.LOCK_EX)
    return lock
