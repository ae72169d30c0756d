"""Limits on the size, the duration and the number of requests.

A body is read before its request counts as in work, and the response is sent after that: a client that is slow at
either end keeps no other client waiting. Few large bodies are read at once; their calls are worked on one after
another, and small ones overtake them.
"""

import asyncio
from contextlib import AsyncExitStack

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from diastole.knowledge.fhir.strict_json import LARGEST_BUNDLE
from diastole.web.concurrency import ConcurrencyLimit, RequestKind, kind_of
from diastole.web.error_responses import error_response

SMALL = 256_000  # bytes, assumed; the largest body for a page, and of a call that does not queue with large ones
MOST_LARGE = 8  # larger bodies that are read at once, assumed; the next wait unread
LONGEST_UPLOAD = 10.0  # s, assumed
SMALL_AT_ONCE, LARGE_AT_ONCE = 4, 1  # calls of the service in work at once, assumed
PIPELINED = "pipelined"  # in the state of a request that was sent before the previous one was answered
RETRY = {"Retry-After": "1"}  # s


class RequestLimits:
    """Reads a whole body of limited size in limited time, and works on a limited number of requests at once."""

    def __init__(self, app: ASGIApp, limit: ConcurrencyLimit, largest: int = LARGEST_BUNDLE):
        self._app = app
        self._limit = limit
        self._largest: dict[RequestKind, int] = {"service": largest, "pages": min(SMALL, largest)}
        self._uploads = asyncio.Semaphore(MOST_LARGE)
        self._pipelined = asyncio.Semaphore(1)  # such a client may read no response: its requests go one by one
        self._small, self._large = asyncio.Semaphore(SMALL_AT_ONCE), asyncio.Semaphore(LARGE_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        response: list[Message] = []
        async with AsyncExitStack() as upload:  # keeps room for a large body until its response is known
            try:
                body = await self._body(scope, receive, upload)
                response = await self._work(scope, body)
            except ClientDisconnect:
                return
            except HTTPException as problem:
                refusal = error_response(scope, problem.status_code, problem.detail, problem.headers)
                response = await _messages(refusal, scope)
        for message in response:
            await send(message)

    async def _body(self, scope: Scope, receive: Receive, upload: AsyncExitStack) -> bytes:
        """Return the whole body; waits for room before it reads more than a small one."""
        largest = self._largest[kind_of(scope)]
        size = f"{largest // 1_000_000} MB" if largest >= 1_000_000 else f"{largest // 1000} kB"
        too_large = HTTPException(413, f"the body is larger than {size}")
        if int(Headers(scope=scope).get("content-length", "0")) > largest:
            raise too_large
        body = bytearray()
        try:
            async with asyncio.timeout(LONGEST_UPLOAD):
                is_whole = await _read(receive, body, SMALL)
            if not is_whole and largest > SMALL:
                await upload.enter_async_context(self._uploads)
                async with asyncio.timeout(LONGEST_UPLOAD):
                    await _read(receive, body, largest)
        except TimeoutError:
            raise HTTPException(408, "the body took too long") from None
        if len(body) > largest:
            raise too_large
        return bytes(body)

    async def _work(self, scope: Scope, body: bytes) -> list[Message]:
        """Return the response of the application, once it is the turn of this request."""
        stopping = HTTPException(503, "this server is stopping; try again", RETRY)
        if not self._limit.open:
            raise stopping
        with self._limit.slot(scope) as has_slot:
            if not has_slot:
                raise HTTPException(429, "too many requests at once; try again in a second", RETRY)
            try:
                async with AsyncExitStack() as turn:
                    if scope.get("state", {}).get(PIPELINED):
                        await turn.enter_async_context(self._pipelined)
                    if kind_of(scope) == "service":
                        await turn.enter_async_context(self._small if len(body) <= SMALL else self._large)
                    return await _messages(self._app, scope, body)
            except asyncio.CancelledError:
                if self._limit.open:
                    raise
                raise stopping from None  # the server does not wait longer for it


async def _read(receive: Receive, body: bytearray, most: int) -> bool:
    """Read until the body is whole; return False as soon as it is longer than ``most`` and goes on."""
    while len(body) <= most:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if not message.get("more_body"):
            return True
    return False


async def _messages(app: ASGIApp, scope: Scope, body: bytes = b"") -> list[Message]:
    """Return the whole response of an application."""
    sent: list[Message] = []
    received: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return received.pop() if received else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent
