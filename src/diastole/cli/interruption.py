"""Stopping a run between two beats when the user presses Ctrl-C, even while a compiled library is running."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

INTERRUPTED = 130  # exit code: 128 + SIGINT, as shells have it


@contextmanager
def interruption() -> Iterator[Callable[[], bool]]:
    """Yield a function that returns whether the user has asked to stop; a command calls it where it may end.

    Python's own KeyboardInterrupt is lost in callbacks of a destructor or a compiled library.
    """
    signals: list[int] = []
    try:
        before = signal.signal(signal.SIGINT, lambda number, frame: signals.append(number))
    except ValueError:  # signals reach the main thread only
        yield lambda: False
        return
    try:
        yield lambda: bool(signals)
    finally:
        signal.signal(signal.SIGINT, before)
