"""JSON that a stranger sends: read strictly, and refused with the reason."""

import re
from collections.abc import Callable, Coroutine
from functools import lru_cache, partial, wraps
from typing import Any

from anyio import CapacityLimiter, to_thread
from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute

from diastole.errors import InputError
from diastole.knowledge.fhir.strict_json import read_json

MOST_VALUES = 300_000  # texts, numbers, lists and blocks, assumed; 5,000 observations have some 200,000
SIGNS = (b",", b"[", b"{")  # a value stands behind one of them
THREADS = 8  # for calls of the service, assumed; pages cannot take them
ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)


class _StrictRequest(Request):
    async def json(self) -> Any:
        """Return the body; refuses what is deep, large, no UTF-8, not a number, or says a key twice."""
        read, wrong = await to_thread.run_sync(_read, await self.body(), limiter=_threads())
        if wrong:
            raise HTTPException(400, wrong)
        return read


class StrictRoute(APIRoute):
    """A route whose JSON is read strictly, and which works in threads that nothing else takes."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **more: Any):
        super().__init__(path, _in_own_threads(endpoint), **more)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler, given a request that reads strictly."""
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            return await handle(_StrictRequest(request.scope, request.receive))

        return strictly


def refuse_many_values(raw: bytes, label: str) -> None:
    """Refuse JSON that would become too many things in memory, before any is made; signs in texts count too.

    Raises
    ------
    InputError
        If it may hold more than `MOST_VALUES`.
    """
    found = sum(raw.count(sign) for sign in SIGNS)
    if found > MOST_VALUES:
        raise InputError(
            f"{label} has {found:,} commas and opening brackets; at most {MOST_VALUES:,} are read: send fewer resources"
        )


def spell_out_half_characters(raw: bytes) -> bytes:
    r"""Return JSON text in which half of a surrogate pair, which no text can hold, stands as what was sent.

    ``"a\ud800"`` becomes ``"a\\ud800"``: the text reads ``a\ud800``, can be shown again, and stays another than any
    other.
    """
    return ESCAPE.sub(lambda found: b"\\" + found[0] if found[1] else found[0], raw) if rb"\u" in raw else raw


def _read(raw: bytes) -> tuple[dict[str, Any], str]:
    """Return what stands in a body, or what is wrong with it: an error from a thread would keep the body in memory."""
    try:
        refuse_many_values(raw, "the request")
        return read_json(spell_out_half_characters(raw), "the request"), ""
    except InputError as problem:
        return {}, str(problem)


@lru_cache(maxsize=1)
def _threads() -> CapacityLimiter:
    return CapacityLimiter(THREADS)


def _in_own_threads(endpoint: Callable[..., Any]) -> Callable[..., Coroutine[Any, Any, Any]]:
    @wraps(endpoint)
    async def run(**given: Any) -> Any:
        return await to_thread.run_sync(partial(endpoint, **given), limiter=_threads())

    return run
