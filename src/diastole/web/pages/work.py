"""Pages that take a run or a figure: few at a time, in threads that the service does not need."""

from collections.abc import Callable
from functools import lru_cache
from threading import RLock

from anyio import CapacityLimiter, to_thread

ONE_AT_A_TIME = RLock()  # runs and figures share state
MOST = 4  # requests that wait for a run; more queue up without a thread of their own


@lru_cache(maxsize=1)
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(MOST)


async def worked_out[T](what: Callable[..., T], *given: str) -> T:
    """Return what takes a run or a figure."""
    return await to_thread.run_sync(what, *given, limiter=_limiter())
