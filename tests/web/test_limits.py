"""Places, bodies and answers: slow and greedy clients cost only themselves."""

import asyncio

import pytest

from diastole.web import request_limits
from diastole.web.concurrency import ConcurrencyLimit
from diastole.web.request_limits import PIPELINED, SMALL, RequestLimits

SERVICE, PAGE = "/cds-services", "/ask"


def scope(path=SERVICE, client="10.0.0.1", headers=(), **state):
    return {
        "type": "http", "path": path, "method": "POST", "headers": list(headers), "client": (client, 1), "state": state,
    }  # fmt: skip


class Caller:
    """One request, with the pieces of its body and what came back."""

    def __init__(self, *pieces, path=SERVICE, client="10.0.0.1", reads=True, headers=(), **state):
        self.scope = scope(path, client, headers, **state)
        self.pieces = list(pieces) or [b""]
        self.taken = 0
        self.reads = reads
        self.status = None

    async def receive(self):
        if not self.pieces:
            await asyncio.Event().wait()  # for ever
        piece = self.pieces.pop(0)
        self.taken += 1
        if piece is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": piece, "more_body": bool(self.pieces) or piece == b"half"}

    async def send(self, message):
        self.status = message.get("status", self.status)
        if not self.reads:
            await asyncio.Event().wait()


class Worker:
    """An application that answers when it is let."""

    def __init__(self):
        self.go = asyncio.Event()
        self.go.set()
        self.calls = []

    async def __call__(self, scope, receive, send):
        self.calls.append(scope["path"])
        message = await receive()
        await self.go.wait()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"size", b"%d" % len(message["body"]))]})
        await send({"type": "http.response.body", "body": b"x"})


def scenario(play, most=4, **more):
    async def run():
        worker, limit = Worker(), ConcurrencyLimit(most)
        limited = RequestLimits(worker, limit, **more)

        def start(*pieces, **about):
            caller = Caller(*pieces, **about)
            caller.task = asyncio.create_task(limited(caller.scope, caller.receive, caller.send))
            return caller

        async def ask(*pieces, **about):
            caller = start(*pieces, **about)
            await caller.task
            return caller.status

        await play(worker, limit, start, ask)

    asyncio.run(run())


async def let_all_run():
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.mark.parametrize("path", [SERVICE, PAGE])
def test_who_never_ends_a_body_holds_no_place(path):
    async def play(worker, limit, start, ask):
        slow = [start(b"half", path=path) for _ in range(100)]
        await let_all_run()
        assert await ask(path=path) == 200
        for one in slow:
            one.task.cancel()

    scenario(play)


@pytest.mark.parametrize("path", [SERVICE, PAGE])
def test_who_never_reads_holds_no_place(path):
    async def play(worker, limit, start, ask):
        deaf = [start(path=path, reads=False) for _ in range(3)]
        await let_all_run()
        more = [start(path=path, reads=False) for _ in range(3)]
        await let_all_run()
        assert await ask(path=path) == 200
        assert limit.ready
        for one in deaf + more:
            one.task.cancel()

    scenario(play)


def test_pages_and_service_take_no_place_from_each_other_nor_one_client_all_of_them():
    async def play(worker, limit, start, ask):
        worker.go.clear()
        pages = [start(path=PAGE, client=f"10.0.0.{n}") for n in range(4)]
        await let_all_run()
        assert await ask(path=PAGE, client="10.0.0.9") == 429
        assert limit.ready  # for the service
        calls = [start(client="10.0.0.1") for _ in range(3)]
        await let_all_run()
        assert await ask(client="10.0.0.1") == 429
        last = start(client="10.0.0.2")
        await let_all_run()
        assert not limit.ready
        assert await ask(client="10.0.0.3") == 429
        worker.go.set()
        await asyncio.gather(*(one.task for one in (*pages, *calls, last)))
        assert {one.status for one in (*pages, *calls, last)} == {200}
        assert await ask(client="10.0.0.1") == 200
        assert not limit._taken

    scenario(play)


def test_a_large_call_waits_for_large_ones_and_a_small_one_passes_it():
    async def play(worker, limit, start, ask):
        worker.go.clear()
        large = [start(b"x" * SMALL, b"x" * SMALL) for _ in range(3)]
        await let_all_run()
        assert len(worker.calls) == request_limits.LARGE_AT_ONCE
        small = start(b"x")
        await let_all_run()
        assert len(worker.calls) == request_limits.LARGE_AT_ONCE + 1
        worker.go.set()
        await asyncio.gather(*(one.task for one in (*large, small)))
        assert {one.status for one in (*large, small)} == {200}

    scenario(play, most=10)


def test_only_so_many_large_bodies_are_read_at_once():
    async def play(worker, limit, start, ask):
        worker.go.clear()
        many = [start(*[b"x" * SMALL] * 4) for _ in range(request_limits.MOST_LARGE + 5)]
        await let_all_run()
        assert sum(one.taken == 4 for one in many) == request_limits.MOST_LARGE
        assert all(one.taken <= 2 for one in many if one.taken < 4)
        worker.go.set()
        await asyncio.gather(*(one.task for one in many))
        assert {one.status for one in many} == {200}

    scenario(play, most=100)


@pytest.mark.parametrize(
    ("path", "pieces", "declared", "status", "taken"),
    [
        (SERVICE, [b"x" * 600_000] * 3, None, 413, 2),
        (SERVICE, [b"x"], 1_000_001, 413, 0),
        (SERVICE, [b"x" * 500_000] * 2, None, 200, 2),
        (PAGE, [b"x" * 200_000] * 3, None, 413, 2),
        (PAGE, [b"x"], SMALL + 1, 413, 0),
        (PAGE, [b"x" * SMALL], None, 200, 1),
    ],
)
def test_no_more_is_read_than_is_allowed(path, pieces, declared, status, taken):
    async def play(worker, limit, start, ask):
        headers = [(b"content-length", b"%d" % declared)] if declared else []
        caller = start(*pieces, path=path, headers=headers)
        await caller.task
        assert (caller.status, caller.taken) == (status, taken)
        assert len(worker.calls) == (status == 200)

    scenario(play, largest=1_000_000)


def test_half_a_body_is_not_worked_on():
    async def play(worker, limit, start, ask):
        assert await ask(b'{"feedback": []}', None) is None
        assert worker.calls == []

    scenario(play)


def test_a_slow_body_is_refused_in_time(monkeypatch):
    monkeypatch.setattr(request_limits, "LONGEST_UPLOAD", 0.01)

    async def play(worker, limit, start, ask):
        assert await ask(b"half") == 408
        assert await ask(b"x" * SMALL, b"x", b"half") == 408
        assert worker.calls == []

    scenario(play)


def test_who_asks_ahead_waits_behind_the_others():
    async def play(worker, limit, start, ask):
        worker.go.clear()
        ahead = [start(**{PIPELINED: True}) for _ in range(8)]
        await let_all_run()
        assert len(worker.calls) == 1
        other = start()
        await let_all_run()
        assert len(worker.calls) == 2
        worker.go.set()
        await asyncio.gather(*(one.task for one in (*ahead, other)))

    scenario(play, most=20)


def test_a_server_that_stops_says_so_also_to_who_is_worked_for():
    async def play(worker, limit, start, ask):
        worker.go.clear()
        under_way = start()
        await let_all_run()
        limit.close()
        assert await ask() == 503
        under_way.task.cancel()  # as the server does when its patience ends
        await under_way.task
        assert under_way.status == 503

    scenario(play)


def test_a_request_that_is_cancelled_for_another_reason_stays_cancelled():
    async def play(worker, limit, start, ask):
        worker.go.clear()
        under_way = start()
        await let_all_run()
        under_way.task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await under_way.task
        assert not limit._taken

    scenario(play)
