"""Is the process alive, and can it take a call? Answered at once, whoever asks and however much there is to do."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from diastole.web.concurrency import ConcurrencyLimit

ALIVE, READY = "/health", "/ready"


class Health:
    """Answers two addresses itself: 200 while the process lives; 200 or 503 whether a call would find a place."""

    def __init__(self, app: ASGIApp, limit: ConcurrencyLimit):
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand the request on."""
        path = scope.get("path") if scope["type"] == "http" and scope["method"] == "GET" else ""
        if path == ALIVE:
            await PlainTextResponse("alive\n")(scope, receive, send)
        elif path == READY and self._limit.ready:
            await PlainTextResponse("ready\n")(scope, receive, send)
        elif path == READY:
            await PlainTextResponse("busy or stopping\n", 503, {"Retry-After": "1"})(scope, receive, send)
        else:
            await self._app(scope, receive, send)
