"""Limits before anything is read: how large, how slow and how many.

A body is taken in before a place is given, and an answer is sent after the place was given back: a client that is slow
at either end holds no place. Large bodies are few at a time and are worked on one after another, past the small ones.
"""

import asyncio
from contextlib import AsyncExitStack

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from diastole.knowledge.fhir.strict_json import LARGEST_BUNDLE
from diastole.web.concurrency import ConcurrencyLimit, RequestKind, kind_of
from diastole.web.error_responses import error_response

SMALL = 256_000  # bytes, assumed; the largest body of a page, and of a call that need not queue with large ones
MOST_LARGE = 8  # larger bodies that are taken in at once, assumed; the next wait unread
LONGEST_UPLOAD = 10.0  # s, assumed
SMALL_AT_ONCE, LARGE_AT_ONCE = 4, 1  # calls of the service that are read and judged at once, assumed
ASKS_AHEAD = "asks_ahead"  # in the state of a request that was sent before the last one was answered
SHORTLY = {"Retry-After": "1"}


class TooLargeError(Exception):
    """A body is larger than allowed."""


class ClientGoneError(Exception):
    """The client has hung up before its body was there."""


class RequestLimits:
    """Takes in a whole body of limited size in limited time, and works on so many requests at once."""

    def __init__(self, app: ASGIApp, limit: ConcurrencyLimit, largest: int = LARGEST_BUNDLE):
        self._app = app
        self._limit = limit
        self._largest: dict[RequestKind, int] = {"service": largest, "pages": min(SMALL, largest)}
        self._uploads = asyncio.Semaphore(MOST_LARGE)
        self._ahead = asyncio.Semaphore(1)  # who asks ahead, and perhaps reads nothing, waits behind the others
        self._small, self._large = asyncio.Semaphore(SMALL_AT_ONCE), asyncio.Semaphore(LARGE_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        largest = self._largest[kind_of(scope)]
        answer: list[Message] = []
        async with AsyncExitStack() as held:  # room for a large body, until its answer is known
            try:
                body = await self._body(scope, receive, largest, held)
                answer = await self._answer(scope, body)
            except ClientGoneError:
                return
            except TimeoutError:
                answer = await _messages(error_response(scope, 408, "timeout", "the body took too long"), scope)
            except TooLargeError:
                said = f"the body is larger than {_size(largest)}"
                answer = await _messages(error_response(scope, 413, "too-long", said), scope)
        for message in answer:
            await send(message)

    async def _body(self, scope: Scope, receive: Receive, largest: int, held: AsyncExitStack) -> bytes:
        """Return the whole body; waits for room before it reads more than a small one."""
        if int(Headers(scope=scope).get("content-length", "0")) > largest:
            raise TooLargeError
        body = bytearray()
        async with asyncio.timeout(LONGEST_UPLOAD):
            whole = await _read(receive, body, SMALL)
        if not whole and largest > SMALL:
            await held.enter_async_context(self._uploads)
            async with asyncio.timeout(LONGEST_UPLOAD):
                await _read(receive, body, largest)
        if len(body) > largest:
            raise TooLargeError
        return bytes(body)

    async def _answer(self, scope: Scope, body: bytes) -> list[Message]:
        """Work on a request as soon as it is its turn."""
        if not self._limit.open:
            return await _messages(_stopping(scope), scope)
        with self._limit.slot(scope) as is_given:
            if not is_given:
                said = "too many requests at once; try again in a second"
                return await _messages(error_response(scope, 429, "throttled", said, SHORTLY), scope)
            try:
                async with AsyncExitStack() as turn:
                    if scope.get("state", {}).get(ASKS_AHEAD):
                        await turn.enter_async_context(self._ahead)
                    if kind_of(scope) == "service":
                        await turn.enter_async_context(self._small if len(body) <= SMALL else self._large)
                    return await _messages(self._app, scope, body)
            except asyncio.CancelledError:
                if self._limit.open:
                    raise
                return await _messages(_stopping(scope), scope)  # it took longer than the server waits at its end


def _stopping(scope: Scope) -> Response:
    return error_response(scope, 503, "transient", "this server is stopping; try again", SHORTLY)


def _size(number: int) -> str:
    return f"{number // 1_000_000} MB" if number >= 1_000_000 else f"{number // 1000} kB"


async def _read(receive: Receive, body: bytearray, most: int) -> bool:
    """Read on until the body is whole, or False as soon as it is larger than so much and goes on."""
    while len(body) <= most:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        body += message.get("body", b"")
        if not message.get("more_body"):
            return True
    return False


async def _messages(app: ASGIApp, scope: Scope, body: bytes = b"") -> list[Message]:
    """Return the whole answer of an application."""
    answer: list[Message] = []
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def collect(message: Message) -> None:
        answer.append(message)

    await app(scope, receive, collect)
    return answer
