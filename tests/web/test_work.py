"""Runs and figures in the background: one at a time, each once, requests first, and kept."""

import asyncio
from threading import Event

import pytest
from fastapi import HTTPException

from diastole.web.pages.background_work import BackgroundWorker
from tests.waiting import LONGEST

pytestmark = pytest.mark.anyio


class Tasks:
    """Tasks for a worker, and those that were done; a slow one ends when ``go`` is set."""

    def __init__(self):
        self.go, self.began, self.done = Event(), Event(), []

    def slow(self, name):
        self.began.set()
        assert self.go.wait(LONGEST)
        return self.quick(name)

    def quick(self, name):
        self.done.append(name)
        return f"{name} done"

    def broken(self, name):
        self.done.append(name)
        raise ValueError(name)

    async def ask(self, worker, *names):
        """Ask for slow tasks, and wait until the first has begun."""
        waiting = [asyncio.create_task(worker.result(self.slow, name)) for name in names]
        await asyncio.to_thread(self.began.wait, LONGEST)
        return waiting


@pytest.fixture
def tasks():
    tasks = Tasks()
    yield tasks
    tasks.go.set()


async def test_a_kept_result_waits_for_nothing(tasks):
    worker = BackgroundWorker()
    assert await worker.result(tasks.quick, "a") == "a done"
    waiting = await tasks.ask(worker, *"01234")
    assert await worker.result(tasks.quick, "a") == "a done"
    assert tasks.done == ["a"]
    tasks.go.set()
    assert await asyncio.gather(*waiting) == [f"{n} done" for n in range(5)]


async def test_a_task_of_several_requests_is_done_once_though_one_of_them_leaves(tasks):
    worker = BackgroundWorker()
    waiting = await tasks.ask(worker, *"aaaaa")
    waiting.pop().cancel()
    await asyncio.sleep(0)
    tasks.go.set()
    assert await asyncio.gather(*waiting) == ["a done"] * 4
    assert tasks.done == ["a"]


async def test_requests_come_first_and_nothing_is_done_twice(tasks):
    worker = BackgroundWorker()
    worker.later(tasks.slow, "first")
    await asyncio.to_thread(tasks.began.wait, LONGEST)
    worker.later(tasks.quick, "a")
    worker.later(tasks.quick, "b")
    urgent = asyncio.create_task(worker.result(tasks.quick, "b"))
    await asyncio.sleep(0)  # it asks
    tasks.go.set()
    assert await urgent == "b done"
    assert await worker.result(tasks.quick, "a") == "a done"
    assert tasks.done == ["first", "b", "a"]


async def test_a_limited_number_waits(tasks):
    worker = BackgroundWorker(most=2)
    waiting = await tasks.ask(worker, *"01")
    with pytest.raises(HTTPException) as refused:
        await worker.result(tasks.quick, "a")
    assert refused.value.status_code == 429
    assert refused.value.headers["Retry-After"]
    tasks.go.set()
    await asyncio.gather(*waiting)
    assert await worker.result(tasks.quick, "a") == "a done"


async def test_a_failed_task_raises_and_is_tried_again(tasks):
    worker = BackgroundWorker()
    for _ in range(2):
        with pytest.raises(ValueError, match="a"):
            await worker.result(tasks.broken, "a")
    assert tasks.done == ["a", "a"]
    assert await worker.result(tasks.quick, "a") == "a done"


async def test_a_stopped_worker_ends_the_waiting_and_accepts_no_more(tasks):
    worker = BackgroundWorker()
    assert await worker.result(tasks.quick, "known") == "known done"
    waiting = await tasks.ask(worker, *"012")
    worker.stop()
    for each in waiting:
        with pytest.raises(HTTPException) as refused:
            await each
        assert refused.value.status_code == 503
    with pytest.raises(HTTPException):
        await worker.result(tasks.quick, "a")
    assert await worker.result(tasks.quick, "known") == "known done"
