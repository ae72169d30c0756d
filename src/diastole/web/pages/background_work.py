"""Runs and figures for pages: made one after another by one thread, requests first, and kept."""

from asyncio import shield, wrap_future
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from itertools import count
from queue import PriorityQueue
from threading import Lock, Thread
from typing import Any, cast

from fastapi import HTTPException

MOST_WAITING = 16  # requests, assumed; far fewer than `concurrency.MOST_AT_ONCE`, so that other pages are answered
RETRY = {"Retry-After": "5"}  # s

type Task = tuple[Callable[..., Any], tuple[str, ...]]


class BackgroundWorker:
    """Does one task at a time, because runs and figures share state; a task that several requests need is done once.

    Its thread ends with the process, even in the middle of a task.
    """

    def __init__(self, most: int = MOST_WAITING):
        self._most = most
        self._waiting = 0
        self._open = True
        self._done: dict[Task, Any] = {}
        self._wanted: dict[Task, Future[Any]] = {}
        self._queue: PriorityQueue[tuple[bool, int, Task]] = PriorityQueue()  # whether no request waits, order, task
        self._order = count()
        self._lock = Lock()
        self._thread: Thread | None = None

    def later(self, what: Callable[..., Any], *given: str) -> None:
        """Do a task when no request waits."""
        self._want((what, given), is_urgent=False)

    async def result[T](self, what: Callable[..., T], *given: str) -> T:
        """Return the result of a task; at once if it is kept.

        Raises
        ------
        HTTPException
            If too many requests wait, or the server is stopping. An error of the task is raised here too.
        """
        task = what, given
        if task in self._done:
            return cast(T, self._done[task])
        if self._waiting >= self._most:
            raise HTTPException(429, "Many wait for a run; try again in a few seconds.", RETRY)
        self._waiting += 1
        try:
            return cast(T, await shield(wrap_future(self._want(task, is_urgent=True))))
        finally:
            self._waiting -= 1

    def stop(self) -> None:
        """Answer the waiting requests with an error, and accept no more."""
        with self._lock:
            self._open = False
            for future in self._wanted.values():
                with suppress(InvalidStateError):
                    future.set_exception(_stopping())

    def _want(self, task: Task, *, is_urgent: bool) -> Future[Any]:
        with self._lock:
            if not self._open:
                raise _stopping()
            if self._thread is None:
                self._thread = Thread(target=self._work, name="runs", daemon=True)
                self._thread.start()
            self._queue.put((not is_urgent, next(self._order), task))  # again if it has become urgent
            return self._wanted.setdefault(task, Future())

    def _work(self) -> None:
        while True:
            _, _, task = self._queue.get()
            future = self._wanted.get(task)
            if future is not None:  # else it was in the queue twice
                self._do(task, future)

    def _do(self, task: Task, future: Future[Any]) -> None:
        what, given = task
        error: Exception | None = None
        try:
            if task not in self._done:
                self._done[task] = what(*given)
        except Exception as problem:
            error = problem
        with self._lock:
            del self._wanted[task]
        with suppress(InvalidStateError):  # the server is stopping: the future has an error already
            if error:
                future.set_exception(error)
            else:
                future.set_result(self._done[task])


WORKER = BackgroundWorker()


def _stopping() -> HTTPException:
    return HTTPException(503, "This server is stopping.", RETRY)
