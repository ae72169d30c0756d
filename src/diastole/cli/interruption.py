"""A person who asks to stop is heard at a good place: no beat is cut in two, and no library can swallow the request."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def interruption() -> Iterator[Callable[[], bool]]:
    """Yield whether a person has asked to stop, to be asked where a command may end.

    Python's own way, an exception at any place, is lost where a destructor or a compiled library calls back.
    """
    seen: list[int] = []
    try:
        before = signal.signal(signal.SIGINT, lambda number, frame: seen.append(number))
    except ValueError:  # not in the main thread, which alone hears of it
        yield lambda: False
        return
    try:
        yield lambda: bool(seen)
    finally:
        signal.signal(signal.SIGINT, before)
