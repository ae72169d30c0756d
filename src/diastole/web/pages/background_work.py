"""What takes a run or a figure: worked out one after another by one thread, first what people wait for, and kept."""

from asyncio import shield, wrap_future
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from functools import partial
from itertools import count
from queue import PriorityQueue
from threading import Lock, Thread
from typing import Any, cast

from fastapi import HTTPException

MOST_WAITING = 16  # requests, assumed; fewer than there are places, so that other pages always find one
SHORTLY = {"Retry-After": "5"}  # s

type Task = tuple[Callable[..., Any], tuple[str, ...]]


class BackgroundWorker:
    """Does one task at a time, because runs and figures share state; a task that several wait for is done once.

    Its thread ends with the process, also in the middle of a task.
    """

    def __init__(self, most: int = MOST_WAITING):
        self._most = most
        self._waiting = 0
        self._open = True
        self._done: dict[Task, Any] = {}
        self._wanted: dict[Task, Future[Any]] = {}
        self._queue: PriorityQueue[tuple[bool, int, Task]] = PriorityQueue()  # whether it has time, order, task
        self._order = count()
        self._lock = Lock()
        self._thread: Thread | None = None

    def later(self, what: Callable[..., Any], *given: str) -> None:
        """Work something out when nobody waits for anything."""
        self._want((what, given), has_time=True)

    async def worked_out[T](self, what: Callable[..., T], *given: str) -> T:
        """Return what takes a run or a figure; at once if it is known.

        Raises
        ------
        HTTPException
            If too many wait already, or the server is stopping. What the work raises is raised here too.
        """
        task = what, given
        if task in self._done:
            return cast(T, self._done[task])
        if self._waiting >= self._most:
            raise HTTPException(429, "Many wait for a run; try again in a few seconds.", SHORTLY)
        self._waiting += 1
        try:
            return cast(T, await shield(wrap_future(self._want(task, has_time=False))))
        finally:
            self._waiting -= 1

    def stop(self) -> None:
        """Send away who waits."""
        with self._lock:
            self._open = False
            for future in self._wanted.values():
                with suppress(InvalidStateError):
                    future.set_exception(_stopping())

    def _want(self, task: Task, *, has_time: bool) -> Future[Any]:
        with self._lock:
            if not self._open:
                raise _stopping()
            if self._thread is None:
                self._thread = Thread(target=self._work, name="runs", daemon=True)
                self._thread.start()
            self._queue.put((has_time, next(self._order), task))  # a second time if somebody waits for it now
            return self._wanted.setdefault(task, Future())

    def _work(self) -> None:
        while True:
            _, _, task = self._queue.get()
            future = self._wanted.get(task)
            if future is not None:  # else it was done when it stood further ahead
                self._do(task, future)

    def _do(self, task: Task, future: Future[Any]) -> None:
        what, given = task
        told: Callable[[], None]
        try:
            self._done[task] = result = self._done[task] if task in self._done else what(*given)
            told = partial(future.set_result, result)
        except Exception as problem:
            told = partial(future.set_exception, problem)
        with self._lock:
            del self._wanted[task]
        with suppress(InvalidStateError):  # who waited was sent away
            told()


WORKER = BackgroundWorker()


def _stopping() -> HTTPException:
    return HTTPException(503, "This server is stopping.", SHORTLY)
