"""Middleware around the routes: safe headers, HEAD, health checks, hosts, tokens, internal errors."""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from diastole.web.concurrency import ConcurrencyLimit, kind_of
from diastole.web.error_responses import error_response
from diastole.web.response_headers import HEADERS

FAILURE = "this application failed; please report it"
log = logging.getLogger("diastole.web")


def safe_headers(app: ASGIApp) -> ASGIApp:
    """Add `HEADERS` to every response: a browser loads nothing from elsewhere and keeps nothing.

    It runs no script either, but on pages that bring a policy of their own: `living_page`.
    """

    async def handle(scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            """Send a message on; a policy that a page brings stays."""
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                own = given.get("content-security-policy")  # of a page in which hearts run
                given.update(HEADERS)
                if own:
                    given["content-security-policy"] = own
            await send(message)

        await app(scope, receive, with_headers if scope["type"] == "http" else send)

    return handle


def head_like_get(app: ASGIApp) -> ASGIApp:
    """Answer HEAD as GET, without the body."""

    async def handle(scope: Scope, receive: Receive, send: Send) -> None:
        async def without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        if scope["type"] == "http" and scope["method"] == "HEAD":
            await app({**scope, "method": "GET"}, receive, without_body)
        else:
            await app(scope, receive, send)

    return handle


def health(app: ASGIApp, limit: ConcurrencyLimit) -> ASGIApp:
    """Answer ``/health`` while the process lives, and ``/ready`` with 200 or 503: whether a call would be accepted."""

    async def handle(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path") if scope["type"] == "http" and scope["method"] == "GET" else ""
        if path == "/health":
            await PlainTextResponse("alive\n")(scope, receive, send)
        elif path == "/ready" and limit.ready:
            await PlainTextResponse("ready\n")(scope, receive, send)
        elif path == "/ready":
            await PlainTextResponse("busy or stopping\n", 503, {"Retry-After": "1"})(scope, receive, send)
        else:
            await app(scope, receive, send)

    return handle


def known_hosts(app: ASGIApp, accepts: Callable[[str], bool]) -> ASGIApp:
    """Refuse a request that names a host to which this application does not answer."""

    async def handle(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not accepts(_named_host(scope)):
            await PlainTextResponse("Invalid host header", 400)(scope, receive, send)
        else:
            await app(scope, receive, send)

    return handle


def _named_host(scope: Scope) -> str:
    try:
        return urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname or ""
    except ValueError:
        return ""


def token_check(app: ASGIApp, admits: Callable[[str, str], bool]) -> ASGIApp:
    """Answer a call of the service without a valid token with a bare 401, before its body is read."""

    async def handle(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and kind_of(scope) == "service":
            given = Headers(scope=scope).getlist("authorization")
            if len(given) != 1 or not admits(given[0], scope["path"]):
                await Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})(scope, receive, send)
                return
        await app(scope, receive, send)

    return handle


def internal_errors(app: ASGIApp) -> ASGIApp:
    """Log an unexpected error and answer it with one sentence that reveals nothing about the program."""

    async def handle(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except Exception:
            log.exception("a request could not be answered")
            await error_response(scope, 500, FAILURE)(scope, receive, send)

    return handle
