"""Limits on requests: clients that are slow or send too much delay no other client."""

import asyncio

import pytest

from diastole.web import request_limits
from diastole.web.concurrency import ConcurrencyLimit
from diastole.web.request_limits import PIPELINED, SMALL, RequestLimits

SERVICE, PAGE = "/cds-services", "/ask"
HALF = b"half"  # a piece of a body after which more is announced, and never comes

pytestmark = pytest.mark.anyio


class Request:
    """One request, with the pieces of its body, how many were read, and the status of its response."""

    def __init__(self, app, *pieces, path=SERVICE, client="10.0.0.1", reads=True, headers=(), **state):
        self.pieces, self.read, self.reads, self.status = list(pieces) or [b""], 0, reads, None
        scope = {
            "type": "http", "path": path, "method": "POST", "headers": list(headers), "client": (client, 1),
            "state": state,
        }  # fmt: skip
        self.task = asyncio.create_task(app(scope, self.receive, self.send))

    async def receive(self):
        if not self.pieces:
            await asyncio.Event().wait()  # for ever
        piece = self.pieces.pop(0)
        self.read += 1
        if piece is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": piece, "more_body": bool(self.pieces) or piece == HALF}

    async def send(self, message):
        self.status = message.get("status", self.status)
        if not self.reads:
            await asyncio.Event().wait()


class Limited:
    """An application behind limits, which answers as soon as ``go`` is set."""

    def __init__(self, most=4, **more):
        self.limit, self.go, self.calls = ConcurrencyLimit(most), asyncio.Event(), []
        self.app = RequestLimits(self.answer, self.limit, **more)
        self.go.set()

    async def answer(self, scope, receive, send):
        self.calls.append(scope["path"])
        await receive()
        await self.go.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x"})

    async def start(self, number, *pieces, **more):
        """Start requests, and let them go as far as they can."""
        requests = [Request(self.app, *pieces, **more) for _ in range(number)]
        for _ in range(20):
            await asyncio.sleep(0)
        return requests

    async def ask(self, *pieces, **more):
        request = Request(self.app, *pieces, **more)
        await request.task
        return request.status

    async def finish(self, *requests):
        self.go.set()
        await asyncio.gather(*(each.task for each in requests))
        assert {each.status for each in requests} == {200}


@pytest.mark.parametrize("path", [SERVICE, PAGE])
@pytest.mark.parametrize(("pieces", "reads"), [([HALF], True), ([], False)])
async def test_a_slow_client_delays_no_other(path, pieces, reads):
    limited = Limited()
    slow = [each for _ in range(30) for each in await limited.start(3, *pieces, path=path, reads=reads)]
    assert await limited.ask(path=path) == 200
    assert limited.limit.ready
    for each in slow:
        each.task.cancel()


async def test_pages_and_service_have_limits_of_their_own_and_no_client_takes_all():
    limited = Limited()
    limited.go.clear()
    pages = [each for n in range(4) for each in await limited.start(1, path=PAGE, client=f"10.0.0.{n}")]
    assert await limited.ask(path=PAGE, client="10.0.0.9") == 429
    assert limited.limit.ready  # for the service
    calls = await limited.start(3)
    assert await limited.ask() == 429
    last = await limited.start(1, client="10.0.0.2")
    assert not limited.limit.ready
    assert await limited.ask(client="10.0.0.3") == 429
    await limited.finish(*pages, *calls, *last)
    assert await limited.ask() == 200
    assert not limited.limit._taken


async def test_a_large_call_waits_for_large_ones_and_a_small_one_overtakes_it():
    limited = Limited(most=10)
    limited.go.clear()
    large = await limited.start(3, b"x" * SMALL, b"x" * SMALL)
    assert len(limited.calls) == request_limits.LARGE_AT_ONCE
    small = await limited.start(1, b"x")
    assert len(limited.calls) == request_limits.LARGE_AT_ONCE + 1
    await limited.finish(*large, *small)


async def test_few_large_bodies_are_read_at_once():
    limited = Limited(most=100)
    limited.go.clear()
    requests = await limited.start(request_limits.MOST_LARGE + 5, *[b"x" * SMALL] * 4)
    assert sum(each.read == 4 for each in requests) == request_limits.MOST_LARGE
    assert all(each.read <= 2 for each in requests if each.read < 4)
    await limited.finish(*requests)


@pytest.mark.parametrize(
    ("path", "pieces", "declared", "status", "read"),
    [
        (SERVICE, [b"x" * 600_000] * 3, None, 413, 2),
        (SERVICE, [b"x"], 1_000_001, 413, 0),
        (SERVICE, [b"x" * 500_000] * 2, None, 200, 2),
        (PAGE, [b"x" * 200_000] * 3, None, 413, 2),
        (PAGE, [b"x"], SMALL + 1, 413, 0),
        (PAGE, [b"x" * SMALL], None, 200, 1),
        (SERVICE, [b'{"feedback": []}', None], None, None, 2),  # the client leaves within the body
    ],
)
async def test_no_more_is_read_than_allowed(path, pieces, declared, status, read):
    limited = Limited(largest=1_000_000)
    headers = [(b"content-length", b"%d" % declared)] if declared else []
    (request,) = await limited.start(1, *pieces, path=path, headers=headers)
    await request.task
    assert (request.status, request.read) == (status, read)
    assert len(limited.calls) == (status == 200)


@pytest.mark.parametrize("pieces", [[HALF], [b"x" * SMALL, b"x", HALF]])
async def test_a_slow_body_is_refused(monkeypatch, pieces):
    monkeypatch.setattr(request_limits, "LONGEST_UPLOAD", 0.01)
    limited = Limited()
    assert await limited.ask(*pieces) == 408
    assert limited.calls == []


async def test_pipelined_requests_wait_behind_others():
    limited = Limited(most=20)
    limited.go.clear()
    pipelined = await limited.start(8, **{PIPELINED: True})
    assert len(limited.calls) == 1
    other = await limited.start(1)
    assert len(limited.calls) == 2
    await limited.finish(*pipelined, *other)


async def test_a_stopping_server_answers_so_also_a_request_in_work():
    limited = Limited()
    limited.go.clear()
    (in_work,) = await limited.start(1)
    limited.limit.close()
    assert await limited.ask() == 503
    in_work.task.cancel()  # as the server does when its time to stop is over
    await in_work.task
    assert in_work.status == 503


async def test_a_request_that_is_cancelled_for_another_reason_stays_cancelled():
    limited = Limited()
    limited.go.clear()
    (in_work,) = await limited.start(1)
    in_work.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await in_work.task
    assert not limited.limit._taken
