"""The body of a call of the service: JSON, read strictly in threads of its own."""

import re
from collections.abc import Callable, Coroutine
from functools import partial, wraps
from typing import Any

from anyio import CapacityLimiter, to_thread
from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute

from diastole.errors import InputError
from diastole.knowledge.fhir.strict_json import read_json

MOST_VALUES = 300_000  # texts, numbers, lists and objects, assumed; 5,000 observations have some 200,000
SIGNS = (b",", b"[", b"{")  # one precedes each value
THREADS = CapacityLimiter(8)  # for calls of the service, assumed; pages have others
ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)


class _StrictRequest(Request):
    """A request whose JSON is read strictly."""

    async def json(self) -> Any:
        """Return the body; refuse what is nested too deep, too large, not UTF-8, NaN, or repeats a key."""
        content, problem = await to_thread.run_sync(_read, await self.body(), limiter=THREADS)
        if problem:
            raise HTTPException(400, problem)
        return content


class StrictRoute(APIRoute):
    """A route whose JSON is read strictly, and whose endpoint runs in `THREADS`."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **more: Any):
        super().__init__(path, _in_own_threads(endpoint), **more)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler, which gets a request that reads strictly."""
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            return await handle(_StrictRequest(request.scope, request.receive))

        return strictly


def refuse_many_values(raw: bytes, label: str) -> None:
    """Refuse JSON that would become too many objects in memory, before any is made; signs within texts count too.

    Raises
    ------
    InputError
        If it may hold more than `MOST_VALUES`.
    """
    count = sum(raw.count(sign) for sign in SIGNS)
    if count > MOST_VALUES:
        raise InputError(
            f"{label} has {count:,} commas and opening brackets; at most {MOST_VALUES:,} are read: send fewer resources"
        )


def spell_out_half_characters(raw: bytes) -> bytes:
    r"""Return JSON in which half a surrogate pair, which no text can contain, is escaped once more.

    ``"a\ud800"`` becomes ``"a\\ud800"``: the text reads ``a\ud800``, can be shown, and differs from any other.
    """
    return ESCAPE.sub(lambda match: b"\\" + match[0] if match[1] else match[0], raw) if rb"\u" in raw else raw


def _read(raw: bytes) -> tuple[dict[str, Any], str]:
    """Return the content of a body, or what is wrong with it: a raised error would keep the body in memory."""
    try:
        refuse_many_values(raw, "the request")
        return read_json(spell_out_half_characters(raw), "the request"), ""
    except InputError as problem:
        return {}, str(problem)


def _in_own_threads(endpoint: Callable[..., Any]) -> Callable[..., Coroutine[Any, Any, Any]]:
    @wraps(endpoint)
    async def run(**given: Any) -> Any:
        return await to_thread.run_sync(partial(endpoint, **given), limiter=THREADS)

    return run
