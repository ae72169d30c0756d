"""The door of the service: a call without a good token goes no further, before its body means anything."""

from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from diastole.web.concurrency import kind_of


class TokenCheck:
    """Asks for a token on everything under the service."""

    def __init__(self, app: ASGIApp, admits: Callable[[str, str], bool]):
        self._app = app
        self._admits = admits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer a bare 401."""
        path = scope.get("path", "")
        guarded = scope["type"] == "http" and kind_of(scope) == "service"
        said = Headers(scope=scope).getlist("authorization") if guarded else []
        if guarded and not (len(said) == 1 and self._admits(said[0], path)):
            await Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})(scope, receive, send)
            return
        await self._app(scope, receive, send)
