"""Waiting: for what happens, never for so many seconds. No test may fail because the machine is busy."""

import time
from collections.abc import Callable

LONGEST = 900.0  # s: so long nothing takes that is well, however busy the machine is; what hangs fails in the end
PAUSE = 0.05  # s between two looks


def wait_until(happened: Callable[[], object], goes_on: Callable[[], object] = lambda: True) -> None:
    """Look until something has happened; fail where it no longer can."""
    end = time.monotonic() + LONGEST
    while not happened():
        assert goes_on() or happened(), "it ended before that"
        assert time.monotonic() < end, "it does not happen"
        time.sleep(PAUSE)
