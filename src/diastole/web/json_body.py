"""JSON that a stranger sends: read strictly, and refused with the reason."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from diastole.errors import InputError
from diastole.screening.fhir_bundle import read_json


class _StrictRequest(Request):
    async def json(self) -> Any:
        """Return the body; refuses what is deep, large, no UTF-8, not a number, or says a key twice."""
        try:
            return await run_in_threadpool(read_json, await self.body(), "the request")
        except InputError as problem:
            raise HTTPException(400, str(problem)) from None


class StrictRoute(APIRoute):
    """A route whose JSON is read strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler, given a request that reads strictly."""
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            return await handle(_StrictRequest(request.scope, request.receive))

        return strictly
