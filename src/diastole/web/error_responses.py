"""Refusals: an OperationOutcome for programs, a page for people."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from diastole.errors import InputError, SimulationError
from diastole.web.cds.response import outcome
from diastole.web.concurrency import kind_of
from diastole.web.pages.template import render

CODES = {  # of FHIR's IssueType
    404: "not-found", 405: "not-supported", 413: "too-long", 429: "throttled", 503: "transient",
}  # fmt: skip
WRONG = 400
log = logging.getLogger("diastole.web")
BROKEN = "this application failed; please report it"


def error_response(scope: Any, status: int, code: str, said: str, headers: Any = None) -> Response:
    """Return a refusal as who asks can read it."""
    if kind_of(scope) == "service":
        body = outcome(code, said).model_dump_json()
        return Response(body, status_code=status, headers=headers, media_type="application/json")
    return HTMLResponse(render("refusal.html.j2", status=status, said=said), status_code=status, headers=headers)


class InternalErrors:
    """Answers where the program itself failed; stands inside of what every answer needs, such as safe headers."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request; what goes wrong is logged and told in one sentence."""
        try:
            await self._app(scope, receive, send)
        except Exception:
            log.exception("a request could not be answered")
            await error_response(scope, 500, "exception", BROKEN)(scope, receive, send)


def add_error_responses(app: FastAPI) -> None:
    """Let every error end in a refusal of one sentence."""

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, problem: RequestValidationError) -> Response:
        first = problem.errors()[0]
        place = ".".join(str(part) for part in first["loc"][1:]) or "the request"
        return error_response(request.scope, WRONG, "invalid", f"{place}: {first['msg']}")

    @app.exception_handler(HTTPException)
    async def refused(request: Request, problem: HTTPException) -> Response:
        code = CODES.get(problem.status_code, "invalid")
        return error_response(request.scope, problem.status_code, code, str(problem.detail), problem.headers)

    @app.exception_handler(InputError)
    @app.exception_handler(SimulationError)
    async def wrong(request: Request, problem: Exception) -> Response:
        return error_response(request.scope, WRONG, "invalid", str(problem))
