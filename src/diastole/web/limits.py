"""Limits before anything is read: how large, how slow and how many."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from diastole.screening.fhir_bundle import LARGEST_BUNDLE
from diastole.web.refusals import refusal

MOST_AT_ONCE = 64  # requests, assumed
LONGEST_UPLOAD = 10.0  # s, assumed


class Limits:
    """Takes in a whole body of limited size in limited time, and only so many requests at once.

    Pages and the service are counted apart: people who read take no place from programs that ask.
    """

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BUNDLE, most: int = MOST_AT_ONCE):
        self._app = app
        self._largest = largest
        self._most = most
        self._working = {True: 0, False: 0}  # of the service, of pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        service = scope["path"].startswith("/cds-services")
        if self._working[service] >= self._most:
            await refusal(scope, 503, "throttled", "too many requests at once; try again in a second")(
                scope, receive, send
            )
            return
        self._working[service] += 1
        try:
            await self._within(scope, receive, send)
        finally:
            self._working[service] -= 1

    async def _within(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(LONGEST_UPLOAD):
                body = await self._read(receive)
        except TimeoutError:
            await refusal(scope, 408, "timeout", "the body took too long")(scope, receive, send)
            return
        if body is None:
            said = f"the body is larger than {self._largest // 1_000_000} MB"
            await refusal(scope, 413, "too-long", said)(scope, receive, send)
            return
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return waiting.pop() if waiting else await receive()

        await self._app(scope, replay, send)

    async def _read(self, receive: Receive) -> bytes | None:
        """Return the body; None as soon as it is too large."""
        parts: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return b"".join(parts)
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self._largest:
                return None
            if not message.get("more_body"):
                return b"".join(parts)
