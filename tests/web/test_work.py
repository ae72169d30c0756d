"""Runs and figures: one at a time, each once, people first, and what is known at once."""

import asyncio
from threading import Event

import pytest
from fastapi import HTTPException

from diastole.web.pages.background_work import BackgroundWorker
from tests.waiting import LONGEST


class Bench:
    """Work that goes on until it is let end."""

    def __init__(self):
        self.go, self.began = Event(), Event()
        self.did = []

    def slow(self, name):
        self.began.set()
        assert self.go.wait(LONGEST)
        self.did.append(name)
        return f"{name} done"

    def quick(self, name):
        self.did.append(name)
        return f"{name} done"

    def broken(self, name):
        self.did.append(name)
        raise ValueError(name)


@pytest.fixture
def bench():
    found = Bench()
    yield found
    found.go.set()


def play(scenario):
    return asyncio.run(asyncio.wait_for(scenario(), LONGEST))


async def begun(bench):
    while not bench.began.is_set():
        await asyncio.sleep(0.001)


def test_what_is_known_waits_for_nothing(bench):
    async def scenario():
        shop = BackgroundWorker()
        assert await shop.result(bench.quick, "a") == "a done"
        waiting = [asyncio.create_task(shop.result(bench.slow, str(n))) for n in range(5)]
        await begun(bench)
        assert await shop.result(bench.quick, "a") == "a done"
        assert bench.did == ["a"]
        bench.go.set()
        assert await asyncio.gather(*waiting) == [f"{n} done" for n in range(5)]

    play(scenario)


def test_what_several_wait_for_is_done_once_and_one_who_leaves_takes_nothing_along(bench):
    async def scenario():
        shop = BackgroundWorker()
        waiting = [asyncio.create_task(shop.result(bench.slow, "a")) for _ in range(5)]
        await begun(bench)
        waiting.pop().cancel()
        await asyncio.sleep(0)
        bench.go.set()
        assert await asyncio.gather(*waiting) == ["a done"] * 4
        assert bench.did == ["a"]

    play(scenario)


def test_people_come_before_what_has_time_and_nothing_is_done_twice(bench):
    async def scenario():
        shop = BackgroundWorker()
        shop.later(bench.slow, "first")
        await begun(bench)
        shop.later(bench.quick, "a")
        shop.later(bench.quick, "b")
        wanted = asyncio.create_task(shop.result(bench.quick, "b"))
        await asyncio.sleep(0)  # it asks
        bench.go.set()
        assert await wanted == "b done"
        assert await shop.result(bench.quick, "a") == "a done"
        assert bench.did == ["first", "b", "a"]

    play(scenario)


def test_only_so_many_wait(bench):
    async def scenario():
        shop = BackgroundWorker(most=2)
        waiting = [asyncio.create_task(shop.result(bench.slow, str(n))) for n in range(2)]
        await begun(bench)
        with pytest.raises(HTTPException) as refused:
            await shop.result(bench.quick, "a")
        assert refused.value.status_code == 429
        assert refused.value.headers["Retry-After"]
        bench.go.set()
        await asyncio.gather(*waiting)
        assert await shop.result(bench.quick, "a") == "a done"

    play(scenario)


def test_what_failed_is_told_and_tried_again(bench):
    async def scenario():
        shop = BackgroundWorker()
        for _ in range(2):
            with pytest.raises(ValueError, match="a"):
                await shop.result(bench.broken, "a")
        assert bench.did == ["a", "a"]
        assert await shop.result(bench.quick, "a") == "a done"

    play(scenario)


def test_a_stop_sends_away_who_waits_and_takes_nobody_in(bench):
    async def scenario():
        shop = BackgroundWorker()
        assert await shop.result(bench.quick, "known") == "known done"
        waiting = [asyncio.create_task(shop.result(bench.slow, str(n))) for n in range(3)]
        await begun(bench)
        shop.stop()
        for one in waiting:
            with pytest.raises(HTTPException) as refused:
                await one
            assert refused.value.status_code == 503
        with pytest.raises(HTTPException):
            await shop.result(bench.quick, "a")
        assert await shop.result(bench.quick, "known") == "known done"

    play(scenario)
